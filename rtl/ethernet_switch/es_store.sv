// SPDX-License-Identifier: Apache-2.0
// Write stage of one port: follows the frame that is being stored, takes cells, ends frames. A frame that is dropped at
// its end leaves its cells here as spare cells for the frames that follow, so that no chain is ever given back at once.
// Latency: what is stored is there after the edge. Throughput: one beat per cycle. Back-pressure: none.
`include "assertions.svh"
module es_store #(
  parameter int unsigned CellBeats = 2,
  parameter int unsigned CellWidth = 16,
  parameter int unsigned PortWidth = 2
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 cut_through_i,
  input  logic                 ecn_at_dequeue_i,
  input  logic [2:0]           trim_class_i,
  input  logic [2:0]           trim_beats_i,
  input  logic                 valid_i,
  input  logic                 first_i,
  input  logic                 end_i,
  input  logic                 has_data_i,
  input  logic                 bad_i,
  input  logic [13:0]          bytes_i,
  input  logic [PortWidth-1:0] port_i,
  input  logic [2:0]           class_i,
  input  logic                 markable_i,
  input  logic                 refused_i,      // verdict of admission, on a first beat
  input  logic                 trimmed_i,
  output logic [PortWidth-1:0] out_port_o,     // of the frame in this stage
  output logic [2:0]           out_class_o,    // as classified, unless it has been admitted in an earlier cycle
  output logic [2:0]           class_o,        // as stored
  output logic                 trimmed_o,      // is admitted trimmed
  output logic                 store_o,        // the beat is stored
  output logic                 start_o,        // as the first one of its frame
  output logic                 charge_o,       // and takes a cell
  output logic                 from_pool_o,    // of the common pool
  input  logic [CellWidth-1:0] pool_cell_i,
  output logic [CellWidth-1:0] cell_o,
  output logic [1:0]           beat_o,         // place in the cell
  output logic [CellWidth-1:0] frame_o,        // the frame's first cell, which is its number
  output logic                 link_o,         // next cell of link_from_o is link_to_o
  output logic [CellWidth-1:0] link_from_o,
  output logic [CellWidth-1:0] link_to_o,
  output logic [CellWidth-1:0] spare_o,        // first spare cell
  input  logic [CellWidth-1:0] spare_next_i,   // and the one behind it
  output logic                 append_o,
  output logic                 tail_write_o,   // tail descriptor: complete, bad, marked, bytes
  output logic [16:0]          tail_o,
  output logic                 mark_valid_o,   // the frame is judged for marking now
  input  logic                 mark_i,
  output logic                 undo_o,         // a frame ended bad and gives its cells back
  output logic [7:0]           undo_cells_o,
  output logic                 poisoned_o,
  output logic [7:0]           stored_o,       // beats of the frame in this stage, before this cycle
  output logic [7:0]           spares_o,
  output logic                 open_o,         // a frame whose end has not come, also not in this cycle
  output logic [CellWidth-1:0] open_frame_o    // its number
);

  logic                 active_q, cut_q, trim_q, marked_q, markable_q;
  logic [2:0]           class_q, keep_q;
  logic [PortWidth-1:0] port_q;
  logic [7:0]           beats_q, cells_q, spares_q;
  logic [1:0]           place_q;   // of the next beat in its cell
  logic [CellWidth-1:0] frame_q, cell_q, spare_q;

  logic       first, active, cut, trim, ends, drops, good, marked;
  logic [2:0] keep;
  logic [7:0] beats, after;
  logic [1:0] place;
  logic [13:0] kept_bytes;

  assign first  = valid_i && first_i;
  assign active = valid_i && (first_i ? !refused_i || trimmed_i : active_q);
  assign cut    = first_i ? cut_through_i : cut_q;
  assign trim   = first_i ? trimmed_i : trim_q;
  assign keep   = !first_i ? keep_q : (trim_beats_i == '0) ? 3'd1 : trim_beats_i;
  assign beats  = first_i ? 8'd0 : beats_q;
  assign place  = first_i ? 2'd0 : place_q;
  assign ends   = active && end_i;
  assign drops  = ends && bad_i && !cut;
  assign good   = ends && !drops;

  assign out_port_o  = first_i ? port_i : port_q;
  assign out_class_o = first_i ? class_i : class_q;
  assign class_o     = !first_i ? class_q : trimmed_i ? trim_class_i : class_i;
  assign trimmed_o   = first && trimmed_i;

  assign store_o     = active && has_data_i && !drops && (!trim || beats < 8'(keep));
  assign start_o     = store_o && first_i;
  assign charge_o    = store_o && place == '0;
  assign from_pool_o = charge_o && spares_q == '0;
  assign cell_o      = !charge_o ? cell_q : (spares_q != '0) ? spare_q : pool_cell_i;
  assign beat_o      = place;
  assign frame_o     = first_i ? cell_o : frame_q;
  assign after       = beats + 8'(store_o);
  assign stored_o    = beats_q;
  assign spares_o    = spares_q;
  assign spare_o     = spare_q;
  assign open_o       = active_q && !(valid_i && end_i);
  assign open_frame_o = frame_q;

  // A cell of a dropped frame points at the spare ones that are left.
  assign link_o      = (charge_o && !first_i) || drops;
  assign link_from_o = cell_q;
  assign link_to_o   = drops ? spare_q : cell_o;

  assign append_o     = active && (cut ? first_i : good);
  assign mark_valid_o = append_o && !ecn_at_dequeue_i && (first_i ? markable_i : markable_q);
  assign marked       = first_i ? mark_i : cut ? marked_q : mark_i;
  assign tail_write_o = good || (append_o && first_i);
  assign kept_bytes   = (trim && bytes_i > {after, 6'd0}) ? {after, 6'd0} : bytes_i;
  assign tail_o       = {good, bad_i, marked, kept_bytes};
  assign undo_o       = drops;
  assign undo_cells_o = cells_q;
  assign poisoned_o   = good && bad_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      active_q <= 1'b0;
      spares_q <= '0;
      beats_q  <= '0;
    end else if (valid_i) begin
      active_q <= active && !end_i;
      beats_q  <= after;
      if (drops) spares_q <= spares_q + cells_q;
      else if (charge_o && spares_q != '0) spares_q <= spares_q - 8'd1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (first) begin
      cut_q      <= cut_through_i;
      trim_q     <= trimmed_i;
      marked_q   <= mark_i;
      markable_q <= markable_i;
      class_q    <= class_o;
      keep_q     <= keep;
      port_q     <= port_i;
      frame_q    <= cell_o;
    end
    if (store_o) place_q <= (32'(place) == CellBeats - 1) ? 2'd0 : place + 2'd1;
    if (charge_o) begin
      cell_q  <= cell_o;
      cells_q <= first_i ? 8'd1 : cells_q + 8'd1;
    end
    if (drops) spare_q <= frame_q;
    else if (charge_o && spares_q != '0) spare_q <= spare_next_i;
  end

  `LINKWRIGHT_ASSERT(SparesAreOneFrame, 32'(spares_q) <= (144 + CellBeats - 1) / CellBeats)
  `LINKWRIGHT_ASSERT(EndsAfterAFirstBeat, !drops || (!first_i && cells_q != '0))

endmodule
