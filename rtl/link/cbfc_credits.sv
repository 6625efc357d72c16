// SPDX-License-Identifier: Apache-2.0
// Credits that a frame takes at the receiver: ceil((length + overhead) / 2^shift), at least one.
// Latency: none (combinational). Throughput: one frame per cycle. Back-pressure: none.
module cbfc_credits (
  input  logic [13:0] length_i,    // bytes of the frame
  input  logic [7:0]  overhead_i,  // bytes added by the receiver's storage, two's complement
  input  logic [3:0]  shift_i,     // log2 of the bytes of a credit
  output logic [15:0] credits_o
);

  logic [16:0] bytes;
  logic [15:0] rounded;
  assign bytes     = {3'b0, length_i} + {{9{overhead_i[7]}}, overhead_i};
  assign rounded   = 16'((bytes + ((17'd1 << shift_i) - 17'd1)) >> shift_i);
  // Nothing, or less: a very short frame whose overhead is negative.
  assign credits_o = (bytes[16] || rounded == '0) ? 16'd1 : rounded;

endmodule
