// SPDX-License-Identifier: Apache-2.0
// Sender side of cumulative credits: a packet may start on a virtual channel iff used != last limit received (mod
// 2^CreditBits). A lost update is healed by the next one. Both start at 0, so a sender starts with nothing.
// Latency: an update is usable in the next cycle. Throughput: one update and one start per channel and cycle.
// Back-pressure: ok_o low; taking without ok_o is a bug (asserted).
`include "assertions.svh"
module credit_sender #(
  parameter int unsigned VirtualChannels = 2,  // 1 to 4
  parameter int unsigned CreditBits      = 16  // width of the counters
) (
  input  logic                       clk_i,
  input  logic                       rst_ni,
  input  logic                       update_valid_i,
  input  logic [1:0]                 update_vc_i,     // ignored if it names no channel
  input  logic [CreditBits-1:0]      update_limit_i,
  input  logic [VirtualChannels-1:0] take_i,          // a packet starts on the channel
  output logic [VirtualChannels-1:0] ok_o             // a packet may start
);

  for (genvar v = 0; v < VirtualChannels; v++) begin : gen_vc
    logic [CreditBits-1:0] used_q;
    logic [CreditBits-1:0] limit_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        used_q  <= '0;
        limit_q <= '0;
      end else begin
        if (update_valid_i && update_vc_i == v) limit_q <= update_limit_i;
        if (take_i[v]) used_q <= used_q + CreditBits'(1);
      end
    end

    assign ok_o[v] = limit_q != used_q;
  end

  `LINKWRIGHT_ASSERT(TakesOnlyWithCredit, (take_i & ~ok_o) == '0)

endmodule
