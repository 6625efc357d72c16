// SPDX-License-Identifier: Apache-2.0
// The link layer of one port: link-level retry and credit-based flow control in both directions, the multiplexer of
// control ordered sets, counters and error injection.
// Latency: core to wire one cycle; wire to core two cycles after the frame's tail. Throughput: one beat and one control
// ordered set per cycle and direction. Back-pressure: in_ready_o towards the core, inside a frame only while
// the wire takes nothing (line_i); towards the wire none, for the peer's credits stand for the core's buffers.
`include "assertions.svh"
module link_port #(
  parameter int unsigned DataBits        = 512,
  parameter int unsigned SeqBits         = 20,
  parameter int unsigned FrameSlots      = 512,
  parameter int unsigned BufferBeats     = 4096,
  parameter int unsigned MaxBeats        = 144,
  parameter int unsigned VirtualChannels = 4,
  parameter int unsigned CounterBits     = 20,
  parameter int unsigned FirstSeq        = 0,   // number of the first frame
  parameter int unsigned FirstCredit     = 0    // where the credit counters begin
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  // configuration of retry, may change at any time
  input  logic                link_up_i,
  input  logic                llr_tx_enable_i,
  input  logic                llr_rx_enable_i,
  input  logic [19:0]         max_frames_i,
  input  logic [23:0]         max_bytes_i,
  input  logic [19:0]         replay_timer_i,
  input  logic [7:0]          replay_count_i,
  input  logic [19:0]         pcs_timeout_i,
  input  logic [19:0]         age_timeout_i,
  input  logic [1:0]          init_action_i,
  input  logic [1:0]          flush_action_i,
  input  logic                reinit_i,
  input  logic [15:0]         ctl_spacing_i,
  // configuration of credits
  input  logic [VirtualChannels-1:0]             cbfc_tx_enable_i,
  input  logic [VirtualChannels-1:0]             cbfc_rx_enable_i,
  input  logic [VirtualChannels*CounterBits-1:0] credit_limit_i,
  input  logic [3:0]          credit_shift_i,
  input  logic [7:0]          credit_overhead_i,
  input  logic [19:0]         cc_period_i,
  input  logic [15:0]         cf_min_spacing_i,
  input  logic [19:0]         cf_max_spacing_i,
  // error injection
  input  logic                inject_corrupt_i,   // the beat sent in this cycle is damaged
  input  logic                inject_drop_ctl_i,  // the control ordered set sent in this cycle is lost
  // core side
  input  logic                in_valid_i,
  input  logic                in_head_i,
  input  logic                in_tail_i,
  input  logic [DataBits-1:0] in_data_i,
  input  logic [6:0]          in_bytes_i,
  input  logic                in_error_i,
  input  logic [4:0]          in_vc_i,
  input  logic [13:0]         in_length_i,
  input  logic                in_eligible_i,
  output logic                in_ready_o,
  output logic                out_valid_o,
  output logic                out_head_o,
  output logic                out_tail_o,
  output logic [DataBits-1:0] out_data_o,
  output logic [6:0]          out_bytes_o,
  output logic                out_error_o,
  output logic [4:0]          out_vc_o,
  input  logic                free_i,
  input  logic [4:0]          free_vc_i,
  input  logic [13:0]         free_length_i,
  // wire side
  input  logic                line_i,             // the wire can take a beat in this cycle
  output logic                tx_valid_o,
  output logic                tx_head_o,
  output logic                tx_tail_o,
  output logic [DataBits-1:0] tx_data_o,
  output logic [6:0]          tx_bytes_o,
  output logic                tx_error_o,
  output logic                tx_bad_o,
  output logic [4:0]          tx_vc_o,
  output logic                tx_seq_valid_o,
  output logic [19:0]         tx_seq_o,
  output logic                tx_ctl_valid_o,
  output logic [2:0]          tx_ctl_kind_o,
  output logic [4:0]          tx_ctl_vc_o,
  output logic [19:0]         tx_ctl_value_o,
  output logic                tx_ctl_seq_valid_o,
  output logic [19:0]         tx_ctl_seq_o,
  input  logic                rx_valid_i,
  input  logic                rx_head_i,
  input  logic                rx_tail_i,
  input  logic [DataBits-1:0] rx_data_i,
  input  logic [6:0]          rx_bytes_i,
  input  logic                rx_error_i,
  input  logic                rx_bad_i,
  input  logic [4:0]          rx_vc_i,
  input  logic                rx_seq_valid_i,
  input  logic [19:0]         rx_seq_i,
  input  logic                rx_ctl_valid_i,
  input  logic [2:0]          rx_ctl_kind_i,
  input  logic [4:0]          rx_ctl_vc_i,
  input  logic [19:0]         rx_ctl_value_i,
  input  logic                rx_ctl_seq_valid_i,
  input  logic [19:0]         rx_ctl_seq_i,
  // status
  output logic [2:0]          llr_tx_state_o,
  output logic [1:0]          llr_rx_state_o,
  output logic [19:0]         llr_outstanding_o,
  output logic [VirtualChannels*CounterBits-1:0] sender_consumed_o,
  output logic [VirtualChannels*CounterBits-1:0] sender_freed_o,
  output logic [VirtualChannels*CounterBits-1:0] receiver_consumed_o,
  output logic [VirtualChannels*CounterBits-1:0] receiver_freed_o,
  input  logic                clear_counters_i,
  output logic [24*32-1:0]    counters_o
);

  localparam logic [2:0] KindInit     = 3'd1;
  localparam logic [2:0] KindInitAck  = 3'd2;
  localparam logic [2:0] KindAck      = 3'd3;
  localparam logic [2:0] KindNack     = 3'd4;
  localparam logic [2:0] KindCfUpdate = 3'd5;
  localparam logic [2:0] KindCcUpdate = 3'd6;

  // ---- control ordered sets received ----
  logic ctl, got_init, got_init_ack, got_ack, got_nack, got_cf, got_cc, take_cc;
  logic [SeqBits-1:0] expected, next_seq, outstanding;
  logic               tx_active, boundary;
  assign ctl          = rx_ctl_valid_i && link_up_i;
  assign got_init     = ctl && rx_ctl_kind_i == KindInit;
  assign got_init_ack = ctl && rx_ctl_kind_i == KindInitAck;
  assign got_ack      = ctl && rx_ctl_kind_i == KindAck;
  assign got_nack     = ctl && rx_ctl_kind_i == KindNack;
  assign got_cf       = ctl && rx_ctl_kind_i == KindCfUpdate;
  assign got_cc       = ctl && rx_ctl_kind_i == KindCcUpdate;
  // What was consumed counts only if everything sent before has come: a frame still to be replayed is not lost.
  assign take_cc = got_cc && (!rx_ctl_seq_valid_i ||
                              (llr_rx_state_o != '0 && rx_ctl_seq_i[SeqBits-1:0] == expected));

  // ---- retry ----
  logic credit_ok, start;
  logic init_request, init_grant, nack_request, ack_request, init_ack_request;
  logic nack_grant, ack_grant, init_ack_grant;
  logic [SeqBits-1:0] init_value, tx_seq;
  logic discard_event, tx_ok_event, tx_poisoned_event, tx_replay_event, seq_error_event;
  llr_tx #(
    .DataBits(DataBits), .SeqBits(SeqBits), .FrameSlots(FrameSlots), .BufferBeats(BufferBeats),
    .FirstSeq(FirstSeq)
  ) u_llr_tx (
    .clk_i, .rst_ni,
    .enable_i(llr_tx_enable_i), .link_up_i, .max_frames_i, .max_bytes_i, .replay_timer_i,
    .replay_count_i, .pcs_timeout_i, .age_timeout_i, .init_action_i, .flush_action_i, .reinit_i,
    .ctl_spacing_i,
    .in_valid_i, .in_head_i, .in_tail_i, .in_data_i, .in_bytes_i, .in_error_i, .in_vc_i,
    .in_length_i, .in_eligible_i, .credit_ok_i(credit_ok), .in_ready_o, .start_o(start),
    .line_i, .corrupt_i(inject_corrupt_i),
    .tx_valid_o, .tx_head_o, .tx_tail_o, .tx_data_o, .tx_bytes_o, .tx_error_o, .tx_bad_o, .tx_vc_o,
    .tx_seq_valid_o, .tx_seq_o(tx_seq),
    .rx_init_ack_i(got_init_ack), .rx_ack_i(got_ack), .rx_nack_i(got_nack),
    .rx_value_i(rx_ctl_value_i[SeqBits-1:0]),
    .init_request_o(init_request), .init_grant_i(init_grant),
    .state_o(llr_tx_state_o), .active_o(tx_active), .boundary_o(boundary), .next_seq_o(next_seq),
    .outstanding_o(outstanding),
    .discard_event_o(discard_event), .ok_event_o(tx_ok_event),
    .poisoned_event_o(tx_poisoned_event), .replay_event_o(tx_replay_event),
    .seq_error_event_o(seq_error_event)
  );
  assign tx_seq_o          = 20'(tx_seq);
  assign llr_outstanding_o = 20'(outstanding);

  logic        accept;
  logic [4:0]  accept_vc;
  logic [13:0] accept_length;
  logic rx_ok_event, rx_poisoned_event, bad_event, truncated_event, plain_bad_event;
  logic plain_truncated_event, good_event, expected_poisoned_event, expected_bad_event;
  logic missing_event, duplicate_event, rx_replay_event, unready_event;
  llr_rx #(.DataBits(DataBits), .SeqBits(SeqBits), .MaxBeats(MaxBeats)) u_llr_rx (
    .clk_i, .rst_ni,
    .enable_i(llr_rx_enable_i), .link_up_i, .ctl_spacing_i,
    .rx_valid_i, .rx_head_i, .rx_tail_i, .rx_data_i, .rx_bytes_i, .rx_error_i, .rx_bad_i, .rx_vc_i,
    .rx_seq_valid_i, .rx_seq_i(rx_seq_i[SeqBits-1:0]),
    .rx_init_i(got_init), .rx_value_i(rx_ctl_value_i[SeqBits-1:0]),
    .out_valid_o, .out_head_o, .out_tail_o, .out_data_o, .out_bytes_o, .out_error_o, .out_vc_o,
    .accept_o(accept), .accept_vc_o(accept_vc), .accept_length_o(accept_length),
    .nack_request_o(nack_request), .ack_request_o(ack_request),
    .init_ack_request_o(init_ack_request), .init_value_o(init_value),
    .nack_grant_i(nack_grant), .ack_grant_i(ack_grant), .init_ack_grant_i(init_ack_grant),
    .state_o(llr_rx_state_o), .expected_o(expected),
    .ok_event_o(rx_ok_event), .poisoned_event_o(rx_poisoned_event), .bad_event_o(bad_event),
    .truncated_event_o(truncated_event), .plain_bad_event_o(plain_bad_event),
    .plain_truncated_event_o(plain_truncated_event), .expected_good_event_o(good_event),
    .expected_poisoned_event_o(expected_poisoned_event),
    .expected_bad_event_o(expected_bad_event), .missing_event_o(missing_event),
    .duplicate_event_o(duplicate_event), .replay_event_o(rx_replay_event),
    .unready_event_o(unready_event)
  );

  // ---- credits ----
  logic cc_request, cc_grant, cf_request, cf_grant;
  logic [4:0] cc_vc, cf_vc;
  logic [CounterBits-1:0] cc_value, cf_value;
  cbfc_sender #(
    .VirtualChannels(VirtualChannels), .CounterBits(CounterBits), .FirstCredit(FirstCredit)
  ) u_cbfc_sender (
    .clk_i, .rst_ni,
    .enable_i(cbfc_tx_enable_i), .limit_i(credit_limit_i), .credit_shift_i,
    .overhead_i(credit_overhead_i), .cc_period_i,
    .vc_i(in_vc_i), .length_i(in_length_i), .ok_o(credit_ok), .take_i(start),
    .rx_cf_i(got_cf), .rx_vc_i(rx_ctl_vc_i), .rx_value_i(rx_ctl_value_i[CounterBits-1:0]),
    .boundary_i(boundary), .cc_request_o(cc_request), .cc_vc_o(cc_vc), .cc_value_o(cc_value),
    .cc_grant_i(cc_grant),
    .consumed_o(sender_consumed_o), .freed_o(sender_freed_o)
  );
  cbfc_receiver #(
    .VirtualChannels(VirtualChannels), .CounterBits(CounterBits), .FirstCredit(FirstCredit)
  ) u_cbfc_receiver (
    .clk_i, .rst_ni,
    .enable_i(cbfc_rx_enable_i), .credit_shift_i, .overhead_i(credit_overhead_i),
    .cf_min_spacing_i, .cf_max_spacing_i,
    .accept_i(accept), .accept_vc_i(accept_vc), .accept_length_i(accept_length),
    .free_i, .free_vc_i, .free_length_i,
    .rx_cc_i(take_cc), .rx_vc_i(rx_ctl_vc_i), .rx_value_i(rx_ctl_value_i[CounterBits-1:0]),
    .cf_request_o(cf_request), .cf_vc_o(cf_vc), .cf_value_o(cf_value), .cf_grant_i(cf_grant),
    .consumed_o(receiver_consumed_o), .freed_o(receiver_freed_o)
  );

  // ---- one control ordered set per cycle ----
  logic [4:0] grants;
  link_turns u_turns (
    .clk_i, .rst_ni, .link_up_i, .nack_request_i(nack_request),
    .request_i({cc_request, cf_request, ack_request, init_request, init_ack_request}),
    .nack_grant_o(nack_grant), .grant_o(grants)
  );
  assign init_ack_grant = grants[0];
  assign init_grant     = grants[1];
  assign ack_grant      = grants[2];
  assign cf_grant       = grants[3];
  assign cc_grant       = grants[4];

  logic [2:0]  kind;
  logic [4:0]  vc;
  logic [19:0] value;
  always_comb begin
    kind  = KindNack;
    vc    = '0;
    value = 20'(SeqBits'(expected - SeqBits'(1)));
    if (grants[0]) begin
      kind  = KindInitAck;
      value = 20'(init_value);
    end
    if (grants[1]) begin
      kind  = KindInit;
      value = 20'(next_seq);
    end
    if (grants[2]) kind = KindAck;
    if (grants[3]) begin
      kind  = KindCfUpdate;
      vc    = cf_vc;
      value = 20'(cf_value);
    end
    if (grants[4]) begin
      kind  = KindCcUpdate;
      vc    = cc_vc;
      value = 20'(cc_value);
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      tx_ctl_valid_o     <= 1'b0;
      tx_ctl_kind_o      <= '0;
      tx_ctl_vc_o        <= '0;
      tx_ctl_value_o     <= '0;
      tx_ctl_seq_valid_o <= 1'b0;
      tx_ctl_seq_o       <= '0;
    end else begin
      tx_ctl_valid_o <= (nack_grant || grants != '0) && !inject_drop_ctl_i;
      if (nack_grant || grants != '0) begin
        tx_ctl_kind_o      <= kind;
        tx_ctl_vc_o        <= vc;
        tx_ctl_value_o     <= value;
        tx_ctl_seq_valid_o <= cc_grant && tx_active;
        tx_ctl_seq_o       <= cc_grant ? 20'(next_seq) : '0;
      end
    end
  end

  link_counters u_counters (
    .clk_i, .rst_ni, .clear_i(clear_counters_i),
    .event_i({unready_event, plain_bad_event || plain_truncated_event, rx_replay_event,
              duplicate_event, missing_event, expected_bad_event, expected_poisoned_event,
              good_event, bad_event || truncated_event, rx_poisoned_event, rx_ok_event,
              seq_error_event, got_nack, got_ack, got_init_ack, got_init, tx_replay_event,
              tx_poisoned_event, tx_ok_event, discard_event, nack_grant, ack_grant,
              init_ack_grant, init_grant}),
    .bad_twice_i(bad_event && truncated_event),
    .plain_bad_twice_i(plain_bad_event && plain_truncated_event),
    .counters_o
  );

endmodule
