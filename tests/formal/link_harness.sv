// SPDX-License-Identifier: Apache-2.0
// Proof harness of two whole ports, one sending to the other with retry and credits at once, over a cable that damages and
// loses beats and loses control ordered sets as it pleases. The danger in between: a CC_UPDATE that overtakes a frame
// still to be replayed must not free that frame's credits.
module link_harness #(
  parameter int unsigned IdBits      = 3,
  parameter int unsigned CounterBits = 3,
  parameter int unsigned Limit       = 3,
  parameter int unsigned CleanTicks  = 40  // after so many ticks without faults, frames and frees nothing is missing
) (
  input logic clk_i
);

  logic started_q = 1'b0;
  always_ff @(posedge clk_i) started_q <= 1'b1;
  logic rst_ni;
  assign rst_ni = started_q;

  // ---- what the environment chooses ----
  (* anyseq *) logic offered, lose_beat, damage, lose_ctl, lose_back, freeing, line;

  logic a_valid, a_head, a_tail, a_error, a_bad, a_seq_valid, a_ctl_valid, a_ctl_seq_valid, b_ctl_valid, b_ctl_seq_valid;
  logic [IdBits-1:0] a_data, out_data, id_q, out_id_q;
  logic [6:0]  a_bytes;
  logic [4:0]  a_vc, a_ctl_vc, b_ctl_vc;
  logic [19:0] a_seq, a_ctl_value, a_ctl_seq, b_ctl_value, b_ctl_seq, outstanding;
  logic [2:0]  a_ctl_kind, b_ctl_kind, tx_state;
  logic [CounterBits-1:0] s_consumed, s_freed, r_consumed, r_freed;
  logic in_ready, in_valid, out_valid, free;
  assign in_valid = offered && tx_state != '0;

  link_port #(
    .DataBits(IdBits), .SeqBits(2), .FrameSlots(2), .BufferBeats(2), .MaxBeats(1), .VirtualChannels(1),
    .CounterBits(CounterBits), .FirstSeq(3)
  ) u_a (
    .clk_i, .rst_ni, .link_up_i(1'b1), .llr_tx_enable_i(1'b1), .llr_rx_enable_i(1'b0),
    .max_frames_i(20'd2), .max_bytes_i(24'd128), .replay_timer_i(20'd8), .replay_count_i(8'd0),
    .pcs_timeout_i(20'd0), .age_timeout_i(20'd0), .init_action_i(2'd1), .flush_action_i(2'd1), .reinit_i(1'b0),
    .ctl_spacing_i(16'd0),
    .cbfc_tx_enable_i(1'b1), .cbfc_rx_enable_i(1'b0), .credit_limit_i(CounterBits'(Limit)), .credit_shift_i(4'd6),
    .credit_overhead_i(8'd0), .cc_period_i(20'd4), .cf_min_spacing_i(16'd0), .cf_max_spacing_i(20'd0),
    .inject_corrupt_i(damage), .inject_drop_ctl_i(lose_ctl),
    .in_valid_i(in_valid), .in_head_i(1'b1), .in_tail_i(1'b1), .in_data_i(id_q), .in_bytes_i(7'd64),
    .in_error_i(1'b0), .in_vc_i(5'd0), .in_length_i(14'd64), .in_eligible_i(1'b1), .in_ready_o(in_ready),
    .out_valid_o(), .out_head_o(), .out_tail_o(), .out_data_o(), .out_bytes_o(), .out_error_o(), .out_vc_o(),
    .free_i(1'b0), .free_vc_i(5'd0), .free_length_i(14'd0),
    .line_i(line), .tx_valid_o(a_valid), .tx_head_o(a_head), .tx_tail_o(a_tail), .tx_data_o(a_data), .tx_bytes_o(a_bytes),
    .tx_error_o(a_error), .tx_bad_o(a_bad), .tx_vc_o(a_vc), .tx_seq_valid_o(a_seq_valid), .tx_seq_o(a_seq),
    .tx_ctl_valid_o(a_ctl_valid), .tx_ctl_kind_o(a_ctl_kind), .tx_ctl_vc_o(a_ctl_vc),
    .tx_ctl_value_o(a_ctl_value), .tx_ctl_seq_valid_o(a_ctl_seq_valid), .tx_ctl_seq_o(a_ctl_seq),
    .rx_valid_i(1'b0), .rx_head_i(1'b0), .rx_tail_i(1'b0), .rx_data_i(IdBits'(0)), .rx_bytes_i(7'd0),
    .rx_error_i(1'b0), .rx_bad_i(1'b0), .rx_vc_i(5'd0), .rx_seq_valid_i(1'b0), .rx_seq_i(20'd0),
    .rx_ctl_valid_i(b_ctl_valid), .rx_ctl_kind_i(b_ctl_kind), .rx_ctl_vc_i(b_ctl_vc),
    .rx_ctl_value_i(b_ctl_value), .rx_ctl_seq_valid_i(b_ctl_seq_valid), .rx_ctl_seq_i(b_ctl_seq),
    .llr_tx_state_o(tx_state), .llr_rx_state_o(), .llr_outstanding_o(outstanding),
    .sender_consumed_o(s_consumed), .sender_freed_o(s_freed), .receiver_consumed_o(), .receiver_freed_o(),
    .clear_counters_i(1'b0), .counters_o()
  );
  link_port #(
    .DataBits(IdBits), .SeqBits(2), .FrameSlots(2), .BufferBeats(2), .MaxBeats(1), .VirtualChannels(1),
    .CounterBits(CounterBits)
  ) u_b (
    .clk_i, .rst_ni, .link_up_i(1'b1), .llr_tx_enable_i(1'b0), .llr_rx_enable_i(1'b1),
    .max_frames_i(20'd2), .max_bytes_i(24'd128), .replay_timer_i(20'd0), .replay_count_i(8'd0),
    .pcs_timeout_i(20'd0), .age_timeout_i(20'd0), .init_action_i(2'd1), .flush_action_i(2'd1), .reinit_i(1'b0),
    .ctl_spacing_i(16'd0),
    .cbfc_tx_enable_i(1'b0), .cbfc_rx_enable_i(1'b1), .credit_limit_i(CounterBits'(0)), .credit_shift_i(4'd6),
    .credit_overhead_i(8'd0), .cc_period_i(20'd0), .cf_min_spacing_i(16'd0), .cf_max_spacing_i(20'd4),
    .inject_corrupt_i(1'b0), .inject_drop_ctl_i(lose_back),
    .in_valid_i(1'b0), .in_head_i(1'b0), .in_tail_i(1'b0), .in_data_i(IdBits'(0)), .in_bytes_i(7'd0),
    .in_error_i(1'b0), .in_vc_i(5'd0), .in_length_i(14'd64), .in_eligible_i(1'b1), .in_ready_o(),
    .out_valid_o(out_valid), .out_head_o(), .out_tail_o(), .out_data_o(out_data), .out_bytes_o(), .out_error_o(),
    .out_vc_o(), .free_i(free), .free_vc_i(5'd0), .free_length_i(14'd64),
    .line_i(1'b1), .tx_valid_o(), .tx_head_o(), .tx_tail_o(), .tx_data_o(), .tx_bytes_o(), .tx_error_o(), .tx_bad_o(), .tx_vc_o(),
    .tx_seq_valid_o(), .tx_seq_o(),
    .tx_ctl_valid_o(b_ctl_valid), .tx_ctl_kind_o(b_ctl_kind), .tx_ctl_vc_o(b_ctl_vc),
    .tx_ctl_value_o(b_ctl_value), .tx_ctl_seq_valid_o(b_ctl_seq_valid), .tx_ctl_seq_o(b_ctl_seq),
    .rx_valid_i(a_valid && !lose_beat), .rx_head_i(a_head), .rx_tail_i(a_tail), .rx_data_i(a_data),
    .rx_bytes_i(a_bytes), .rx_error_i(a_error), .rx_bad_i(a_bad), .rx_vc_i(a_vc), .rx_seq_valid_i(a_seq_valid),
    .rx_seq_i(a_seq), .rx_ctl_valid_i(a_ctl_valid), .rx_ctl_kind_i(a_ctl_kind), .rx_ctl_vc_i(a_ctl_vc),
    .rx_ctl_value_i(a_ctl_value), .rx_ctl_seq_valid_i(a_ctl_seq_valid), .rx_ctl_seq_i(a_ctl_seq),
    .llr_tx_state_o(), .llr_rx_state_o(), .llr_outstanding_o(), .sender_consumed_o(), .sender_freed_o(),
    .receiver_consumed_o(r_consumed), .receiver_freed_o(r_freed), .clear_counters_i(1'b0), .counters_o()
  );

  // ---- the core's buffer behind b ----
  logic [3:0] stored_q;
  logic [7:0] clean_q;
  assign free = freeing && stored_q != '0;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      id_q     <= '0;
      out_id_q <= '0;
      stored_q <= '0;
    end else begin
      if (in_valid && in_ready) id_q <= id_q + 1'b1;
      if (out_valid) out_id_q <= out_id_q + 1'b1;
      stored_q <= stored_q + 4'(out_valid) - 4'(free);
    end
    if (!rst_ni || offered || lose_beat || damage || lose_ctl || lose_back || freeing || !line) clean_q <= '0;
    else if (clean_q != 8'hFF) clean_q <= clean_q + 1'b1;
  end

  logic [CounterBits-1:0] in_use, at_receiver;
  assign in_use      = s_consumed - s_freed;
  assign at_receiver = r_consumed - r_freed;
  always @(posedge clk_i) begin
    if (rst_ni) begin
      if (out_valid) assert (out_data == out_id_q);
      assert (32'(stored_q) + 32'(out_valid) <= Limit);
      assert (32'(in_use) <= Limit);
      // The receiver counts what is stored and what is on its way from the frame buffer to the core: two at most.
      assert (CounterBits'(at_receiver - CounterBits'(stored_q)) <= 2);
      if (32'(clean_q) >= CleanTicks) begin
        assert (id_q == out_id_q);
        assert (outstanding == '0);
        assert (32'(in_use) == 32'(stored_q));
      end
    end
  end

endmodule
