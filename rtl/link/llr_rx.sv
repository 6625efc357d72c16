// SPDX-License-Identifier: Apache-2.0
// Receiver of link-level retry: stores every frame until its last beat has been checked, delivers the expected ones in
// order, and answers with cumulative ACKs, or with one NACK and then silence until the expected frame arrives.
// Latency: a frame's head leaves two cycles after its tail was on the wire (store and forward), if nothing is before it.
// Throughput: one beat per cycle. Back-pressure: none; the buffer drains as fast as it fills.
`include "assertions.svh"
module llr_rx #(
  parameter int unsigned DataBits = 512,
  parameter int unsigned SeqBits  = 20,   // 2 to 20
  parameter int unsigned MaxBeats = 144   // longest frame; a longer one is bad
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  // configuration, may change at any time
  input  logic                enable_i,
  input  logic                link_up_i,
  input  logic [15:0]         ctl_spacing_i,    // ticks between two ACKs
  // from the wire
  input  logic                rx_valid_i,
  input  logic                rx_head_i,
  input  logic                rx_tail_i,
  input  logic [DataBits-1:0] rx_data_i,
  input  logic [6:0]          rx_bytes_i,
  input  logic                rx_error_i,       // poisoned by its sender
  input  logic                rx_bad_i,         // damaged on the way
  input  logic [4:0]          rx_vc_i,
  input  logic                rx_seq_valid_i,
  input  logic [SeqBits-1:0]  rx_seq_i,
  input  logic                rx_init_i,        // control ordered set INIT
  input  logic [SeqBits-1:0]  rx_value_i,
  // to the core
  output logic                out_valid_o,
  output logic                out_head_o,
  output logic                out_tail_o,
  output logic [DataBits-1:0] out_data_o,
  output logic [6:0]          out_bytes_o,
  output logic                out_error_o,      // with the tail: the frame is poisoned
  output logic [4:0]          out_vc_o,
  output logic                accept_o,         // a frame is delivered (stored, to be counted by the credits)
  output logic [4:0]          accept_vc_o,
  output logic [13:0]         accept_length_o,
  // control ordered sets
  output logic                nack_request_o,
  output logic                ack_request_o,
  output logic                init_ack_request_o,
  output logic [SeqBits-1:0]  init_value_o,
  input  logic                nack_grant_i,
  input  logic                ack_grant_i,
  input  logic                init_ack_grant_i,
  // status
  output logic [1:0]          state_o,          // 0 OFF, 1 SEND_ACKS, 2 SEND_NACK, 3 NACK_SENT
  output logic [SeqBits-1:0]  expected_o,
  // events
  output logic                ok_event_o,
  output logic                poisoned_event_o,
  output logic                bad_event_o,
  output logic                truncated_event_o,        // a sequenced frame without a tail
  output logic                plain_bad_event_o,
  output logic                plain_truncated_event_o,
  output logic                expected_good_event_o,
  output logic                expected_poisoned_event_o,
  output logic                expected_bad_event_o,
  output logic                missing_event_o,
  output logic                duplicate_event_o,
  output logic                replay_event_o,
  output logic                unready_event_o           // a sequenced frame without a receiver
);

  localparam logic [1:0] Off      = 2'd0;
  localparam logic [1:0] SendAcks = 2'd1;
  localparam logic [1:0] SendNack = 2'd2;
  localparam logic [1:0] NackSent = 2'd3;

  localparam int unsigned BeatBits    = $clog2(MaxBeats + 1);
  localparam int unsigned AddressBits = $clog2(MaxBeats + 4);
  localparam int unsigned Depth       = 2 ** AddressBits;
  localparam int unsigned WordBits    = DataBits + 15;

  logic [1:0]             state_q, state_d;
  logic [SeqBits-1:0]     expected_q, last_q, init_value_q;
  logic                   ack_pending_q, init_ack_pending_q;
  logic [15:0]            gap_q;
  logic                   open_q, bad_q, error_q, seq_valid_q;
  logic [SeqBits-1:0]     seq_q;
  logic [4:0]             vc_q;
  logic [BeatBits-1:0]    beats_q;             // of the open frame, saturating at MaxBeats
  logic [AddressBits-1:0] wr_q, commit_q, rd_q;
  logic                   out_valid_q;

  // ---- the frame on the wire ----
  logic beat, head, ends, truncated, oversize, bad, error, seq_valid;
  logic [SeqBits-1:0]     seq;
  logic [4:0]             vc;
  logic [BeatBits-1:0]    index;
  logic [AddressBits-1:0] wr;
  assign head      = rx_valid_i && link_up_i && rx_head_i;
  assign beat      = rx_valid_i && link_up_i && (rx_head_i || open_q);
  assign truncated = open_q && (head || !link_up_i);
  assign ends      = beat && rx_tail_i;
  assign index     = head ? '0 : beats_q;
  assign oversize  = index == BeatBits'(MaxBeats);
  assign bad       = rx_bad_i || oversize || (!head && bad_q);
  assign error     = rx_error_i || (!head && error_q);
  assign seq_valid = head ? rx_seq_valid_i : seq_valid_q;
  assign seq       = head ? rx_seq_i : seq_q;
  assign vc        = head ? rx_vc_i : vc_q;
  assign wr        = head ? commit_q : wr_q;

  // ---- verdict ----
  logic judged, is_expected, is_missing, is_duplicate, commit, goes_back;
  logic [SeqBits-1:0] ahead, step;
  assign ahead        = seq - expected_q;
  assign step         = seq - last_q - SeqBits'(1);
  assign judged       = ends && seq_valid && state_q != Off && !(rx_init_i && enable_i);
  assign is_expected  = judged && ahead == '0;
  assign is_missing   = judged && ahead != '0 && !ahead[SeqBits-1];
  assign is_duplicate = judged && ahead[SeqBits-1];
  assign goes_back    = judged && step[SeqBits-1];
  assign commit       = ends && !bad && (is_expected || !seq_valid);

  assign accept_o        = commit;
  assign accept_vc_o     = vc;
  assign accept_length_o = (14'(index) << 6) + 14'(rx_bytes_i);

  always_comb begin
    state_d = state_q;
    if (nack_grant_i) state_d = NackSent;
    if (is_expected) state_d = bad ? SendNack : SendAcks;
    if (is_missing && state_q == SendAcks) state_d = SendNack;
    if (rx_init_i) state_d = SendAcks;
    if (!enable_i) state_d = Off;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q            <= Off;
      expected_q         <= '0;
      last_q             <= '0;
      init_value_q       <= '0;
      ack_pending_q      <= 1'b0;
      init_ack_pending_q <= 1'b0;
      gap_q              <= '0;
    end else begin
      state_q <= state_d;
      if (rx_init_i && enable_i) begin
        expected_q   <= rx_value_i;
        last_q       <= rx_value_i - SeqBits'(1);
        init_value_q <= rx_value_i;
      end else begin
        if (is_expected && !bad) expected_q <= expected_q + SeqBits'(1);
        if (judged) last_q <= seq;
      end
      if (!enable_i || rx_init_i) ack_pending_q <= 1'b0;
      else if ((is_expected && !bad) || (is_duplicate && state_q == SendAcks)) ack_pending_q <= 1'b1;
      else if (ack_grant_i || nack_grant_i) ack_pending_q <= 1'b0;
      if (!enable_i) init_ack_pending_q <= 1'b0;
      else if (rx_init_i) init_ack_pending_q <= 1'b1;
      else if (init_ack_grant_i) init_ack_pending_q <= 1'b0;
      if (ack_grant_i) gap_q <= (ctl_spacing_i == '0) ? '0 : ctl_spacing_i - 16'd1;
      else if (gap_q != '0) gap_q <= gap_q - 16'd1;
    end
  end

  assign nack_request_o     = state_q == SendNack && link_up_i;
  assign ack_request_o      = state_q == SendAcks && ack_pending_q && gap_q == '0 && link_up_i;
  assign init_ack_request_o = init_ack_pending_q && link_up_i;
  assign init_value_o       = init_value_q;

  // ---- buffer: written as the beats come, kept if the frame is good ----
  logic read;
  assign read = rd_q != commit_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      open_q      <= 1'b0;
      bad_q       <= 1'b0;
      error_q     <= 1'b0;
      seq_valid_q <= 1'b0;
      seq_q       <= '0;
      vc_q        <= '0;
      beats_q     <= '0;
      wr_q        <= '0;
      commit_q    <= '0;
      rd_q        <= '0;
      out_valid_q <= 1'b0;
    end else begin
      if (!link_up_i) open_q <= 1'b0;
      else if (beat) open_q <= !rx_tail_i;
      if (beat) begin
        bad_q       <= bad;
        error_q     <= error;
        seq_valid_q <= seq_valid;
        seq_q       <= seq;
        vc_q        <= vc;
        beats_q     <= oversize ? index : index + BeatBits'(1);
        wr_q        <= oversize ? wr : wr + AddressBits'(1);
      end
      if (commit) commit_q <= wr + AddressBits'(1);
      if (read) rd_q <= rd_q + AddressBits'(1);
      out_valid_q <= read;
    end
  end

  logic [WordBits-1:0] write_word, read_word;
  assign write_word = {rx_data_i, head, rx_tail_i, rx_bytes_i, rx_tail_i && error, vc};
  link_ram #(.Depth(Depth), .Width(WordBits)) u_frame_buffer (
    .clk_i,
    .write_i(beat && !oversize),
    .write_address_i(wr),
    .write_data_i(write_word),
    .read_i(read),
    .read_address_i(rd_q),
    .read_data_o(read_word)
  );
  assign out_valid_o = out_valid_q;
  assign {out_data_o, out_head_o, out_tail_o, out_bytes_o, out_error_o, out_vc_o} = read_word;

  assign ok_event_o                = ends && seq_valid && !bad && !error;
  assign poisoned_event_o          = ends && seq_valid && !bad && error;
  assign bad_event_o               = ends && seq_valid && bad;
  assign truncated_event_o         = truncated && seq_valid_q;
  assign plain_bad_event_o         = ends && !seq_valid && bad;
  assign plain_truncated_event_o   = truncated && !seq_valid_q;
  assign expected_good_event_o     = is_expected && !bad && !error;
  assign expected_poisoned_event_o = is_expected && !bad && error;
  assign expected_bad_event_o      = is_expected && bad;
  assign missing_event_o           = is_missing;
  assign duplicate_event_o         = is_duplicate;
  assign replay_event_o            = goes_back;
  assign unready_event_o           = ends && seq_valid && !judged;
  assign state_o                   = state_q;
  assign expected_o                = expected_q;

  // Words from the one being read to the one to be written next.
  logic [AddressBits-1:0] held;
  assign held = wr - rd_q;
  `LINKWRIGHT_ASSERT(BufferHasRoom, !beat || 32'(held) < Depth - 1)

`ifdef FORMAL
  always @(posedge clk_i) begin
    if (rst_ni && beat) assert (32'(held) < Depth - 1);
  end
`endif

  `LINKWRIGHT_CHECK_PARAMETER(SeqBits >= 2 && SeqBits <= 20, "SeqBits must be 2 to 20")
  `LINKWRIGHT_CHECK_PARAMETER(MaxBeats >= 1 && MaxBeats <= 255, "MaxBeats must be 1 to 255")

endmodule
