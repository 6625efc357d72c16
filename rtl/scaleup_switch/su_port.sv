// SPDX-License-Identifier: Apache-2.0
// Everything that belongs to one port: ingress, packet slots, unicast queues, the group queue, the ring of its
// outstanding reductions and their operands, both sides of the credits, the egress delay and the counters. Wiring only.
// Latency, throughput and back-pressure: see the modules it instantiates.
`include "assertions.svh"
module su_port
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned Ports           = 4,
  parameter int unsigned VirtualChannels = 2,
  parameter int unsigned SlotsPerVc      = 16,
  parameter int unsigned EgressPad       = 0,
  parameter int unsigned PortWidth       = 2,
  parameter int unsigned SlotWidth       = 5,
  parameter int unsigned RingEntries     = 16,   // outstanding reductions, at least 1
  parameter int unsigned RingWidth       = 4,
  parameter int unsigned IndexWidth      = 6,    // bits of an entry index
  parameter bit          Fifo            = 1'b0,
  parameter bit          HasGroups       = 1'b1
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  // wires
  input  logic                  rx_valid_i,
  input  logic                  rx_head_i,
  input  logic                  rx_tail_i,
  input  logic [FlitBits-1:0]   rx_data_i,
  input  logic                  rx_credit_valid_i,
  input  logic [1:0]            rx_credit_vc_i,
  input  logic [CreditBits-1:0] rx_credit_limit_i,
  output logic                  tx_valid_o,
  output logic                  tx_head_o,
  output logic                  tx_tail_o,
  output logic [FlitBits-1:0]   tx_data_o,
  output logic                  tx_credit_valid_o,
  output logic [1:0]            tx_credit_vc_o,
  output logic [CreditBits-1:0] tx_credit_limit_o,
  // control
  input  logic                  enable_i,
  input  logic                  refresh_i,
  input  logic                  inject_drop_credit_i,
  input  logic                  inject_poison_i,
  // lookups
  output logic                  header_o,
  output logic                  header_operand_o,  // of a member response
  output logic [SrcBits-1:0]    src_o,
  output logic [DstBits-1:0]    dst_o,
  output logic [AddressBits-1:0] address_o,
  output logic [GroupBits-1:0]  group_o,
  output logic [TagBits-1:0]    tag_o,
  output logic [BytesBits-1:0]  bytes_o,
  input  logic                  route_any_i,
  input  logic                  route_live_i,
  input  logic [PortWidth-1:0]  route_output_i,
  input  logic                  group_any_i,
  input  logic                  group_some_live_i,
  input  logic                  group_all_live_i,
  input  logic [Ports-1:0]      group_mask_i,
  input  logic [Ports-1:0]      live_i,
  input  logic                  member_match_i,
  // reduction operands
  output logic                  sink_o,
  output logic                  sink_poison_o,
  output logic                  operand_o,
  output logic [TagBits-1:0]    operand_tag_o,
  output logic                  operand_last_o,
  input  logic                  operand_valid_i,   // its entry still waits for it
  input  logic                  operand_read_i,
  input  logic [IndexWidth-1:0] operand_entry_i,
  input  logic [1:0]            operand_flit_i,
  output logic [FlitBits-1:0]   operand_data_o,
  // unicast queues
  input  logic                  pop_i,
  input  logic [1:0]            pop_vc_i,
  input  logic [PortWidth-1:0]  pop_output_i,
  output logic                  gone_o,
  output logic                  shown_o,
  output logic [1:0]            shown_vc_o,
  output logic [PortWidth-1:0]  shown_output_o,
  output logic                  next_o,
  output logic [PortWidth-1:0]  next_output_o,
  // group queue
  input  logic [Ports-1:0]      reach_i,
  output logic                  multicast_valid_o,
  output logic [Ports-1:0]      multicast_remaining_o,
  output logic [1:0]            multicast_vc_o,
  output logic                  multicast_reduce_o,
  output logic                  multicast_started_o,
  output logic                  multicast_popped_o,
  output logic [BytesBits-1:0]  multicast_bytes_o,
  // ring of outstanding reductions
  input  logic                  ring_take_i,       // by the head of the group queue
  input  logic [TagBits-1:0]    ring_tag_i,        // of the entry that would be taken
  input  logic                  ring_choose_i,
  input  logic                  ring_release_i,
  output logic                  ring_full_o,
  output logic                  ring_used_o,
  output logic                  ring_waiting_o,
  output logic [RingWidth-1:0]  ring_newest_o,
  output logic [RingWidth-1:0]  ring_oldest_o,
  output logic [Ports-1:0]      ring_oldest_set_o,
  output logic [HeaderBits-1:0] ring_oldest_info_o,
  output logic [TagBits-1:0]    entry_tag_o,       // of the entry of the group queue's head
  // transfer
  output logic [SlotWidth-1:0]  start_slot_o,      // of the packet matched in this cycle
  output logic [2:0]            start_total_o,
  output logic                  open_o,
  output logic [SlotWidth-1:0]  open_slot_o,
  output logic [2:0]            open_count_o,
  input  logic                  read_i,
  input  logic [SlotWidth-1:0]  read_slot_i,
  input  logic [2:0]            read_index_i,
  input  logic                  rewrite_i,         // the header leaves as a member read
  input  logic [TagBits-1:0]    rewrite_tag_i,
  output logic [FlitBits-1:0]   read_data_o,
  input  logic                  free_i,
  input  logic [1:0]            free_vc_i,
  // as an output
  output logic [VirtualChannels-1:0] credit_ok_o,
  input  logic [VirtualChannels-1:0] credit_take_i,
  input  logic                  xo_valid_i,
  input  logic                  xo_head_i,
  input  logic                  xo_tail_i,
  input  logic [FlitBits-1:0]   xo_data_i,
  input  logic                  sent_flit_i,
  input  logic                  sent_head_i,
  input  logic [1:0]            sent_vc_i,
  input  logic                  dead_head_i,
  input  logic                  credit_wait_i,
  // counters
  input  logic                  clear_counters_i,
  input  logic                  counter_select_i,
  input  logic                  counter_write_i,
  input  logic [8:0]            counter_offset_i,
  input  logic [31:0]           counter_wdata_i,
  output logic [31:0]           counter_rdata_o,
  output logic                  dropped_o,
  output logic                  busy_o
);
  // One copy of the code for all ports.
  /*verilator no_inline_module*/

  logic [OpBits-1:0]          op;
  logic                       store;
  logic                       store_multicast;
  logic                       store_reduce;
  logic [2:0]                 store_total;
  logic [1:0]                 vc;
  logic                       drop;
  logic [3:0]                 drop_reason;
  logic                       framing;
  logic                       flit;
  logic                       slot_back;
  logic [VirtualChannels-1:0] full;
  logic [SlotWidth-1:0]       new_slot;
  logic                       write;
  logic [SlotWidth-1:0]       write_slot;
  logic [2:0]                 write_index;
  logic [13:0]                level;
  logic                       ingress_busy;
  logic                       slots_used;
  logic                       credit_pending;
  logic [SlotWidth-1:0]       unicast_slot;
  logic [SlotWidth-1:0]       multicast_slot;
  logic [FlitBits-1:0]        slot_data;
  logic [FlitBits-1:0]        write_data;
  logic [1:0]                 operand_index;

  su_ingress #(
    .VirtualChannels(VirtualChannels), .SlotWidth(SlotWidth), .HasGroups(HasGroups)
  ) u_ingress (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .rx_valid_i(rx_valid_i),
    .rx_head_i(rx_head_i),
    .rx_tail_i(rx_tail_i),
    .rx_data_i(rx_data_i),
    .enable_i(enable_i),
    .inject_poison_i(inject_poison_i),
    .header_o(header_o),
    .op_o(op),
    .src_o(src_o),
    .dst_o(dst_o),
    .address_o(address_o),
    .group_o(group_o),
    .tag_o(tag_o),
    .bytes_o(bytes_o),
    .route_any_i(route_any_i),
    .route_live_i(route_live_i),
    .group_any_i(group_any_i),
    .group_some_live_i(group_some_live_i),
    .group_all_live_i(group_all_live_i),
    .member_match_i(member_match_i),
    .full_i(full),
    .store_o(store),
    .store_multicast_o(store_multicast),
    .store_reduce_o(store_reduce),
    .store_total_o(store_total),
    .vc_o(vc),
    .sink_o(sink_o),
    .sink_poison_o(sink_poison_o),
    .drop_o(drop),
    .drop_reason_o(drop_reason),
    .framing_o(framing),
    .flit_o(flit),
    .slot_back_o(slot_back),
    .new_slot_i(new_slot),
    .write_o(write),
    .write_slot_o(write_slot),
    .write_index_o(write_index),
    .write_data_o(write_data),
    .open_o(open_o),
    .open_slot_o(open_slot_o),
    .open_count_o(open_count_o),
    .operand_o(operand_o),
    .operand_tag_o(operand_tag_o),
    .operand_index_o(operand_index),
    .operand_last_o(operand_last_o),
    .busy_o(ingress_busy)
  );

  assign header_operand_o = header_o && op == OpMemberResponse;

  su_slots #(
    .VirtualChannels(VirtualChannels), .SlotsPerVc(SlotsPerVc), .SlotWidth(SlotWidth)
  ) u_slots (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .take_i(store),
    .take_vc_i(vc),
    .take_total_i(store_total),
    .take_slot_o(new_slot),
    .full_o(full),
    .take_level_o(level),
    .free_i(free_i),
    .free_vc_i(free_vc_i),
    .free_slot_i(read_slot_i),
    .write_i(write),
    .write_slot_i(write_slot),
    .write_index_i(write_index),
    .write_data_i(write_data),
    .read_i(read_i),
    .read_slot_i(read_slot_i),
    .read_index_i(read_index_i),
    .read_data_o(slot_data),
    .total_slot_i(start_slot_o),
    .total_o(start_total_o),
    .used_o(slots_used)
  );

  su_queues #(
    .Outputs(Ports), .VirtualChannels(VirtualChannels), .Slots(VirtualChannels * SlotsPerVc), .SlotWidth(SlotWidth),
    .PortWidth(PortWidth), .Fifo(Fifo)
  ) u_queues (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .append_i(store && !store_multicast),
    .append_vc_i(vc),
    .append_output_i(route_output_i),
    .append_slot_i(new_slot),
    .pop_i(pop_i),
    .pop_vc_i(pop_vc_i),
    .pop_output_i(pop_output_i),
    .pop_slot_o(unicast_slot),
    .gone_o(gone_o),
    .shown_o(shown_o),
    .next_o(next_o),
    .next_output_o(next_output_o)
  );

  assign shown_vc_o     = vc;
  assign shown_output_o = route_output_i;

  if (HasGroups) begin : gen_groups
    logic                  reduce;
    logic [HeaderBits-1:0] request;

    su_multicast_queue #(
      .Ports(Ports), .Slots(VirtualChannels * SlotsPerVc), .SlotWidth(SlotWidth), .InfoWidth(HeaderBits)
    ) u_multicast_queue (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .append_i(store_multicast),
      .append_slot_i(new_slot),
      .append_set_i(store_reduce ? group_mask_i : group_mask_i & live_i),
      .append_info_i(write_data[HeaderBits-1:0]),
      .reach_i(reach_i),
      .valid_o(multicast_valid_o),
      .slot_o(multicast_slot),
      .remaining_o(multicast_remaining_o),
      .info_o(request),
      .started_o(multicast_started_o),
      .popped_o(multicast_popped_o)
    );
    assign reduce              = request[OpBits-1:0] == OpReduceRead;
    assign multicast_vc_o      = request[OpBits +: VcBits];
    assign multicast_reduce_o  = reduce;
    assign multicast_bytes_o   = request[OpBits + VcBits + SrcBits + DstBits + TagBits +: BytesBits];
    assign start_slot_o        = pop_i ? unicast_slot : multicast_slot;

    su_reduction_ring #(
      .Ports(Ports), .Entries(RingEntries), .RingWidth(RingWidth), .InfoWidth(HeaderBits)
    ) u_ring (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .take_i(ring_take_i),
      .take_set_i(multicast_remaining_o),
      .take_info_i(request),
      .choose_i(ring_choose_i),
      .release_i(ring_release_i),
      .full_o(ring_full_o),
      .used_o(ring_used_o),
      .waiting_o(ring_waiting_o),
      .newest_o(ring_newest_o),
      .oldest_o(ring_oldest_o),
      .oldest_set_o(ring_oldest_set_o),
      .oldest_info_o(ring_oldest_info_o)
    );

    su_operands #(.Total(Ports * RingEntries), .IndexWidth(IndexWidth)) u_operands (
      .clk_i(clk_i),
      .write_i(operand_valid_i),
      .write_entry_i(operand_tag_o[IndexWidth-1:0]),
      .write_flit_i(operand_index),
      .write_data_i(write_data),
      .read_i(operand_read_i),
      .read_entry_i(operand_entry_i),
      .read_flit_i(operand_flit_i),
      .read_data_o(operand_data_o)
    );

    // The tag is kept, because the entry may be answered and released before the last member read leaves.
    logic [TagBits-1:0] held_tag_q;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) held_tag_q <= '0;
      else if (ring_take_i) held_tag_q <= ring_tag_i;
    end
    assign entry_tag_o = multicast_started_o ? held_tag_q : ring_tag_i;

    always_comb begin
      read_data_o = slot_data;
      if (rewrite_i && read_index_i == '0) begin
        read_data_o[0 +: OpBits]                                    = OpMemberRead;
        read_data_o[OpBits + VcBits + SrcBits + DstBits +: TagBits] = rewrite_tag_i;
      end
    end
  end else begin : gen_no_groups
    assign multicast_slot        = '0;
    assign multicast_valid_o     = 1'b0;
    assign multicast_remaining_o = '0;
    assign multicast_vc_o        = '0;
    assign multicast_reduce_o    = 1'b0;
    assign multicast_started_o   = 1'b0;
    assign multicast_popped_o    = 1'b0;
    assign multicast_bytes_o     = '0;
    assign ring_full_o           = 1'b0;
    assign ring_used_o           = 1'b0;
    assign ring_waiting_o        = 1'b0;
    assign ring_newest_o         = '0;
    assign ring_oldest_o         = '0;
    assign ring_oldest_set_o     = '0;
    assign ring_oldest_info_o    = '0;
    assign entry_tag_o           = '0;
    assign operand_data_o        = '0;
    assign start_slot_o          = unicast_slot;
    assign read_data_o           = slot_data;
  end

  // Credits.
  logic [VirtualChannels-1:0] back;
  logic [VirtualChannels-1:0] freed;
  assign back  = slot_back ? VirtualChannels'(1) << vc : '0;
  assign freed = free_i ? VirtualChannels'(1) << free_vc_i : '0;

  credit_receiver #(
    .VirtualChannels(VirtualChannels), .CreditBits(CreditBits), .Slots(SlotsPerVc)
  ) u_credit_receiver (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .free_a_i(back),
    .free_b_i(freed),
    .refresh_i(refresh_i),
    .lose_next_i(inject_drop_credit_i),
    .pending_o(credit_pending),
    .credit_valid_o(tx_credit_valid_o),
    .credit_vc_o(tx_credit_vc_o),
    .credit_limit_o(tx_credit_limit_o)
  );

  credit_sender #(
    .VirtualChannels(VirtualChannels), .CreditBits(CreditBits)
  ) u_credit_sender (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .update_valid_i(rx_credit_valid_i),
    .update_vc_i(rx_credit_vc_i),
    .update_limit_i(rx_credit_limit_i),
    .take_i(credit_take_i),
    .ok_o(credit_ok_o)
  );

  // Egress.
  delay_line #(.Depth(EgressPad), .Width(FlitBits), .TagWidth(2)) u_egress (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .valid_i(xo_valid_i),
    .tag_i({xo_head_i, xo_tail_i}),
    .data_i(xo_data_i),
    .valid_o(tx_valid_o),
    .tag_o({tx_head_o, tx_tail_o}),
    .data_o(tx_data_o)
  );

  su_port_counters #(.VirtualChannels(VirtualChannels)) u_counters (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .clear_i(clear_counters_i),
    .select_i(counter_select_i),
    .write_i(counter_write_i),
    .offset_i(counter_offset_i),
    .wdata_i(counter_wdata_i),
    .rdata_o(counter_rdata_o),
    .rx_flit_i(flit),
    .rx_packet_i(store || sink_o),
    .rx_vc_i(vc),
    .stored_i(store),
    .level_i(level),
    .tx_flit_i(sent_flit_i),
    .tx_packet_i(sent_head_i),
    .tx_vc_i(sent_vc_i),
    .credit_wait_i(credit_wait_i),
    .framing_i(framing),
    .drop_i(drop),
    .drop_reason_i(drop_reason),
    .egress_dead_i(dead_head_i)
  );

  assign dropped_o = framing || drop || dead_head_i;
  assign busy_o    = ingress_busy || slots_used || credit_pending || tx_credit_valid_o;

  `LINKWRIGHT_ASSERT(NoCreditBeyondSlots, !store || 32'(level) <= SlotsPerVc)

endmodule
