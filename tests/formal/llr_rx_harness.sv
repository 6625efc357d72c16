// SPDX-License-Identifier: Apache-2.0
// Proof harness of the receiver alone: any wire whatsoever. Its frame buffer (FORMAL in llr_rx.sv) always has room, since
// it drains as fast as it fills.
module llr_rx_harness #(
  parameter int unsigned MaxBeats = 3
) (
  input logic clk_i
);

  logic started_q = 1'b0;
  always_ff @(posedge clk_i) started_q <= 1'b1;

  (* anyseq *) logic enable, link_up, valid, head, tail, error, bad, numbered, init, nack_grant, ack_grant, init_ack_grant;
  (* anyseq *) logic [1:0] seq, value;
  logic nack_request, ack_request, init_ack_request;
  llr_rx #(.DataBits(1), .SeqBits(2), .MaxBeats(MaxBeats)) u_rx (
    .clk_i, .rst_ni(started_q), .enable_i(enable), .link_up_i(link_up), .ctl_spacing_i(16'd0),
    .rx_valid_i(valid), .rx_head_i(head), .rx_tail_i(tail), .rx_data_i(1'b0), .rx_bytes_i(7'd64),
    .rx_error_i(error), .rx_bad_i(bad), .rx_vc_i(5'd0), .rx_seq_valid_i(numbered), .rx_seq_i(seq),
    .rx_init_i(init), .rx_value_i(value),
    .out_valid_o(), .out_head_o(), .out_tail_o(), .out_data_o(), .out_bytes_o(), .out_error_o(), .out_vc_o(),
    .accept_o(), .accept_vc_o(), .accept_length_o(),
    .nack_request_o(nack_request), .ack_request_o(ack_request), .init_ack_request_o(init_ack_request), .init_value_o(),
    .nack_grant_i(nack_grant && nack_request), .ack_grant_i(ack_grant && ack_request),
    .init_ack_grant_i(init_ack_grant && init_ack_request),
    .state_o(), .expected_o(), .ok_event_o(), .poisoned_event_o(), .bad_event_o(), .truncated_event_o(),
    .plain_bad_event_o(), .plain_truncated_event_o(), .expected_good_event_o(), .expected_poisoned_event_o(),
    .expected_bad_event_o(), .missing_event_o(), .duplicate_event_o(), .replay_event_o(), .unready_event_o()
  );

endmodule
