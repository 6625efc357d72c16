// SPDX-License-Identifier: Apache-2.0
// A port as an output: queues, scheduler, pauses, the active frame, PFC frames, the delay to the wires. Descriptors,
// links and cells are kept elsewhere and reached through wires.
// Latency: choice 1, move 1, EgressPad to the wires. Throughput: one beat per cycle. Back-pressure: hold_i and PFC.
module es_egress #(
  parameter int unsigned PortWidth = 2,
  parameter int unsigned GiftBits  = 3,
  parameter int unsigned CellBeats = 2,
  parameter int unsigned CellWidth = 16,
  parameter int unsigned LineBytes = 42,
  parameter int unsigned EgressPad = 0,
  parameter int unsigned UndoBits  = 11  // bits of the cells of a frame of every input
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic [9:0]             index_i,
  input  logic [31:0]            now_i,
  input  logic [31:0]            scan_i,            // the switch's own count of ticks
  input  logic [8:0]             hold_i,
  input  logic                   live_i,
  input  logic                   link_i,
  input  logic                   link_rises_i,      // at this edge
  // registers
  input  logic [47:0]            router_mac_i,
  input  logic                   seed_write_i,
  input  logic                   ecn_at_dequeue_i,
  input  logic [5:0]             trim_dscp_i,
  input  logic [7:0]             pfc_classes_i,
  input  logic [15:0]            pfc_quanta_i,
  input  logic [31:0]            pfc_refresh_i,
  input  logic [31:0]            watchdog_detect_i,
  input  logic [31:0]            watchdog_restore_i,
  input  logic                   storm_ignores_i,   // a storm ends the pause
  input  logic                   storm_drops_i,     // and empties the queue
  input  logic [3:0]             telemetry_rate_i,
  input  logic [7:0]             strict_i,
  input  logic [127:0]           quantum_i,
  input  logic [127:0]           queue_reserved_i,
  input  logic [159:0]           kmin_i,
  input  logic [159:0]           kmax_i,
  input  logic [127:0]           pmax_i,
  // from inputs
  input  logic [8*GiftBits-1:0]  charged_i,
  input  logic [8*UndoBits-1:0]  undone_i,
  input  logic [8*GiftBits-1:0]  refused_i,         // frames refused for the queue's limit
  input  logic [7:0]             append_i,
  input  logic [8*CellWidth-1:0] append_first_i,
  input  logic [8*CellWidth-1:0] append_last_i,
  // from the input of the same port
  input  logic [7:0]             pfc_i,
  input  logic [127:0]           pfc_timers_i,
  input  logic [7:0]             xoff_set_i,
  input  logic                   xon_i,
  // queues
  output logic [7:0]             filled_o,
  output logic [8*CellWidth-1:0] head_o,
  output logic [8*CellWidth-1:0] tail_o,
  output logic [7:0]             known_want_o,
  input  logic [111:0]           known_i,
  output logic                   pop_o,
  output logic [CellWidth-1:0]   pop_frame_o,
  input  logic [PortWidth-1:0]   pop_input_i,
  input  logic [9:0]             pop_head_i,
  input  logic [16:0]            pop_tail_i,
  input  logic [CellWidth-1:0]   pop_next_i,
  output logic [159:0]           reserved_o,
  output logic [159:0]           shared_o,
  output logic [19:0]            shared_change_o,
  output logic [19:0]            cells_o,
  output logic [7:0]             paused_o,
  output logic [7:0]             storm_o,
  // active frame
  output logic                   watch_o,
  output logic                   gives_up_o,        // the active frame keeps a PFC frame waiting, and does not come
  output logic [CellWidth-1:0]   frame_o,
  output logic [PortWidth-1:0]   input_o,
  input  logic [16:0]            frame_tail_i,
  input  logic [7:0]             stored_i,
  output logic                   read_o,
  output logic [CellWidth-1:0]   cell_o,
  output logic [1:0]             beat_o,
  input  logic [511:0]           data_i,
  output logic                   next_read_o,
  input  logic [CellWidth-1:0]   next_i,
  output logic                   give_o,            // accounting
  output logic                   free_cell_o,       // memory
  output logic [CellWidth-1:0]   free_cell_number_o,
  output logic                   kept_o,
  output logic [2:0]             give_class_o,
  // wires
  output logic                   tx_valid_o,
  output logic                   tx_head_o,
  output logic                   tx_tail_o,
  output logic                   tx_error_o,
  output logic [6:0]             tx_bytes_o,
  output logic [511:0]           tx_data_o,
  // registers of the port
  input  logic                   clear_i,
  input  logic                   select_i,
  input  logic                   write_i,
  input  logic [9:0]             offset_i,
  input  logic [31:0]            wdata_i,
  output logic [31:0]            rdata_o,
  output logic                   discarded_o,       // a frame, for a storm; counted by the input of the same port
  output logic                   dropped_o,
  output logic                   storm_found_o,
  output logic                   timed_o,           // something here waits for the count of ticks
  output logic                   busy_o
);
  // One copy of the code for all ports.
  /*verilator no_inline_module*/

  logic [7:0]   filled, single, paused, storm, found, xoff, pfc_stop, pfc_named, blocked;
  logic         pfc_due, take_pfc, pop, by_loop, free;
  logic [2:0]   pop_class, active_class;
  logic [13:0]  taken, late_bytes;
  logic         late, mark_valid, mark, mark_draw, pause_busy;
  logic [2:0]   late_class;
  logic [159:0] reserved, shared;
  logic [15:0]  mark_value;
  logic         sent, sent_pfc, sent_marked, dead, transmit_busy;
  logic [13:0]  sent_bytes;
  logic [47:0]  next_hop_mac;
  logic [19:0]  pop_depth, active_depth;

  es_lists #(.CellWidth(CellWidth)) u_lists (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .append_i(append_i),
    .append_first_i(append_first_i),
    .append_last_i(append_last_i),
    .pop_i(pop),
    .pop_class_i(pop_class),
    .pop_next_i(pop_next_i),
    .filled_o(filled),
    .single_o(single),
    .head_o(head_o),
    .tail_o(tail_o)
  );
  assign filled_o = filled;

  es_queue_accounting #(.GiftBits(GiftBits), .UndoBits(UndoBits)) u_accounting (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .queue_reserved_i(queue_reserved_i),
    .charged_i(charged_i),
    .undone_i(undone_i),
    .give_i(give_o),
    .give_class_i(active_class),
    .reserved_o(reserved),
    .shared_o(shared),
    .shared_change_o(shared_change_o),
    .cells_o(cells_o)
  );
  assign reserved_o   = reserved;
  assign shared_o     = shared;
  assign give_class_o = active_class;

  es_pause #(.LineBytes(LineBytes)) u_pause (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .scan_i(scan_i),
    .link_i(link_i),
    .set_i(pfc_i & pfc_classes_i),
    .timers_i(pfc_timers_i),
    .filled_i(filled),
    .detect_i(watchdog_detect_i),
    .restore_i(watchdog_restore_i),
    .paused_o(paused),
    .storm_o(storm),
    .found_o(found),
    .busy_o(pause_busy)
  );
  assign paused_o      = paused;
  assign storm_o       = storm;
  assign storm_found_o = found != '0;

  es_pfc u_pfc (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .scan_i(scan_i),
    .set_i(xoff_set_i),
    .xon_i(xon_i),
    .refresh_i(pfc_refresh_i),
    .classes_i(pfc_classes_i),
    .rises_i(link_rises_i),
    .taken_i(take_pfc),
    .sent_i(sent && sent_pfc),
    .xoff_o(xoff),
    .stop_o(pfc_stop),
    .named_o(pfc_named),
    .due_o(pfc_due)
  );

  assign blocked = hold_i[7:0] | (paused & ~(storm_ignores_i ? storm : 8'd0));
  es_scheduler u_scheduler (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .free_i(free),
    .live_i(live_i),
    .pfc_due_i(pfc_due),
    .filled_i(filled),
    .single_i(single),
    .blocked_i(blocked),
    .strict_i(strict_i),
    .quantum_i(quantum_i),
    .known_want_o(known_want_o),
    .known_i(known_i),
    .late_i(late),
    .late_class_i(late_class),
    .late_bytes_i(late_bytes),
    .pfc_o(take_pfc),
    .pop_o(pop),
    .class_o(pop_class),
    .by_loop_o(by_loop),
    .taken_o(taken)
  );
  assign pop_o       = pop;
  assign pop_frame_o = pop ? head_o[32'(pop_class)*CellWidth +: CellWidth] : '0;

  // Marking at dequeue.
  assign mark_valid = pop && live_i && ecn_at_dequeue_i && pop_head_i[7];
  assign pop_depth  = reserved[8'(pop_class)*8'd20 +: 20] + shared[8'(pop_class)*8'd20 +: 20];
  es_marking u_marking (
    .valid_i(mark_valid),
    .class_i(pop_class),
    .depth_i(pop_depth),
    .kmin_i(kmin_i),
    .kmax_i(kmax_i),
    .pmax_i(pmax_i),
    .value_i(mark_value),
    .draw_o(mark_draw),
    .mark_o(mark)
  );
  es_random #(.Factor(32'hC2B2AE35)) u_random (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .index_i(index_i),
    .seed_write_i(seed_write_i),
    .seed_i(wdata_i),
    .draw_i(mark_draw),
    .value_o(mark_value)
  );

  logic       xo_valid, xo_head, xo_tail, xo_error;
  logic [6:0] xo_bytes;
  logic [511:0] xo_data;
  assign active_depth = reserved[8'(active_class)*8'd20 +: 20] + shared[8'(active_class)*8'd20 +: 20];

  es_transmit #(
    .PortWidth(PortWidth), .CellBeats(CellBeats), .CellWidth(CellWidth), .LineBytes(LineBytes)
  ) u_transmit (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .now_i(now_i),
    .hold_i(hold_i[8]),
    .live_i(live_i),
    .pfc_due_i(pfc_due),
    .free_o(free),
    .take_i(pop || take_pfc),
    .take_pfc_i(take_pfc),
    .take_frame_i(pop_frame_o),
    .take_input_i(pop_input_i),
    .take_head_i(pop_head_i),
    .take_tail_i(pop_tail_i),
    .take_mark_i(mark),
    .take_storm_i(pop && storm_drops_i && storm[pop_class]),
    .by_loop_i(by_loop),
    .taken_i(taken),
    .late_o(late),
    .late_class_o(late_class),
    .late_bytes_o(late_bytes),
    .watch_o(watch_o),
    .gives_up_o(gives_up_o),
    .frame_o(frame_o),
    .input_o(input_o),
    .tail_i(frame_tail_i),
    .stored_i(stored_i),
    .read_o(read_o),
    .cell_o(cell_o),
    .beat_o(beat_o),
    .data_i(data_i),
    .next_read_o(next_read_o),
    .next_i(next_i),
    .give_o(give_o),
    .free_cell_o(free_cell_o),
    .free_cell_number_o(free_cell_number_o),
    .kept_o(kept_o),
    .class_o(active_class),
    .depth_i(active_depth),
    .telemetry_rate_i(telemetry_rate_i),
    .next_hop_mac_i(next_hop_mac),
    .router_mac_i(router_mac_i),
    .trim_dscp_i(trim_dscp_i),
    .pfc_named_i(pfc_named),
    .pfc_stop_i(pfc_stop),
    .pfc_quanta_i(pfc_quanta_i),
    .xo_valid_o(xo_valid),
    .xo_head_o(xo_head),
    .xo_tail_o(xo_tail),
    .xo_error_o(xo_error),
    .xo_bytes_o(xo_bytes),
    .xo_data_o(xo_data),
    .sent_o(sent),
    .sent_pfc_o(sent_pfc),
    .sent_bytes_o(sent_bytes),
    .sent_marked_o(sent_marked),
    .dead_o(dead),
    .discarded_o(discarded_o),
    .busy_o(transmit_busy)
  );

  delay_line #(.Depth(EgressPad), .Width(512), .TagWidth(10)) u_egress (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .valid_i(xo_valid),
    .tag_i({xo_head, xo_tail, xo_error, xo_bytes}),
    .data_i(xo_data),
    .valid_o(tx_valid_o),
    .tag_o({tx_head_o, tx_tail_o, tx_error_o, tx_bytes_o}),
    .data_o(tx_data_o)
  );

  // Beats in the delay line.
  logic [10:0] delayed_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) delayed_q <= '0;
    else if (xo_valid != tx_valid_o) delayed_q <= xo_valid ? delayed_q + 11'd1 : delayed_q - 11'd1;
  end

  es_output_registers #(.GiftBits(GiftBits)) u_registers (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .clear_i(clear_i),
    .select_i(select_i),
    .write_i(write_i),
    .offset_i(offset_i),
    .wdata_i(wdata_i),
    .rdata_o(rdata_o),
    .next_hop_mac_o(next_hop_mac),
    .sent_i(sent),
    .sent_pfc_i(sent_pfc),
    .sent_bytes_i(sent_bytes),
    .sent_class_i(active_class),
    .sent_marked_i(sent_marked),
    .pfc_named_i(pfc_named),
    .dead_i(dead),
    .refused_i(refused_i),
    .storms_i(found),
    .charged_i(charged_i),
    .reserved_i(reserved),
    .shared_i(shared),
    .paused_i(paused),
    .xoff_i(xoff),
    .storm_i(storm)
  );

  assign dropped_o = dead || discarded_o;
  assign timed_o   = pause_busy || xoff != '0;
  assign busy_o    = transmit_busy || timed_o || (pfc_due && live_i) || delayed_q != '0;

endmodule
