// SPDX-License-Identifier: Apache-2.0
// Bins of the Ethernet switch; as scaleup_switch_cover.sv says.
// verilator lint_off DECLFILENAME
// verilator lint_off UNUSEDSIGNAL

// A frame begins to leave: its class, whether the port has stopped its peer for that class, and whether the whole frame
// is there (stored) or not (cut-through).
module es_egress_cover (
  input logic        clk_i,
  input logic        rst_ni,
  input logic        pop,
  input logic [2:0]  pop_class,
  input logic [7:0]  xoff,
  input logic [16:0] pop_tail_i
);
  logic [31:0] bins_departure;

  always_comb begin
    bins_departure = '0;
    if (pop) bins_departure[{pop_class, xoff[pop_class], !pop_tail_i[16]}] = 1'b1;
  end
endmodule
bind es_egress es_egress_cover u_cover (.clk_i, .rst_ni, .pop, .pop_class, .xoff, .pop_tail_i);
