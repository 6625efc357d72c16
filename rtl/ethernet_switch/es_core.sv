// SPDX-License-Identifier: Apache-2.0
// The switch itself, with packed ports only: wires inputs, outputs, tables, pools, memories and registers together.
// Latency: a 64-byte frame captured in cycle c is on the output wires by cycle c + 4 + EgressPad on an empty switch.
// Throughput: LineBytes per port and cycle. Back-pressure: PFC, and hold_i at outputs.
module es_core #(
  parameter int unsigned Ports         = 4,     // ports
  parameter int unsigned Cells         = 40960, // cells of the shared memory
  parameter int unsigned CellBeats     = 2,     // 64-byte beats of a cell
  parameter int unsigned LineBytes     = 42,    // bytes the line carries in a cycle
  parameter int unsigned EgressPad     = 0,     // extra egress cycles
  parameter int unsigned Groups        = 8,     // port groups
  parameter int unsigned MacRows       = 8,     // rows of the MAC table
  parameter int unsigned MacEntries    = 32,    // four of a row
  parameter int unsigned HostRows      = 8,     // rows of the host table
  parameter int unsigned HostEntries   = 32,    // four of a row
  parameter int unsigned LpmEntries    = 4,     // prefixes
  parameter int unsigned Flowlets      = 16,    // flowlet entries of a port
  parameter int unsigned ClockPeriodPs = 840,   // clock period
  parameter int unsigned VariantIndex  = 0      // number of the variant
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic [31:0]          time_i,
  input  logic [Ports-1:0]     link_up_i,
  input  logic [Ports-1:0]     rx_valid_i,
  input  logic [Ports-1:0]     rx_head_i,
  input  logic [Ports-1:0]     rx_tail_i,
  input  logic [Ports-1:0]     rx_error_i,
  input  logic [Ports*7-1:0]   rx_bytes_i,
  input  logic [Ports*512-1:0] rx_data_i,
  output logic [Ports-1:0]     tx_valid_o,
  output logic [Ports-1:0]     tx_head_o,
  output logic [Ports-1:0]     tx_tail_o,
  output logic [Ports-1:0]     tx_error_o,
  output logic [Ports*7-1:0]   tx_bytes_o,
  output logic [Ports*512-1:0] tx_data_o,
  output logic [Ports*160-1:0] held_o,
  input  logic [Ports*9-1:0]   hold_i,
  input  logic                 bus_valid_i,
  input  logic                 bus_write_i,
  input  logic [31:0]          bus_address_i,
  input  logic [31:0]          bus_wdata_i,
  output logic                 bus_valid_o,
  output logic                 bus_error_o,
  output logic [31:0]          bus_rdata_o,
  output logic                 irq_o,
  output logic                 idle_o
);

  localparam int unsigned PortWidth = $clog2(Ports);
  localparam int unsigned Words     = Cells + Ports;  // every output may hold a cell that is no longer in use
  localparam int unsigned CellWidth = $clog2(Words);
  localparam int unsigned GiftBits  = $clog2(Ports + 1);
  localparam int unsigned UndoBits  = GiftBits + 8;

  // ------------------------------------------------------------------------------------------------------ signals
  // By port.
  logic [Ports-1:0]                link, enable, inject_bad_fcs, inject_drop_pfc, lookup, lookup_routed,
                                   lookup_ipv4, route, route_live, route_group, writing, view_storm, store, take,
                                   chain, spare_read, start, tail_write, append, charge, xon, select,
                                   queue_refused, discarded, link_rises, input_dropped, input_busy, live, pop,
                                   watch, read, next_read, give, free_cell, kept, output_dropped, storm_found,
                                   timed, output_busy, gives_up, give_up, open;
  logic [Ports*48-1:0]             lookup_key;
  logic [Ports*3-1:0]              lookup_class, store_class, stored_class, give_class;
  logic [Ports*2-1:0]              route_mode, store_beat, read_beat;
  logic [Ports*Ports-1:0]          route_members, route_set, route_preferred, route_least;
  logic [Ports*PortWidth-1:0]      store_port, pop_input, active_input;
  logic [Ports*20-1:0]             view_reserved, view_shared, view_trim_reserved, view_trim_shared, shared_change,
                                   group_cells, queue_shared_change, queue_cells;
  logic [Ports*CellWidth-1:0]      store_cell, pool_cell, chain_from, chain_to, spare, spare_next, frame,
                                   pop_frame, pop_next, watch_frame, open_frame, read_cell, next_cell, free_cell_number;
  logic [Ports*512-1:0]            store_data, read_data;
  logic [Ports*10-1:0]             frame_head, pop_head;
  logic [Ports*17-1:0]             frame_tail, pop_tail, watch_tail;
  logic [Ports*8-1:0]              stored, undo_cells, pfc, xoff_set, spares, queue_append, filled, known_want,
                                   paused, storm, watch_stored;
  logic [Ports*8*GiftBits-1:0]     gifts, charged, refusals;
  logic [Ports*128-1:0]            pfc_timers;
  logic [Ports*32-1:0]             input_rdata, output_rdata;
  logic [Ports*8*UndoBits-1:0]     undone;
  logic [Ports*8*CellWidth-1:0]    append_first, append_last, queue_head, queue_tail;
  logic [Ports*112-1:0]            known;
  logic [Ports*160-1:0]            queue_reserved_used, queue_shared_used;

  // Of the switch.
  logic                       write, refused, own, control, status, mode_hit, lpm_hit, mask_hit, mac_hit, host_hit;
  logic                       storm_drops, storm_ignores, any_dropped, any_storm;
  logic                       clear, seed_write, settled, no_cells, queue_shared_room;
  logic [PortWidth-1:0]       bus_port;
  logic [13:0]                bus_entry;
  logic [3:0]                 bus_word;
  logic [31:0]                register_rdata, table_rdata;
  logic [19:0]                used, shared, shared_next, queue_shared;
  logic [20:0]                free_cells;
  logic [215:0]               pg_limit, queue_limit;
  logic [26:0]                xon_limit;
  logic [Ports-1:0]           queue_link;
  logic [Ports*CellWidth-1:0] queue_link_from;

  // Registers.
  logic             cut_through, hash_queue_pair, ecn_at_dequeue;
  logic [13:0]      max_frame;
  logic [47:0]      router_mac;
  logic [31:0]      hash_seed, flowlet_gap, pfc_refresh, watchdog_detect, watchdog_restore, pg_alpha, queue_alpha;
  logic [4:0]       adaptive_shift;
  logic [7:0]       trim_classes, pfc_classes, strict, shared_room;
  logic [2:0]       trim_beats, trim_class;
  logic [5:0]       trim_dscp;
  logic [19:0]      shared_cells, queue_shared_cells, lossless_cells;
  logic [15:0]      pfc_quanta, telemetry_port;
  logic [1:0]       watchdog_action;
  logic [3:0]       telemetry_rate;
  logic [127:0]     pg_reserved, queue_reserved, quantum, pmax;
  logic [159:0]     pg_xon, pg_xon_offset, kmin, kmax;
  logic [23:0]      pcp_class;
  logic [191:0]     dscp_class;

  // ------------------------------------------------------------------------------------------------- sampled wires
  logic [31:0]        now_q, scan_q;  // the time told, the ticks counted while anything here waits for them
  logic [Ports*9-1:0] hold_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      now_q  <= '0;
      scan_q <= '0;
      hold_q <= '0;
    end else begin
      now_q  <= time_i;
      scan_q <= scan_q + 32'(timed != '0);
      hold_q <= hold_i;
    end
  end
  assign live          = enable & link;
  assign link_rises    = link_up_i & ~link;
  assign storm_drops   = watchdog_action[1];
  assign storm_ignores = watchdog_action != '0;
  assign any_dropped   = (input_dropped | output_dropped) != '0;
  assign any_storm     = storm_found != '0;

  // ---------------------------------------------------------------------------------------------------- registers
  es_decode #(
    .Ports(Ports), .PortWidth(PortWidth), .Groups(Groups), .MacEntries(MacEntries), .HostEntries(HostEntries),
    .LpmEntries(LpmEntries)
  ) u_decode (
    .clk_i(clk_i), .rst_ni(rst_ni), .bus_valid_i(bus_valid_i), .bus_write_i(bus_write_i),
    .bus_address_i(bus_address_i), .bus_valid_o(bus_valid_o), .bus_error_o(bus_error_o), .write_o(write),
    .refused_o(refused), .own_o(own), .control_o(control), .status_o(status), .port_o(bus_port), .select_o(select),
    .mode_hit_o(mode_hit), .lpm_hit_o(lpm_hit), .mask_hit_o(mask_hit), .mac_hit_o(mac_hit), .host_hit_o(host_hit),
    .entry_o(bus_entry),
    .word_o(bus_word)
  );

  es_registers #(
    .Ports(Ports), .PortWidth(PortWidth), .Cells(Cells), .CellBeats(CellBeats), .LineBytes(LineBytes),
    .EgressPad(EgressPad), .Groups(Groups), .MacRows(MacRows), .HostRows(HostRows), .LpmEntries(LpmEntries),
    .Flowlets(Flowlets), .ClockPeriodPs(ClockPeriodPs), .VariantIndex(VariantIndex)
  ) u_registers (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .link_up_i(link_up_i),
    .own_i(own),
    .control_i(control),
    .status_i(status),
    .port_i(bus_port),
    .write_i(write),
    .address_i(bus_address_i[11:0]),
    .wdata_i(bus_wdata_i),
    .refused_i(refused),
    .rdata_o(register_rdata),
    .dropped_i(any_dropped),
    .storm_i(any_storm),
    .used_i(used),
    .shared_i(shared),
    .shared_next_i(shared_next),
    .queue_shared_i(queue_shared),
    .irq_o(irq_o),
    .settled_o(settled),
    .link_o(link),
    .enable_o(enable),
    .clear_o(clear),
    .seed_write_o(seed_write),
    .inject_bad_fcs_o(inject_bad_fcs),
    .inject_drop_pfc_o(inject_drop_pfc),
    .cut_through_o(cut_through),
    .max_frame_o(max_frame),
    .router_mac_o(router_mac),
    .hash_seed_o(hash_seed),
    .hash_queue_pair_o(hash_queue_pair),
    .flowlet_gap_o(flowlet_gap),
    .adaptive_shift_o(adaptive_shift),
    .ecn_at_dequeue_o(ecn_at_dequeue),
    .trim_classes_o(trim_classes),
    .trim_beats_o(trim_beats),
    .trim_dscp_o(trim_dscp),
    .trim_class_o(trim_class),
    .shared_cells_o(shared_cells),
    .queue_shared_cells_o(queue_shared_cells), .lossless_cells_o(lossless_cells),
    .pfc_classes_o(pfc_classes),
    .pfc_quanta_o(pfc_quanta),
    .pfc_refresh_o(pfc_refresh),
    .watchdog_detect_o(watchdog_detect),
    .watchdog_restore_o(watchdog_restore),
    .watchdog_action_o(watchdog_action),
    .telemetry_port_o(telemetry_port),
    .telemetry_rate_o(telemetry_rate),
    .strict_o(strict),
    .pg_reserved_o(pg_reserved),
    .pg_alpha_o(pg_alpha),
    .pg_xon_o(pg_xon),
    .pg_xon_offset_o(pg_xon_offset),
    .queue_reserved_o(queue_reserved),
    .queue_alpha_o(queue_alpha),
    .quantum_o(quantum),
    .kmin_o(kmin),
    .kmax_o(kmax),
    .pmax_o(pmax),
    .pcp_class_o(pcp_class),
    .dscp_class_o(dscp_class)
  );

  always_comb begin
    bus_rdata_o = '0;
    if (bus_valid_o) begin
      bus_rdata_o = register_rdata | table_rdata;
      for (int p = 0; p < Ports; p++) bus_rdata_o = bus_rdata_o | input_rdata[32*p +: 32] | output_rdata[32*p +: 32];
    end
  end

  // ------------------------------------------------------------------------------------------------ shared by ports
  es_lookup #(
    .Ports(Ports), .PortWidth(PortWidth), .Groups(Groups), .MacRows(MacRows), .MacEntries(MacEntries),
    .HostRows(HostRows), .HostEntries(HostEntries), .LpmEntries(LpmEntries)
  ) u_lookup (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .live_i(live),
    .paused_i(paused),
    .cells_i(queue_cells),
    .shift_i(adaptive_shift),
    .lookup_i(lookup),
    .routed_i(lookup_routed),
    .ipv4_i(lookup_ipv4),
    .key_i(lookup_key),
    .class_i(lookup_class),
    .route_o(route),
    .live_o(route_live),
    .group_o(route_group),
    .mode_o(route_mode),
    .members_o(route_members), .set_o(route_set),
    .preferred_o(route_preferred),
    .least_o(route_least),
    .write_i(write),
    .mode_hit_i(mode_hit),
    .lpm_hit_i(lpm_hit),
    .mask_hit_i(mask_hit),
    .mac_hit_i(mac_hit),
    .host_hit_i(host_hit),
    .entry_i(bus_entry),
    .word_i(bus_word),
    .wdata_i(bus_wdata_i),
    .rdata_o(table_rdata)
  );

  es_limits #(.Ports(Ports), .Cells(Cells), .CellBeats(CellBeats)) u_limits (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .shared_cells_i(shared_cells),
    .queue_shared_cells_i(queue_shared_cells), .lossless_cells_i(lossless_cells), .pfc_classes_i(pfc_classes),
    .pg_alpha_i(pg_alpha),
    .queue_alpha_i(queue_alpha),
    .pg_xon_i(pg_xon),
    .pg_xon_offset_i(pg_xon_offset),
    .scanned_i(scan_q[2:0]),
    .charge_i(charge),
    .give_i(give),
    .undo_cells_i(undo_cells),
    .shared_change_i(shared_change),
    .queue_shared_change_i(queue_shared_change),
    .used_o(used),
    .shared_o(shared),
    .shared_next_o(shared_next),
    .queue_shared_o(queue_shared),
    .no_cells_o(no_cells),
    .shared_room_o(shared_room), .queue_shared_room_o(queue_shared_room),
    .pg_limit_o(pg_limit),
    .queue_limit_o(queue_limit),
    .xon_limit_o(xon_limit)
  );

  es_events #(
    .Ports(Ports), .PortWidth(PortWidth), .GiftBits(GiftBits), .CellWidth(CellWidth), .UndoBits(UndoBits)
  ) u_events (
    .active_i(writing),
    .port_i(store_port),
    .class_i(store_class),
    .trim_class_i(trim_class),
    .storm_i(storm),
    .reserved_i(queue_reserved_used),
    .shared_i(queue_shared_used),
    .storm_o(view_storm),
    .reserved_o(view_reserved),
    .shared_o(view_shared),
    .trim_reserved_o(view_trim_reserved),
    .trim_shared_o(view_trim_shared),
    .charge_i(charge),
    .stored_class_i(stored_class),
    .charged_o(charged),
    .undo_cells_i(undo_cells),
    .undone_o(undone),
    .refuse_i(queue_refused),
    .refused_o(refusals),
    .append_i(append),
    .frame_i(frame),
    .filled_i(filled),
    .queue_tail_i(queue_tail),
    .append_o(queue_append),
    .append_first_o(append_first),
    .append_last_o(append_last),
    .link_o(queue_link),
    .link_from_o(queue_link_from),
    .give_i(give),
    .give_input_i(active_input),
    .give_class_i(give_class),
    .gifts_o(gifts)
  );

  es_frames #(.Ports(Ports), .PortWidth(PortWidth), .Cells(Words), .CellWidth(CellWidth)) u_frames (
    .clk_i(clk_i),
    .start_i(start),
    .tail_write_i(tail_write),
    .frame_i(frame),
    .head_i(frame_head),
    .tail_i(frame_tail),
    .stored_i(stored),
    .link_i(queue_link),
    .link_from_i(queue_link_from),
    .link_to_i(frame),
    .known_want_i(known_want),
    .queue_head_i(queue_head),
    .known_o(known),
    .pop_i(pop),
    .pop_frame_i(pop_frame),
    .pop_input_o(pop_input),
    .pop_head_o(pop_head),
    .pop_tail_o(pop_tail),
    .pop_next_o(pop_next),
    .watch_i(watch),
    .watch_frame_i(watch_frame),
    .watch_input_i(active_input),
    .watch_tail_o(watch_tail),
    .watch_stored_o(watch_stored)
  );

  es_cells #(.Ports(Ports), .Words(Words), .CellWidth(CellWidth), .CellBeats(CellBeats)) u_cells (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .take_i(take),
    .pool_cell_o(pool_cell),
    .store_i(store),
    .store_cell_i(store_cell),
    .store_beat_i(store_beat),
    .store_data_i(store_data),
    .chain_i(chain),
    .chain_from_i(chain_from),
    .chain_to_i(chain_to),
    .spare_read_i(spare_read),
    .spare_i(spare),
    .spare_next_o(spare_next),
    .read_i(read),
    .read_cell_i(read_cell),
    .read_beat_i(read_beat),
    .read_data_o(read_data),
    .next_read_i(next_read),
    .next_cell_o(next_cell),
    .free_cell_i(free_cell),
    .free_cell_number_i(free_cell_number),
    .free_o(free_cells)
  );

  // ---------------------------------------------------------------------------------------------------------- ports
  for (genvar p = 0; p < Ports; p++) begin : gen_port
    logic [9:0] index;
    assign index = 10'(p);

    es_ingress #(
      .Ports(Ports), .PortWidth(PortWidth), .GiftBits(GiftBits), .CellBeats(CellBeats), .CellWidth(CellWidth),
      .Flowlets(Flowlets)
    ) u_ingress (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .index_i(index),
      .rx_valid_i(rx_valid_i[p]),
      .rx_head_i(rx_head_i[p]),
      .rx_tail_i(rx_tail_i[p]),
      .rx_error_i(rx_error_i[p]),
      .rx_bytes_i(rx_bytes_i[p*7 +: 7]),
      .rx_data_i(rx_data_i[p*512 +: 512]),
      .link_i(link[p]),
      .enable_i(enable[p]),
      .now_i(now_q),
      .scanned_i(scan_q[2:0]),
      .cut_through_i(cut_through),
      .max_frame_i(max_frame),
      .router_mac_i(router_mac),
      .hash_seed_i(hash_seed),
      .hash_queue_pair_i(hash_queue_pair),
      .flowlet_gap_i(flowlet_gap),
      .seed_write_i(seed_write),
      .ecn_at_dequeue_i(ecn_at_dequeue),
      .trim_classes_i(trim_classes),
      .trim_beats_i(trim_beats),
      .trim_dscp_i(trim_dscp),
      .trim_class_i(trim_class),
      .pfc_classes_i(pfc_classes),
      .storm_drops_i(storm_drops),
      .telemetry_port_i(telemetry_port),
      .pg_reserved_i(pg_reserved),
      .queue_reserved_i(queue_reserved),
      .kmin_i(kmin),
      .kmax_i(kmax),
      .pmax_i(pmax),
      .pcp_class_i(pcp_class),
      .dscp_class_i(dscp_class),
      .inject_bad_fcs_i(inject_bad_fcs[p]),
      .inject_drop_pfc_i(inject_drop_pfc[p]), .give_up_i(give_up[p]),
      .no_cells_i(no_cells),
      .shared_room_i(shared_room), .queue_shared_room_i(queue_shared_room),
      .pg_limit_i(pg_limit),
      .queue_limit_i(queue_limit),
      .xon_limit_i(xon_limit),
      .lookup_o(lookup[p]),
      .lookup_routed_o(lookup_routed[p]),
      .lookup_ipv4_o(lookup_ipv4[p]),
      .lookup_key_o(lookup_key[p*48 +: 48]),
      .lookup_class_o(lookup_class[p*3 +: 3]),
      .route_i(route[p]),
      .route_live_i(route_live[p]),
      .route_group_i(route_group[p]),
      .route_mode_i(route_mode[p*2 +: 2]),
      .route_members_i(route_members[p*Ports +: Ports]), .route_set_i(route_set[p*Ports +: Ports]),
      .route_preferred_i(route_preferred[p*Ports +: Ports]),
      .route_least_i(route_least[p*Ports +: Ports]),
      .store_active_o(writing[p]),
      .port_o(store_port[p*PortWidth +: PortWidth]),
      .class_o(store_class[p*3 +: 3]),
      .storm_i(view_storm[p]),
      .queue_reserved_used_i(view_reserved[p*20 +: 20]),
      .queue_shared_used_i(view_shared[p*20 +: 20]),
      .trim_reserved_used_i(view_trim_reserved[p*20 +: 20]),
      .trim_shared_used_i(view_trim_shared[p*20 +: 20]),
      .store_o(store[p]),
      .cell_o(store_cell[p*CellWidth +: CellWidth]),
      .beat_o(store_beat[p*2 +: 2]),
      .data_o(store_data[p*512 +: 512]),
      .take_o(take[p]),
      .pool_cell_i(pool_cell[p*CellWidth +: CellWidth]),
      .link_o(chain[p]),
      .link_from_o(chain_from[p*CellWidth +: CellWidth]),
      .link_to_o(chain_to[p*CellWidth +: CellWidth]),
      .spare_read_o(spare_read[p]),
      .spare_o(spare[p*CellWidth +: CellWidth]),
      .spare_next_i(spare_next[p*CellWidth +: CellWidth]),
      .start_o(start[p]),
      .tail_write_o(tail_write[p]),
      .frame_o(frame[p*CellWidth +: CellWidth]),
      .head_o(frame_head[p*10 +: 10]),
      .tail_o(frame_tail[p*17 +: 17]),
      .append_o(append[p]),
      .charge_o(charge[p]),
      .stored_class_o(stored_class[p*3 +: 3]),
      .stored_o(stored[p*8 +: 8]),
      .queue_refused_o(queue_refused[p]),
      .gifts_i(gifts[p*8*GiftBits +: 8*GiftBits]),
      .undo_cells_o(undo_cells[p*8 +: 8]),
      .held_o(held_o[p*160 +: 160]),
      .shared_change_o(shared_change[p*20 +: 20]),
      .pfc_o(pfc[p*8 +: 8]),
      .pfc_timers_o(pfc_timers[p*128 +: 128]),
      .xoff_set_o(xoff_set[p*8 +: 8]),
      .xon_o(xon[p]),
      .clear_i(clear),
      .select_i(select[p]),
      .write_i(write),
      .offset_i(bus_address_i[9:0]),
      .wdata_i(bus_wdata_i),
      .rdata_o(input_rdata[p*32 +: 32]),
      .discarded_i(discarded[p]),
      .dropped_o(input_dropped[p]),
      .busy_o(input_busy[p]),
      .group_cells_o(group_cells[p*20 +: 20]),
      .spares_o(spares[p*8 +: 8]), .open_o(open[p]), .open_frame_o(open_frame[p*CellWidth +: CellWidth])
    );

    es_egress #(
      .PortWidth(PortWidth), .GiftBits(GiftBits), .CellBeats(CellBeats), .CellWidth(CellWidth), .LineBytes(LineBytes),
      .EgressPad(EgressPad), .UndoBits(UndoBits)
    ) u_egress (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .index_i(index),
      .now_i(now_q),
      .scan_i(scan_q),
      .hold_i(hold_q[p*9 +: 9]),
      .live_i(live[p]),
      .link_i(link[p]),
      .link_rises_i(link_rises[p]),
      .router_mac_i(router_mac),
      .seed_write_i(seed_write),
      .ecn_at_dequeue_i(ecn_at_dequeue),
      .trim_dscp_i(trim_dscp),
      .pfc_classes_i(pfc_classes),
      .pfc_quanta_i(pfc_quanta),
      .pfc_refresh_i(pfc_refresh),
      .watchdog_detect_i(watchdog_detect),
      .watchdog_restore_i(watchdog_restore),
      .storm_ignores_i(storm_ignores),
      .storm_drops_i(storm_drops),
      .telemetry_rate_i(telemetry_rate),
      .strict_i(strict),
      .quantum_i(quantum),
      .queue_reserved_i(queue_reserved),
      .kmin_i(kmin),
      .kmax_i(kmax),
      .pmax_i(pmax),
      .charged_i(charged[p*8*GiftBits +: 8*GiftBits]),
      .undone_i(undone[p*8*UndoBits +: 8*UndoBits]),
      .refused_i(refusals[p*8*GiftBits +: 8*GiftBits]),
      .append_i(queue_append[p*8 +: 8]),
      .append_first_i(append_first[p*8*CellWidth +: 8*CellWidth]),
      .append_last_i(append_last[p*8*CellWidth +: 8*CellWidth]),
      .pfc_i(pfc[p*8 +: 8]),
      .pfc_timers_i(pfc_timers[p*128 +: 128]),
      .xoff_set_i(xoff_set[p*8 +: 8]),
      .xon_i(xon[p]),
      .filled_o(filled[p*8 +: 8]),
      .head_o(queue_head[p*8*CellWidth +: 8*CellWidth]),
      .tail_o(queue_tail[p*8*CellWidth +: 8*CellWidth]),
      .known_want_o(known_want[p*8 +: 8]),
      .known_i(known[p*112 +: 112]),
      .pop_o(pop[p]),
      .pop_frame_o(pop_frame[p*CellWidth +: CellWidth]),
      .pop_input_i(pop_input[p*PortWidth +: PortWidth]),
      .pop_head_i(pop_head[p*10 +: 10]),
      .pop_tail_i(pop_tail[p*17 +: 17]),
      .pop_next_i(pop_next[p*CellWidth +: CellWidth]),
      .reserved_o(queue_reserved_used[p*160 +: 160]),
      .shared_o(queue_shared_used[p*160 +: 160]),
      .shared_change_o(queue_shared_change[p*20 +: 20]),
      .cells_o(queue_cells[p*20 +: 20]),
      .paused_o(paused[p*8 +: 8]),
      .storm_o(storm[p*8 +: 8]),
      .watch_o(watch[p]), .gives_up_o(gives_up[p]),
      .frame_o(watch_frame[p*CellWidth +: CellWidth]),
      .input_o(active_input[p*PortWidth +: PortWidth]),
      .frame_tail_i(watch_tail[p*17 +: 17]),
      .stored_i(watch_stored[p*8 +: 8]),
      .read_o(read[p]),
      .cell_o(read_cell[p*CellWidth +: CellWidth]),
      .beat_o(read_beat[p*2 +: 2]),
      .data_i(read_data[p*512 +: 512]),
      .next_read_o(next_read[p]),
      .next_i(next_cell[p*CellWidth +: CellWidth]),
      .give_o(give[p]),
      .free_cell_o(free_cell[p]),
      .free_cell_number_o(free_cell_number[p*CellWidth +: CellWidth]),
      .kept_o(kept[p]),
      .give_class_o(give_class[p*3 +: 3]),
      .tx_valid_o(tx_valid_o[p]),
      .tx_head_o(tx_head_o[p]),
      .tx_tail_o(tx_tail_o[p]),
      .tx_error_o(tx_error_o[p]),
      .tx_bytes_o(tx_bytes_o[p*7 +: 7]),
      .tx_data_o(tx_data_o[p*512 +: 512]),
      .clear_i(clear),
      .select_i(select[p]),
      .write_i(write),
      .offset_i(bus_address_i[9:0]),
      .wdata_i(bus_wdata_i),
      .rdata_o(output_rdata[p*32 +: 32]),
      .discarded_o(discarded[p]),
      .dropped_o(output_dropped[p]),
      .storm_found_o(storm_found[p]),
      .timed_o(timed[p]),
      .busy_o(output_busy[p])
    );
  end

  es_give_up #(.Ports(Ports), .PortWidth(PortWidth), .CellWidth(CellWidth)) u_give_up (
    .gives_up_i(gives_up), .frame_i(watch_frame), .input_i(active_input), .open_i(open), .open_frame_i(open_frame),
    .give_up_o(give_up)
  );

  assign idle_o = input_busy == '0 && output_busy == '0 && used == '0 && !bus_valid_o && settled;

  es_conservation #(.Ports(Ports), .Cells(Cells), .Words(Words)) u_conservation (
    .clk_i(clk_i), .rst_ni(rst_ni), .used_i(used), .free_i(free_cells), .group_cells_i(group_cells),
    .queue_cells_i(queue_cells), .spares_i(spares), .kept_i(kept)
  );

endmodule
