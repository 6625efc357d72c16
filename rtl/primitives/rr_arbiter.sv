// SPDX-License-Identifier: Apache-2.0
// Cyclic arbiter: the first request at or after a pointer, the pointer being given as a thermometer mask (bit b set iff
// b >= pointer), which makes the choice two isolate-lowest-bit operations and no rotation.
// Latency: none (combinational). Throughput: one choice per cycle. Back-pressure: none; the owner moves the pointer.
module rr_arbiter #(
  parameter int unsigned Width = 4  // requesters, at least 1
) (
  input  logic [Width-1:0] request_i,
  input  logic [Width-1:0] at_or_after_i,  // thermometer mask of the pointer
  output logic [Width-1:0] grant_o,        // one-hot, or zero without requests
  output logic [Width-1:0] next_o          // thermometer mask of "the one after the granted"
);

  logic [Width-1:0] upper;
  logic [Width-1:0] candidates;
  logic [Width-1:0] below;

  assign upper      = request_i & at_or_after_i;
  assign candidates = (upper != '0) ? upper : request_i;
  assign grant_o    = candidates & (~candidates + Width'(1));
  // Bits up to and including the grant. An all-zero mask points past the end, which is the same as the start.
  assign below      = grant_o | (grant_o - Width'(1));
  assign next_o     = ~below;

`ifdef FORMAL
  always @* begin
    assert ((grant_o & (grant_o - 1'b1)) == 0);
    assert ((grant_o & ~request_i) == 0);
    assert ((request_i == 0) == (grant_o == 0));
    if ((request_i & at_or_after_i) != 0) assert ((grant_o & at_or_after_i) != 0);
  end
`endif

endmodule
