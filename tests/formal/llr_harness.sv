// SPDX-License-Identifier: Apache-2.0
// Proof harness of link-level retry: transmitter, a channel that damages and loses beats and loses control ordered sets
// as it pleases, receiver. Every frame carries its number of acceptance as data, so that a lost, doubled, reordered or
// mixed-up frame shows. Frames have one or two beats; what may be chosen is chosen anew in every cycle.
module llr_harness #(
  parameter int unsigned SeqBits     = 2,
  parameter int unsigned FrameSlots  = 2,
  parameter int unsigned BufferBeats = 4,
  parameter int unsigned IdBits      = 4,
  parameter int unsigned ReplayTimer = 6,
  parameter bit          LongFrames  = 1'b1,  // frames of two beats, too
  parameter bit          Flushes     = 1'b0,  // the transmitter gives up, is switched off and on, and starts again
  parameter int unsigned CleanTicks  = 0   // after so many ticks without faults and frames all must be delivered, 0: off
) (
  input logic clk_i
);

  logic started_q = 1'b0;
  always_ff @(posedge clk_i) started_q <= 1'b1;
  logic rst_ni;
  assign rst_ni = started_q;

  // ---- what the environment chooses ----
  (* anyseq *) logic offered, long_frame, lose_beat, damage, lose_ctl, lose_reverse, poison, watch, switched_off, reinit, line;

  // ---- frames in (none while retry is off: those are not protected) ----
  logic              in_ready, open_q, in_tail, in_valid;
  logic [2:0]        tx_state;
  assign in_valid = offered && tx_state != 3'd0;
  logic is_long;
  assign is_long = LongFrames && long_frame;
  logic [IdBits-1:0] id_q;
  assign in_tail = open_q ? 1'b1 : !is_long;
  logic take;
  assign take = in_valid && in_ready;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      open_q <= 1'b0;
      id_q   <= '0;
    end else if (take) begin
      open_q <= !in_tail;
      if (in_tail) id_q <= id_q + 1'b1;
    end
  end

  // With flushes frames may be lost, and any number of them: instead of its number a frame then says whether it comes
  // before (0), is (1) or comes after (2) one frame that the environment picked to be watched.
  logic [1:0]        phase_q, phase;
  logic [IdBits-1:0] payload;
  assign phase   = (phase_q == 2'd0 && watch) ? 2'd1 : phase_q;
  assign payload = Flushes ? IdBits'(phase) : id_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) phase_q <= 2'd0;
    else if (take && in_tail && phase != 2'd0) phase_q <= 2'd2;
  end

  // ---- transmitter ----
  logic tx_valid, tx_head, tx_tail, tx_error, tx_seq_valid, init_request, active;
  logic [IdBits:0]    tx_data;
  logic [6:0]         tx_bytes;
  logic [4:0]         tx_vc;
  logic [SeqBits-1:0] tx_seq, next_seq, outstanding;
  logic               r_valid_q;
  logic [1:0]         r_kind_q;  // 0 INIT_ACK, 1 ACK, 2 NACK
  logic [SeqBits-1:0] r_value_q;
  llr_tx #(
    .DataBits(IdBits + 1), .SeqBits(SeqBits), .FrameSlots(FrameSlots), .BufferBeats(BufferBeats),
    .FirstSeq(2 ** SeqBits - 1)
  ) u_tx (
    .clk_i, .rst_ni,
    .enable_i(!(Flushes && switched_off)), .link_up_i(1'b1), .max_frames_i(20'(FrameSlots)), .max_bytes_i(24'd4096),
    .replay_timer_i(20'(ReplayTimer)), .replay_count_i(Flushes ? 8'd1 : 8'd0), .pcs_timeout_i(20'd0), .age_timeout_i(20'd0),
    .init_action_i(2'd1), .flush_action_i(2'd1), .reinit_i(Flushes && reinit), .ctl_spacing_i(16'd0),
    .in_valid_i(in_valid), .in_head_i(!open_q), .in_tail_i(in_tail), .in_data_i({in_tail, payload}),
    .in_bytes_i(7'd64), .in_error_i(poison), .in_vc_i(5'd0),
    .in_length_i(is_long ? 14'd128 : 14'd64), .in_eligible_i(1'b1), .credit_ok_i(1'b1),
    .in_ready_o(in_ready), .start_o(),
    .line_i(line), .corrupt_i(1'b0),
    .tx_valid_o(tx_valid), .tx_head_o(tx_head), .tx_tail_o(tx_tail), .tx_data_o(tx_data),
    .tx_bytes_o(tx_bytes), .tx_error_o(tx_error), .tx_bad_o(), .tx_vc_o(tx_vc),
    .tx_seq_valid_o(tx_seq_valid), .tx_seq_o(tx_seq),
    .rx_init_ack_i(r_valid_q && r_kind_q == 2'd0), .rx_ack_i(r_valid_q && r_kind_q == 2'd1),
    .rx_nack_i(r_valid_q && r_kind_q == 2'd2), .rx_value_i(r_value_q),
    .init_request_o(init_request), .init_grant_i(init_request),
    .state_o(tx_state), .active_o(active), .boundary_o(), .next_seq_o(next_seq),
    .outstanding_o(outstanding),
    .discard_event_o(), .ok_event_o(), .poisoned_event_o(), .replay_event_o(), .seq_error_event_o()
  );

  logic               init_q;
  logic [SeqBits-1:0] init_value_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) init_q <= 1'b0;
    else init_q <= init_request && !lose_ctl;
    init_value_q <= next_seq;
  end

  // Beats after a lost one are not what the frame check of their frame covers: it fails, until a head begins a new one.
  logic gap_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) gap_q <= 1'b0;
    else if (tx_valid && lose_beat) gap_q <= 1'b1;
    else if (tx_valid && tx_head) gap_q <= 1'b0;
  end
  logic bad;
  assign bad = damage || (gap_q && !tx_head);

  // ---- receiver ----
  logic out_valid, out_head, out_tail, nack_request, ack_request, init_ack_request, accept;
  logic [IdBits:0]    out_data;
  logic [SeqBits-1:0] init_value, expected;
  logic [1:0]         rx_state;
  llr_rx #(.DataBits(IdBits + 1), .SeqBits(SeqBits), .MaxBeats(2)) u_rx (
    .clk_i, .rst_ni,
    .enable_i(1'b1), .link_up_i(1'b1), .ctl_spacing_i(16'd0),
    .rx_valid_i(tx_valid && !lose_beat), .rx_head_i(tx_head), .rx_tail_i(tx_tail), .rx_data_i(tx_data),
    .rx_bytes_i(tx_bytes), .rx_error_i(tx_error), .rx_bad_i(bad), .rx_vc_i(tx_vc),
    .rx_seq_valid_i(tx_seq_valid), .rx_seq_i(tx_seq), .rx_init_i(init_q), .rx_value_i(init_value_q),
    .out_valid_o(out_valid), .out_head_o(out_head), .out_tail_o(out_tail), .out_data_o(out_data),
    .out_bytes_o(), .out_error_o(), .out_vc_o(), .accept_o(accept), .accept_vc_o(), .accept_length_o(),
    .nack_request_o(nack_request), .ack_request_o(ack_request),
    .init_ack_request_o(init_ack_request), .init_value_o(init_value),
    .nack_grant_i(nack_request), .ack_grant_i(ack_request && !nack_request && !init_ack_request),
    .init_ack_grant_i(init_ack_request && !nack_request),
    .state_o(rx_state), .expected_o(expected),
    .ok_event_o(), .poisoned_event_o(), .bad_event_o(), .truncated_event_o(), .plain_bad_event_o(),
    .plain_truncated_event_o(), .expected_good_event_o(), .expected_poisoned_event_o(),
    .expected_bad_event_o(), .missing_event_o(), .duplicate_event_o(), .replay_event_o(),
    .unready_event_o()
  );
  always_ff @(posedge clk_i) begin
    if (!rst_ni) r_valid_q <= 1'b0;
    else r_valid_q <= (nack_request || ack_request || init_ack_request) && !lose_reverse;
    r_kind_q  <= nack_request ? 2'd2 : init_ack_request ? 2'd0 : 2'd1;
    r_value_q <= (init_ack_request && !nack_request) ? init_value : expected - 1'b1;
  end

  // ---- what must hold ----
  logic [IdBits-1:0] accepted_q, delivered_q, out_id_q;
  logic              out_open_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      accepted_q  <= '0;
      delivered_q <= '0;
      out_id_q    <= '0;
      out_open_q  <= 1'b0;
    end else begin
      if (take && in_tail) accepted_q <= accepted_q + 1'b1;
      if (accept) delivered_q <= delivered_q + 1'b1;
      if (out_valid && Flushes) out_id_q <= out_data[IdBits-1:0];
      else if (out_valid) begin
        out_open_q <= !out_tail;
        if (out_tail) out_id_q <= out_id_q + 1'b1;
      end
    end
  end

  logic [7:0] clean_q;
  logic       fault;
  assign fault = (tx_valid && (lose_beat || damage)) || lose_ctl || lose_reverse || in_valid || !line;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || fault) clean_q <= '0;
    else clean_q <= clean_q + 1'b1;
  end

  always @(posedge clk_i) begin
    if (rst_ni) begin
      // Frames come out whole, once, in order.
      if (out_valid && Flushes) begin
        // Never back, and the watched one not twice.
        assert (out_data[IdBits-1:0] >= out_id_q);
        assert (!(out_data[IdBits-1:0] == 1 && out_id_q == 1));
      end
      if (out_valid && !Flushes) begin
        assert (out_data[IdBits-1:0] == out_id_q);
        assert (out_data[IdBits] == out_tail);
        assert (out_head == !out_open_q);
      end
      // The receiver is inside the transmitter's window: nothing unsent is expected, nothing unreceived acknowledged.
      if (!Flushes && (tx_state == 3'd2 || tx_state == 3'd3)) begin
        assert (rx_state != 2'd0);
        assert (SeqBits'(next_seq - expected) <= outstanding);
        assert (SeqBits'(accepted_q - delivered_q) == SeqBits'(next_seq - expected));
        if (outstanding == '0) assert (accepted_q == delivered_q);
      end
      if (CleanTicks != 0 && clean_q >= CleanTicks) begin
        assert (tx_state == 3'd2 && accepted_q == delivered_q && (outstanding == '0 || open_q));
      end
    end
  end

endmodule
