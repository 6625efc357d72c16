// SPDX-License-Identifier: Apache-2.0
// Cells of the priority groups of one input: reserved, shared and headroom. One cell is charged per cycle, any number
// given back.
// Latency: counters move at the edge. Throughput: one charge per cycle, gifts of all outputs. Back-pressure: none.
`include "assertions.svh"
module es_accounting #(
  parameter int unsigned GiftBits = 3  // bits of a number of outputs
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic                  charge_i,
  input  logic [2:0]            charge_class_i,
  input  logic [1:0]            charge_to_i,      // 0 reserved, 1 shared, 2 headroom
  input  logic [8*GiftBits-1:0] gifts_i,          // cells given back by outputs, per class
  input  logic                  undo_i,           // a frame ended bad
  input  logic [2:0]            undo_class_i,
  input  logic [7:0]            undo_cells_i,
  output logic [159:0]          reserved_o,
  output logic [159:0]          shared_o,
  output logic [159:0]          headroom_o,
  output logic [19:0]           shared_change_o,  // signed
  output logic [19:0]           cells_o           // of all groups, for assertions
);

  logic [19:0] reserved_q [8];
  logic [19:0] shared_q   [8];
  logic [19:0] headroom_q [8];
  logic [19:0] change     [8];

  for (genvar c = 0; c < 8; c++) begin : gen_class
    logic        mine;
    logic [10:0] given, from_headroom, from_shared, from_reserved;
    assign mine = charge_i && charge_class_i == 3'(c);
    always_comb begin
      given = 11'(gifts_i[c*GiftBits +: GiftBits]);
      if (undo_i && undo_class_i == 3'(c)) given = given + 11'(undo_cells_i);
      from_headroom = '0;
      from_shared   = '0;
      from_reserved = '0;
      change[c]     = '0;
      if (given != '0) begin
        from_headroom = (headroom_q[c] < 20'(given)) ? headroom_q[c][10:0] : given;
        given         = given - from_headroom;
        from_shared   = (shared_q[c] < 20'(given)) ? shared_q[c][10:0] : given;
        from_reserved = given - from_shared;
      end
      if (from_shared != '0 || mine) change[c] = 20'(mine && charge_to_i == 2'd1) - 20'(from_shared);
    end
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        reserved_q[c] <= '0;
        shared_q[c]   <= '0;
        headroom_q[c] <= '0;
      end else if (mine || from_headroom != '0 || from_shared != '0 || from_reserved != '0) begin
        reserved_q[c] <= reserved_q[c] + 20'(mine && charge_to_i == 2'd0) - 20'(from_reserved);
        shared_q[c]   <= shared_q[c] + 20'(mine && charge_to_i == 2'd1) - 20'(from_shared);
        headroom_q[c] <= headroom_q[c] + 20'(mine && charge_to_i == 2'd2) - 20'(from_headroom);
      end
    end
    assign reserved_o[c*20 +: 20] = reserved_q[c];
    assign shared_o[c*20 +: 20]   = shared_q[c];
    assign headroom_o[c*20 +: 20] = headroom_q[c];

    logic covered;
    assign covered = 20'(from_reserved) <= reserved_q[c];
    `LINKWRIGHT_ASSERT(NoUnderflow, covered)
  end

  always_comb begin
    shared_change_o = '0;
    cells_o         = '0;
    for (int c = 0; c < 8; c++) begin
      shared_change_o = shared_change_o + change[c];
      cells_o         = cells_o + reserved_q[c] + shared_q[c] + headroom_q[c];
    end
  end

endmodule
