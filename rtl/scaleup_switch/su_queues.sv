// SPDX-License-Identifier: Apache-2.0
// Queues of one allocator input: linked lists of packet slots, one per (virtual channel, output), or one per virtual
// channel when Fifo is set (then a packet remembers its output and only heads are visible).
// It reports how the visible set of requests changes, so that the view per output can be kept without a transposition:
// `gone` (the popped one has no successor for that output), `shown` (a packet became a head) and `next` (FIFO only: the
// packet behind a popped one became a head).
// Latency: a packet appended at an edge can be matched in the next cycle. Throughput: one append and one pop per cycle.
// Back-pressure: none; slots bound the population.
`include "assertions.svh"
module su_queues #(
  parameter int unsigned Outputs         = 4,
  parameter int unsigned VirtualChannels = 2,
  parameter int unsigned Slots           = 32,  // packet slots of the input
  parameter int unsigned SlotWidth       = 5,   // bits of a slot number
  parameter int unsigned PortWidth       = 2,   // bits of an output number
  parameter bit          Fifo            = 1'b0 // one queue per channel
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 append_i,
  input  logic [1:0]           append_vc_i,
  input  logic [PortWidth-1:0] append_output_i,
  input  logic [SlotWidth-1:0] append_slot_i,
  input  logic                 pop_i,
  input  logic [1:0]           pop_vc_i,
  input  logic [PortWidth-1:0] pop_output_i,
  output logic [SlotWidth-1:0] pop_slot_o,
  output logic                 gone_o,         // (pop_vc_i, pop_output_i) is no request any more
  output logic                 shown_o,        // (append_vc_i, append_output_i) is one now
  output logic                 next_o,         // (pop_vc_i, next_output_o) is one now
  output logic [PortWidth-1:0] next_output_o
);

  localparam int unsigned Queues     = Fifo ? VirtualChannels : VirtualChannels * Outputs;
  localparam int unsigned QueueWidth = (Queues > 1) ? $clog2(Queues) : 1;

  logic [SlotWidth-1:0] head_mem [Queues];
  logic [SlotWidth-1:0] tail_mem [Queues];
  logic [SlotWidth-1:0] next_mem [Slots];
  logic [Queues-1:0]    filled_q;

  logic [QueueWidth-1:0] append_queue;
  logic [QueueWidth-1:0] pop_queue;
  logic                  append_to_empty;
  logic                  pop_last;    // the popped packet is the only one of its queue
  logic                  same;        // both act on one queue
  logic [SlotWidth-1:0]  successor;

  if (Fifo) begin : gen_fifo
    assign append_queue = QueueWidth'(append_vc_i);
    assign pop_queue    = QueueWidth'(pop_vc_i);
  end else begin : gen_voq
    assign append_queue = QueueWidth'(32'(append_vc_i) * Outputs + 32'(append_output_i));
    assign pop_queue    = QueueWidth'(32'(pop_vc_i) * Outputs + 32'(pop_output_i));
  end

  assign pop_slot_o      = head_mem[pop_queue];
  assign successor       = next_mem[pop_slot_o];
  assign pop_last        = pop_slot_o == tail_mem[pop_queue];
  assign same            = append_i && pop_i && append_queue == pop_queue;
  assign append_to_empty = !filled_q[append_queue] || (same && pop_last);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      filled_q <= '0;
    end else begin
      if (pop_i && pop_last) filled_q[pop_queue] <= 1'b0;
      if (append_i) filled_q[append_queue] <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (pop_i && !pop_last) head_mem[pop_queue] <= successor;
    if (append_i) begin
      tail_mem[append_queue] <= append_slot_i;
      if (append_to_empty) head_mem[append_queue] <= append_slot_i;
      else next_mem[tail_mem[append_queue]] <= append_slot_i;
    end
  end

  if (Fifo) begin : gen_remember_output
    logic [PortWidth-1:0] output_mem [Slots];
    always_ff @(posedge clk_i) begin
      if (append_i) output_mem[append_slot_i] <= append_output_i;
    end
    assign gone_o        = pop_i;
    assign next_o        = pop_i && !pop_last;
    assign next_output_o = output_mem[successor];
    assign shown_o       = append_i && append_to_empty;
  end else begin : gen_queue_per_output
    assign gone_o        = pop_i && pop_last && !same;
    assign next_o        = 1'b0;
    assign next_output_o = '0;
    assign shown_o       = append_i && !filled_q[append_queue];
  end

  `LINKWRIGHT_ASSERT(PopsOnlyPackets, !pop_i || filled_q[pop_queue])

endmodule
