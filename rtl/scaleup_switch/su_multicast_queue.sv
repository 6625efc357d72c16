// SPDX-License-Identifier: Apache-2.0
// Queue of one input's group packets (multicast writes and reduce reads) in order of arrival, with the set of outputs
// the head packet still has to reach.
// Latency: a packet appended at an edge can be matched in the next cycle. Throughput: one append per cycle and one
// match of any number of outputs per cycle. Back-pressure: none; slots bound the population.
`include "assertions.svh"
module su_multicast_queue #(
  parameter int unsigned Ports     = 4,
  parameter int unsigned Slots     = 32,  // packet slots of the input
  parameter int unsigned SlotWidth = 5,   // bits of a slot number
  parameter int unsigned InfoWidth = 8    // bits of what is remembered of the header
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 append_i,
  input  logic [SlotWidth-1:0] append_slot_i,
  input  logic [Ports-1:0]     append_set_i,    // outputs to reach
  input  logic [InfoWidth-1:0] append_info_i,
  input  logic [Ports-1:0]     reach_i,         // outputs matched in this cycle, a subset of remaining_o
  output logic                 valid_o,         // there is a head packet; the rest describes it
  output logic [SlotWidth-1:0] slot_o,
  output logic [Ports-1:0]     remaining_o,
  output logic [InfoWidth-1:0] info_o,
  output logic                 started_o,       // matched before
  output logic                 popped_o         // reach_i completes it
);

  logic [SlotWidth-1:0] next_mem [Slots];
  logic [Ports-1:0]     set_mem  [Slots];
  logic [InfoWidth-1:0] info_mem [Slots];

  logic                 valid_q;
  logic [SlotWidth-1:0] head_q;
  logic [SlotWidth-1:0] tail_q;
  logic [Ports-1:0]     remaining_q;
  logic                 started_q;

  assign valid_o     = valid_q;
  assign slot_o      = head_q;
  assign remaining_o = remaining_q;
  assign info_o      = info_mem[head_q];
  assign started_o   = started_q;
  assign popped_o    = reach_i != '0 && (remaining_q & ~reach_i) == '0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q     <= 1'b0;
      head_q      <= '0;
      tail_q      <= '0;
      remaining_q <= '0;
      started_q   <= 1'b0;
    end else begin
      if (popped_o) begin
        started_q <= 1'b0;
        if (head_q != tail_q) begin
          head_q      <= next_mem[head_q];
          remaining_q <= set_mem[next_mem[head_q]];
        end else if (append_i) begin
          head_q      <= append_slot_i;
          remaining_q <= append_set_i;
        end else begin
          valid_q     <= 1'b0;
          remaining_q <= '0;
        end
      end else if (reach_i != '0) begin
        started_q   <= 1'b1;
        remaining_q <= remaining_q & ~reach_i;
      end
      if (append_i) begin
        tail_q <= append_slot_i;
        if (!valid_q) begin
          valid_q     <= 1'b1;
          head_q      <= append_slot_i;
          remaining_q <= append_set_i;
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (append_i) begin
      set_mem[append_slot_i]  <= append_set_i;
      info_mem[append_slot_i] <= append_info_i;
      if (valid_q) next_mem[tail_q] <= append_slot_i;
    end
  end

  `LINKWRIGHT_ASSERT(ReachesOnlyRemaining, (reach_i & ~remaining_q) == '0)

endmodule
