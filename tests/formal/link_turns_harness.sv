// SPDX-License-Identifier: Apache-2.0
// Proof harness of the turns of control ordered sets, under any traffic: frames open at will, every other kind and NACKs
// asked for at will, at line rate or not. Whoever keeps asking waits for at most nine cycles, and a CC_UPDATE of every
// channel leaves within its period and ten cycles a channel. Nothing is assumed idle.
module link_turns_harness #(
  parameter int unsigned Channels    = 2,
  parameter int unsigned Period      = 4,
  parameter int unsigned CounterBits = 3
) (
  input logic clk_i
);

  logic started_q = 1'b0;
  always_ff @(posedge clk_i) started_q <= 1'b1;
  logic rst_ni;
  assign rst_ni = started_q;

  // ---- what the environment chooses ----
  (* anyseq *) logic             nack, begins, ends;
  (* anyseq *) logic [3:0]       others;
  (* anyseq *) logic [4:0]       vc;
  (* anyconst *) logic [2:0]     watched;
  (* anyconst *) logic [4:0]     channel;

  logic       cc_request, nack_grant, open_q, take, ok;
  logic [4:0] request, grant, cc_vc;
  assign request = {cc_request, others};
  assign take    = begins && !open_q && ok;
  link_turns u_turns (
    .clk_i, .rst_ni, .link_up_i(1'b1), .nack_request_i(nack), .request_i(request),
    .nack_grant_o(nack_grant), .grant_o(grant)
  );
  cbfc_sender #(.VirtualChannels(Channels), .CounterBits(CounterBits)) u_sender (
    .clk_i, .rst_ni, .enable_i({Channels{1'b1}}), .limit_i({(Channels * CounterBits){1'b1}}), .credit_shift_i(4'd6),
    .overhead_i(8'd0), .cc_period_i(20'(Period)), .vc_i(vc), .length_i(14'd64), .ok_o(ok), .take_i(take),
    .rx_cf_i(1'b0), .rx_vc_i(5'd0), .rx_value_i({CounterBits{1'b0}}), .boundary_i(!open_q),
    .cc_request_o(cc_request), .cc_vc_o(cc_vc), .cc_value_o(), .cc_grant_i(grant[4]), .consumed_o(), .freed_o()
  );

  logic [7:0] waited_q, since_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      open_q   <= 1'b0;
      waited_q <= '0;
      since_q  <= '0;
    end else begin
      open_q   <= (take || open_q) && !ends;
      waited_q <= (!request[watched] || grant[watched]) ? '0 : waited_q + 1'b1;
      since_q  <= (grant[4] && cc_vc == channel) ? '0 : since_q + 1'b1;
    end
  end

  always @(posedge clk_i) begin
    assume (watched < 3'd5);
    assume (32'(channel) < Channels);
    if (rst_ni) begin
      assert ((grant & (grant - 1'b1)) == '0);
      assert ((grant & ~request) == '0);
      assert (!(nack_grant && grant != '0));
      assert (!nack_grant || nack);
      assert ((nack_grant || grant != '0) == (nack || request != '0));
      assert (waited_q <= 8'd9);
      assert (32'(since_q) <= Period + 10 * Channels);
    end
  end

endmodule
