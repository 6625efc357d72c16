// SPDX-License-Identifier: Apache-2.0
// The match of a cycle and what it starts: requests from what the queues show and the credits left, the scheduler, and
// for every input and output of the match what transfer, queues, credits and reduction table have to do.
// Latency: combinational, changes at the edge. Throughput: one match of all ports per cycle.
// Back-pressure: an output without credit or busy, and a full ring of reductions, take no part.
`include "assertions.svh"
module su_match
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned Ports           = 4,
  parameter int unsigned VirtualChannels = 2,
  parameter int unsigned Inputs          = 5,    // Ports, or Ports + 1 with the reduction unit
  parameter int unsigned PortWidth       = 2,    // bits of a port number
  parameter int unsigned InputWidth      = 3,    // bits of an allocator input number
  parameter int unsigned Allocator       = AllocIslip,
  parameter int unsigned MaxIterations   = 4,
  parameter bit          HasGroups       = 1'b1  // group operations exist, and an input Ports
) (
  input  logic                       clk_i,
  input  logic                       rst_ni,
  input  logic [2:0]                 iterations_i,
  input  logic [Ports-1:0]           live_i,
  input  logic [Inputs-1:0]          input_free_i,
  input  logic [Ports-1:0]           output_free_i,
  input  logic [VirtualChannels-1:0] sender_ok_i [Ports],          // credit left, per output
  // unicast queues, per allocator input
  input  logic [Ports:0]             gone_i,
  input  logic [Ports:0]             next_i,
  input  logic [PortWidth-1:0]       next_output_i  [Ports + 1],
  input  logic [Ports:0]             shown_i,
  input  logic [1:0]                 shown_vc_i     [Ports + 1],
  input  logic [PortWidth-1:0]       shown_output_i [Ports + 1],
  output logic [Ports:0]             pop_o,
  output logic [1:0]                 pop_vc_o       [Ports + 1],
  output logic [PortWidth-1:0]       pop_output_o   [Ports + 1],
  // group queues, per port
  input  logic [Ports-1:0]           multicast_valid_i,
  input  logic [Ports-1:0]           multicast_reduce_i,
  input  logic [Ports-1:0]           multicast_started_i,
  input  logic [Ports-1:0]           multicast_popped_i,           // answers reach_o
  input  logic [Ports-1:0]           multicast_remaining_i [Ports],
  input  logic [1:0]                 multicast_vc_i [Ports],
  input  logic [Ports-1:0]           ring_full_i,
  output logic [Ports-1:0]           reach_o        [Ports],
  output logic [Ports-1:0]           ring_take_o,                  // the head takes a reduction entry
  output logic [Ports-1:0]           complete_o,                   // all its member reads are matched
  output logic [15:0]                copies_o,                     // packets beyond the first of group packets
  // transfers started, per input and per output
  output logic [Inputs-1:0]          start_o,
  output logic [1:0]                 start_vc_o     [Inputs],
  output logic [Inputs-1:0]          start_last_o,
  output logic [Inputs-1:0]          start_rewrite_o,
  output logic [Ports-1:0]           listen_o,
  output logic [InputWidth-1:0]      listen_to_o    [Ports],
  output logic [VirtualChannels-1:0] credit_take_o  [Ports],
  output logic [Ports-1:0]           credit_wait_o
);

  localparam int unsigned V       = VirtualChannels;
  localparam int unsigned VcIndex = $clog2(V);
  localparam int unsigned Kinds   = V + (HasGroups ? 1 : 0);

  logic [Ports-1:0]      credit_ok [V];
  logic [Ports-1:0]      request   [Ports];
  logic [Ports-1:0]      engine_request;
  logic [Ports-1:0]      unicast_outputs;
  logic [InputWidth-1:0] input_of_output [Ports];
  logic [1:0]            vc_of_output    [Ports];
  logic [Ports-1:0]      ask [Ports];
  logic [Ports-1:0]      asking;
  logic [Ports-1:0]      multicast_outputs;
  logic [Ports-1:0]      multicast_inputs;
  logic [PortWidth-1:0]  multicast_of_output [Ports];
  logic [1:0]            listen_vc [Ports];
  logic                  engine_free;
  logic [Ports-1:0]      group_blocked;               // a reduce read that waits for an entry
  logic [PortWidth-1:0]  visit;
  logic [V*Inputs-1:0]   unicast_claims;
  logic [Kinds*Inputs-1:0] claims;
  logic                  unicast_waiting;
  logic [Ports-1:0]      favour;
  logic [InputWidth+2:0] claim [Ports];                // looked after, {kind, input}
  logic [Ports-1:0]      held_unicast;
  logic [Ports-1:0]      held_group;
  logic [Inputs-1:0]     held_inputs;

  // A dead output takes everything, to drop it.
  always_comb begin
    for (int v = 0; v < V; v++) begin
      for (int o = 0; o < Ports; o++) credit_ok[v][o] = sender_ok_i[o][v] || !live_i[o];
    end
  end

  su_requests #(
    .Ports(Ports), .VirtualChannels(V), .Inputs(Inputs), .PortWidth(PortWidth), .InputWidth(InputWidth),
    .HasEngine(HasGroups)
  ) u_requests (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .gone_i(gone_i),
    .gone_vc_i(pop_vc_o),
    .gone_output_i(pop_output_o),
    .next_i(next_i),
    .next_output_i(next_output_i),
    .shown_i(shown_i),
    .shown_vc_i(shown_vc_i),
    .shown_output_i(shown_output_i),
    .output_free_i(output_free_i),
    .credit_ok_i(credit_ok),
    .request_o(request),
    .engine_request_o(engine_request),
    .credit_wait_o(credit_wait_o),
    .waiting_o(unicast_waiting),
    .visit_i(visit),
    .claims_o(unicast_claims),
    .favour_i(favour),
    .claim_i(claim),
    .held_unicast_i(held_unicast),
    .held_group_i(held_group),
    .held_inputs_i(held_inputs),
    .matched_outputs_i(unicast_outputs),
    .input_of_output_i(input_of_output),
    .vc_of_output_o(vc_of_output)
  );

  su_turns #(
    .Ports(Ports), .VirtualChannels(V), .Inputs(Inputs), .PortWidth(PortWidth), .InputWidth(InputWidth), .Kinds(Kinds)
  ) u_turns (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .waiting_i(unicast_waiting || (HasGroups && multicast_valid_i != '0)),
    .input_free_i(input_free_i),
    .output_free_i(output_free_i),
    .credit_ok_i(credit_ok),
    .group_vc_i(multicast_vc_i),
    .group_blocked_i(group_blocked),
    .visit_o(visit),
    .claims_i(claims),
    .matched_i(listen_o),
    .group_matched_i(multicast_outputs),
    .matched_input_i(listen_to_o),
    .matched_vc_i(listen_vc),
    .favour_o(favour),
    .claim_o(claim),
    .held_unicast_o(held_unicast),
    .held_group_o(held_group),
    .held_inputs_o(held_inputs)
  );

  assign group_blocked = multicast_reduce_i & ~multicast_started_i & ring_full_i;

  if (HasGroups) begin : gen_claims
    logic [Ports-1:0] group_claims;
    always_comb begin
      group_claims = '0;
      if (multicast_valid_i != '0) begin
        for (int p = 0; p < Ports; p++) group_claims[p] = multicast_valid_i[p] && multicast_remaining_i[p][visit];
      end
    end
    assign claims = {1'b0, group_claims, unicast_claims};
  end else begin : gen_no_group_claims
    assign claims = unicast_claims;
  end

  // Group packets: the head asks for the outputs it has not reached yet; a reduce read first needs an entry. A held
  // input asks only for outputs that are held for its group packet, others for none that is held.
  always_comb begin
    asking = '0;
    for (int p = 0; p < Ports; p++) begin
      ask[p] = '0;
      if (multicast_valid_i[p] && input_free_i[p] && !group_blocked[p]) begin
        ask[p] = multicast_remaining_i[p] & output_free_i & credit_ok[VcIndex'(multicast_vc_i[p])];
        if (held_inputs != '0) begin
          for (int o = 0; o < Ports; o++) begin
            if (held_group[o] ? 32'(claim[o][InputWidth-1:0]) != 32'(p) : held_unicast[o] || held_inputs[p]) ask[p][o] = 1'b0;
          end
        end
        asking[p] = ask[p] != '0;
      end
    end
  end

  su_scheduler #(
    .Ports(Ports), .PortWidth(PortWidth), .InputWidth(InputWidth), .Allocator(Allocator),
    .MaxIterations(MaxIterations), .HasEngine(HasGroups)
  ) u_scheduler (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .iterations_i(iterations_i),
    .input_free_i(input_free_i[Ports-1:0]),
    .engine_free_i(engine_free),
    .request_i(request),
    .engine_request_i(engine_request),
    .unicast_inputs_o(pop_o),
    .unicast_outputs_o(unicast_outputs),
    .output_of_input_o(pop_output_o),
    .input_of_output_o(input_of_output),
    .ask_i(ask),
    .asking_i(asking),
    .completed_i(multicast_popped_i),
    .multicast_outputs_o(multicast_outputs),
    .multicast_inputs_o(multicast_inputs),
    .reach_o(reach_o),
    .multicast_of_output_o(multicast_of_output)
  );

  always_comb begin
    for (int i = 0; i < Ports + 1; i++) pop_vc_o[i] = pop_o[i] ? vc_of_output[pop_output_o[i]] : '0;
  end

  // Outputs.
  assign listen_o = unicast_outputs | multicast_outputs;
  always_comb begin
    for (int o = 0; o < Ports; o++) begin
      listen_to_o[o] = input_of_output[o];
      listen_vc[o]   = vc_of_output[o];
      if (HasGroups && multicast_outputs[o]) begin
        listen_to_o[o] = InputWidth'(multicast_of_output[o]);
        listen_vc[o]   = multicast_vc_i[multicast_of_output[o]];
      end
      credit_take_o[o] = '0;
      if (listen_o[o] && live_i[o]) credit_take_o[o][VcIndex'(listen_vc[o])] = 1'b1;
    end
  end

  // A held output that is free and its input, free too, do not miss each other: the input meets it, or another output
  // that is held for it.
  logic [Ports-1:0]      missed;
  logic [Ports-1:0]      strangers;
  logic [InputWidth-1:0] holder;
  always_comb begin
    missed    = '0;
    strangers = '0;
    holder    = '0;
    if (held_inputs != '0) begin
      for (int o = 0; o < Ports; o++) begin
        holder = claim[o][InputWidth-1:0];
        if (held_unicast[o] || held_group[o]) begin
          missed[o]    = output_free_i[o] && input_free_i[holder] && !start_o[holder];
          strangers[o] = listen_o[o] && listen_to_o[o] != holder;
        end
      end
    end
  end
  `LINKWRIGHT_ASSERT(HeldEndsMeet, missed == '0)
  `LINKWRIGHT_ASSERT(HeldOutputsServeNobodyElse, strangers == '0)
`ifdef FORMAL
  always @(posedge clk_i) begin
    if (rst_ni) begin
      assert (missed == '0);
      assert (strangers == '0);
    end
  end
`endif

  // Inputs.
  for (genvar i = 0; i < Ports; i++) begin : gen_start
    assign start_o[i]         = pop_o[i] || multicast_inputs[i];
    assign start_vc_o[i]      = pop_o[i] ? pop_vc_o[i] : multicast_vc_i[i];
    assign start_last_o[i]    = pop_o[i] || multicast_popped_i[i];
    assign start_rewrite_o[i] = !pop_o[i] && multicast_reduce_i[i];
  end

  if (HasGroups) begin : gen_groups
    assign engine_free            = input_free_i[Ports];
    assign start_o[Ports]         = pop_o[Ports];
    assign start_vc_o[Ports]      = pop_vc_o[Ports];
    assign start_last_o[Ports]    = 1'b1;
    assign start_rewrite_o[Ports] = 1'b0;
    assign ring_take_o            = multicast_inputs & multicast_reduce_i & ~multicast_started_i;
    assign complete_o             = multicast_inputs & multicast_reduce_i & multicast_popped_i;

    always_comb begin
      copies_o = '0;
      if (multicast_inputs != '0) begin
        for (int p = 0; p < Ports; p++) begin
          if (multicast_inputs[p]) copies_o = copies_o + 16'($countones(reach_o[p])) - 16'(multicast_popped_i[p]);
        end
      end
    end
  end else begin : gen_no_groups
    assign engine_free = 1'b0;
    assign ring_take_o = '0;
    assign complete_o  = '0;
    assign copies_o    = '0;
  end

endmodule
