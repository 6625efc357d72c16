// SPDX-License-Identifier: Apache-2.0
// Proof harness of the transmitter alone: any configuration, changing in every cycle, any core that keeps to the length
// it announced, and a peer that may say anything. The properties are the transmitter's own (FORMAL in llr_tx.sv): no
// more frames outstanding and no more beats stored than there is room for, and a replay never leaves the window.
module llr_tx_harness (
  input logic clk_i
);

  logic started_q = 1'b0;
  always_ff @(posedge clk_i) started_q <= 1'b1;

  (* anyseq *) logic enable, link_up, reinit, valid, long_frame, error, eligible, credit, init_ack, ack, nack, grant, line;
  (* anyseq *) logic [19:0] max_frames, replay_timer, pcs_timeout, age_timeout;
  (* anyseq *) logic [23:0] max_bytes;
  (* anyseq *) logic [7:0]  replay_count;
  (* anyseq *) logic [1:0]  init_action, flush_action;
  (* anyseq *) logic [2:0]  value;
  logic ready, open_q, init_request;
  always_ff @(posedge clk_i) begin
    if (!started_q) open_q <= 1'b0;
    else if (valid && ready) open_q <= !open_q && long_frame;
  end
  llr_tx #(.DataBits(1), .SeqBits(3), .FrameSlots(4), .BufferBeats(4)) u_tx (
    .clk_i, .rst_ni(started_q),
    .enable_i(enable), .link_up_i(link_up), .max_frames_i(max_frames), .max_bytes_i(max_bytes),
    .replay_timer_i(replay_timer), .replay_count_i(replay_count), .pcs_timeout_i(pcs_timeout),
    .age_timeout_i(age_timeout), .init_action_i(init_action), .flush_action_i(flush_action), .reinit_i(reinit),
    .ctl_spacing_i(16'd0),
    .in_valid_i(valid), .in_head_i(!open_q), .in_tail_i(open_q || !long_frame), .in_data_i(1'b0),
    .in_bytes_i(7'd64), .in_error_i(error), .in_vc_i(5'd0), .in_length_i(long_frame ? 14'd128 : 14'd64),
    .in_eligible_i(eligible), .credit_ok_i(credit), .in_ready_o(ready), .start_o(),
    .line_i(line), .corrupt_i(1'b0), .tx_valid_o(), .tx_head_o(), .tx_tail_o(), .tx_data_o(), .tx_bytes_o(), .tx_error_o(),
    .tx_bad_o(), .tx_vc_o(), .tx_seq_valid_o(), .tx_seq_o(),
    .rx_init_ack_i(init_ack), .rx_ack_i(ack), .rx_nack_i(nack && !ack), .rx_value_i(value),
    .init_request_o(init_request), .init_grant_i(init_request && grant),
    .state_o(), .active_o(), .boundary_o(), .next_seq_o(), .outstanding_o(), .discard_event_o(), .ok_event_o(),
    .poisoned_event_o(), .replay_event_o(), .seq_error_event_o()
  );

endmodule
