// SPDX-License-Identifier: Apache-2.0
// Memory-semantic, lossless, credit-based switch. The cycle-by-cycle behaviour is docs/models/scaleup_switch.md, the
// constants and variants are rtl/spec/scaleup_switch.yaml. This module wires ports, lookups, match, transfers,
// crossbar and reduction.
// Latency: a header captured in cycle c is on the output wires after cycle c + 3 + EgressPad.
// Throughput: one flit per port and cycle. Back-pressure: cumulative credits per virtual channel on every link.
`include "assertions.svh"
module scaleup_switch
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned Ports            = 4,
  parameter int unsigned VirtualChannels  = 2,
  parameter int unsigned SlotsPerVc       = 16,
  parameter int unsigned Allocator        = AllocIslip,
  parameter int unsigned MaxIterations    = 4,
  parameter int unsigned QueueMode        = QueueVoq,
  parameter int unsigned EgressPad        = 0,
  parameter int unsigned ReductionEntries = 16,
  parameter int unsigned ReduceLatency    = 6,
  parameter int unsigned ResultSlots      = 8,
  parameter int unsigned Groups           = 8,
  parameter int unsigned ClockPeriodPs    = 640,
  parameter int unsigned VariantIndex     = 0
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic [Ports-1:0]      link_up_i,
  input  logic [Ports-1:0]      rx_valid_i,
  input  logic [Ports-1:0]      rx_head_i,
  input  logic [Ports-1:0]      rx_tail_i,
  input  logic [FlitBits-1:0]   rx_data_i         [Ports],
  input  logic [Ports-1:0]      rx_credit_valid_i,
  input  logic [1:0]            rx_credit_vc_i    [Ports],
  input  logic [CreditBits-1:0] rx_credit_limit_i [Ports],
  output logic [Ports-1:0]      tx_valid_o,
  output logic [Ports-1:0]      tx_head_o,
  output logic [Ports-1:0]      tx_tail_o,
  output logic [FlitBits-1:0]   tx_data_o         [Ports],
  output logic [Ports-1:0]      tx_credit_valid_o,
  output logic [1:0]            tx_credit_vc_o    [Ports],
  output logic [CreditBits-1:0] tx_credit_limit_o [Ports],
  input  logic                  bus_valid_i,
  input  logic                  bus_write_i,
  input  logic [31:0]           bus_address_i,
  input  logic [31:0]           bus_wdata_i,
  output logic                  bus_valid_o,
  output logic                  bus_error_o,
  output logic [31:0]           bus_rdata_o,
  output logic                  irq_o,
  output logic                  idle_o
);

  localparam int unsigned V          = VirtualChannels;
  localparam bit          HasGroups  = ReductionEntries != 0;
  localparam bit          Fifo       = QueueMode == QueueFifo;
  localparam int unsigned Inputs     = Ports + (HasGroups ? 1 : 0);
  localparam int unsigned PortWidth  = $clog2(Ports);
  localparam int unsigned InputWidth = $clog2(Inputs);
  localparam int unsigned PortSlots  = $clog2(V * SlotsPerVc);
  localparam int unsigned SlotWidth  = ($clog2(ResultSlots) > PortSlots) ? $clog2(ResultSlots) : PortSlots;
  localparam int unsigned Entries    = HasGroups ? ReductionEntries : 1;
  localparam int unsigned IndexWidth = $clog2(Ports * Entries);
  localparam int unsigned RingWidth  = (Entries > 1) ? $clog2(Entries) : 1;
  localparam int unsigned GroupWidth = (Groups > 1) ? $clog2(Groups) : 1;

  `LINKWRIGHT_CHECK_PARAMETER(Ports >= PortsMin && Ports <= PortsMax, "Ports out of range")
  `LINKWRIGHT_CHECK_PARAMETER(V >= VirtualChannelsMin && V <= VirtualChannelsMax, "VirtualChannels out of range")
  `LINKWRIGHT_CHECK_PARAMETER(SlotsPerVc >= SlotsPerVcMin && SlotsPerVc <= SlotsPerVcMax, "SlotsPerVc out of range")
  `LINKWRIGHT_CHECK_PARAMETER(Allocator < NumAllocators, "Allocator is not in the enumeration")
  `LINKWRIGHT_CHECK_PARAMETER(QueueMode < NumQueueModes, "QueueMode is not in the enumeration")
  `LINKWRIGHT_CHECK_PARAMETER(MaxIterations >= MaxIterationsMin && MaxIterations <= MaxIterationsMax,
                              "MaxIterations out of range")
  `LINKWRIGHT_CHECK_PARAMETER(EgressPad <= EgressPadMax, "EgressPad out of range")
  `LINKWRIGHT_CHECK_PARAMETER(ReductionEntries <= ReductionEntriesMax, "ReductionEntries out of range")
  `LINKWRIGHT_CHECK_PARAMETER(ReduceLatency >= ReduceLatencyMin && ReduceLatency <= ReduceLatencyMax,
                              "ReduceLatency out of range")
  `LINKWRIGHT_CHECK_PARAMETER(ResultSlots >= ResultSlotsMin && ResultSlots <= ResultSlotsMax,
                              "ResultSlots out of range")
  `LINKWRIGHT_CHECK_PARAMETER(Groups >= GroupsMin && Groups <= GroupsMax, "Groups out of range")
  `LINKWRIGHT_CHECK_PARAMETER(ClockPeriodPs >= ClockPeriodPsMin && ClockPeriodPs <= ClockPeriodPsMax,
                              "ClockPeriodPs out of range")
  `LINKWRIGHT_CHECK_PARAMETER(Ports * ReductionEntries <= 32'd32768, "no room for a generation in the tag")

  // ---------------------------------------------------------------------------------------------------- registers
  logic                  reg_write;
  logic [31:0]           reg_wdata;
  logic [31:0]           reg_rdata;
  logic [31:0]           route_rdata;
  logic [Ports-1:0]      counter_select;
  logic [8:0]            counter_offset;
  logic [31:0]           counter_rdata [Ports];
  logic                  ways_hit, count_hit, group_hit;
  logic [9:0]            entry;
  logic [GroupWidth-1:0] bus_group;
  logic [2:0]            bus_word;
  logic [Ports-1:0]      enable;
  logic [Ports-1:0]      live;
  logic [2:0]            iterations;
  logic [31:0]           timeout;
  logic [15:0]           hash_seed;
  logic                  refresh;
  logic                  clear_counters;
  logic [Ports-1:0]      inject_drop_credit;
  logic [Ports-1:0]      inject_poison;
  logic [Ports-1:0]      dropped;
  logic                  job_done, job_timed_out, job_poisoned;
  logic [15:0]           copies;
  logic                  irq_settled;

  su_registers #(
    .Ports(Ports), .VirtualChannels(V), .SlotsPerVc(SlotsPerVc), .Allocator(Allocator),
    .MaxIterations(MaxIterations), .QueueMode(QueueMode), .EgressPad(EgressPad),
    .ReductionEntries(ReductionEntries), .ReduceLatency(ReduceLatency), .ResultSlots(ResultSlots),
    .Groups(Groups), .ClockPeriodPs(ClockPeriodPs), .VariantIndex(VariantIndex), .PortWidth(PortWidth),
    .GroupWidth(GroupWidth)
  ) u_registers (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .link_up_i(link_up_i),
    .bus_valid_i(bus_valid_i),
    .bus_write_i(bus_write_i),
    .bus_address_i(bus_address_i),
    .bus_wdata_i(bus_wdata_i),
    .bus_valid_o(bus_valid_o),
    .bus_error_o(bus_error_o),
    .rdata_o(reg_rdata),
    .write_o(reg_write),
    .wdata_o(reg_wdata),
    .counter_select_o(counter_select),
    .counter_offset_o(counter_offset),
    .ways_hit_o(ways_hit),
    .count_hit_o(count_hit),
    .entry_o(entry),
    .group_hit_o(group_hit),
    .group_o(bus_group),
    .group_word_o(bus_word),
    .enable_o(enable),
    .live_o(live),
    .iterations_o(iterations),
    .timeout_o(timeout),
    .hash_seed_o(hash_seed),
    .refresh_o(refresh),
    .clear_counters_o(clear_counters),
    .inject_drop_credit_o(inject_drop_credit),
    .inject_poison_o(inject_poison),
    .dropped_i(dropped != '0),
    .job_done_i(job_done),
    .job_timed_out_i(job_timed_out),
    .job_poisoned_i(job_poisoned),
    .copies_i(copies),
    .irq_o(irq_o),
    .settled_o(irq_settled)
  );

  always_comb begin
    bus_rdata_o = '0;
    if (bus_valid_o) begin
      bus_rdata_o = reg_rdata | route_rdata;
      for (int p = 0; p < Ports; p++) bus_rdata_o = bus_rdata_o | counter_rdata[p];
    end
  end

  // ------------------------------------------------------------------------------------------------------ lookups
  logic [Ports-1:0]       header;
  logic [Ports-1:0]       header_operand;
  logic [SrcBits-1:0]     src     [Ports];
  logic [DstBits-1:0]     dst     [Ports];
  logic [AddressBits-1:0] address [Ports];
  logic [GroupBits-1:0]   group   [Ports];
  logic [TagBits-1:0]     tag     [Ports];
  logic [BytesBits-1:0]   bytes   [Ports];
  logic [Ports-1:0]       route_any, route_live;
  logic [PortWidth-1:0]   route_output [Ports];
  logic [Ports-1:0]       group_any, group_some_live, group_all_live;
  logic [Ports-1:0]       group_mask [Ports];
  logic [Ports-1:0]       member_match;

  su_route #(
    .Ports(Ports), .PortWidth(PortWidth), .Groups(Groups), .GroupWidth(GroupWidth), .HasGroups(HasGroups)
  ) u_route (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .live_i(live),
    .seed_i(hash_seed),
    .header_i(header),
    .src_i(src),
    .dst_i(dst),
    .address_i(address),
    .group_i(group),
    .route_any_o(route_any),
    .route_live_o(route_live),
    .route_output_o(route_output),
    .group_any_o(group_any),
    .group_some_live_o(group_some_live),
    .group_all_live_o(group_all_live),
    .group_mask_o(group_mask),
    .ways_hit_i(ways_hit),
    .count_hit_i(count_hit),
    .group_hit_i(group_hit),
    .write_i(reg_write),
    .entry_i(entry),
    .bus_group_i(bus_group),
    .bus_word_i(bus_word),
    .wdata_i(reg_wdata),
    .rdata_o(route_rdata)
  );

  // -------------------------------------------------------------------------------------------------------- ports
  logic [Ports-1:0]      sink, sink_poison, operand, operand_last;
  logic [TagBits-1:0]    operand_tag   [Ports];
  logic [Ports-1:0]      operand_valid, operand_read;
  logic [IndexWidth-1:0] operand_entry;
  logic [1:0]            operand_flit;
  logic [FlitBits-1:0]   operand_data  [Ports];

  logic [Ports:0]        pop;
  logic [1:0]            pop_vc        [Ports + 1];
  logic [PortWidth-1:0]  pop_output    [Ports + 1];
  logic [Ports:0]        gone, shown, next;
  logic [1:0]            shown_vc      [Ports + 1];
  logic [PortWidth-1:0]  shown_output  [Ports + 1];
  logic [PortWidth-1:0]  next_output   [Ports + 1];

  logic [Ports-1:0]      reach         [Ports];
  logic [Ports-1:0]      mc_valid, mc_reduce, mc_started, mc_popped;
  logic [Ports-1:0]      mc_remaining  [Ports];
  logic [1:0]            mc_vc         [Ports];
  logic [BytesBits-1:0]  mc_bytes      [Ports];

  logic [Ports-1:0]      ring_take, ring_choose, ring_release, ring_full, ring_used, ring_waiting;
  logic [TagBits-1:0]    ring_tag      [Ports];
  logic [RingWidth-1:0]  ring_newest   [Ports];
  logic [RingWidth-1:0]  ring_oldest   [Ports];
  logic [Ports-1:0]      oldest_set    [Ports];
  logic [HeaderBits-1:0] oldest_info   [Ports];
  logic [TagBits-1:0]    entry_tag     [Ports];  // of the reduce read at the head

  logic [SlotWidth-1:0]  start_slot    [Inputs];
  logic [2:0]            start_total   [Inputs];
  logic [Inputs-1:0]     open;
  logic [SlotWidth-1:0]  open_slot     [Inputs];
  logic [2:0]            open_count    [Inputs];
  logic [Inputs-1:0]     read;
  logic [SlotWidth-1:0]  read_slot     [Inputs];
  logic [2:0]            read_index    [Inputs];
  logic [FlitBits-1:0]   read_data     [Inputs];
  logic [Inputs-1:0]     give;
  logic [1:0]            transfer_vc   [Inputs];
  logic [Inputs-1:0]     rewrite;
  logic [TagBits-1:0]    rewrite_tag   [Inputs];

  logic [V-1:0]          sender_ok     [Ports];
  logic [V-1:0]          credit_take   [Ports];
  logic [Ports-1:0]      xo_valid;
  logic [InputWidth-1:0] source        [Ports];
  logic [Ports-1:0]      sent_flit, sent_head, sent_tail, dead_head, credit_wait;
  logic [1:0]            sent_vc       [Ports];
  logic [Ports-1:0]      port_busy;

  for (genvar p = 0; p < Ports; p++) begin : gen_port
    // Crossbar register of the output.
    logic                xo_head_q;
    logic                xo_tail_q;
    logic [FlitBits-1:0] xo_data_q;

    always_ff @(posedge clk_i) begin
      if (sent_flit[p]) begin
        xo_head_q <= sent_head[p];
        xo_tail_q <= sent_tail[p];
        xo_data_q <= read_data[source[p]];
      end
    end

    su_port #(
      .Ports(Ports), .VirtualChannels(V), .SlotsPerVc(SlotsPerVc), .EgressPad(EgressPad),
      .PortWidth(PortWidth), .SlotWidth(SlotWidth), .RingEntries(Entries), .RingWidth(RingWidth),
      .IndexWidth(IndexWidth), .Fifo(Fifo), .HasGroups(HasGroups)
    ) u_port (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .rx_valid_i(rx_valid_i[p]),
      .rx_head_i(rx_head_i[p]),
      .rx_tail_i(rx_tail_i[p]),
      .rx_data_i(rx_data_i[p]),
      .rx_credit_valid_i(rx_credit_valid_i[p]),
      .rx_credit_vc_i(rx_credit_vc_i[p]),
      .rx_credit_limit_i(rx_credit_limit_i[p]),
      .tx_valid_o(tx_valid_o[p]),
      .tx_head_o(tx_head_o[p]),
      .tx_tail_o(tx_tail_o[p]),
      .tx_data_o(tx_data_o[p]),
      .tx_credit_valid_o(tx_credit_valid_o[p]),
      .tx_credit_vc_o(tx_credit_vc_o[p]),
      .tx_credit_limit_o(tx_credit_limit_o[p]),
      .enable_i(enable[p]),
      .refresh_i(refresh),
      .inject_drop_credit_i(inject_drop_credit[p]),
      .inject_poison_i(inject_poison[p]),
      .header_o(header[p]),
      .header_operand_o(header_operand[p]),
      .src_o(src[p]),
      .dst_o(dst[p]),
      .address_o(address[p]),
      .group_o(group[p]),
      .tag_o(tag[p]),
      .bytes_o(bytes[p]),
      .route_any_i(route_any[p]),
      .route_live_i(route_live[p]),
      .route_output_i(route_output[p]),
      .group_any_i(group_any[p]),
      .group_some_live_i(group_some_live[p]),
      .group_all_live_i(group_all_live[p]),
      .group_mask_i(group_mask[p]),
      .live_i(live),
      .member_match_i(member_match[p]),
      .sink_o(sink[p]),
      .sink_poison_o(sink_poison[p]),
      .operand_o(operand[p]),
      .operand_tag_o(operand_tag[p]),
      .operand_last_o(operand_last[p]),
      .operand_valid_i(operand_valid[p]),
      .operand_read_i(operand_read[p]),
      .operand_entry_i(operand_entry),
      .operand_flit_i(operand_flit),
      .operand_data_o(operand_data[p]),
      .pop_i(pop[p]),
      .pop_vc_i(pop_vc[p]),
      .pop_output_i(pop_output[p]),
      .gone_o(gone[p]),
      .shown_o(shown[p]),
      .shown_vc_o(shown_vc[p]),
      .shown_output_o(shown_output[p]),
      .next_o(next[p]),
      .next_output_o(next_output[p]),
      .reach_i(reach[p]),
      .multicast_valid_o(mc_valid[p]),
      .multicast_remaining_o(mc_remaining[p]),
      .multicast_vc_o(mc_vc[p]),
      .multicast_reduce_o(mc_reduce[p]),
      .multicast_started_o(mc_started[p]),
      .multicast_popped_o(mc_popped[p]),
      .multicast_bytes_o(mc_bytes[p]),
      .ring_take_i(ring_take[p]),
      .ring_tag_i(ring_tag[p]),
      .ring_choose_i(ring_choose[p]),
      .ring_release_i(ring_release[p]),
      .ring_full_o(ring_full[p]),
      .ring_used_o(ring_used[p]),
      .ring_waiting_o(ring_waiting[p]),
      .ring_newest_o(ring_newest[p]),
      .ring_oldest_o(ring_oldest[p]),
      .ring_oldest_set_o(oldest_set[p]),
      .ring_oldest_info_o(oldest_info[p]),
      .entry_tag_o(entry_tag[p]),
      .start_slot_o(start_slot[p]),
      .start_total_o(start_total[p]),
      .open_o(open[p]),
      .open_slot_o(open_slot[p]),
      .open_count_o(open_count[p]),
      .read_i(read[p]),
      .read_slot_i(read_slot[p]),
      .read_index_i(read_index[p]),
      .rewrite_i(rewrite[p]),
      .rewrite_tag_i(rewrite_tag[p]),
      .read_data_o(read_data[p]),
      .free_i(give[p]),
      .free_vc_i(transfer_vc[p]),
      .credit_ok_o(sender_ok[p]),
      .credit_take_i(credit_take[p]),
      .xo_valid_i(xo_valid[p]),
      .xo_head_i(xo_head_q),
      .xo_tail_i(xo_tail_q),
      .xo_data_i(xo_data_q),
      .sent_flit_i(sent_flit[p]),
      .sent_head_i(sent_head[p]),
      .sent_vc_i(sent_vc[p]),
      .dead_head_i(dead_head[p]),
      .credit_wait_i(credit_wait[p]),
      .clear_counters_i(clear_counters),
      .counter_select_i(counter_select[p]),
      .counter_write_i(reg_write),
      .counter_offset_i(counter_offset),
      .counter_wdata_i(reg_wdata),
      .counter_rdata_o(counter_rdata[p]),
      .dropped_o(dropped[p]),
      .busy_o(port_busy[p])
    );
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) xo_valid <= '0;
    else xo_valid <= sent_flit;
  end

  // -------------------------------------------------------------------------------------------- match and transfer
  logic [Inputs-1:0]     input_free;
  logic [Ports-1:0]      output_free;
  logic [Ports-1:0]      complete;
  logic [Inputs-1:0]     start;
  logic [1:0]            start_vc      [Inputs];
  logic [Inputs-1:0]     start_last;
  logic [Inputs-1:0]     start_rewrite;
  logic [TagBits-1:0]    start_tag     [Inputs];
  logic [Ports-1:0]      listen;
  logic [InputWidth-1:0] listen_to     [Ports];
  logic                  transfer_busy;

  su_match #(
    .Ports(Ports), .VirtualChannels(V), .Inputs(Inputs), .PortWidth(PortWidth), .InputWidth(InputWidth),
    .Allocator(Allocator), .MaxIterations(MaxIterations), .HasGroups(HasGroups)
  ) u_match (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .iterations_i(iterations),
    .live_i(live),
    .input_free_i(input_free),
    .output_free_i(output_free),
    .sender_ok_i(sender_ok),
    .gone_i(gone),
    .next_i(next),
    .next_output_i(next_output),
    .shown_i(shown),
    .shown_vc_i(shown_vc),
    .shown_output_i(shown_output),
    .pop_o(pop),
    .pop_vc_o(pop_vc),
    .pop_output_o(pop_output),
    .multicast_valid_i(mc_valid),
    .multicast_reduce_i(mc_reduce),
    .multicast_started_i(mc_started),
    .multicast_popped_i(mc_popped),
    .multicast_remaining_i(mc_remaining),
    .multicast_vc_i(mc_vc),
    .ring_full_i(ring_full),
    .reach_o(reach),
    .ring_take_o(ring_take),
    .complete_o(complete),
    .copies_o(copies),
    .start_o(start),
    .start_vc_o(start_vc),
    .start_last_o(start_last),
    .start_rewrite_o(start_rewrite),
    .listen_o(listen),
    .listen_to_o(listen_to),
    .credit_take_o(credit_take),
    .credit_wait_o(credit_wait)
  );

  for (genvar i = 0; i < Ports; i++) begin : gen_start_tag
    assign start_tag[i] = entry_tag[i];
  end

  su_transfer #(
    .Ports(Ports), .Inputs(Inputs), .InputWidth(InputWidth), .SlotWidth(SlotWidth)
  ) u_transfer (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(start),
    .start_slot_i(start_slot),
    .start_total_i(start_total),
    .start_vc_i(start_vc),
    .start_last_i(start_last),
    .start_rewrite_i(start_rewrite),
    .start_tag_i(start_tag),
    .listen_i(listen),
    .listen_to_i(listen_to),
    .live_i(live),
    .open_i(open),
    .open_slot_i(open_slot),
    .open_count_i(open_count),
    .read_o(read),
    .read_slot_o(read_slot),
    .read_index_o(read_index),
    .rewrite_o(rewrite),
    .rewrite_tag_o(rewrite_tag),
    .free_o(give),
    .vc_o(transfer_vc),
    .input_free_o(input_free),
    .output_free_o(output_free),
    .source_o(source),
    .sent_tail_o(sent_tail),
    .sent_flit_o(sent_flit),
    .sent_head_o(sent_head),
    .sent_vc_o(sent_vc),
    .dead_head_o(dead_head),
    .busy_o(transfer_busy)
  );

  // ---------------------------------------------------------------------------------------------------- reduction
  logic reduction_busy;

  if (HasGroups) begin : gen_reduction
    assign start_tag[Ports]  = '0;
    assign open[Ports]       = 1'b0;
    assign open_slot[Ports]  = '0;
    assign open_count[Ports] = '0;

    su_reduction #(
      .Ports(Ports), .VirtualChannels(V), .Entries(ReductionEntries), .ReduceLatency(ReduceLatency),
      .ResultSlots(ResultSlots), .PortWidth(PortWidth), .IndexWidth(IndexWidth),
      .RingWidth(RingWidth), .SlotWidth(SlotWidth), .Fifo(Fifo)
    ) u_reduction (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .timeout_i(timeout),
      .used_i(ring_used),
      .waiting_i(ring_waiting),
      .newest_i(ring_newest),
      .oldest_i(ring_oldest),
      .oldest_set_i(oldest_set),
      .oldest_info_i(oldest_info),
      .choose_o(ring_choose),
      .release_o(ring_release),
      .next_tag_o(ring_tag),
      .take_i(ring_take),
      .take_set_i(mc_remaining),
      .take_bytes_i(mc_bytes),
      .complete_i(complete),
      .complete_tag_i(entry_tag),
      .header_i(header_operand),
      .tag_i(tag),
      .bytes_i(bytes),
      .match_o(member_match),
      .sink_i(sink),
      .sink_poison_i(sink_poison),
      .operand_i(operand),
      .operand_tag_i(operand_tag),
      .operand_last_i(operand_last),
      .operand_valid_o(operand_valid),
      .operand_read_o(operand_read),
      .operand_entry_o(operand_entry),
      .operand_flit_o(operand_flit),
      .operand_data_i(operand_data),
      .pop_i(pop[Ports]),
      .pop_vc_i(pop_vc[Ports]),
      .pop_output_i(pop_output[Ports]),
      .pop_slot_o(start_slot[Ports]),
      .pop_total_o(start_total[Ports]),
      .gone_o(gone[Ports]),
      .shown_o(shown[Ports]),
      .shown_vc_o(shown_vc[Ports]),
      .shown_output_o(shown_output[Ports]),
      .next_o(next[Ports]),
      .next_output_o(next_output[Ports]),
      .read_i(read[Ports]),
      .read_slot_i(read_slot[Ports]),
      .read_index_i(read_index[Ports]),
      .read_data_o(read_data[Ports]),
      .give_i(give[Ports]),
      .job_done_o(job_done),
      .job_timed_out_o(job_timed_out),
      .job_poisoned_o(job_poisoned),
      .busy_o(reduction_busy)
    );
  end else begin : gen_no_reduction
    assign ring_choose         = '0;
    assign ring_release        = '0;
    assign member_match        = '0;
    assign gone[Ports]         = 1'b0;
    assign shown[Ports]        = 1'b0;
    assign shown_vc[Ports]     = '0;
    assign shown_output[Ports] = '0;
    assign next[Ports]         = 1'b0;
    assign next_output[Ports]  = '0;
    assign job_done            = 1'b0;
    assign operand_valid       = '0;
    assign operand_read        = '0;
    assign operand_entry       = '0;
    assign operand_flit        = '0;
    assign job_timed_out       = 1'b0;
    assign job_poisoned        = 1'b0;
    assign reduction_busy      = 1'b0;
    for (genvar p = 0; p < Ports; p++) begin : gen_tag
      assign ring_tag[p] = '0;
    end
  end

  // --------------------------------------------------------------------------------------------------------- idle
  logic egress_busy;
  if (EgressPad == 0) begin : gen_no_pad
    assign egress_busy = xo_valid != '0;
  end else begin : gen_pad
    // Ticks until the youngest flit has left the delay lines.
    localparam int unsigned PadWidth = $clog2(EgressPad + 1);
    logic [PadWidth-1:0] pad_q;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) pad_q <= '0;
      else if (xo_valid != '0) pad_q <= PadWidth'(EgressPad);
      else if (pad_q != '0) pad_q <= pad_q - PadWidth'(1);
    end
    assign egress_busy = xo_valid != '0 || pad_q != '0;
  end

  assign idle_o = port_busy == '0 && !transfer_busy && !egress_busy && !reduction_busy && !bus_valid_o && irq_settled;

endmodule
