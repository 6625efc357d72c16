// SPDX-License-Identifier: Apache-2.0
// Pools of the whole switch: cells in use, cells of the shared pools, and the dynamic thresholds that follow from them.
// Latency: counters move at the edge. Throughput: the changes of all ports in every cycle. Back-pressure: none.
`include "assertions.svh"
module es_limits #(
  parameter int unsigned Ports     = 4,
  parameter int unsigned Cells     = 40960,
  parameter int unsigned CellBeats = 2
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  // registers
  input  logic [19:0]         shared_cells_i,
  input  logic [19:0]         lossless_cells_i,    // of these, for lossless classes only
  input  logic [7:0]          pfc_classes_i,
  input  logic [19:0]         queue_shared_cells_i,
  input  logic [31:0]         pg_alpha_i,
  input  logic [31:0]         queue_alpha_i,
  input  logic [159:0]        pg_xon_i,
  input  logic [159:0]        pg_xon_offset_i,
  input  logic [2:0]          scanned_i,           // class
  // events
  input  logic [Ports-1:0]    charge_i,
  input  logic [Ports-1:0]    give_i,
  input  logic [Ports*8-1:0]  undo_cells_i,
  input  logic [Ports*20-1:0] shared_change_i,     // signed, of inputs
  input  logic [Ports*20-1:0] queue_shared_change_i,
  output logic [19:0]         used_o,
  output logic [19:0]         shared_o,
  output logic [19:0]         shared_next_o,       // after the edge
  output logic [19:0]         queue_shared_o,
  output logic                no_cells_o,
  output logic [7:0]          shared_room_o,       // for a class
  output logic                queue_shared_room_o,
  output logic [215:0]        pg_limit_o,          // 27 bits each, all ones: none
  output logic [215:0]        queue_limit_o,
  output logic [26:0]         xon_limit_o          // of the class scanned
);

  // A frame may take this many cells after its admission, and every port may have such a frame.
  localparam int unsigned FrameCells = (144 + CellBeats - 1) / CellBeats;

  logic [19:0] used_q, shared_q, queue_shared_q, used_d, shared_d, queue_shared_d;

  always_comb begin
    used_d         = used_q + 20'($countones(charge_i)) - 20'($countones(give_i));
    shared_d       = shared_q;
    queue_shared_d = queue_shared_q;
    for (int p = 0; p < Ports; p++) begin
      used_d         = used_d - 20'(undo_cells_i[8*p +: 8]);
      shared_d       = shared_d + shared_change_i[20*p +: 20];
      queue_shared_d = queue_shared_d + queue_shared_change_i[20*p +: 20];
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      used_q         <= '0;
      shared_q       <= '0;
      queue_shared_q <= '0;
    end else begin
      used_q         <= used_d;
      shared_q       <= shared_d;
      queue_shared_q <= queue_shared_d;
    end
  end

  logic lossless_room, lossy_room;
  assign used_o              = used_q;
  assign shared_o            = shared_q;
  assign shared_next_o       = shared_d;
  assign queue_shared_o      = queue_shared_q;
  assign no_cells_o          = 32'(used_q) + Ports * FrameCells > Cells;
  assign lossless_room       = shared_q < shared_cells_i;
  assign lossy_room          = 21'(shared_q) + 21'(lossless_cells_i) < 21'(shared_cells_i);
  assign shared_room_o       = (pfc_classes_i & {8{lossless_room}}) | (~pfc_classes_i & {8{lossy_room}});
  assign queue_shared_room_o = queue_shared_q < queue_shared_cells_i;

  logic [19:0] unused_lossless, unused_lossy, unused_queue;  // cells
  assign unused_lossless = lossless_room ? shared_cells_i - shared_q : '0;
  assign unused_lossy    = lossy_room ? shared_cells_i - lossless_cells_i - shared_q : '0;
  assign unused_queue = queue_shared_room_o ? queue_shared_cells_i - queue_shared_q : '0;

  // alpha = 2^(code - 8) times what is not in use.
  function automatic [26:0] threshold(input [3:0] code, input [19:0] unused);
    logic [26:0] wide;
    wide      = 27'(unused);
    threshold = (code == 4'd0) ? 27'd0 : (code == 4'd15) ? 27'h7FFFFFF
              : (code >= 4'd8) ? wide << (code - 4'd8) : wide >> (4'd8 - code);
  endfunction

  for (genvar c = 0; c < 8; c++) begin : gen_class
    assign pg_limit_o[27*c +: 27]    = threshold(pg_alpha_i[4*c +: 4], pfc_classes_i[c] ? unused_lossless : unused_lossy);
    assign queue_limit_o[27*c +: 27] = threshold(queue_alpha_i[4*c +: 4], unused_queue);
  end

  logic [26:0] limit, offset, floor;
  always_comb begin
    limit       = pg_limit_o[8'(scanned_i)*8'd27 +: 27];
    offset      = 27'(pg_xon_offset_i[8'(scanned_i)*8'd20 +: 20]);
    floor       = 27'(pg_xon_i[8'(scanned_i)*8'd20 +: 20]);
    xon_limit_o = (limit > offset) ? limit - offset : 27'd0;
    if (floor > xon_limit_o) xon_limit_o = floor;
  end

  `LINKWRIGHT_ASSERT(NoUnderflow, 32'(used_q) <= Cells && shared_q <= used_q && queue_shared_q <= used_q)

endmodule
