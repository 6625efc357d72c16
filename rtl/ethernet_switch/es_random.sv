// SPDX-License-Identifier: Apache-2.0
// Generator of one port, xorshift32. A state of zero, which the generator never reaches, stands for the state after
// reset, so that the port's number need not be known when the reset comes.
// Latency: the value is there in the cycle in which it is drawn. Throughput: one per cycle. Back-pressure: none.
module es_random #(
  parameter logic [31:0] Factor = 32'h9E3779B9  // tells the banks of generators apart
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [9:0]  index_i,       // the port
  input  logic        seed_write_i,  // wins over a draw
  input  logic [31:0] seed_i,
  input  logic        draw_i,
  output logic [15:0] value_o
);

  logic [31:0] state_q;
  logic [31:0] offset, first, seeded, state, step1, step2, step3;

  assign offset  = Factor * (32'(index_i) + 32'd1);
  assign first   = 32'd1 ^ offset;
  assign seeded  = seed_i ^ offset;
  assign state   = (state_q != '0) ? state_q : (first != '0) ? first : 32'd1;
  assign step1   = state ^ (state << 13);
  assign step2   = step1 ^ (step1 >> 17);
  assign step3   = step2 ^ (step2 << 5);
  assign value_o = step3[31:16];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) state_q <= '0;
    else if (seed_write_i) state_q <= (seeded != '0) ? seeded : 32'd1;
    else if (draw_i) state_q <= step3;
  end

endmodule
