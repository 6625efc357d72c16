// SPDX-License-Identifier: Apache-2.0
// Transfers in progress. An input reads one flit of its packet per cycle as soon as it is written (cut-through) and every
// output that listens to it registers the flit (the crossbar registers are beside the ports). Payload never passes here:
// an output only remembers which input it listens to.
// Latency: a match at an edge moves the header in the next cycle, on the output registers after it.
// Throughput: one flit per input and output and cycle; an input or output whose last flit is read can be matched in the
// same cycle, so that single-flit packets keep a port busy. Back-pressure: a packet waits for its own late flits only.
`include "assertions.svh"
module su_transfer
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned Ports      = 4,
  parameter int unsigned Inputs     = 5,  // Ports, or Ports + 1 with the reduction unit
  parameter int unsigned InputWidth = 3,  // bits of an allocator input number
  parameter int unsigned SlotWidth  = 5   // bits of a slot number
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  // match of the cycle, per input
  input  logic [Inputs-1:0]     start_i,
  input  logic [SlotWidth-1:0]  start_slot_i    [Inputs],
  input  logic [2:0]            start_total_i   [Inputs],
  input  logic [1:0]            start_vc_i      [Inputs],
  input  logic [Inputs-1:0]     start_last_i,               // the slot is free afterwards
  input  logic [Inputs-1:0]     start_rewrite_i,            // becomes a member read with this tag
  input  logic [TagBits-1:0]    start_tag_i     [Inputs],
  // and per output
  input  logic [Ports-1:0]      listen_i,
  input  logic [InputWidth-1:0] listen_to_i     [Ports],
  input  logic [Ports-1:0]      live_i,
  // packets still being received, per input
  input  logic [Inputs-1:0]     open_i,
  input  logic [SlotWidth-1:0]  open_slot_i     [Inputs],
  input  logic [2:0]            open_count_i    [Inputs],
  // slot reads
  output logic [Inputs-1:0]     read_o,
  output logic [SlotWidth-1:0]  read_slot_o     [Inputs],
  output logic [2:0]            read_index_o    [Inputs],
  output logic [Inputs-1:0]     rewrite_o,
  output logic [TagBits-1:0]    rewrite_tag_o   [Inputs],
  output logic [Inputs-1:0]     free_o,                     // the slot read is given back
  output logic [1:0]            vc_o            [Inputs],
  // availability to the match of this cycle
  output logic [Inputs-1:0]     input_free_o,
  output logic [Ports-1:0]      output_free_o,
  // crossbar of this cycle, per output
  output logic [InputWidth-1:0] source_o        [Ports],
  output logic [Ports-1:0]      sent_tail_o,
  // events of this cycle, per output
  output logic [Ports-1:0]      sent_flit_o,
  output logic [Ports-1:0]      sent_head_o,
  output logic [1:0]            sent_vc_o       [Ports],
  output logic [Ports-1:0]      dead_head_o,                // a packet for an output that was not live
  output logic                  busy_o
);

  logic [Inputs-1:0]    active_q;
  logic [Inputs-1:0]    finishing;
  logic [Inputs-1:0]    at_head;

  for (genvar i = 0; i < Inputs; i++) begin : gen_input
    logic [SlotWidth-1:0] slot_q;
    logic [2:0]           index_q;
    logic [2:0]           total_q;
    logic [1:0]           vc_q;
    logic                 last_q;
    logic                 rewrite_q;
    logic [TagBits-1:0]   tag_q;

    assign at_head[i]      = index_q == '0;
    assign read_o[i]       = active_q[i] && !(open_i[i] && open_slot_i[i] == slot_q && index_q >= open_count_i[i]);
    assign read_slot_o[i]  = slot_q;
    assign read_index_o[i] = index_q;
    assign finishing[i]    = read_o[i] && index_q == total_q - 3'd1;
    assign free_o[i]       = finishing[i] && last_q;
    assign vc_o[i]         = vc_q;
    assign input_free_o[i] = !active_q[i] || finishing[i];

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        active_q[i] <= 1'b0;
        slot_q      <= '0;
        index_q     <= '0;
        total_q     <= '0;
        vc_q        <= '0;
        last_q      <= 1'b0;
        rewrite_q   <= 1'b0;
        tag_q       <= '0;
      end else if (start_i[i]) begin
        active_q[i] <= 1'b1;
        slot_q      <= start_slot_i[i];
        index_q     <= '0;
        total_q     <= start_total_i[i];
        vc_q        <= start_vc_i[i];
        last_q      <= start_last_i[i];
        rewrite_q   <= start_rewrite_i[i];
        tag_q       <= start_tag_i[i];
      end else if (finishing[i]) begin
        active_q[i] <= 1'b0;
      end else if (read_o[i]) begin
        index_q <= index_q + 3'd1;
      end
    end

    assign rewrite_o[i]     = rewrite_q;
    assign rewrite_tag_o[i] = tag_q;

    `LINKWRIGHT_ASSERT(StartsWhenFree, !start_i[i] || input_free_o[i])
  end

  for (genvar o = 0; o < Ports; o++) begin : gen_output
    logic                  listening_q;
    logic                  dead_q;
    logic [InputWidth-1:0] source_q;
    logic                  moves;

    assign moves            = listening_q && read_o[source_q];
    assign output_free_o[o] = !listening_q || finishing[source_q];
    assign sent_flit_o[o]   = moves && !dead_q;
    assign sent_head_o[o]   = sent_flit_o[o] && at_head[source_q];
    assign dead_head_o[o]   = moves && dead_q && at_head[source_q];
    assign sent_tail_o[o]   = finishing[source_q];
    assign sent_vc_o[o]     = vc_o[source_q];
    assign source_o[o]      = source_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        listening_q <= 1'b0;
        dead_q      <= 1'b0;
        source_q    <= '0;
      end else if (listen_i[o]) begin
        listening_q <= 1'b1;
        dead_q      <= !live_i[o];
        source_q    <= listen_to_i[o];
      end else if (output_free_o[o]) begin
        listening_q <= 1'b0;
      end
    end

    `LINKWRIGHT_ASSERT(ListensWhenFree, !listen_i[o] || output_free_o[o])
  end

  assign busy_o = active_q != '0;

endmodule
