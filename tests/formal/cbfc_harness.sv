// SPDX-License-Identifier: Apache-2.0
// Proof harness of credit-based flow control: sender, a channel that loses frames and updates as it pleases, receiver, and
// the buffer whose room the credits stand for. Frames take one or two credits; counters wrap every few frames.
module cbfc_harness #(
  parameter int unsigned CounterBits = 3,
  parameter int unsigned Limit       = 5,
  parameter int unsigned CleanTicks  = 16, // after so many ticks without losses, frames and frees no credit is missing
  parameter int unsigned HealedTicks = 8   // after so many without losses, under any traffic, what was lost is healed
) (
  input logic clk_i
);

  logic started_q = 1'b0;
  always_ff @(posedge clk_i) started_q <= 1'b1;
  logic rst_ni;
  assign rst_ni = started_q;

  // ---- what the environment chooses ----
  (* anyseq *) logic offered, two_credits, lose_forward, lose_back, freeing, free_two, hold_cc, hold_cf, lasts;

  // ---- sender: a frame is on the wire for one tick or for two ----
  logic ok, take, open_q, cc_request, cc_grant;
  logic [CounterBits-1:0] cc_value, s_consumed, s_freed;
  logic                   back_valid_q;
  logic [CounterBits-1:0] back_value_q;
  logic [13:0]            length, length_q;
  assign length   = two_credits ? 14'd100 : 14'd64;
  assign take     = offered && ok && !open_q;
  assign cc_grant = cc_request && !hold_cc;
  cbfc_sender #(.VirtualChannels(1), .CounterBits(CounterBits)) u_sender (
    .clk_i, .rst_ni, .enable_i(1'b1), .limit_i(CounterBits'(Limit)), .credit_shift_i(4'd6), .overhead_i(8'd0),
    .cc_period_i(20'd4), .vc_i(5'd0), .length_i(length), .ok_o(ok), .take_i(take),
    .rx_cf_i(back_valid_q), .rx_vc_i(5'd0), .rx_value_i(back_value_q), .boundary_i(!open_q),
    .cc_request_o(cc_request), .cc_vc_o(), .cc_value_o(cc_value), .cc_grant_i(cc_grant),
    .consumed_o(s_consumed), .freed_o(s_freed)
  );

  // ---- forward: the last beat of a frame, and CC_UPDATE; in order, one tick ----
  logic frame_q, long_q, cc_valid_q;
  logic [CounterBits-1:0] cc_value_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      open_q     <= 1'b0;
      frame_q    <= 1'b0;
      cc_valid_q <= 1'b0;
    end else begin
      open_q     <= take && lasts;
      frame_q    <= (take && !lasts) || open_q;
      cc_valid_q <= cc_grant;
    end
    if (take) length_q <= length;
    long_q     <= open_q ? length_q != 14'd64 : length != 14'd64;
    cc_value_q <= cc_value;
  end

  // ---- receiver and buffer ----
  logic accept, free, cf_request, cf_grant;
  logic [CounterBits-1:0] cf_value, r_consumed, r_freed;
  logic [4:0] stored_q, came, left;
  assign accept   = frame_q && !lose_forward;
  assign came     = accept ? (long_q ? 5'd2 : 5'd1) : 5'd0;
  assign free     = freeing && stored_q >= (free_two ? 5'd2 : 5'd1);
  assign left     = free ? (free_two ? 5'd2 : 5'd1) : 5'd0;
  assign cf_grant = cf_request && !hold_cf;
  cbfc_receiver #(.VirtualChannels(1), .CounterBits(CounterBits)) u_receiver (
    .clk_i, .rst_ni, .enable_i(1'b1), .credit_shift_i(4'd6), .overhead_i(8'd0), .cf_min_spacing_i(16'd0),
    .cf_max_spacing_i(20'd4),
    .accept_i(accept), .accept_vc_i(5'd0), .accept_length_i(long_q ? 14'd100 : 14'd64),
    .free_i(free), .free_vc_i(5'd0), .free_length_i(free_two ? 14'd128 : 14'd1),
    .rx_cc_i(cc_valid_q && !lose_forward), .rx_vc_i(5'd0), .rx_value_i(cc_value_q),
    .cf_request_o(cf_request), .cf_vc_o(), .cf_value_o(cf_value), .cf_grant_i(cf_grant),
    .consumed_o(r_consumed), .freed_o(r_freed)
  );
  always_ff @(posedge clk_i) begin
    if (!rst_ni) stored_q <= '0;
    else stored_q <= stored_q + came - left;
    if (!rst_ni) back_valid_q <= 1'b0;
    else back_valid_q <= cf_grant && !lose_back;
    back_value_q <= cf_value;
  end

  // What the sender consumed and the receiver has not seen yet: the open frame, or the one on the wire.
  logic [CounterBits-1:0] in_flight;
  assign in_flight = (open_q || frame_q) ? (((open_q && length_q != 14'd64) || (frame_q && long_q)) ? 2'd2 : 2'd1) : '0;

  logic [7:0] clean_q, healed_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || lose_forward || lose_back || offered || freeing || hold_cc || hold_cf) clean_q <= '0;
    else if (clean_q != 8'hFF) clean_q <= clean_q + 1'b1;
    if (!rst_ni || lose_forward || hold_cc) healed_q <= '0;
    else if (healed_q != 8'hFF) healed_q <= healed_q + 1'b1;
  end

  logic [CounterBits-1:0] in_use, at_receiver;
  assign in_use      = s_consumed - s_freed;
  assign at_receiver = r_consumed - r_freed;
  always @(posedge clk_i) begin
    if (rst_ni) begin
      // No overrun: what is stored never exceeds what was advertised, even with the frame that is coming.
      assert (32'(stored_q) + 32'(came) <= Limit);
      assert (32'(in_use) <= Limit);
      // The receiver knows exactly what is stored.
      assert (at_receiver == CounterBits'(stored_q));
      // No credit is lost for good.
      if (32'(clean_q) >= CleanTicks) assert (32'(in_use) == 32'(stored_q));
      // Frames that came need not stop for what never came to be given back.
      if (32'(healed_q) >= HealedTicks) assert (s_consumed == CounterBits'(r_consumed + in_flight));
    end
  end

endmodule
