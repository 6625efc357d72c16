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
  output logic [159:0]          held_o,           // of all three kinds
  output logic [19:0]           shared_change_o,  // signed
  output logic [19:0]           cells_o           // of all groups, for assertions
);

  logic [159:0] reserved_q, shared_q, headroom_q, reserved_d, shared_d, headroom_d;
  logic [10:0]  given, from_headroom, from_shared, from_reserved;
  logic         any, mine, underflow;

  assign any        = charge_i || undo_i || gifts_i != '0;
  assign reserved_o = reserved_q;
  assign shared_o   = shared_q;
  assign headroom_o = headroom_q;
  for (genvar c = 0; c < 8; c++) begin : gen_held
    assign held_o[c*20 +: 20] = reserved_q[c*20 +: 20] + shared_q[c*20 +: 20] + headroom_q[c*20 +: 20];
  end

  // Headroom is given back first, then shared cells.
  always_comb begin
    reserved_d      = reserved_q;
    shared_d        = shared_q;
    headroom_d      = headroom_q;
    shared_change_o = '0;
    underflow       = 1'b0;
    given           = '0;
    from_headroom   = '0;
    from_shared     = '0;
    from_reserved   = '0;
    mine            = 1'b0;
    if (any) begin
      for (int c = 0; c < 8; c++) begin
        mine  = charge_i && charge_class_i == 3'(c);
        given = 11'(gifts_i[c*GiftBits +: GiftBits]);
        if (undo_i && undo_class_i == 3'(c)) given = given + 11'(undo_cells_i);
        if (mine || given != '0) begin
          from_headroom = (headroom_q[c*20 +: 20] < 20'(given)) ? headroom_q[c*20 +: 11] : given;
          from_reserved = given - from_headroom;
          from_shared   = (shared_q[c*20 +: 20] < 20'(from_reserved)) ? shared_q[c*20 +: 11] : from_reserved;
          from_reserved = from_reserved - from_shared;
          underflow     = underflow | (20'(from_reserved) > reserved_q[c*20 +: 20]);
          reserved_d[c*20 +: 20] = reserved_q[c*20 +: 20] + 20'(mine && charge_to_i == 2'd0) - 20'(from_reserved);
          shared_d[c*20 +: 20]   = shared_q[c*20 +: 20] + 20'(mine && charge_to_i == 2'd1) - 20'(from_shared);
          headroom_d[c*20 +: 20] = headroom_q[c*20 +: 20] + 20'(mine && charge_to_i == 2'd2) - 20'(from_headroom);
          shared_change_o = shared_change_o + 20'(mine && charge_to_i == 2'd1) - 20'(from_shared);
        end
      end
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      reserved_q <= '0;
      shared_q   <= '0;
      headroom_q <= '0;
    end else if (any) begin
      reserved_q <= reserved_d;
      shared_q   <= shared_d;
      headroom_q <= headroom_d;
    end
  end

  always_comb begin
    cells_o = '0;
    for (int c = 0; c < 8; c++) begin
      cells_o = cells_o + reserved_q[c*20 +: 20] + shared_q[c*20 +: 20] + headroom_q[c*20 +: 20];
    end
  end

  `LINKWRIGHT_ASSERT(NoUnderflow, !underflow)

endmodule
