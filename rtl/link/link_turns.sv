// SPDX-License-Identifier: Apache-2.0
// Which control ordered set leaves: a NACK before all others, but not twice running while another waits; the others in
// turn. So whoever keeps asking waits for at most nine cycles, whatever the other kinds and the peer do.
// Latency: none (combinational). Throughput: one choice per cycle. Back-pressure: none.
module link_turns (
  input  logic       clk_i,
  input  logic       rst_ni,
  input  logic       link_up_i,       // nothing else leaves while the link is down
  input  logic       nack_request_i,  // only with the link up
  input  logic [4:0] request_i,       // in the order of turns
  output logic       nack_grant_o,
  output logic [4:0] grant_o          // one-hot, or zero
);

  logic       nacked_q;
  logic [4:0] others, turn_q, after_grant;
  assign others       = link_up_i ? request_i : '0;
  assign nack_grant_o = nack_request_i && !(nacked_q && others != '0);
  rr_arbiter #(.Width(5)) u_arbiter (
    .request_i(nack_grant_o ? 5'd0 : others), .at_or_after_i(turn_q), .grant_o(grant_o), .next_o(after_grant)
  );
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      nacked_q <= 1'b0;
      turn_q   <= '1;
    end else begin
      nacked_q <= nack_grant_o;
      if (grant_o != '0) turn_q <= after_grant;
    end
  end

endmodule
