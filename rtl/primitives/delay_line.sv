// SPDX-License-Identifier: Apache-2.0
// Delays a valid word by Depth cycles. Built as a ring in a memory, with work only where a word is valid: a long line
// costs the area of a RAM and no toggling shift register.
// Latency: Depth cycles (0: wires). Throughput: one word per cycle. Back-pressure: none.
`include "assertions.svh"
module delay_line #(
  parameter int unsigned Depth    = 4,    // cycles
  parameter int unsigned Width    = 512,  // bits of data_i
  parameter int unsigned TagWidth = 2     // bits of tag_i
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  input  logic                valid_i,
  input  logic [TagWidth-1:0] tag_i,
  input  logic [Width-1:0]    data_i,
  output logic                valid_o,
  output logic [TagWidth-1:0] tag_o,
  output logic [Width-1:0]    data_o
);

  if (Depth == 0) begin : gen_wires
    assign valid_o = valid_i;
    assign tag_o   = tag_i;
    assign data_o  = data_i;
  end else if (Depth == 1) begin : gen_register
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) valid_o <= 1'b0;
      else valid_o <= valid_i;
    end
    always_ff @(posedge clk_i) begin
      if (valid_i) begin
        tag_o  <= tag_i;
        data_o <= data_i;
      end
    end
  end else begin : gen_ring
    localparam int unsigned Ring     = Depth - 1;  // the output register is the last cycle
    localparam int unsigned PtrWidth = (Ring > 1) ? $clog2(Ring) : 1;

    logic [PtrWidth-1:0] ptr_q;
    logic [Ring-1:0]     valid_q;
    logic [TagWidth-1:0] tag_mem  [Ring];
    logic [Width-1:0]    data_mem [Ring];

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        ptr_q   <= '0;
        valid_q <= '0;
        valid_o <= 1'b0;
      end else begin
        ptr_q <= (ptr_q == PtrWidth'(Ring - 1)) ? '0 : ptr_q + PtrWidth'(1);
        valid_o <= valid_q[ptr_q];
        valid_q[ptr_q] <= valid_i;
      end
    end

    always_ff @(posedge clk_i) begin
      if (valid_q[ptr_q]) begin
        tag_o  <= tag_mem[ptr_q];
        data_o <= data_mem[ptr_q];
      end
      if (valid_i) begin
        tag_mem[ptr_q]  <= tag_i;
        data_mem[ptr_q] <= data_i;
      end
    end
  end

endmodule
