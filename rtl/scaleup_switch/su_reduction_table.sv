// SPDX-License-Identifier: Apache-2.0
// State of outstanding reductions by entry: checks member responses, tracks who has answered and tells the engine whose
// oldest entry can be reduced or has timed out. The rings that order the entries are su_reduction_ring.
// Latency: checks combinational, changes at the edge. Throughput: every port may take an entry, have a response checked
// and finish an operand in the same cycle; one entry is released per cycle.
// Back-pressure: none here; a full ring keeps further reduce reads of its port in their queue.
`include "assertions.svh"
module su_reduction_table
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned Ports      = 4,
  parameter int unsigned Entries    = 16,  // per port
  parameter int unsigned PortWidth  = 2,   // bits of a port number
  parameter int unsigned IndexWidth = 6,   // bits of an entry index, clog2(Ports * Entries)
  parameter int unsigned RingWidth  = 4    // bits of an entry's place in its ring
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic [31:0]           now_i,
  input  logic [31:0]           timeout_i,                // 0: never
  // rings, per requester port
  input  logic [Ports-1:0]      waiting_i,                // there is an oldest entry that is no job yet
  input  logic [RingWidth-1:0]  newest_i    [Ports],
  input  logic [RingWidth-1:0]  oldest_i    [Ports],
  output logic [TagBits-1:0]    next_tag_o  [Ports],      // of the entry that take_i takes
  input  logic [Ports-1:0]      take_i,
  input  logic [Ports-1:0]      take_set_i  [Ports],      // members
  input  logic [BytesBits-1:0]  take_bytes_i [Ports],
  input  logic [Ports-1:0]      complete_i,               // all member reads of the port's reduce read are matched
  input  logic [TagBits-1:0]    complete_tag_i [Ports],
  // member responses, per receiving port
  input  logic [Ports-1:0]      header_i,
  input  logic [TagBits-1:0]    tag_i       [Ports],
  input  logic [BytesBits-1:0]  bytes_i     [Ports],
  output logic [Ports-1:0]      match_o,
  input  logic [Ports-1:0]      sink_i,                   // accepted
  input  logic [Ports-1:0]      sink_poison_i,
  input  logic [Ports-1:0]      operand_i,                // a data flit of an accepted one
  input  logic [TagBits-1:0]    operand_tag_i [Ports],
  input  logic [Ports-1:0]      operand_last_i,
  output logic [Ports-1:0]      operand_valid_o,          // its entry is still the one answered
  // engine
  output logic [Ports-1:0]      ready_o,
  input  logic [PortWidth-1:0]  choose_port_i,
  output logic [IndexWidth-1:0] choose_index_o,
  output logic                  choose_timed_out_o,
  input  logic                  release_i,                // the job ends
  input  logic [IndexWidth-1:0] release_index_i,
  output logic                  release_poison_o          // of the entry release_index_i
);

  localparam int unsigned Total      = Ports * Entries;
  localparam int unsigned Generation = TagBits - IndexWidth;

  // Per entry.
  logic [Ports-1:0]      pending_q    [Total];
  logic [Ports-1:0]      pending_d    [Total];
  logic [Generation-1:0] generation_q [Total];
  logic [Generation-1:0] generation_d [Total];
  logic [BytesBits-1:0]  bytes_q      [Total];
  logic [BytesBits-1:0]  bytes_d      [Total];
  logic [31:0]           start_q      [Total];
  logic [31:0]           start_d      [Total];
  logic [Total-1:0]      active_q, active_d;
  logic [Total-1:0]      poison_q, poison_d;
  logic [Total-1:0]      sent_q,   sent_d;     // its reduce read left the queue

  // Checks of member responses.
  logic [IndexWidth-1:0] asked;
  always_comb begin
    match_o = '0;
    asked   = '0;
    if (header_i != '0) begin
      for (int p = 0; p < Ports; p++) begin
        if (header_i[p]) begin
          asked = tag_i[p][IndexWidth-1:0];
          if (32'(asked) < Total) begin
            match_o[p] = active_q[asked] && generation_q[asked] == tag_i[p][TagBits-1:IndexWidth]
                      && pending_q[asked][p] && bytes_q[asked] == bytes_i[p];
          end
        end
      end
    end
  end

  // The entry that the port would take next.
  logic [IndexWidth-1:0] next_index [Ports];
  always_comb begin
    for (int p = 0; p < Ports; p++) begin
      next_index[p] = IndexWidth'(p * Entries) + IndexWidth'(newest_i[p]);
      next_tag_o[p] = {generation_q[next_index[p]], next_index[p]};
    end
  end

  // Changes of the entries.
  logic [IndexWidth-1:0] at;
  logic                  changes;
  assign changes = take_i != '0 || complete_i != '0 || sink_i != '0 || operand_i != '0 || release_i;

  always_comb begin
    pending_d       = pending_q;
    generation_d    = generation_q;
    bytes_d         = bytes_q;
    start_d         = start_q;
    active_d        = active_q;
    poison_d        = poison_q;
    sent_d          = sent_q;
    operand_valid_o = '0;
    at              = '0;
    if (changes) begin
      if (release_i) begin
        active_d[release_index_i]     = 1'b0;
        generation_d[release_index_i] = generation_q[release_index_i] + Generation'(1);
      end
      for (int p = 0; p < Ports; p++) begin
        if (sink_i[p] && sink_poison_i[p]) poison_d[tag_i[p][IndexWidth-1:0]] = 1'b1;
        if (operand_i[p]) begin
          at = operand_tag_i[p][IndexWidth-1:0];
          if (generation_q[at] == operand_tag_i[p][TagBits-1:IndexWidth]) begin
            operand_valid_o[p] = 1'b1;
            if (operand_last_i[p]) pending_d[at][p] = 1'b0;
          end
        end
      end
      for (int p = 0; p < Ports; p++) begin
        if (take_i[p]) begin
          at            = next_index[p];
          pending_d[at] = take_set_i[p];
          bytes_d[at]   = take_bytes_i[p];
          start_d[at]   = now_i;
          active_d[at]  = 1'b1;
          poison_d[at]  = 1'b0;
          sent_d[at]    = complete_i[p];
        end else if (complete_i[p]) begin
          sent_d[complete_tag_i[p][IndexWidth-1:0]] = 1'b1;
        end
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      pending_q    <= '{default: '0};
      generation_q <= '{default: '0};
      bytes_q      <= '{default: '0};
      start_q      <= '{default: '0};
      active_q     <= '0;
      poison_q     <= '0;
      sent_q       <= '0;
    end else if (changes) begin
      pending_q    <= pending_d;
      generation_q <= generation_d;
      bytes_q      <= bytes_d;
      start_q      <= start_d;
      active_q     <= active_d;
      poison_q     <= poison_d;
      sent_q       <= sent_d;
    end
  end

  // Who can be reduced.
  logic [IndexWidth-1:0] oldest;
  always_comb begin
    ready_o = '0;
    oldest  = '0;
    if (waiting_i != '0) begin
      for (int p = 0; p < Ports; p++) begin
        if (waiting_i[p]) begin
          oldest     = IndexWidth'(p * Entries) + IndexWidth'(oldest_i[p]);
          ready_o[p] = sent_q[oldest] && (pending_q[oldest] == '0
                    || (timeout_i != '0 && now_i - start_q[oldest] >= timeout_i));
        end
      end
    end
  end

  assign choose_index_o     = IndexWidth'(32'(choose_port_i) * Entries) + IndexWidth'(oldest_i[choose_port_i]);
  assign choose_timed_out_o = pending_q[choose_index_o] != '0;
  assign release_poison_o   = poison_q[release_index_i];

endmodule
