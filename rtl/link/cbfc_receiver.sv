// SPDX-License-Identifier: Apache-2.0
// Receiver side of credit-based flow control: per virtual channel the cyclic counters of credits consumed by frames that
// came, and of credits freed since. CF_UPDATE tells the sender what was freed; a CC_UPDATE from the sender frees what was
// consumed by frames that never came.
// Latency: credits freed in a cycle can be on the wire in the second one after. Throughput: one frame in, one frame
// freed and one update per cycle. Back-pressure: none; updates are cumulative and merge.
`include "assertions.svh"
module cbfc_receiver #(
  parameter int unsigned VirtualChannels = 4,   // 1 to 32
  parameter int unsigned CounterBits     = 20,  // 2 to 20
  parameter int unsigned FirstCredit     = 0    // where the counters begin
) (
  input  logic                                   clk_i,
  input  logic                                   rst_ni,
  // configuration
  input  logic [VirtualChannels-1:0]             enable_i,
  input  logic [3:0]                             credit_shift_i,
  input  logic [7:0]                             overhead_i,
  input  logic [15:0]                            cf_min_spacing_i,  // ticks between two CF_UPDATEs
  input  logic [19:0]                            cf_max_spacing_i,  // ticks between rounds of all channels, 0: never
  // frames
  input  logic                                   accept_i,          // a frame came
  input  logic [4:0]                             accept_vc_i,
  input  logic [13:0]                            accept_length_i,
  input  logic                                   free_i,            // a frame left the core's buffer
  input  logic [4:0]                             free_vc_i,
  input  logic [13:0]                            free_length_i,
  // control ordered sets
  input  logic                                   rx_cc_i,
  input  logic [4:0]                             rx_vc_i,
  input  logic [CounterBits-1:0]                 rx_value_i,
  output logic                                   cf_request_o,
  output logic [4:0]                             cf_vc_o,
  output logic [CounterBits-1:0]                 cf_value_o,
  input  logic                                   cf_grant_i,
  // status
  output logic [VirtualChannels*CounterBits-1:0] consumed_o,
  output logic [VirtualChannels*CounterBits-1:0] freed_o
);

  localparam int unsigned V = VirtualChannels;

  logic [15:0] accept_credits, free_credits;
  cbfc_credits u_accept_credits (
    .length_i(accept_length_i), .overhead_i, .shift_i(credit_shift_i), .credits_o(accept_credits)
  );
  cbfc_credits u_free_credits (
    .length_i(free_length_i), .overhead_i, .shift_i(credit_shift_i), .credits_o(free_credits)
  );

  logic [V-1:0] news;
  for (genvar v = 0; v < V; v++) begin : gen_vc
    logic [CounterBits-1:0] consumed_q, freed_q, came, left, healed;
    assign came    = (accept_i && accept_vc_i == 5'(v)) ? CounterBits'(accept_credits) : '0;
    assign left    = (free_i && free_vc_i == 5'(v)) ? CounterBits'(free_credits) : '0;
    assign healed  = (rx_cc_i && rx_vc_i == 5'(v)) ? rx_value_i - consumed_q : '0;
    assign news[v] = CounterBits'(left + healed) != '0;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        consumed_q <= CounterBits'(FirstCredit);
        freed_q    <= CounterBits'(FirstCredit);
      end else if (!enable_i[v]) begin
        consumed_q <= CounterBits'(FirstCredit);
        freed_q    <= CounterBits'(FirstCredit);
      end else begin
        consumed_q <= consumed_q + healed + came;
        freed_q    <= freed_q + healed + left;
      end
    end
    assign consumed_o[v*CounterBits +: CounterBits] = consumed_q;
    assign freed_o[v*CounterBits +: CounterBits]    = freed_q;
  end

  logic [15:0]  gap_q;
  logic [19:0]  period_q;
  logic [V-1:0] pending_q, at_or_after_q, grant, after_grant;
  logic         round;
  assign round = cf_max_spacing_i != '0 && period_q + 20'd1 >= cf_max_spacing_i;
  rr_arbiter #(.Width(V)) u_arbiter (
    .request_i(pending_q), .at_or_after_i(at_or_after_q), .grant_o(grant), .next_o(after_grant)
  );
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      gap_q         <= '0;
      period_q      <= '0;
      pending_q     <= '0;
      at_or_after_q <= '1;
    end else begin
      period_q  <= (round || cf_max_spacing_i == '0) ? '0 : period_q + 20'd1;
      pending_q <= ((cf_grant_i ? pending_q & ~grant : pending_q) | news | {V{round}}) & enable_i;
      if (cf_grant_i) begin
        at_or_after_q <= after_grant;
        gap_q         <= (cf_min_spacing_i == '0) ? '0 : cf_min_spacing_i - 16'd1;
      end else if (gap_q != '0) begin
        gap_q <= gap_q - 16'd1;
      end
    end
  end
  assign cf_request_o = pending_q != '0 && gap_q == '0;
  always_comb begin
    cf_vc_o    = '0;
    cf_value_o = '0;
    for (int unsigned v = 0; v < V; v++) begin
      if (grant[v]) begin
        cf_vc_o    = 5'(v);
        cf_value_o = freed_o[v*CounterBits +: CounterBits];
      end
    end
  end

  `LINKWRIGHT_CHECK_PARAMETER(V >= 1 && V <= 32, "VirtualChannels must be 1 to 32")
  `LINKWRIGHT_CHECK_PARAMETER(CounterBits >= 2 && CounterBits <= 20, "CounterBits must be 2 to 20")

endmodule
