// SPDX-License-Identifier: Apache-2.0
// Sender side of credit-based flow control: per virtual channel the cyclic counters of consumed and freed credits. A
// frame may start iff consumed - freed + its credits <= limit. CC_UPDATE tells the receiver what was consumed by frames
// that were sent whole, so that it can free what was lost on the way.
// Latency: a CF_UPDATE counts from the next cycle on. Throughput: one frame and one update per cycle. Back-pressure:
// ok_o low; a channel that is not enabled is always ok and counts nothing.
`include "assertions.svh"
module cbfc_sender #(
  parameter int unsigned VirtualChannels = 4,   // 1 to 32
  parameter int unsigned CounterBits     = 20,  // 2 to 20
  parameter int unsigned FirstCredit     = 0    // where the counters begin
) (
  input  logic                                   clk_i,
  input  logic                                   rst_ni,
  // configuration
  input  logic [VirtualChannels-1:0]             enable_i,
  input  logic [VirtualChannels*CounterBits-1:0] limit_i,
  input  logic [3:0]                             credit_shift_i,
  input  logic [7:0]                             overhead_i,
  input  logic [19:0]                            cc_period_i,  // ticks between rounds of CC_UPDATE, 0: never
  // frames
  input  logic [4:0]                             vc_i,
  input  logic [13:0]                            length_i,
  output logic                                   ok_o,         // that frame may start
  input  logic                                   take_i,       // it does
  // control ordered sets
  input  logic                                   rx_cf_i,
  input  logic [4:0]                             rx_vc_i,
  input  logic [CounterBits-1:0]                 rx_value_i,
  input  logic                                   boundary_i,   // no frame is open
  output logic                                   cc_request_o,
  output logic [4:0]                             cc_vc_o,
  output logic [CounterBits-1:0]                 cc_value_o,
  input  logic                                   cc_grant_i,
  // status
  output logic [VirtualChannels*CounterBits-1:0] consumed_o,
  output logic [VirtualChannels*CounterBits-1:0] freed_o
);

  localparam int unsigned V = VirtualChannels;

  logic [15:0] credits;
  cbfc_credits u_credits (
    .length_i, .overhead_i, .shift_i(credit_shift_i), .credits_o(credits)
  );

  logic [V-1:0] fits, selected;
  for (genvar v = 0; v < V; v++) begin : gen_vc
    logic [CounterBits-1:0] consumed_q, freed_q, in_use;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        consumed_q <= CounterBits'(FirstCredit);
        freed_q    <= CounterBits'(FirstCredit);
      end else if (!enable_i[v]) begin
        consumed_q <= CounterBits'(FirstCredit);
        freed_q    <= CounterBits'(FirstCredit);
      end else begin
        if (take_i && selected[v]) consumed_q <= consumed_q + CounterBits'(credits);
        if (rx_cf_i && rx_vc_i == 5'(v)) freed_q <= rx_value_i;
      end
    end
    assign in_use      = consumed_q - freed_q;
    assign selected[v] = vc_i == 5'(v);
    assign fits[v]     = !enable_i[v] ||
                         21'(in_use) + 21'(credits) <= 21'(limit_i[v*CounterBits +: CounterBits]);
    assign consumed_o[v*CounterBits +: CounterBits] = consumed_q;
    assign freed_o[v*CounterBits +: CounterBits]    = freed_q;
  end
  assign ok_o = (selected & ~fits) == '0;

  // ---- what the open frame consumed, which is not sent yet ----
  logic [V-1:0]           open_q;
  logic [CounterBits-1:0] open_credits_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      open_q         <= '0;
      open_credits_q <= '0;
    end else if (boundary_i) begin
      open_q         <= take_i ? selected & enable_i : '0;
      open_credits_q <= CounterBits'(credits);
    end else begin
      open_q <= open_q & enable_i;
    end
  end

  // ---- rounds of CC_UPDATE ----
  logic [19:0]  period_q;
  logic [V-1:0] pending_q, at_or_after_q, grant, after_grant;
  logic         round;
  assign round = cc_period_i != '0 && period_q + 20'd1 >= cc_period_i;
  rr_arbiter #(.Width(V)) u_arbiter (
    .request_i(pending_q), .at_or_after_i(at_or_after_q), .grant_o(grant), .next_o(after_grant)
  );
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      period_q      <= '0;
      pending_q     <= '0;
      at_or_after_q <= '1;
    end else begin
      period_q  <= (round || cc_period_i == '0) ? '0 : period_q + 20'd1;
      pending_q <= ((cc_grant_i ? pending_q & ~grant : pending_q) | {V{round}}) & enable_i;
      if (cc_grant_i) at_or_after_q <= after_grant;
    end
  end
  assign cc_request_o = pending_q != '0;
  always_comb begin
    cc_vc_o    = '0;
    cc_value_o = '0;
    for (int unsigned v = 0; v < V; v++) begin
      if (grant[v]) begin
        cc_vc_o    = 5'(v);
        cc_value_o = consumed_o[v*CounterBits +: CounterBits];
        if (open_q[v] && !boundary_i) cc_value_o = cc_value_o - open_credits_q;
      end
    end
  end

  `LINKWRIGHT_ASSERT(TakesOnlyWithCredit, !take_i || ok_o)

  `LINKWRIGHT_CHECK_PARAMETER(V >= 1 && V <= 32, "VirtualChannels must be 1 to 32")
  `LINKWRIGHT_CHECK_PARAMETER(CounterBits >= 2 && CounterBits <= 20, "CounterBits must be 2 to 20")

endmodule
