// SPDX-License-Identifier: Apache-2.0
// In-network reduction: table of outstanding reductions, operand memories, engine, and the results waiting for outputs,
// which make the reduction unit one more input (number Ports) of the allocator. Wiring only.
// Latency, throughput and back-pressure: see su_reduction_table, su_reduction_engine and su_results.
`include "assertions.svh"
module su_reduction
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned Ports           = 4,
  parameter int unsigned VirtualChannels = 2,
  parameter int unsigned Entries         = 16,
  parameter int unsigned ReduceLatency   = 6,
  parameter int unsigned ResultSlots     = 8,
  parameter int unsigned PortWidth       = 2,   // bits of a port number
  parameter int unsigned SlotWidth       = 5,   // bits of a slot number, at least those of a result slot
  parameter bit          Fifo            = 1'b0
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic [31:0]           timeout_i,
  // reduce reads being matched, per requester port
  output logic [Ports-1:0]      full_o,
  output logic [TagBits-1:0]    next_tag_o [Ports],
  input  logic [Ports-1:0]      take_i,
  input  logic [Ports-1:0]      take_set_i     [Ports],
  input  logic [HeaderBits-1:0] take_request_i [Ports],
  input  logic [Ports-1:0]      complete_i,
  input  logic [TagBits-1:0]    complete_tag_i [Ports],
  // member responses, per receiving port
  input  logic [Ports-1:0]      header_i,
  input  logic [TagBits-1:0]    tag_i   [Ports],
  input  logic [BytesBits-1:0]  bytes_i [Ports],
  output logic [Ports-1:0]      match_o,
  input  logic [Ports-1:0]      sink_i,
  input  logic [Ports-1:0]      sink_poison_i,
  input  logic [Ports-1:0]      operand_i,
  input  logic [TagBits-1:0]    operand_tag_i   [Ports],
  input  logic [1:0]            operand_index_i [Ports],
  input  logic [Ports-1:0]      operand_last_i,
  input  logic [FlitBits-1:0]   operand_data_i  [Ports],
  // allocator input Ports
  input  logic                  pop_i,
  input  logic [1:0]            pop_vc_i,
  input  logic [PortWidth-1:0]  pop_output_i,
  output logic [SlotWidth-1:0]  pop_slot_o,
  output logic [2:0]            pop_total_o,
  output logic                  gone_o,
  output logic                  shown_o,
  output logic [1:0]            shown_vc_o,
  output logic [PortWidth-1:0]  shown_output_o,
  output logic                  next_o,
  output logic [PortWidth-1:0]  next_output_o,
  input  logic                  read_i,
  input  logic [SlotWidth-1:0]  read_slot_i,
  input  logic [2:0]            read_index_i,
  output logic [FlitBits-1:0]   read_data_o,
  input  logic                  give_i,
  // events
  output logic                  job_done_o,
  output logic                  job_timed_out_o,
  output logic                  job_poisoned_o,
  output logic                  busy_o
);

  localparam int unsigned IndexWidth  = $clog2(Ports * Entries);
  localparam int unsigned ResultWidth = (ResultSlots > 1) ? $clog2(ResultSlots) : 1;

  logic [31:0] now_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) now_q <= '0;
    else now_q <= now_q + 32'd1;
  end

  logic [BytesBits-1:0] take_bytes [Ports];
  for (genvar p = 0; p < Ports; p++) begin : gen_take
    assign take_bytes[p] = take_request_i[p][OpBits + VcBits + SrcBits + DstBits + TagBits +: BytesBits];
  end

  logic [Ports-1:0]      ready;
  logic                  choose;
  logic [PortWidth-1:0]  choose_port;
  logic [IndexWidth-1:0] choose_index;
  logic                  choose_timed_out;
  logic [Ports-1:0]      choose_set;
  logic [HeaderBits-1:0] choose_request;
  logic [PortWidth-1:0]  release_port;
  logic [IndexWidth-1:0] release_index;
  logic [Ports-1:0]      operand_valid;
  logic                  table_busy;

  su_reduction_table #(
    .Ports(Ports), .Entries(Entries), .PortWidth(PortWidth), .IndexWidth(IndexWidth), .InfoWidth(HeaderBits)
  ) u_table (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .now_i(now_q),
    .timeout_i(timeout_i),
    .full_o(full_o),
    .next_tag_o(next_tag_o),
    .take_i(take_i),
    .take_set_i(take_set_i),
    .take_info_i(take_request_i),
    .take_bytes_i(take_bytes),
    .complete_i(complete_i),
    .complete_tag_i(complete_tag_i),
    .header_i(header_i),
    .tag_i(tag_i),
    .bytes_i(bytes_i),
    .match_o(match_o),
    .sink_i(sink_i),
    .sink_poison_i(sink_poison_i),
    .operand_i(operand_i),
    .operand_tag_i(operand_tag_i),
    .operand_last_i(operand_last_i),
    .operand_valid_o(operand_valid),
    .ready_o(ready),
    .choose_i(choose),
    .choose_port_i(choose_port),
    .choose_index_o(choose_index),
    .choose_timed_out_o(choose_timed_out),
    .choose_set_o(choose_set),
    .choose_info_o(choose_request),
    .release_i(job_done_o),
    .release_port_i(release_port),
    .release_index_i(release_index),
    .release_poison_o(job_poisoned_o),
    .busy_o(table_busy)
  );

  // Operands.
  logic [Ports-1:0]      read;
  logic [IndexWidth-1:0] read_entry;
  logic [1:0]            read_flit;
  logic [FlitBits-1:0]   operand [Ports];

  for (genvar p = 0; p < Ports; p++) begin : gen_operands
    su_operands #(.Total(Ports * Entries), .IndexWidth(IndexWidth)) u_operands (
      .clk_i(clk_i),
      .write_i(operand_valid[p]),
      .write_entry_i(operand_tag_i[p][IndexWidth-1:0]),
      .write_flit_i(operand_index_i[p]),
      .write_data_i(operand_data_i[p]),
      .read_i(read[p]),
      .read_entry_i(read_entry),
      .read_flit_i(read_flit),
      .read_data_o(operand[p])
    );
  end

  // Engine.
  logic                   slot_free;
  logic [ResultWidth-1:0] free_slot;
  logic                   result_valid;
  logic                   result_first;
  logic                   result_data;
  logic [1:0]             result_flit;
  logic [ResultWidth-1:0] result_slot;
  logic [2:0]             result_total;
  logic [PortWidth-1:0]   result_port;
  logic [HeaderBits-1:0]  result_header;
  logic [FlitBits-1:0]    result_flit_data;
  logic                   engine_busy;
  logic                   results_used;
  logic [ResultWidth-1:0] pop_slot;

  su_reduction_engine #(
    .Ports(Ports), .PortWidth(PortWidth), .IndexWidth(IndexWidth), .ReduceLatency(ReduceLatency),
    .ResultWidth(ResultWidth)
  ) u_engine (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .ready_i(ready),
    .choose_o(choose),
    .choose_port_o(choose_port),
    .choose_index_i(choose_index),
    .choose_timed_out_i(choose_timed_out),
    .choose_set_i(choose_set),
    .choose_request_i(choose_request),
    .release_o(job_done_o),
    .release_port_o(release_port),
    .release_index_o(release_index),
    .release_timed_out_o(job_timed_out_o),
    .release_poison_i(job_poisoned_o),
    .read_o(read),
    .read_entry_o(read_entry),
    .read_flit_o(read_flit),
    .operand_i(operand),
    .slot_free_i(slot_free),
    .slot_i(free_slot),
    .result_valid_o(result_valid),
    .result_first_o(result_first),
    .result_data_o(result_data),
    .result_flit_o(result_flit),
    .result_slot_o(result_slot),
    .result_total_o(result_total),
    .result_port_o(result_port),
    .result_header_o(result_header),
    .result_flit_data_o(result_flit_data),
    .busy_o(engine_busy)
  );

  su_results #(.ResultSlots(ResultSlots), .ResultWidth(ResultWidth)) u_results (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .free_o(slot_free),
    .free_slot_o(free_slot),
    .take_i(choose),
    .give_i(give_i),
    .give_slot_i(ResultWidth'(read_slot_i)),
    .write_header_i(result_valid && result_first),
    .write_data_i(result_valid && result_data),
    .write_slot_i(result_slot),
    .write_flit_i(result_flit),
    .total_i(result_total),
    .header_i(result_header),
    .data_i(result_flit_data),
    .read_i(read_i),
    .read_slot_i(ResultWidth'(read_slot_i)),
    .read_index_i(read_index_i),
    .read_data_o(read_data_o),
    .total_slot_i(pop_slot),
    .total_o(pop_total_o),
    .used_o(results_used)
  );

  assign shown_vc_o     = result_header[OpBits +: VcBits];
  assign shown_output_o = result_port;

  su_queues #(
    .Outputs(Ports), .VirtualChannels(VirtualChannels), .Slots(ResultSlots), .SlotWidth(ResultWidth),
    .PortWidth(PortWidth), .Fifo(Fifo)
  ) u_queues (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .append_i(result_valid && result_first),
    .append_vc_i(shown_vc_o),
    .append_output_i(result_port),
    .append_slot_i(result_slot),
    .pop_i(pop_i),
    .pop_vc_i(pop_vc_i),
    .pop_output_i(pop_output_i),
    .pop_slot_o(pop_slot),
    .gone_o(gone_o),
    .shown_o(shown_o),
    .next_o(next_o),
    .next_output_o(next_output_o)
  );
  assign pop_slot_o = SlotWidth'(pop_slot);

  assign busy_o = table_busy || engine_busy || results_used;

endmodule
