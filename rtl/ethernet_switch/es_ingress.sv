// SPDX-License-Identifier: Apache-2.0
// A port as an input: captures the wires, parses and judges first beats, chooses their output, and in the cycle after
// that admits and stores. What is shared between ports (tables, pools, memories) is reached through wires.
// Latency: wires to memory 3 edges. Throughput: one beat per cycle. Back-pressure: none; PFC is decided here and sent
// by the output of the same port.
module es_ingress #(
  parameter int unsigned Ports     = 4,
  parameter int unsigned PortWidth = 2,
  parameter int unsigned GiftBits  = 3,
  parameter int unsigned CellBeats = 2,
  parameter int unsigned CellWidth = 16,
  parameter int unsigned Flowlets  = 16
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic [9:0]            index_i,
  // wires
  input  logic                  rx_valid_i,
  input  logic                  rx_head_i,
  input  logic                  rx_tail_i,
  input  logic                  rx_error_i,
  input  logic [6:0]            rx_bytes_i,
  input  logic [511:0]          rx_data_i,
  input  logic                  link_i,
  input  logic                  enable_i,
  input  logic [31:0]           now_i,
  input  logic [2:0]            scanned_i,          // class whose XON is looked at
  // registers
  input  logic                  cut_through_i,
  input  logic [13:0]           max_frame_i,
  input  logic [47:0]           router_mac_i,
  input  logic [31:0]           hash_seed_i,
  input  logic                  hash_queue_pair_i,
  input  logic [31:0]           flowlet_gap_i,
  input  logic                  seed_write_i,
  input  logic                  ecn_at_dequeue_i,
  input  logic [7:0]            trim_classes_i,
  input  logic [2:0]            trim_beats_i,
  input  logic [5:0]            trim_dscp_i,
  input  logic [2:0]            trim_class_i,
  input  logic [7:0]            pfc_classes_i,
  input  logic                  storm_drops_i,
  input  logic [15:0]           telemetry_port_i,
  input  logic [127:0]          pg_reserved_i,
  input  logic [127:0]          queue_reserved_i,
  input  logic [159:0]          kmin_i,
  input  logic [159:0]          kmax_i,
  input  logic [127:0]          pmax_i,
  input  logic [23:0]           pcp_class_i,
  input  logic [191:0]          dscp_class_i,
  input  logic                  inject_bad_fcs_i,
  input  logic                  inject_drop_pfc_i,
  input  logic                  give_up_i,
  // pools and limits
  input  logic                  no_cells_i,
  input  logic [7:0]            shared_room_i,
  input  logic                  queue_shared_room_i,
  input  logic [215:0]          pg_limit_i,
  input  logic [215:0]          queue_limit_i,
  input  logic [26:0]           xon_limit_i,     // of the class scanned
  // look-up
  output logic                  lookup_o,
  output logic                  lookup_routed_o,
  output logic                  lookup_ipv4_o,
  output logic [47:0]           lookup_key_o,
  output logic [2:0]            lookup_class_o,
  input  logic                  route_i,
  input  logic                  route_live_i,
  input  logic                  route_group_i,
  input  logic [1:0]            route_mode_i,
  input  logic [Ports-1:0]      route_members_i,
  input  logic [Ports-1:0]      route_set_i,
  input  logic [Ports-1:0]      route_preferred_i,
  input  logic [Ports-1:0]      route_least_i,
  // queue of the frame in the write stage
  output logic                  store_active_o,
  output logic [PortWidth-1:0]  port_o,
  output logic [2:0]            class_o,         // as classified, on a first beat
  input  logic                  storm_i,
  input  logic [19:0]           queue_reserved_used_i,
  input  logic [19:0]           queue_shared_used_i,
  input  logic [19:0]           trim_reserved_used_i,
  input  logic [19:0]           trim_shared_used_i,
  // cells
  output logic                  store_o,
  output logic [CellWidth-1:0]  cell_o,
  output logic [1:0]            beat_o,
  output logic [511:0]          data_o,
  output logic                  take_o,          // of the common pool
  input  logic [CellWidth-1:0]  pool_cell_i,
  output logic                  link_o,
  output logic [CellWidth-1:0]  link_from_o,
  output logic [CellWidth-1:0]  link_to_o,
  output logic                  spare_read_o,
  output logic [CellWidth-1:0]  spare_o,
  input  logic [CellWidth-1:0]  spare_next_i,
  // frames
  output logic                  start_o,         // head descriptor
  output logic                  tail_write_o,    // tail descriptor
  output logic [CellWidth-1:0]  frame_o,
  output logic [9:0]            head_o,
  output logic [16:0]           tail_o,
  output logic                  append_o,
  output logic                  charge_o,
  output logic [2:0]            stored_class_o,
  output logic [7:0]            stored_o,
  output logic                  queue_refused_o, // class_o of port_o is over its limit
  // giving back
  input  logic [8*GiftBits-1:0] gifts_i,
  output logic [7:0]            undo_cells_o,    // 0 unless a frame ended bad
  output logic [159:0]          held_o,          // cells of the groups
  output logic [19:0]           shared_change_o,
  // PFC
  output logic [7:0]            pfc_o,           // classes of a PFC frame taken
  output logic [127:0]          pfc_timers_o,
  output logic [7:0]            xoff_set_o,
  output logic                  xon_o,           // the class scanned may go on
  // registers of the port
  input  logic                  clear_i,
  input  logic                  select_i,
  input  logic                  write_i,
  input  logic [9:0]            offset_i,
  input  logic [31:0]           wdata_i,
  output logic [31:0]           rdata_o,
  input  logic                  discarded_i,     // by the output of the same port, for a storm
  output logic                  dropped_o,
  output logic                  busy_o,
  // for assertions
  output logic [19:0]           group_cells_o,
  output logic                  open_o,          // the write stage has a frame whose end has not come
  output logic [CellWidth-1:0]  open_frame_o,    // its number
  output logic [7:0]            spares_o
);
  // One copy of the code for all ports.
  /*verilator no_inline_module*/

  // ------------------------------------------------------------------------------------------------------ capture
  logic         in_valid_q, in_head_q, in_tail_q, in_error_q;
  logic [6:0]   in_bytes_q;
  logic [511:0] in_data_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) in_valid_q <= 1'b0;
    else in_valid_q <= rx_valid_i;
  end
  always_ff @(posedge clk_i) begin
    if (rx_valid_i) begin
      in_head_q  <= rx_head_i;
      in_tail_q  <= rx_tail_i;
      in_error_q <= rx_error_i;
      in_bytes_q <= rx_bytes_i;
      in_data_q  <= rx_data_i;
    end
  end

  // ------------------------------------------------------------------------------------------------------ forward
  logic                 first, control, pfc, vlan, ipv4, compact, routed, bad_header, expired, markable, telemetry;
  logic [2:0]           frame_class;
  logic [5:0]           dscp;
  logic [16:0]          needed;
  logic [47:0]          key;
  logic [127:0]         flow;
  logic                 forward;
  logic [PortWidth-1:0] chosen;
  logic                 begins, drop, take_pfc, forward_busy;
  logic [6:0]           beat_bytes;
  logic [4:0]           drop_reason;
  logic                 w_valid, w_first, w_end, w_has_data, w_bad, w_tagged, w_ipv4, w_compact, w_routed;
  logic                 w_markable, w_telemetry;
  logic [4:0]           w_reason;
  logic [13:0]          w_bytes;
  logic [PortWidth-1:0] w_port;
  logic [2:0]           w_class;

  es_parse u_parse (
    .valid_i(first),
    .data_i(in_data_q),
    .router_mac_i(router_mac_i),
    .pcp_class_i(pcp_class_i),
    .dscp_class_i(dscp_class_i),
    .hash_queue_pair_i(hash_queue_pair_i),
    .telemetry_port_i(telemetry_port_i),
    .control_o(control),
    .pfc_o(pfc),
    .tagged_o(vlan),
    .ipv4_o(ipv4),
    .compact_o(compact),
    .routed_o(routed),
    .bad_header_o(bad_header),
    .expired_o(expired),
    .markable_o(markable),
    .telemetry_o(telemetry),
    .class_o(frame_class),
    .dscp_o(dscp),
    .needed_o(needed),
    .key_o(key),
    .flow_o(flow)
  );
  assign lookup_routed_o = routed;
  assign lookup_ipv4_o   = ipv4;
  assign lookup_key_o    = key;
  assign lookup_class_o  = frame_class;

  es_choose_member #(.Ports(Ports), .PortWidth(PortWidth), .Flowlets(Flowlets)) u_choose_member (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .index_i(index_i),
    .seed_write_i(seed_write_i),
    .seed_i(wdata_i),
    .now_i(now_i),
    .flowlet_gap_i(flowlet_gap_i),
    .hash_seed_i(hash_seed_i),
    .valid_i(forward),
    .group_i(route_group_i),
    .mode_i(route_mode_i),
    .flow_i(flow),
    .members_i(route_members_i),
    .set_i(route_set_i),
    .preferred_i(route_preferred_i),
    .least_i(route_least_i),
    .port_o(chosen)
  );

  es_forward #(.PortWidth(PortWidth)) u_forward (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .valid_i(in_valid_q),
    .head_i(in_head_q),
    .tail_i(in_tail_q),
    .error_i(in_error_q),
    .bytes_i(in_bytes_q),
    .data_i(in_data_q),
    .link_i(link_i),
    .enable_i(enable_i),
    .max_frame_i(max_frame_i),
    .trim_dscp_i(trim_dscp_i),
    .inject_bad_fcs_i(inject_bad_fcs_i),
    .inject_drop_pfc_i(inject_drop_pfc_i),
    .give_up_i(give_up_i),
    .first_o(first),
    .control_i(control),
    .pfc_i(pfc),
    .tagged_i(vlan),
    .ipv4_i(ipv4),
    .compact_i(compact),
    .routed_i(routed),
    .bad_header_i(bad_header),
    .expired_i(expired),
    .markable_i(markable),
    .telemetry_i(telemetry),
    .class_i(frame_class),
    .dscp_i(dscp),
    .needed_i(needed),
    .lookup_o(lookup_o),
    .route_i(route_i),
    .route_live_i(route_live_i),
    .forward_o(forward),
    .port_i(chosen),
    .begin_o(begins),
    .beat_bytes_o(beat_bytes),
    .drop_o(drop),
    .drop_reason_o(drop_reason),
    .take_pfc_o(take_pfc),
    .w_valid_o(w_valid),
    .w_first_o(w_first),
    .w_end_o(w_end),
    .w_has_data_o(w_has_data),
    .w_bad_o(w_bad),
    .w_reason_o(w_reason),
    .w_bytes_o(w_bytes),
    .w_data_o(data_o),
    .w_port_o(w_port),
    .w_class_o(w_class),
    .w_tagged_o(w_tagged),
    .w_ipv4_o(w_ipv4),
    .w_compact_o(w_compact),
    .w_routed_o(w_routed),
    .w_markable_o(w_markable),
    .w_telemetry_o(w_telemetry),
    .busy_o(forward_busy)
  );

  // Timers of a PFC frame, byte 18 on, two bytes each.
  assign pfc_o = take_pfc ? in_data_q[143:136] : 8'd0;
  for (genvar c = 0; c < 8; c++) begin : gen_timer
    assign pfc_timers_o[16*c +: 16] = {in_data_q[144 + 16*c +: 8], in_data_q[152 + 16*c +: 8]};
  end

  // -------------------------------------------------------------------------------------------------------- write
  logic         refused, trimmable, trimmed, charge, undo, mark_valid, mark, poisoned;
  logic         lossless, to_headroom, group_refused, markdraw;
  logic [4:0]   refuse_reason;
  logic [2:0]   stored_class;
  logic [159:0] reserved, shared, headroom, pg_headroom;
  logic [19:0]  charge_reserved, charge_shared, charge_headroom, depth;
  logic [1:0]   charge_to;
  logic [7:0]   undo_cells;
  logic [15:0]  mark_value;

  logic w_begins;
  assign w_begins       = w_valid && w_first;
  assign store_active_o = w_valid;

  es_admission u_admission (
    .valid_i(w_begins),
    .class_i(w_class),
    .ipv4_i(w_ipv4),
    .pfc_classes_i(pfc_classes_i),
    .trim_classes_i(trim_classes_i),
    .trim_class_i(trim_class_i),
    .storm_drops_i(storm_drops_i),
    .pg_reserved_i(pg_reserved_i),
    .pg_headroom_i(pg_headroom),
    .queue_reserved_i(queue_reserved_i),
    .no_cells_i(no_cells_i),
    .shared_room_i(shared_room_i),
    .queue_shared_room_i(queue_shared_room_i),
    .pg_limit_i(pg_limit_i),
    .queue_limit_i(queue_limit_i),
    .reserved_i(reserved),
    .shared_i(shared),
    .headroom_i(headroom),
    .storm_i(storm_i),
    .queue_reserved_used_i(queue_reserved_used_i),
    .queue_shared_used_i(queue_shared_used_i),
    .trim_reserved_used_i(trim_reserved_used_i),
    .trim_shared_used_i(trim_shared_used_i),
    .refused_o(refused),
    .reason_o(refuse_reason),
    .trimmed_o(trimmable)
  );

  es_store #(.CellBeats(CellBeats), .CellWidth(CellWidth), .PortWidth(PortWidth)) u_store (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .cut_through_i(cut_through_i),
    .ecn_at_dequeue_i(ecn_at_dequeue_i),
    .trim_class_i(trim_class_i),
    .trim_beats_i(trim_beats_i),
    .valid_i(w_valid),
    .first_i(w_first),
    .end_i(w_end),
    .has_data_i(w_has_data),
    .bad_i(w_bad),
    .bytes_i(w_bytes),
    .port_i(w_port),
    .class_i(w_class),
    .markable_i(w_markable),
    .refused_i(refused),
    .trimmed_i(trimmable),
    .out_port_o(port_o),
    .out_class_o(class_o),
    .class_o(stored_class),
    .trimmed_o(trimmed),
    .store_o(store_o),
    .start_o(start_o),
    .charge_o(charge),
    .from_pool_o(take_o),
    .pool_cell_i(pool_cell_i),
    .cell_o(cell_o),
    .beat_o(beat_o),
    .frame_o(frame_o),
    .link_o(link_o),
    .link_from_o(link_from_o),
    .link_to_o(link_to_o),
    .spare_o(spare_o),
    .spare_next_i(spare_next_i),
    .append_o(append_o),
    .tail_write_o(tail_write_o),
    .tail_o(tail_o),
    .mark_valid_o(mark_valid),
    .mark_i(mark),
    .undo_o(undo),
    .undo_cells_o(undo_cells),
    .poisoned_o(poisoned),
    .stored_o(stored_o),
    .spares_o(spares_o),
    .open_o(open_o),
    .open_frame_o(open_frame_o)
  );
  assign spare_read_o   = charge && !take_o;
  assign charge_o       = charge;
  assign stored_class_o = stored_class;
  assign undo_cells_o   = undo ? undo_cells : 8'd0;
  assign head_o         = {w_telemetry && !trimmed, trimmed, w_markable, w_routed, w_compact, w_ipv4, w_tagged,
                           stored_class};

  // Where a cell is charged.
  always_comb begin
    charge_reserved = '0;
    charge_shared   = '0;
    charge_headroom = '0;
    lossless        = 1'b0;
    charge_to       = '0;
    if (charge) begin
      charge_reserved = reserved[8'(stored_class)*8'd20 +: 20];
      charge_shared   = shared[8'(stored_class)*8'd20 +: 20];
      charge_headroom = headroom[8'(stored_class)*8'd20 +: 20];
      lossless        = pfc_classes_i[stored_class];
      if (charge_reserved < 20'(pg_reserved_i[7'(stored_class)*7'd16 +: 16])) charge_to = 2'd0;
      else if (lossless && !(27'(charge_shared) < pg_limit_i[8'(stored_class)*8'd27 +: 27]
                             && shared_room_i[stored_class])) begin
        charge_to = 2'd2;
      end else charge_to = 2'd1;
    end
  end
  assign to_headroom     = charge && charge_to == 2'd2;
  assign group_refused   = refused && refuse_reason == 5'(ethernet_switch_pkg::DropIngressLimit);
  assign queue_refused_o = refused && refuse_reason == 5'(ethernet_switch_pkg::DropEgressLimit);
  assign xoff_set_o      = (to_headroom ? 8'd1 << stored_class : 8'd0)
                           | ((group_refused && pfc_classes_i[w_class]) ? 8'd1 << w_class : 8'd0);

  es_accounting #(.GiftBits(GiftBits)) u_accounting (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .charge_i(charge),
    .charge_class_i(stored_class),
    .charge_to_i(charge_to),
    .gifts_i(gifts_i),
    .undo_i(undo),
    .undo_class_i(stored_class),
    .undo_cells_i(undo_cells),
    .reserved_o(reserved),
    .shared_o(shared),
    .headroom_o(headroom),
    .held_o(held_o),
    .shared_change_o(shared_change_o),
    .cells_o(group_cells_o)
  );

  // A trimmed frame is queued as another class than the one that it was refused as.
  assign depth = trimmed ? trim_reserved_used_i + trim_shared_used_i : queue_reserved_used_i + queue_shared_used_i;
  es_marking u_marking (
    .valid_i(mark_valid),
    .class_i(stored_class),
    .depth_i(depth),
    .kmin_i(kmin_i),
    .kmax_i(kmax_i),
    .pmax_i(pmax_i),
    .value_i(mark_value),
    .draw_o(markdraw),
    .mark_o(mark)
  );
  es_random #(.Factor(32'h85EBCA6B)) u_mark_random (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .index_i(index_i),
    .seed_write_i(seed_write_i),
    .seed_i(wdata_i),
    .draw_i(markdraw),
    .value_o(mark_value)
  );

  // XON of the class scanned.
  assign xon_o   = !pfc_classes_i[scanned_i]
                   || (headroom[8'(scanned_i)*8'd20 +: 20] == '0
                       && 27'(shared[8'(scanned_i)*8'd20 +: 20]) <= xon_limit_i);

  // ---------------------------------------------------------------------------------------------------- registers
  es_input_registers u_registers (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .clear_i(clear_i),
    .select_i(select_i),
    .write_i(write_i),
    .offset_i(offset_i),
    .wdata_i(wdata_i),
    .rdata_o(rdata_o),
    .pg_headroom_o(pg_headroom),
    .begin_i(begins),
    .bytes_i(beat_bytes),
    .drop_i(drop),
    .drop_reason_i(drop_reason),
    .refuse_i(refused || undo),
    .refuse_reason_i(refused ? refuse_reason : w_reason),
    .discarded_i(discarded_i),
    .pg_drop_i(group_refused),
    .pg_drop_class_i(w_class),
    .poisoned_i(poisoned),
    .trimmed_i(trimmed),
    .pfc_i(pfc_o),
    .charge_i(charge),
    .charge_headroom_i(to_headroom),
    .charge_class_i(stored_class),
    .level_i(charge_reserved + charge_shared + charge_headroom + 20'd1),
    .headroom_level_i(charge_headroom + 20'd1),
    .reserved_i(reserved),
    .shared_i(shared),
    .headroom_i(headroom)
  );

  assign dropped_o = drop || refused || undo;
  assign busy_o    = forward_busy;

endmodule
