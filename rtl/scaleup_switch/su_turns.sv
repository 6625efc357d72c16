// SPDX-License-Identifier: Apache-2.0
// Bounds every wait. Every output looks after one claim at a time (su_turn), and rests for three packets before it looks
// after the next; one output is visited per tick, and ages its claim at every sixteenth visit. A late claim holds its input and its output: neither serves anybody else until
// they have met. Ticks count only while a packet waits, so that an idle switch changes nothing here.
// An input or output that was not free for sixteen ticks is stuck in a packet whose flits do not come, and holds nobody.
// Latency: what is looked after and held are functions of registers and credits; changes at the edge.
// Throughput: one visit per tick. Back-pressure: held inputs and outputs.
`include "assertions.svh"
module su_turns #(
  parameter int unsigned Ports           = 4,
  parameter int unsigned VirtualChannels = 2,
  parameter int unsigned Inputs          = 5,    // Ports, or Ports + 1 with the reduction unit
  parameter int unsigned PortWidth       = 2,    // bits of a port number
  parameter int unsigned InputWidth      = 3,    // bits of an allocator input number
  parameter int unsigned Kinds           = 3     // channels, and group packets if there are any
) (
  input  logic                      clk_i,
  input  logic                      rst_ni,
  input  logic                      waiting_i,              // some packet waits for an output
  input  logic [Inputs-1:0]         input_free_i,
  input  logic [Ports-1:0]          output_free_i,
  input  logic [Ports-1:0]          credit_ok_i [VirtualChannels],
  input  logic [1:0]                group_vc_i [Ports],     // channel of an input's head group packet
  input  logic [Ports-1:0]          group_blocked_i,        // it waits for a reduction entry
  // the output visited, and what waits for it: [kind * Inputs + input]
  output logic [PortWidth-1:0]      visit_o,
  input  logic [Kinds*Inputs-1:0]   claims_i,
  // match of the cycle, per output
  input  logic [Ports-1:0]          matched_i,
  input  logic [Ports-1:0]          group_matched_i,        // with a group packet
  input  logic [InputWidth-1:0]     matched_input_i [Ports],
  input  logic [1:0]                matched_vc_i    [Ports],
  // looked after, {kind, input}
  output logic [Ports-1:0]          favour_o,               // and it is a channel
  output logic [InputWidth+2:0]     claim_o [Ports],
  // held
  output logic [Ports-1:0]          held_unicast_o,         // for the channel and input of claim_o
  output logic [Ports-1:0]          held_group_o,           // for the group packet of its input
  output logic [Inputs-1:0]         held_inputs_o
);

  localparam int unsigned PacketTicks = 16;                 // a packet that flows takes no longer
  localparam int unsigned PacketBits  = $clog2(PacketTicks);
  localparam int unsigned TickBits    = PortWidth + PacketBits;
  localparam logic [2:0]  Group       = 3'(VirtualChannels);
  localparam int unsigned VcIndex     = $clog2(VirtualChannels);

  logic [TickBits-1:0]   tick_q;
  logic [Ports-1:0]      valid_q, valid_d;
  logic [Ports-1:0]      aged_q,  aged_d;    // age 1
  logic [Ports-1:0]      late_q,  late_d;    // age 2
  logic [Ports-1:0]      rest0_q, rest1_q;   // packets served since the last turn, up to three
  logic [Ports-1:0]      group_q;            // the claim's kind is Group
  logic [Ports-1:0]      turned_q;           // had a turn: claim_mem means something
  logic [InputWidth+2:0] claim_mem [Ports];  // {kind, input}, looked after now or last
  logic [InputWidth+2:0] last;               // of the output visited
  logic [Inputs-1:0]     input_seen_q,  input_stuck_q;
  logic [Ports-1:0]      output_seen_q, output_stuck_q;

  logic                    visits;           // there is an output of this number
  logic                    ages;
  logic [Ports-1:0]        served;           // what the output looks after was matched
  logic [Ports-1:0]        counts;           // served somebody, and rests
  logic [Ports-1:0]        held;
  logic [Kinds*Inputs-1:0] claims;
  logic                    next_valid;
  logic [2:0]              next_kind;
  logic [InputWidth-1:0]   next_input;
  logic [1:0]              next_age;

  assign visit_o = tick_q[PortWidth-1:0];
  assign visits  = waiting_i && 32'(visit_o) < Ports;
  assign ages    = &tick_q[TickBits-1:PortWidth];

  assign favour_o = valid_q & ~group_q;

  always_comb begin
    for (int o = 0; o < Ports; o++) claim_o[o] = claim_mem[o];
  end

  always_comb begin
    served = '0;
    for (int o = 0; o < Ports; o++) begin
      if (matched_i[o] && valid_q[o]) begin
        served[o] = claim_mem[o] == {group_matched_i[o] ? Group : 3'(matched_vc_i[o]), matched_input_i[o]};
      end
    end
  end

  // Held: both ends go on with what they do, and then wait for each other.
  logic [InputWidth-1:0] holder;  // input of the claim
  always_comb begin
    held_unicast_o = '0;
    held_group_o   = '0;
    held_inputs_o  = '0;
    holder         = '0;
    if (late_q != '0) begin
      for (int o = 0; o < Ports; o++) begin
        holder = claim_mem[o][InputWidth-1:0];
        if (late_q[o] && !output_stuck_q[o] && !input_stuck_q[holder]) begin
          if (group_q[o]) begin
            held_group_o[o] = !group_blocked_i[PortWidth'(holder)]
                              && credit_ok_i[VcIndex'(group_vc_i[PortWidth'(holder)])][o];
          end else begin
            held_unicast_o[o] = credit_ok_i[VcIndex'(claim_mem[o] >> InputWidth)][o];
          end
          if (held_unicast_o[o] || held_group_o[o]) held_inputs_o[holder] = 1'b1;
        end
      end
    end
  end
  assign held = held_unicast_o | held_group_o;

  // The visit.
  always_comb begin
    claims = claims_i;
    for (int unsigned k = 0; k < Kinds; k++) begin
      if (visits && matched_i[visit_o] && k == (group_matched_i[visit_o] ? VirtualChannels : 32'(matched_vc_i[visit_o]))) begin
        claims[k*Inputs +: Inputs] = claims_i[k*Inputs +: Inputs] & ~(Inputs'(1) << matched_input_i[visit_o]);
      end
    end
  end

  assign last = turned_q[visit_o] ? claim_mem[visit_o] : '0;

  su_turn #(.Kinds(Kinds), .Inputs(Inputs), .InputWidth(InputWidth)) u_turn (
    .claims_i(claims),
    .valid_i(valid_q[visit_o] && !served[visit_o]),
    .kind_i(last[InputWidth +: 3]),
    .input_i(last[InputWidth-1:0]),
    .age_i({late_q[visit_o], aged_q[visit_o]}),
    .rested_i(rest0_q[visit_o] && rest1_q[visit_o] && !served[visit_o]),
    .ages_i(ages),
    .held_i(held[visit_o]),
    .valid_o(next_valid),
    .kind_o(next_kind),
    .input_o(next_input),
    .age_o(next_age)
  );

  assign counts = matched_i & ~(rest0_q & rest1_q);

  always_comb begin
    valid_d = valid_q & ~served;
    aged_d  = aged_q & ~served;
    late_d  = late_q & ~served;
    if (visits) begin
      valid_d[visit_o] = next_valid;
      late_d[visit_o]  = next_age[1];
      aged_d[visit_o]  = next_age[0];
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      tick_q         <= '0;
      valid_q        <= '0;
      aged_q         <= '0;
      late_q         <= '0;
      rest0_q        <= '1;
      rest1_q        <= '1;
      group_q        <= '0;
      turned_q       <= '0;
      input_seen_q   <= '0;
      input_stuck_q  <= '0;
      output_seen_q  <= '0;
      output_stuck_q <= '0;
    end else if (waiting_i) begin
      tick_q  <= tick_q + TickBits'(1);
      valid_q <= valid_d;
      aged_q  <= aged_d;
      late_q  <= late_d;
      rest0_q <= (rest0_q ^ counts) & ~served;
      rest1_q <= (rest1_q ^ (counts & rest0_q)) & ~served;
      if (visits && next_valid) begin
        group_q[visit_o]  <= next_kind == Group;
        turned_q[visit_o] <= 1'b1;
      end
      if (&tick_q[PacketBits-1:0]) begin
        input_stuck_q  <= ~(input_seen_q | input_free_i);
        output_stuck_q <= ~(output_seen_q | output_free_i);
        input_seen_q   <= '0;
        output_seen_q  <= '0;
      end else begin
        input_seen_q  <= input_seen_q | input_free_i;
        output_seen_q <= output_seen_q | output_free_i;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (visits && next_valid) claim_mem[visit_o] <= {next_kind, next_input};
  end

  `LINKWRIGHT_ASSERT(MatchesOnlyWhatWaits, waiting_i || matched_i == '0)
  `LINKWRIGHT_ASSERT(LooksAfterOneWhileItIsLate, (late_q & ~valid_q) == '0)
  `LINKWRIGHT_ASSERT(HeldInputsMeetHeldOutputs, (held_inputs_o == '0) == (held == '0))

endmodule
