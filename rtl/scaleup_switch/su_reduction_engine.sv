// SPDX-License-Identifier: Apache-2.0
// Runs one reduction job at a time: chooses the next ready port in cyclic order, has one flit per cycle summed over the
// members' operands (su_reduction_fold) and sends header and flits through the latency line to the result slots. A timed-out entry becomes
// an error response without data.
// Latency: a job begins in the cycle after the decision; a flit whose operands are read in cycle t is written at the edge of cycle
// t + ReduceLatency. Throughput: one flit per cycle, jobs back to back.
// Back-pressure: no job starts while ResultSlots results wait for their outputs.
`include "assertions.svh"
module su_reduction_engine
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned Ports         = 4,
  parameter int unsigned PortWidth     = 2,  // bits of a port number
  parameter int unsigned IndexWidth    = 6,  // bits of an entry index
  parameter int unsigned ReduceLatency = 6,
  parameter int unsigned ResultWidth   = 3   // bits of a result slot number
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  // oldest entries
  input  logic [Ports-1:0]       ready_i,
  output logic                   choose_o,
  output logic [PortWidth-1:0]   choose_port_o,
  input  logic [IndexWidth-1:0]  choose_index_i,
  input  logic                   choose_timed_out_i,
  input  logic [Ports-1:0]       choose_set_i,
  input  logic [HeaderBits-1:0]  choose_request_i,   // header of the reduce read
  output logic                   release_o,
  output logic [PortWidth-1:0]   release_port_o,
  output logic [IndexWidth-1:0]  release_index_o,
  output logic                   release_timed_out_o,
  input  logic                   release_poison_i,
  // operands
  output logic [Ports-1:0]       read_o,
  output logic [IndexWidth-1:0]  read_entry_o,
  output logic [1:0]             read_flit_o,
  output logic                   fold_o,             // the operands read in the previous cycle are to be summed
  output logic [Ports-1:0]       fold_members_o,
  output logic [1:0]             fold_dtype_o,
  input  logic [FlitBits-1:0]    sum_i,
  // result slots
  input  logic                   slot_free_i,        // fewer than ResultSlots are taken
  input  logic [ResultWidth-1:0] slot_i,             // the one that choose_o takes
  output logic                   result_valid_o,     // written in this cycle
  output logic                   result_first_o,     // with the header; the packet is complete enough to queue
  output logic                   result_data_o,      // with a data flit
  output logic [1:0]             result_flit_o,      // number of it
  output logic [ResultWidth-1:0] result_slot_o,
  output logic [2:0]             result_total_o,     // flits of the packet
  output logic [PortWidth-1:0]   result_port_o,      // requester
  output logic [HeaderBits-1:0]  result_header_o,
  output logic [FlitBits-1:0]    result_flit_data_o,
  output logic                   busy_o
);

  localparam int unsigned VcLsb      = OpBits;
  localparam int unsigned SrcLsb     = VcLsb + VcBits;
  localparam int unsigned DstLsb     = SrcLsb + SrcBits;
  localparam int unsigned TagLsb     = DstLsb + DstBits;
  localparam int unsigned BytesLsb   = TagLsb + TagBits;
  localparam int unsigned AddressLsb = BytesLsb + BytesBits;
  localparam int unsigned GroupLsb   = AddressLsb + AddressBits;
  localparam int unsigned DtypeLsb   = GroupLsb + GroupBits;
  localparam int unsigned PoisonLsb  = DtypeLsb + DtypeBits;
  localparam int unsigned StatusLsb  = PoisonLsb + PoisonBits;

  logic                   busy_q;
  logic [PortWidth-1:0]   port_q;
  logic [IndexWidth-1:0]  index_q;
  logic                   timed_out_q;
  logic [Ports-1:0]       set_q;
  logic [HeaderBits-1:0]  request_q;
  logic [ResultWidth-1:0] slot_q;
  logic [1:0]             flit_q;
  logic [1:0]             last_flit_q;
  logic [Ports-1:0]       at_or_after_q;

  // Decision.
  logic [Ports-1:0] chosen;
  logic [Ports-1:0] after_chosen;
  logic             last;

  rr_arbiter #(.Width(Ports)) u_arbiter (
    .request_i(ready_i),
    .at_or_after_i(at_or_after_q),
    .grant_o(chosen),
    .next_o(after_chosen)
  );

  assign last          = busy_q && flit_q == last_flit_q;
  assign choose_o      = (!busy_q || last) && slot_free_i && ready_i != '0;
  assign choose_port_o = PortWidth'($countones(chosen - Ports'(1)));

  // Number of the last data flit of 1 to 256 bytes.
  logic [1:0] choose_last_flit;
  assign choose_last_flit = 2'((choose_request_i[BytesLsb +: BytesBits] - BytesBits'(1)) >> 6);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      busy_q        <= 1'b0;
      port_q        <= '0;
      index_q       <= '0;
      timed_out_q   <= 1'b0;
      set_q         <= '0;
      request_q     <= '0;
      slot_q        <= '0;
      flit_q        <= '0;
      last_flit_q   <= '0;
      at_or_after_q <= '1;
    end else if (choose_o) begin
      busy_q        <= 1'b1;
      port_q        <= choose_port_o;
      index_q       <= choose_index_i;
      timed_out_q   <= choose_timed_out_i;
      set_q         <= choose_set_i;
      request_q     <= choose_request_i;
      slot_q        <= slot_i;
      flit_q        <= '0;
      last_flit_q   <= choose_timed_out_i ? 2'd0 : choose_last_flit;
      at_or_after_q <= after_chosen;
    end else if (busy_q) begin
      busy_q <= !last;
      flit_q <= flit_q + 2'd1;
    end
  end

  assign release_o           = last;
  assign release_port_o      = port_q;
  assign release_index_o     = index_q;
  assign release_timed_out_o = timed_out_q;

  // Operands are read in the job's cycles and summed one later.
  logic computes;

  assign computes     = busy_q && !timed_out_q;
  assign read_o       = computes ? set_q : '0;
  assign read_entry_o = index_q;
  assign read_flit_o  = flit_q;

  // Answer's header: the request's, turned around.
  logic [HeaderBits-1:0] header;
  always_comb begin
    header = request_q;
    header[0 +: OpBits]               = timed_out_q ? OpErrorResponse : OpReduceResponse;
    header[VcLsb]                     = 1'b1;
    header[DstLsb +: DstBits]         = request_q[SrcLsb +: SrcBits];
    header[PoisonLsb]                 = release_poison_i;
    header[StatusLsb +: StatusBits]   = timed_out_q ? StatusBits'(StatusTimeout) : StatusBits'(StatusOk);
    header[HeaderBits-1]              = 1'b0;  // ack
    if (timed_out_q) header[BytesLsb +: BytesBits] = '0;
  end

  // Latency line.
  localparam int unsigned TagWidth = 1 + 1 + 2 + ResultWidth + 3 + PortWidth + HeaderBits;
  logic [2:0] total;
  assign total = timed_out_q ? 3'd1 : 3'd2 + 3'(last_flit_q);

  logic                valid_q;
  logic [TagWidth-1:0] tag_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
      fold_o  <= 1'b0;
    end else begin
      valid_q <= busy_q;
      fold_o  <= computes;
    end
  end
  always_ff @(posedge clk_i) begin
    if (busy_q) begin
      tag_q          <= {flit_q == '0, !timed_out_q, flit_q, slot_q, total, port_q, header};
      fold_members_o <= set_q;
      fold_dtype_o   <= request_q[DtypeLsb +: DtypeBits];
    end
  end

  delay_line #(.Depth(ReduceLatency - 1), .Width(FlitBits), .TagWidth(TagWidth)) u_latency (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .valid_i(valid_q),
    .tag_i(tag_q),
    .data_i(sum_i),
    .valid_o(result_valid_o),
    .tag_o({result_first_o, result_data_o, result_flit_o, result_slot_o, result_total_o, result_port_o,
            result_header_o}),
    .data_o(result_flit_data_o)
  );

  assign busy_o = busy_q;

  `LINKWRIGHT_ASSERT(ReadyPortsOnly, !choose_o || (chosen & ready_i) != '0)

endmodule
