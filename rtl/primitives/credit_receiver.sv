// SPDX-License-Identifier: Apache-2.0
// Receiver side of cumulative credits: counts packet slots given back and advertises limit = Slots + freed (mod
// 2^CreditBits), one virtual channel per cycle; changed limits in cyclic order first, then refreshes in channel order,
// which never disturb the cyclic order.
// Latency: a slot given back at an edge is advertised on the wires two cycles later at the earliest.
// Throughput: two slots back and one update per cycle. Back-pressure: none, updates are cumulative and merge.
`include "assertions.svh"
module credit_receiver #(
  parameter int unsigned VirtualChannels = 2,   // 1 to 4
  parameter int unsigned CreditBits      = 16,  // width of the counters
  parameter int unsigned Slots           = 16   // packet slots per channel
) (
  input  logic                       clk_i,
  input  logic                       rst_ni,
  input  logic [VirtualChannels-1:0] free_a_i,        // a slot of the channel is given back
  input  logic [VirtualChannels-1:0] free_b_i,        // another one
  input  logic                       refresh_i,       // repeat all limits
  input  logic                       lose_next_i,     // error injection: lose the next update
  output logic                       pending_o,       // news not yet on the wires
  output logic                       credit_valid_o,
  output logic [1:0]                 credit_vc_o,
  output logic [CreditBits-1:0]      credit_limit_o
);

  localparam int unsigned V = VirtualChannels;

  logic [V-1:0] pending_q;
  logic [V-1:0] refresh_q;
  logic [V-1:0] at_or_after_q;
  logic         lose_q;

  logic [V-1:0]          pending_grant;
  logic [V-1:0]          after_grant;
  logic [V-1:0]          emit;
  logic [V-1:0]          changed;
  logic [V*CreditBits-1:0] limits;
  logic [1:0]            emit_vc;
  logic [CreditBits-1:0] emit_limit;

  rr_arbiter #(.Width(V)) u_arbiter (
    .request_i(pending_q),
    .at_or_after_i(at_or_after_q),
    .grant_o(pending_grant),
    .next_o(after_grant)
  );

  assign changed   = free_a_i | free_b_i;
  assign emit      = (pending_q != '0) ? pending_grant : (refresh_q & (~refresh_q + V'(1)));
  assign pending_o = pending_q != '0;

  for (genvar v = 0; v < V; v++) begin : gen_vc
    logic [CreditBits-1:0] freed_q;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        freed_q <= '0;
      end else if (changed[v]) begin
        freed_q <= freed_q + ((free_a_i[v] && free_b_i[v]) ? CreditBits'(2) : CreditBits'(1));
      end
    end
    assign limits[v*CreditBits +: CreditBits] = CreditBits'(Slots) + freed_q;
  end

  always_comb begin
    emit_vc    = '0;
    emit_limit = '0;
    for (int unsigned v = 0; v < V; v++) begin
      if (emit[v]) begin
        emit_vc    = 2'(v);
        emit_limit = limits[v*CreditBits +: CreditBits];
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      pending_q      <= '1;
      refresh_q      <= '0;
      at_or_after_q  <= '1;
      lose_q         <= 1'b0;
      credit_valid_o <= 1'b0;
      credit_vc_o    <= '0;
      credit_limit_o <= '0;
    end else begin
      credit_valid_o <= (emit != '0) && !lose_q;
      if (emit != '0) begin
        credit_vc_o    <= emit_vc;
        credit_limit_o <= emit_limit;
        refresh_q      <= (refresh_q & ~emit) | {V{refresh_i}};
        lose_q         <= lose_next_i;
      end else begin
        if (refresh_i) refresh_q <= '1;
        if (lose_next_i) lose_q <= 1'b1;
      end
      if (pending_q != '0 || changed != '0) pending_q <= (pending_q & ~emit) | changed;
      if (pending_q != '0) at_or_after_q <= after_grant;
    end
  end

  `LINKWRIGHT_ASSERT(OneUpdateAtATime, (emit & (emit - V'(1))) == '0)

endmodule
