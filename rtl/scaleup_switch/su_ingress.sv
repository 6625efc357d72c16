// SPDX-License-Identifier: Apache-2.0
// Ingress of one port: captures a flit, tracks packet boundaries by the header's count, decodes the header and decides
// whether the packet is stored, sunk as a reduction operand, or dropped with a reason.
// Latency: capture register, then everything in the next cycle; the lookups it asks for are answered combinationally in
// that cycle. Throughput: one flit per cycle. Back-pressure: none, credits keep the sender from overrunning the slots;
// one who sends without credit loses the packet (credit_overflow).
`include "assertions.svh"
module su_ingress
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned VirtualChannels = 2,
  parameter int unsigned SlotWidth       = 5,    // bits of a slot number
  parameter bit          HasGroups       = 1'b1  // group operations exist
) (
  input  logic                       clk_i,
  input  logic                       rst_ni,
  // wires of the port
  input  logic                       rx_valid_i,
  input  logic                       rx_head_i,
  input  logic                       rx_tail_i,
  input  logic [FlitBits-1:0]        rx_data_i,
  // control
  input  logic                       enable_i,         // PORT_CONTROL.enable
  input  logic                       inject_poison_i,  // poison the next stored header
  // lookups, answered in the same cycle
  output logic                       header_o,         // a header is in the register: the fields below are its
  output logic [OpBits-1:0]          op_o,
  output logic [SrcBits-1:0]         src_o,
  output logic [DstBits-1:0]         dst_o,
  output logic [AddressBits-1:0]     address_o,
  output logic [GroupBits-1:0]       group_o,
  output logic [TagBits-1:0]         tag_o,
  output logic [BytesBits-1:0]       bytes_o,
  input  logic                       route_any_i,      // the destination has a routing entry
  input  logic                       route_live_i,     // with a live way
  input  logic                       group_any_i,      // the group has members
  input  logic                       group_some_live_i,
  input  logic                       group_all_live_i,
  input  logic                       member_match_i,   // a reduction entry waits for this response
  input  logic [VirtualChannels-1:0] full_i,           // no free slot, per channel
  // verdict
  output logic                       store_o,          // header accepted into a slot
  output logic                       store_multicast_o,
  output logic                       store_reduce_o,
  output logic [2:0]                 store_total_o,    // flits of the packet
  output logic [1:0]                 vc_o,             // channel of the header
  output logic                       sink_o,           // header of an accepted member response
  output logic                       sink_poison_o,
  output logic                       drop_o,
  output logic [3:0]                 drop_reason_o,
  output logic                       framing_o,        // a flit whose flags contradict the count
  output logic                       flit_o,           // a flit was taken
  output logic                       slot_back_o,      // the credit returns at once, channel vc_o
  // slot writes and the packet being received
  input  logic [SlotWidth-1:0]       new_slot_i,       // slot that store_o takes
  output logic                       write_o,
  output logic [SlotWidth-1:0]       write_slot_o,
  output logic [2:0]                 write_index_o,
  output logic [FlitBits-1:0]        write_data_o,
  output logic                       open_o,           // a stored packet is incomplete
  output logic [SlotWidth-1:0]       open_slot_o,
  output logic [2:0]                 open_count_o,     // flits of it written so far
  // operand writes
  output logic                       operand_o,        // data flit of a sunk packet
  output logic [TagBits-1:0]         operand_tag_o,    // tag of its header
  output logic [1:0]                 operand_index_o,
  output logic                       operand_last_o,
  output logic                       busy_o            // flit captured or packet incomplete
);

  localparam int unsigned VcIndex = $clog2(VirtualChannels);

  typedef enum logic [1:0] {ModeDiscard, ModeStore, ModeSink} mode_e;

  logic                valid_q;
  logic                head_q;
  logic                tail_q;
  logic [FlitBits-1:0] data_q;

  logic [3:0]           left_q;    // data flits still to come
  logic [2:0]           index_q;   // flits of the packet taken so far
  mode_e                mode_q;
  logic [SlotWidth-1:0] slot_q;
  logic [TagBits-1:0]   tag_q;     // of the packet being sunk
  logic                 poison_q;  // injection request

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) valid_q <= 1'b0;
    else valid_q <= rx_valid_i;
  end
  always_ff @(posedge clk_i) begin
    if (rx_valid_i) begin
      head_q <= rx_head_i;
      tail_q <= rx_tail_i;
      data_q <= rx_data_i;
    end
  end

  // Header fields, straight from the flit.
  localparam int unsigned ResponseBit = 4;  // of an operation code
  localparam int unsigned DataBit     = 5;
  localparam int unsigned VcLsb      = OpBits;
  localparam int unsigned SrcLsb     = VcLsb + VcBits;
  localparam int unsigned DstLsb     = SrcLsb + SrcBits;
  localparam int unsigned TagLsb     = DstLsb + DstBits;
  localparam int unsigned BytesLsb   = TagLsb + TagBits;
  localparam int unsigned AddressLsb = BytesLsb + BytesBits;
  localparam int unsigned GroupLsb   = AddressLsb + AddressBits;
  localparam int unsigned DtypeLsb   = GroupLsb + GroupBits;
  localparam int unsigned PoisonLsb  = DtypeLsb + DtypeBits;

  assign op_o      = data_q[0 +: OpBits];
  assign vc_o      = data_q[VcLsb +: VcBits];
  assign src_o     = data_q[SrcLsb +: SrcBits];
  assign dst_o     = data_q[DstLsb +: DstBits];
  assign tag_o     = data_q[TagLsb +: TagBits];
  assign bytes_o   = data_q[BytesLsb +: BytesBits];
  assign address_o = data_q[AddressLsb +: AddressBits];
  assign group_o   = data_q[GroupLsb +: GroupBits];

  assign header_o = valid_q && left_q == '0 && head_q;
  assign flit_o   = valid_q;
  assign busy_o   = valid_q || left_q != '0;

  // Verdict. Depends on the lookups, hence apart from the decoding above.
  logic [3:0] data_flits;
  logic       vc_exists;
  logic       allowed;  // an accelerator may send it
  logic       bad_operation;
  logic       bad_vc;
  logic       bad_length;
  logic       full;
  logic [1:0] kind;

  always_comb begin
    data_flits        = '0;
    vc_exists         = 1'b0;
    allowed           = 1'b0;
    bad_operation     = 1'b0;
    bad_vc            = 1'b0;
    bad_length        = 1'b0;
    full              = 1'b0;
    kind              = KindUnicast;
    store_o           = 1'b0;
    store_multicast_o = 1'b0;
    store_reduce_o    = 1'b0;
    sink_o            = 1'b0;
    drop_o            = 1'b0;
    drop_reason_o     = '0;
    if (header_o) begin
      case (op_o)
        OpMulticastWrite: kind = KindMulticast;
        OpReduceRead:     kind = KindReduce;
        OpMemberResponse: kind = KindOperand;
        default:          kind = KindUnicast;
      endcase
      case (op_o)
        OpRead, OpReduceRead, OpWrite, OpAtomic, OpMulticastWrite, OpWriteResponse, OpErrorResponse, OpReadResponse,
        OpAtomicResponse, OpMemberResponse: allowed = 1'b1;
        default:                            allowed = 1'b0;
      endcase
      data_flits    = op_o[DataBit] ? 4'((10'(bytes_o) + 10'd63) >> 6) : 4'd0;
      vc_exists     = 32'(vc_o) < VirtualChannels;
      full          = vc_exists && full_i[VcIndex'(vc_o)];
      bad_operation = !allowed || (!HasGroups && kind != KindUnicast)
                   || (op_o == OpReduceRead && data_q[DtypeLsb +: DtypeBits] == 2'd3);
      bad_vc        = !vc_exists || vc_o[0] != op_o[ResponseBit]
                   || (op_o == OpReduceRead && 32'({vc_o[1], 1'b1}) >= VirtualChannels);
      bad_length    = bytes_o > 9'(MaxPayloadBytes)
                   || (bytes_o == '0 && op_o != OpWriteResponse && op_o != OpErrorResponse);
      drop_o = 1'b1;
      if (!enable_i)                                        drop_reason_o = 4'(DropPortDisabled);
      else if (bad_operation)                               drop_reason_o = 4'(DropBadOperation);
      else if (bad_vc)                                      drop_reason_o = 4'(DropBadVc);
      else if (bad_length)                                  drop_reason_o = 4'(DropBadLength);
      else if (kind == KindOperand && !member_match_i)      drop_reason_o = 4'(DropStaleResponse);
      else if (kind != KindOperand && full)                 drop_reason_o = 4'(DropCreditOverflow);
      else if (kind == KindUnicast && !route_any_i)         drop_reason_o = 4'(DropNoRoute);
      else if ((kind == KindMulticast || kind == KindReduce) && !group_any_i)
                                                            drop_reason_o = 4'(DropBadGroup);
      else if ((kind == KindUnicast && !route_live_i) || (kind == KindMulticast && !group_some_live_i)
               || (kind == KindReduce && !group_all_live_i)) drop_reason_o = 4'(DropLinkDown);
      else drop_o = 1'b0;
      sink_o            = !drop_o && kind == KindOperand;
      store_o           = !drop_o && kind != KindOperand;
      store_multicast_o = store_o && kind != KindUnicast;
      store_reduce_o    = store_o && kind == KindReduce;
    end
  end

  assign store_total_o = 3'd1 + data_flits[2:0];
  assign sink_poison_o = data_q[PoisonLsb];
  assign slot_back_o   = sink_o || (drop_o && vc_exists);

  // Flags against the count.
  always_comb begin
    framing_o = 1'b0;
    if (valid_q) begin
      if (left_q != '0)  framing_o = head_q || tail_q != (left_q == 4'd1);
      else if (!head_q)  framing_o = 1'b1;
      else               framing_o = tail_q != (data_flits == '0);
    end
  end

  // Data flits of the packet in progress.
  logic data_beat;
  assign data_beat       = valid_q && left_q != '0;
  assign write_o         = store_o || (data_beat && mode_q == ModeStore);
  assign write_slot_o    = store_o ? new_slot_i : slot_q;
  assign write_index_o   = store_o ? 3'd0 : index_q;
  assign operand_o       = data_beat && mode_q == ModeSink;
  assign operand_tag_o   = tag_q;
  assign operand_index_o = index_q[1:0] - 2'd1;
  assign operand_last_o  = left_q == 4'd1;
  assign open_o          = left_q != '0 && mode_q == ModeStore;
  assign open_slot_o     = slot_q;
  assign open_count_o    = index_q;

  always_comb begin
    write_data_o = data_q;
    if (store_o && poison_q) write_data_o[PoisonLsb] = 1'b1;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      left_q   <= '0;
      index_q  <= '0;
      mode_q   <= ModeDiscard;
      slot_q   <= '0;
      tag_q    <= '0;
      poison_q <= 1'b0;
    end else begin
      if (header_o) begin
        left_q  <= data_flits;
        index_q <= 3'd1;
        mode_q  <= store_o ? ModeStore : sink_o ? ModeSink : ModeDiscard;
        if (store_o) slot_q <= new_slot_i;
        if (sink_o) tag_q <= tag_o;
        if (store_o) poison_q <= 1'b0;
      end else if (data_beat) begin
        left_q  <= left_q - 4'd1;
        index_q <= index_q + 3'd1;
      end
      if (inject_poison_i) poison_q <= 1'b1;
    end
  end

  `LINKWRIGHT_ASSERT(OneVerdict, !header_o || (32'(store_o) + 32'(sink_o) + 32'(drop_o) == 1))
  `LINKWRIGHT_ASSERT(StoredPacketsFit, !(data_beat && mode_q != ModeDiscard) || index_q <= 3'd4)

endmodule
