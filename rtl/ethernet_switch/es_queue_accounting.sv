// SPDX-License-Identifier: Apache-2.0
// Cells of the queues of one output: reserved and shared. Several inputs may charge at one edge; all of them see the
// queue as it was before.
// Latency: counters move at the edge. Throughput: any number of charges and gifts. Back-pressure: none.
`include "assertions.svh"
module es_queue_accounting #(
  parameter int unsigned GiftBits = 3,  // bits of a number of inputs
  parameter int unsigned UndoBits = 11  // bits of the cells of a frame of every input
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic [127:0]          queue_reserved_i,  // registers
  input  logic [8*GiftBits-1:0] charged_i,
  input  logic [8*UndoBits-1:0] undone_i,          // cells of frames that ended bad
  input  logic                  give_i,
  input  logic [2:0]            give_class_i,
  output logic [159:0]          reserved_o,
  output logic [159:0]          shared_o,
  output logic [19:0]           shared_change_o,   // signed
  output logic [19:0]           cells_o            // of all queues
);

  logic [19:0] reserved_q [8];
  logic [19:0] shared_q   [8];
  logic [19:0] change     [8];
  logic [7:0]  give;
  logic        any;

  assign give = give_i ? 8'd1 << give_class_i : 8'd0;
  assign any  = give_i || charged_i != '0 || undone_i != '0;

  for (genvar c = 0; c < 8; c++) begin : gen_class
    logic [19:0] charged;
    logic [19:0] given, from_shared, from_reserved;
    logic        to_reserved;
    assign charged     = 20'(charged_i[c*GiftBits +: GiftBits]);
    assign to_reserved = reserved_q[c] < 20'(queue_reserved_i[16*c +: 16]);
    assign given         = 20'(undone_i[c*UndoBits +: UndoBits]) + 20'(give[c]);
    assign from_shared   = (shared_q[c] < given) ? shared_q[c] : given;
    assign from_reserved = given - from_shared;
    assign reserved_o[c*20 +: 20] = reserved_q[c];
    assign shared_o[c*20 +: 20]   = shared_q[c];

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        reserved_q[c] <= '0;
        shared_q[c]   <= '0;
      end else if (any) begin
        reserved_q[c] <= reserved_q[c] + (to_reserved ? charged : 20'd0) - from_reserved;
        shared_q[c]   <= shared_q[c] + (to_reserved ? 20'd0 : charged) - from_shared;
      end
    end
    assign change[c] = !any ? 20'd0 : (to_reserved ? 20'd0 : charged) - from_shared;

    logic covered;
    assign covered = from_reserved <= reserved_q[c];
    `LINKWRIGHT_ASSERT(NoUnderflow, covered)
  end

  always_comb begin
    shared_change_o = '0;
    cells_o         = '0;
    for (int c = 0; c < 8; c++) begin
      shared_change_o = shared_change_o + change[c];
      cells_o         = cells_o + reserved_q[c] + shared_q[c];
    end
  end

endmodule
