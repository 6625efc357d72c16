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

  logic [159:0] reserved_q, shared_q, reserved_d, shared_d;
  logic [19:0]  cells_q, charged, given, from_shared, from_reserved;
  logic         any, to_reserved, underflow;

  assign any        = give_i || charged_i != '0 || undone_i != '0;
  assign reserved_o = reserved_q;
  assign shared_o   = shared_q;
  assign cells_o    = cells_q;

  logic [19:0] cells_d;
  always_comb begin
    reserved_d      = reserved_q;
    shared_d        = shared_q;
    cells_d         = cells_q;
    shared_change_o = '0;
    underflow       = 1'b0;
    charged         = '0;
    given           = '0;
    from_shared     = '0;
    from_reserved   = '0;
    to_reserved     = 1'b0;
    if (any) begin
      for (int c = 0; c < 8; c++) begin
        charged = 20'(charged_i[c*GiftBits +: GiftBits]);
        given   = 20'(undone_i[c*UndoBits +: UndoBits]) + 20'(give_i && give_class_i == 3'(c));
        if (charged != '0 || given != '0) begin
          to_reserved   = reserved_q[c*20 +: 20] < 20'(queue_reserved_i[16*c +: 16]);
          from_shared   = (shared_q[c*20 +: 20] < given) ? shared_q[c*20 +: 20] : given;
          from_reserved = given - from_shared;
          underflow     = underflow | (from_reserved > reserved_q[c*20 +: 20]);
          reserved_d[c*20 +: 20] = reserved_q[c*20 +: 20] + (to_reserved ? charged : 20'd0) - from_reserved;
          shared_d[c*20 +: 20]   = shared_q[c*20 +: 20] + (to_reserved ? 20'd0 : charged) - from_shared;
          shared_change_o = shared_change_o + (to_reserved ? 20'd0 : charged) - from_shared;
          cells_d         = cells_d + charged - given;
        end
      end
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      reserved_q <= '0;
      shared_q   <= '0;
      cells_q    <= '0;
    end else if (any) begin
      reserved_q <= reserved_d;
      shared_q   <= shared_d;
      cells_q    <= cells_d;
    end
  end

  logic [19:0] total;
  always_comb begin
    total = '0;
    for (int c = 0; c < 8; c++) total = total + reserved_q[c*20 +: 20] + shared_q[c*20 +: 20];
  end

  `LINKWRIGHT_ASSERT(NoUnderflow, !underflow)
  `LINKWRIGHT_ASSERT(TotalIsTheSum, total == cells_q)

endmodule
