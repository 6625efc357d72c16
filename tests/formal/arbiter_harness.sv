// SPDX-License-Identifier: Apache-2.0
// Proof harness of the cyclic arbiter with the pointer that all its users keep: grants are one-hot and granted only to
// those who ask, and a requester that keeps asking waits for at most Width - 1 other grants.
module arbiter_harness #(
  parameter int unsigned Width = 5
) (
  input logic clk_i
);

  (* anyseq *) logic [Width-1:0] request;
  (* anyconst *) logic [2:0]     watched;
  logic [Width-1:0] turn_q, grant, next;
  initial turn_q = '1;
  rr_arbiter #(.Width(Width)) u_arbiter (
    .request_i(request), .at_or_after_i(turn_q), .grant_o(grant), .next_o(next)
  );
  logic [7:0] waited_q;
  initial waited_q = '0;
  always_ff @(posedge clk_i) begin
    if (request != '0) turn_q <= next;
    if (!request[watched] || grant[watched]) waited_q <= '0;
    else waited_q <= waited_q + 1'b1;
  end
  always @(posedge clk_i) begin
    assume (32'(watched) < Width);
    assert ((grant & (grant - 1'b1)) == '0);
    assert ((grant & ~request) == '0);
    assert ((grant == '0) == (request == '0));
    // Thermometer masks: what makes the bound inductive.
    assert ((turn_q & (~turn_q >> 1) & {1'b0, {(Width-1){1'b1}}}) == '0);
    assert (32'(waited_q) < Width);
  end

endmodule
