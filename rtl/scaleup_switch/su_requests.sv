// SPDX-License-Identifier: Apache-2.0
// Keeps, per output and virtual channel, which inputs have a packet for it, from the changes the queues report, and
// forms the unicast requests of the cycle: output free, credit for a channel, input with a packet on that channel.
// Also chooses the channel a match serves (the one looked after, else preference 1, 3, 0, 2), tells which outputs wait
// for credit, and shows what waits for the output that is visited (su_turns). Held inputs and outputs request only what
// they are held for.
// Latency: requests combinational from the registers. Throughput: every queue may change in every cycle.
// Back-pressure: none.
`include "assertions.svh"
module su_requests #(
  parameter int unsigned Ports           = 4,
  parameter int unsigned VirtualChannels = 2,
  parameter int unsigned Inputs          = 5,    // Ports, or Ports + 1 with the reduction unit
  parameter int unsigned PortWidth       = 2,    // bits of a port number
  parameter int unsigned InputWidth      = 3,    // bits of an allocator input number
  parameter bit          HasEngine       = 1'b1  // there is an input Ports
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  // changes reported by the queues, per allocator input
  input  logic [Ports:0]        gone_i,
  input  logic [1:0]            gone_vc_i      [Ports + 1],
  input  logic [PortWidth-1:0]  gone_output_i  [Ports + 1],
  input  logic [Ports:0]        next_i,                     // same channel as gone
  input  logic [PortWidth-1:0]  next_output_i  [Ports + 1],
  input  logic [Ports:0]        shown_i,
  input  logic [1:0]            shown_vc_i     [Ports + 1],
  input  logic [PortWidth-1:0]  shown_output_i [Ports + 1],
  // state of the cycle
  input  logic [Ports-1:0]      output_free_i,
  input  logic [Ports-1:0]      credit_ok_i [VirtualChannels],
  output logic [Ports-1:0]      request_o [Ports],          // per output: ports with a servable packet
  output logic [Ports-1:0]      engine_request_o,           // outputs the reduction unit has one for
  output logic [Ports-1:0]      credit_wait_o,
  output logic                  waiting_o,                  // some queue is not empty
  input  logic [PortWidth-1:0]  visit_i,
  output logic [VirtualChannels*Inputs-1:0] claims_o,       // [v * Inputs + i]: i waits for output visit_i
  // claims looked after, and what is held for them
  input  logic [Ports-1:0]      favour_i,
  input  logic [InputWidth+2:0] claim_i [Ports],            // {kind, input}
  input  logic [Ports-1:0]      held_unicast_i,
  input  logic [Ports-1:0]      held_group_i,
  input  logic [Inputs-1:0]     held_inputs_i,
  // channel of a match
  input  logic [Ports-1:0]      matched_outputs_i,
  input  logic [InputWidth-1:0] input_of_output_i [Ports],
  output logic [1:0]            vc_of_output_o [Ports]
);

  localparam int unsigned V        = VirtualChannels;
  localparam int unsigned Queues   = V * Ports;
  localparam int unsigned Selector = $clog2(Queues);
  localparam int unsigned VcIndex  = $clog2(V);

  // waiting_q[v*Ports + o]: ports that show a packet on channel v for output o. engine_q[v]: outputs of the unit.
  logic [Ports-1:0] waiting_q [Queues];
  logic [Ports-1:0] waiting_d [Queues];
  logic [Ports-1:0] engine_q  [V];
  logic [Ports-1:0] engine_d  [V];

  always_comb begin
    waiting_d = waiting_q;
    for (int i = 0; i < Ports; i++) begin
      if (gone_i[i]) begin
        waiting_d[Selector'(32'(gone_vc_i[i]) * Ports + 32'(gone_output_i[i]))][i] = 1'b0;
        if (next_i[i]) waiting_d[Selector'(32'(gone_vc_i[i]) * Ports + 32'(next_output_i[i]))][i] = 1'b1;
      end
      if (shown_i[i]) waiting_d[Selector'(32'(shown_vc_i[i]) * Ports + 32'(shown_output_i[i]))][i] = 1'b1;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) waiting_q <= '{default: '0};
    else if (gone_i[Ports-1:0] != '0 || shown_i[Ports-1:0] != '0) waiting_q <= waiting_d;
  end

  if (HasEngine) begin : gen_engine
    always_comb begin
      engine_d = engine_q;
      if (gone_i[Ports]) begin
        engine_d[VcIndex'(gone_vc_i[Ports])][gone_output_i[Ports]] = 1'b0;
        if (next_i[Ports]) engine_d[VcIndex'(gone_vc_i[Ports])][next_output_i[Ports]] = 1'b1;
      end
      if (shown_i[Ports]) engine_d[VcIndex'(shown_vc_i[Ports])][shown_output_i[Ports]] = 1'b1;
    end
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) engine_q <= '{default: '0};
      else if (gone_i[Ports] || shown_i[Ports]) engine_q <= engine_d;
    end
  end else begin : gen_no_engine
    always_comb begin
      for (int v = 0; v < V; v++) begin
        engine_q[v] = '0;
        engine_d[v] = '0;
      end
    end
  end

  always_comb begin
    waiting_o = 1'b0;
    for (int q = 0; q < Queues; q++) waiting_o = waiting_o | (waiting_q[q] != '0);
    for (int v = 0; v < V; v++) waiting_o = waiting_o | (engine_q[v] != '0);
  end

  for (genvar v = 0; v < V; v++) begin : gen_claims
    logic [Ports-1:0] of_visited;
    assign of_visited = waiting_q[Selector'(v*Ports + 32'(visit_i))];
    if (HasEngine) begin : gen_with_engine
      assign claims_o[v*Inputs +: Inputs] = {engine_q[v][visit_i], of_visited};
    end else begin : gen_ports
      assign claims_o[v*Inputs +: Inputs] = of_visited;
    end
  end

  logic filled;
  logic servable;
  logic [InputWidth-1:0] holder;  // input of a claim

  always_comb begin
    engine_request_o = '0;
    credit_wait_o    = '0;
    holder           = '0;
    filled           = 1'b0;
    servable         = 1'b0;
    for (int v = 0; v < V; v++) engine_request_o = engine_request_o | (engine_q[v] & credit_ok_i[v]);
    engine_request_o = engine_request_o & output_free_i;
    for (int o = 0; o < Ports; o++) begin
      request_o[o] = '0;
      if (output_free_i[o]) begin
        filled   = 1'b0;
        servable = engine_request_o[o];
        for (int v = 0; v < V; v++) begin
          if (waiting_q[v*Ports + o] != '0) begin
            filled = 1'b1;
            if (credit_ok_i[v][o]) begin
              servable     = 1'b1;
              request_o[o] = request_o[o] | waiting_q[v*Ports + o];
            end
          end
          if (HasEngine && engine_q[v][o]) filled = 1'b1;
        end
        credit_wait_o[o] = filled && !servable;
      end
    end
    if (held_inputs_i != '0) begin
      for (int o = 0; o < Ports; o++) begin
        holder = claim_i[o][InputWidth-1:0];
        if (held_unicast_i[o]) begin
          if (HasEngine && 32'(holder) == Ports) begin
            request_o[o] = '0;
          end else begin
            request_o[o]        = request_o[o] & (Ports'(1) << holder);
            engine_request_o[o] = 1'b0;
          end
        end else if (held_group_i[o]) begin
          request_o[o]        = '0;
          engine_request_o[o] = 1'b0;
        end else begin
          request_o[o] = request_o[o] & ~held_inputs_i[Ports-1:0];
          if (HasEngine && held_inputs_i[Inputs-1]) engine_request_o[o] = 1'b0;
        end
      end
    end
  end

  // Channels from the least to the most preferred, so that the last assignment wins.
  localparam logic [7:0] Preference = {2'd1, 2'd3, 2'd0, 2'd2};
  logic [1:0] channel;

  always_comb begin
    channel = '0;
    for (int o = 0; o < Ports; o++) begin
      vc_of_output_o[o] = '0;
      if (matched_outputs_i[o]) begin
        for (int n = 0; n < 4; n++) begin
          channel = Preference[2*n +: 2];
          if (32'(channel) < V) begin
            if (credit_ok_i[VcIndex'(channel)][o]
                && ((HasEngine && 32'(input_of_output_i[o]) == Ports)
                    ? engine_q[VcIndex'(channel)][o]
                    : waiting_q[Selector'(32'(channel) * Ports + o)][PortWidth'(input_of_output_i[o])])) begin
              vc_of_output_o[o] = channel;
            end
          end
        end
        if (favour_i[o] && claim_i[o][InputWidth-1:0] == input_of_output_i[o]
            && credit_ok_i[VcIndex'(claim_i[o] >> InputWidth)][o]) begin
          vc_of_output_o[o] = claim_i[o][InputWidth +: 2];
        end
      end
    end
  end

endmodule
