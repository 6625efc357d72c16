// SPDX-License-Identifier: Apache-2.0
// Moves the active frame of one output beat by beat, at the pace of the line, gives its cells back, edits it. A frame
// taken while the output was dead, or from a queue that a storm empties, is discarded in the same time.
// Latency: 1 cycle, data included. Throughput: one beat per cycle, LineBytes per cycle in the long run.
// Back-pressure: hold_i; a frame that is still arriving is followed at a distance of one beat.
`include "assertions.svh"
module es_transmit #(
  parameter int unsigned PortWidth = 2,
  parameter int unsigned CellBeats = 2,
  parameter int unsigned CellWidth = 16,
  parameter int unsigned LineBytes = 42
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic [31:0]          now_i,
  input  logic                 hold_i,
  input  logic                 live_i,
  input  logic                 pfc_due_i,       // a PFC frame waits
  // choice
  output logic                 free_o,          // may take a frame at this edge
  input  logic                 take_i,
  input  logic                 take_pfc_i,
  input  logic [CellWidth-1:0] take_frame_i,
  input  logic [PortWidth-1:0] take_input_i,
  input  logic [9:0]           take_head_i,
  input  logic [16:0]          take_tail_i,     // complete, bad, marked, bytes
  input  logic                 take_mark_i,     // marked at this edge
  input  logic                 take_storm_i,    // its queue is being emptied
  input  logic                 by_loop_i,
  input  logic [13:0]          taken_i,
  output logic                 late_o,          // the frame was longer than what was taken for it
  output logic [2:0]           late_class_o,
  output logic [13:0]          late_bytes_o,
  // the active frame where it is described
  output logic                 watch_o,         // it was not complete when last seen
  output logic                 gives_up_o,      // it keeps a PFC frame waiting, and does not come
  output logic [CellWidth-1:0] frame_o,
  output logic [PortWidth-1:0] input_o,
  input  logic [16:0]          tail_i,
  input  logic [7:0]           stored_i,
  // cells
  output logic                 read_o,
  output logic [CellWidth-1:0] cell_o,
  output logic [1:0]           beat_o,
  input  logic [511:0]         data_i,
  output logic                 next_read_o,
  input  logic [CellWidth-1:0] next_i,          // cell behind cell_o
  output logic                 give_o,          // a cell of class_o is used up
  output logic                 free_cell_o,     // this cell is free
  output logic [CellWidth-1:0] free_cell_number_o,
  output logic                 kept_o,          // one cell is neither in use nor free
  output logic [2:0]           class_o,
  // edits
  input  logic [19:0]          depth_i,         // of the queue class_o
  input  logic [3:0]           telemetry_rate_i,
  input  logic [47:0]          next_hop_mac_i,
  input  logic [47:0]          router_mac_i,
  input  logic [5:0]           trim_dscp_i,
  input  logic [7:0]           pfc_named_i,
  input  logic [7:0]           pfc_stop_i,
  input  logic [15:0]          pfc_quanta_i,
  // out
  output logic                 xo_valid_o,
  output logic                 xo_head_o,
  output logic                 xo_tail_o,
  output logic                 xo_error_o,
  output logic [6:0]           xo_bytes_o,
  output logic [511:0]         xo_data_o,
  // events
  output logic                 sent_o,
  output logic                 sent_pfc_o,
  output logic [13:0]          sent_bytes_o,
  output logic                 sent_marked_o,
  output logic                 dead_o,          // begins to be discarded: output dead
  output logic                 discarded_o,     // queue in a storm
  output logic                 busy_o
);

  logic                 active_q, pfc_q, emit_q, storm_q, by_loop_q, complete_q, bad_q, marked_q;
  logic                 tagged_q, ipv4_q, compact_q, routed_q, trimmed_q, telemetry_q;
  logic [2:0]           class_q;
  logic [13:0]          bytes_q, taken_q;
  logic [CellWidth-1:0] frame_q, cell_q;
  logic [PortWidth-1:0] input_q;
  logic [1:0]           place_q;
  logic [7:0]           beat_q;
  logic [7:0]           debt_q;
  logic [19:0]          beats_sent_q;

  logic        can, complete, bad, ready, move, last, first;
  logic [13:0] bytes, left;
  logic [6:0]  beat_bytes;
  logic [8:0]  debt;

  assign watch_o  = active_q && !pfc_q && !complete_q;
  assign frame_o  = frame_q;
  assign input_o  = input_q;
  assign class_o  = class_q;
  assign complete = complete_q || (watch_o && tail_i[16]);
  assign bad      = complete_q ? bad_q : tail_i[15];
  assign bytes    = complete_q ? bytes_q : tail_i[13:0];

  assign can        = 32'(debt_q) < 2 * LineBytes && !hold_i;
  assign ready      = complete || (!pfc_q && {1'b0, stored_i} >= {1'b0, beat_q} + 9'd2);
  assign move       = active_q && can && ready;
  assign left       = bytes - {beat_q, 6'd0};  // of a complete frame
  assign last       = complete && left <= 14'd64;
  assign first      = beat_q == '0;
  assign beat_bytes = last ? left[6:0] : 7'd64;
  assign free_o     = !active_q || (move && last);

  // The line.
  logic unfilled;
  always_comb begin
    debt = {1'b0, debt_q};
    if (move) debt = debt + 9'(beat_bytes) + (last ? 9'(ethernet_switch_pkg::FrameOverheadBytes) : 9'd0);
    unfilled = debt < 9'(LineBytes);
    debt     = (debt > 9'(LineBytes)) ? debt - 9'(LineBytes) : 9'd0;
  end

  // A pause frame does not wait for a frame that does not come.
  localparam logic [3:0] Patience = 4'(ethernet_switch_pkg::PauseWaitTicks);
  logic [3:0] idle_q;
  logic       coming;
  assign coming     = active_q && !pfc_q && !complete;
  assign gives_up_o = coming && idle_q == Patience;
  always_ff @(posedge clk_i) begin
    if (free_o && take_i) idle_q <= '0;
    else if (coming && pfc_due_i && live_i && !hold_i && unfilled && idle_q != Patience) idle_q <= idle_q + 4'd1;
  end

  // Cells.
  logic cell_ends;
  assign cell_ends   = last || 32'(place_q) == CellBeats - 1;
  assign read_o      = move && emit_q && !pfc_q;
  assign cell_o      = cell_q;
  assign beat_o      = place_q;
  assign give_o      = move && !pfc_q && cell_ends;
  assign next_read_o = give_o && !last;

  // A frame's first cell is its number: it stays with the frame until the end, and with the output until the next frame
  // of several cells, so that one cell at most is freed per cycle.
  logic                 kept_q, in_first;
  logic [CellWidth-1:0] kept_cell_q;
  assign in_first           = cell_q == frame_q;
  assign free_cell_o        = give_o && (last || !in_first || kept_q);
  assign free_cell_number_o = (in_first && !last) ? kept_cell_q : cell_q;
  assign kept_o             = kept_q || (active_q && !pfc_q && !in_first);
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) kept_q <= 1'b0;
    else if (give_o && in_first != last) kept_q <= last;
  end
  always_ff @(posedge clk_i) begin
    if (give_o && last && !in_first) kept_cell_q <= frame_q;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      active_q     <= 1'b0;
      debt_q       <= '0;
      beats_sent_q <= '0;
      xo_valid_o   <= 1'b0;
    end else begin
      if (free_o) active_q <= take_i;
      if (move || debt_q != '0) debt_q <= debt[7:0];
      if (move && emit_q) beats_sent_q <= beats_sent_q + 20'd1;
      xo_valid_o <= move && emit_q;
    end
  end

  always_ff @(posedge clk_i) begin
    if (move) begin
      beat_q  <= beat_q + 8'd1;
      place_q <= cell_ends ? 2'd0 : place_q + 2'd1;
      if (cell_ends) cell_q <= next_i;
    end
    if (watch_o && tail_i[16]) begin
      complete_q <= 1'b1;
      bad_q      <= bad;
      bytes_q    <= bytes;
    end
    if (free_o && take_i) begin
      pfc_q       <= take_pfc_i;
      emit_q      <= live_i && !take_storm_i;
      storm_q     <= live_i && take_storm_i;
      by_loop_q   <= by_loop_i;
      taken_q     <= taken_i;
      frame_q     <= take_frame_i;
      cell_q      <= take_frame_i;
      input_q     <= take_input_i;
      class_q     <= take_head_i[2:0];
      tagged_q    <= take_head_i[3];
      ipv4_q      <= take_head_i[4];
      compact_q   <= take_head_i[5];
      routed_q    <= take_head_i[6];
      trimmed_q   <= take_head_i[8];
      telemetry_q <= take_head_i[9];
      complete_q  <= take_pfc_i || take_tail_i[16];
      bad_q       <= !take_pfc_i && take_tail_i[15];
      marked_q    <= take_tail_i[14] || take_mark_i;
      bytes_q     <= take_pfc_i ? 14'd64 : take_tail_i[13:0];
      beat_q      <= '0;
      place_q     <= '0;
    end
  end

  // What leaves.
  logic [511:0] edited;
  logic [63:0]  slot;
  assign slot = {(depth_i > 20'd65535) ? 16'hFFFF : depth_i[15:0], now_i[23:0], beats_sent_q, telemetry_rate_i};
  es_edit u_edit (
    .first_i(first && move),
    .second_i(beat_q == 8'd1 && move),
    .pfc_i(pfc_q && move),
    .data_i(data_i),
    .tagged_i(tagged_q),
    .ipv4_i(ipv4_q),
    .compact_i(compact_q),
    .routed_i(routed_q),
    .trimmed_i(trimmed_q),
    .telemetry_i(telemetry_q),
    .marked_i(marked_q),
    .next_hop_mac_i(next_hop_mac_i),
    .router_mac_i(router_mac_i),
    .trim_dscp_i(trim_dscp_i),
    .slot_i(slot),
    .pfc_named_i(pfc_named_i),
    .pfc_stop_i(pfc_stop_i),
    .pfc_quanta_i(pfc_quanta_i),
    .data_o(edited)
  );
  always_ff @(posedge clk_i) begin
    if (move && emit_q) begin
      xo_head_o  <= first;
      xo_tail_o  <= last;
      xo_error_o <= last && bad;
      xo_bytes_o <= beat_bytes;
      xo_data_o  <= edited;
    end
  end

  assign sent_o        = move && emit_q && last;
  assign sent_pfc_o    = pfc_q;
  assign sent_bytes_o  = bytes;
  assign sent_marked_o = marked_q;
  assign dead_o        = move && !emit_q && !storm_q && first;
  assign discarded_o   = move && storm_q && first;
  assign late_o        = move && last && !pfc_q && by_loop_q && bytes > taken_q;
  assign late_class_o  = class_q;
  assign late_bytes_o  = bytes - taken_q;
  assign busy_o        = active_q || debt_q != '0 || xo_valid_o;

  `LINKWRIGHT_ASSERT(DebtBelowTwoBeats, 32'(debt_q) < LineBytes + 32'd84)
  `LINKWRIGHT_ASSERT(OneCellIsHeld, !(kept_q && active_q && !pfc_q && !in_first))
  `LINKWRIGHT_ASSERT(PfcFramesAreSent, !(active_q && pfc_q) || emit_q)
  `LINKWRIGHT_ASSERT(NeverPastTheEnd, !(active_q && complete) || bytes > {beat_q, 6'd0})

endmodule
