// SPDX-License-Identifier: Apache-2.0
// In-network reduction: state of the outstanding reductions, engine, and the results waiting for outputs,
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
  parameter int unsigned IndexWidth      = 6,   // bits of an entry index, clog2(Ports * Entries)
  parameter int unsigned RingWidth       = 4,   // bits of an entry's place in its ring
  parameter int unsigned SlotWidth       = 5,   // bits of a slot number, at least those of a result slot
  parameter bit          Fifo            = 1'b0
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic [31:0]           timeout_i,
  // rings, per requester port
  input  logic [Ports-1:0]      used_i,
  input  logic [Ports-1:0]      waiting_i,
  input  logic [RingWidth-1:0]  newest_i [Ports],
  input  logic [RingWidth-1:0]  oldest_i [Ports],
  input  logic [Ports-1:0]      oldest_set_i  [Ports],
  input  logic [HeaderBits-1:0] oldest_info_i [Ports],
  output logic [Ports-1:0]      choose_o,
  output logic [Ports-1:0]      release_o,
  // reduce reads being matched, per requester port
  output logic [TagBits-1:0]    next_tag_o [Ports],
  input  logic [Ports-1:0]      take_i,
  input  logic [Ports-1:0]      take_set_i [Ports],
  input  logic [BytesBits-1:0]  take_bytes_i [Ports],
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
  input  logic [Ports-1:0]      operand_last_i,
  output logic [Ports-1:0]      operand_valid_o,
  // operand memories, beside the ports
  output logic [Ports-1:0]      operand_read_o,
  output logic [IndexWidth-1:0] operand_entry_o,
  output logic [1:0]            operand_flit_o,
  input  logic [FlitBits-1:0]   operand_data_i  [Ports],  // one cycle after the read
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

  localparam int unsigned ResultWidth = (ResultSlots > 1) ? $clog2(ResultSlots) : 1;

  logic [31:0] now_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) now_q <= '0;
    else now_q <= now_q + 32'd1;
  end

  logic [Ports-1:0]      ready;
  logic                  choose;
  logic [PortWidth-1:0]  choose_port;
  logic [IndexWidth-1:0] choose_index;
  logic                  choose_timed_out;
  logic [PortWidth-1:0]  release_port;
  logic [IndexWidth-1:0] release_index;

  su_reduction_table #(
    .Ports(Ports), .Entries(Entries), .PortWidth(PortWidth), .IndexWidth(IndexWidth), .RingWidth(RingWidth)
  ) u_table (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .now_i(now_q),
    .timeout_i(timeout_i),
    .waiting_i(waiting_i),
    .newest_i(newest_i),
    .oldest_i(oldest_i),
    .next_tag_o(next_tag_o),
    .take_i(take_i),
    .take_set_i(take_set_i),
    .take_bytes_i(take_bytes_i),
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
    .operand_valid_o(operand_valid_o),
    .ready_o(ready),
    .choose_port_i(choose_port),
    .choose_index_o(choose_index),
    .choose_timed_out_o(choose_timed_out),
    .release_i(job_done_o),
    .release_index_i(release_index),
    .release_poison_o(job_poisoned_o)
  );

  // Sums.
  logic                fold;
  logic [Ports-1:0]    fold_members;
  logic [1:0]          fold_dtype;
  logic [FlitBits-1:0] sum;

  su_reduction_fold #(.Ports(Ports)) u_fold (
    .valid_i(fold),
    .members_i(fold_members),
    .dtype_i(fold_dtype),
    .operand_i(operand_data_i),
    .sum_o(sum)
  );

  assign choose_o  = choose ? Ports'(1) << choose_port : '0;
  assign release_o = job_done_o ? Ports'(1) << release_port : '0;

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
    .choose_set_i(oldest_set_i[choose_port]),
    .choose_request_i(oldest_info_i[choose_port]),
    .release_o(job_done_o),
    .release_port_o(release_port),
    .release_index_o(release_index),
    .release_timed_out_o(job_timed_out_o),
    .release_poison_i(job_poisoned_o),
    .read_o(operand_read_o),
    .read_entry_o(operand_entry_o),
    .read_flit_o(operand_flit_o),
    .fold_o(fold),
    .fold_members_o(fold_members),
    .fold_dtype_o(fold_dtype),
    .sum_i(sum),
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

  assign busy_o = used_i != '0 || engine_busy || results_used;

endmodule
