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
  output logic [15:0] value_o        // 0 unless drawn
);

  logic [31:0] state_q;
  logic [31:0] offset, first, state, next, seeded;

  assign offset  = Factor * (32'(index_i) + 32'd1);
  assign value_o = next[31:16];
  always_comb begin
    first  = '0;
    state  = '0;
    next   = '0;
    seeded = '0;
    if (draw_i) begin
      first = 32'd1 ^ offset;
      state = (state_q != '0) ? state_q : (first != '0) ? first : 32'd1;
      next  = state ^ (state << 13);
      next  = next ^ (next >> 17);
      next  = next ^ (next << 5);
    end
    if (seed_write_i) begin
      seeded = seed_i ^ offset;
      if (seeded == '0) seeded = 32'd1;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) state_q <= '0;
    else if (seed_write_i) state_q <= seeded;
    else if (draw_i) state_q <= next;
  end

endmodule
