// SPDX-License-Identifier: Apache-2.0
// Transmitter of link-level retry: numbers frames, keeps them in the replay buffer until they are acknowledged, and
// sends them again from the first unacknowledged one on a NACK or when the replay timer expires (go-back-N).
// Latency: a beat taken in a cycle is on the wire in the next; a replay begins on the wire four cycles after its NACK was
// on the wire, if no frame is open. Throughput: one beat per cycle. Back-pressure: in_ready_o, inside a frame only
// while the wire takes nothing.
`include "assertions.svh"
module llr_tx #(
  parameter int unsigned DataBits    = 512,
  parameter int unsigned SeqBits     = 20,    // 2 to 20
  parameter int unsigned FrameSlots  = 512,   // outstanding frames at most; a power of two, at most 2^(SeqBits-1)
  parameter int unsigned BufferBeats = 4096,  // replay buffer; a power of two
  parameter int unsigned FirstSeq    = 0      // number of the first frame after reset
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  // configuration, may change at any time
  input  logic                enable_i,
  input  logic                link_up_i,
  input  logic [19:0]         max_frames_i,
  input  logic [23:0]         max_bytes_i,
  input  logic [19:0]         replay_timer_i,   // ticks without progress, 0: never
  input  logic [7:0]          replay_count_i,   // replays without progress before a flush, 0: no limit
  input  logic [19:0]         pcs_timeout_i,    // ticks without link before a flush, 0: never
  input  logic [19:0]         age_timeout_i,    // ticks without progress before a flush, 0: never
  input  logic [1:0]          init_action_i,    // 0 discard, 1 block, 2 best effort
  input  logic [1:0]          flush_action_i,
  input  logic                reinit_i,         // leave FLUSH for INIT
  input  logic [15:0]         ctl_spacing_i,    // ticks between two INITs
  // from the core
  input  logic                in_valid_i,
  input  logic                in_head_i,
  input  logic                in_tail_i,
  input  logic [DataBits-1:0] in_data_i,
  input  logic [6:0]          in_bytes_i,
  input  logic                in_error_i,
  input  logic [4:0]          in_vc_i,
  input  logic [13:0]         in_length_i,      // bytes of the frame, with its head
  input  logic                in_eligible_i,    // with the head: may be retried
  input  logic                credit_ok_i,      // with the head: the peer has room for it
  output logic                in_ready_o,
  output logic                start_o,          // a frame starts that the peer will have to store
  // to the wire
  input  logic                line_i,           // it can take a beat in this cycle
  input  logic                corrupt_i,        // error injection: damage the beat sent in this cycle
  output logic                tx_valid_o,
  output logic                tx_head_o,
  output logic                tx_tail_o,
  output logic [DataBits-1:0] tx_data_o,
  output logic [6:0]          tx_bytes_o,
  output logic                tx_error_o,
  output logic                tx_bad_o,
  output logic [4:0]          tx_vc_o,
  output logic                tx_seq_valid_o,
  output logic [SeqBits-1:0]  tx_seq_o,
  // control ordered sets
  input  logic                rx_init_ack_i,
  input  logic                rx_ack_i,
  input  logic                rx_nack_i,
  input  logic [SeqBits-1:0]  rx_value_i,
  output logic                init_request_o,
  input  logic                init_grant_i,
  // status
  output logic [2:0]          state_o,          // 0 OFF, 1 INIT, 2 ADVANCE, 3 REPLAY, 4 FLUSH
  output logic                active_o,         // ADVANCE or REPLAY
  output logic                boundary_o,       // no frame of the core is open
  output logic [SeqBits-1:0]  next_seq_o,       // number of the next new frame, value of INIT
  output logic [SeqBits-1:0]  outstanding_o,
  // events
  output logic                discard_event_o,
  output logic                ok_event_o,
  output logic                poisoned_event_o,
  output logic                replay_event_o,
  output logic                seq_error_event_o
);

  localparam logic [2:0] Off     = 3'd0;
  localparam logic [2:0] Init    = 3'd1;
  localparam logic [2:0] Advance = 3'd2;
  localparam logic [2:0] Replay  = 3'd3;
  localparam logic [2:0] Flush   = 3'd4;

  localparam logic [1:0] ActionDiscard    = 2'd0;
  localparam logic [1:0] ActionBestEffort = 2'd2;

  localparam int unsigned AddressBits = $clog2(BufferBeats);
  localparam int unsigned PtrBits     = AddressBits + 1;
  localparam int unsigned SlotBits    = $clog2(FrameSlots);
  localparam int unsigned ByteBits    = AddressBits + 7;
  localparam int unsigned WordBits    = DataBits + 14;

  logic [2:0]          state_q, state_d;
  logic [SeqBits-1:0]  base_q, next_q;         // first unacknowledged, first not yet used
  logic [PtrBits-1:0]  base_ptr_q, start_ptr_q, wr_q;  // where base, next and the next beat begin
  logic [ByteBits-1:0] base_sum_q, sum_q;      // bytes before base, before next
  logic [13:0]         length_q;               // of the open frame
  logic                open_q, open_seq_q, open_discard_q, open_error_q;
  logic                replay_req_q, init_sent_q;
  logic [7:0]          tries_q;
  logic [19:0]         timer_q, age_q, pcs_q;
  logic [15:0]         gap_q;
  logic                rp_open_q, rp_error_q;
  logic [SeqBits-1:0]  rp_seq_q;
  logic [PtrBits-1:0]  rp_ptr_q, rp_end_q;
  logic                stage_valid_q, stage_head_q, stage_tail_q;
  logic [SeqBits-1:0]  stage_seq_q;

  // Where every outstanding frame begins, and how many bytes were sent before it.
  logic [PtrBits+ByteBits-1:0] table_mem [FrameSlots];

  logic active, at_boundary, flush_due, replay_due, leaving;
  logic [SeqBits-1:0] count;
  assign active      = state_q == Advance || state_q == Replay;
  assign count       = next_q - base_q;
  assign at_boundary = (state_q == Replay) ? !rp_open_q : !open_q;
  assign flush_due   = active && ((pcs_timeout_i != '0 && pcs_q >= pcs_timeout_i) ||
                                  (age_timeout_i != '0 && age_q >= age_timeout_i) ||
                                  (replay_req_q && replay_count_i != '0 && tries_q >= replay_count_i));
  assign replay_due  = replay_req_q && count != '0;
  assign leaving     = !enable_i || flush_due || replay_due;

  // ---- frames from the core ----
  logic want_plain, want_discard, want_seq, window_ok, may_start, accept, begins, ends;
  logic frame_seq, frame_discard;
  logic [PtrBits-1:0]  used_beats;
  logic [ByteBits-1:0] out_bytes;
  logic [1:0]          action;
  assign used_beats   = wr_q - base_ptr_q;
  assign out_bytes    = sum_q - base_sum_q;
  assign action       = (state_q == Init) ? init_action_i : flush_action_i;
  assign want_seq     = in_eligible_i && state_q == Advance;
  assign want_discard = in_eligible_i && (state_q == Init || state_q == Flush) && action == ActionDiscard;
  assign want_plain   = (!in_eligible_i && state_q != Replay) || (in_eligible_i && (state_q == Off ||
                        ((state_q == Init || state_q == Flush) && action == ActionBestEffort)));
  assign window_ok    = 20'(count) < max_frames_i && 32'(count) < FrameSlots &&
                        32'(used_beats) + ((32'(in_length_i) + 32'd63) >> 6) <= BufferBeats &&
                        32'(out_bytes) + 32'(in_length_i) <= 32'(max_bytes_i);
  assign may_start    = want_discard ||
                        (link_up_i && credit_ok_i && !(state_q == Advance && leaving) &&
                         (want_plain || (want_seq && window_ok)));
  assign in_ready_o   = line_i && (open_q || may_start);
  assign accept       = in_valid_i && in_ready_o;
  assign begins       = accept && !open_q;
  assign ends         = accept && in_tail_i;
  assign frame_seq     = open_q ? open_seq_q : want_seq;
  assign frame_discard = open_q ? open_discard_q : want_discard;
  assign start_o      = begins && !want_discard;

  logic [13:0] frame_length;
  assign frame_length = open_q ? length_q : in_length_i;

  // ---- acknowledgements ----
  logic [SeqBits-1:0] offset, after;
  logic known, progress, nack, remaining;
  assign offset    = rx_value_i - base_q;
  assign after     = rx_value_i + SeqBits'(1);
  assign progress  = active && (rx_ack_i || rx_nack_i) && offset < count;
  assign known     = progress || after == base_q;
  assign nack      = active && rx_nack_i && known;
  assign remaining = after != next_q;
  assign seq_error_event_o = active && (rx_ack_i || rx_nack_i) && !known;

  logic [PtrBits+ByteBits-1:0] after_entry;
  assign after_entry = table_mem[after[SlotBits-1:0]];

  // ---- replay ----
  logic jump, issue, issue_tail, replay_end, restart, start_replay, expired;
  logic [PtrBits-1:0] issue_ptr, issue_end;
  logic [SeqBits-1:0] issue_seq, issue_after;
  logic [PtrBits-1:0] issue_after_ptr;
  assign jump        = replay_req_q || (rp_seq_q - base_q) >= count;
  assign replay_end  = count == '0 || (!replay_req_q && rp_seq_q == next_q);
  assign issue       = state_q == Replay && line_i &&
                       (rp_open_q || (enable_i && !flush_due && !replay_end && link_up_i));
  assign restart     = issue && !rp_open_q && replay_req_q;
  assign issue_ptr   = (!rp_open_q && jump) ? base_ptr_q : rp_ptr_q;
  assign issue_seq   = (!rp_open_q && jump) ? base_q : rp_seq_q;
  assign issue_after = issue_seq + SeqBits'(1);
  assign issue_after_ptr = table_mem[issue_after[SlotBits-1:0]][ByteBits +: PtrBits];
  assign issue_end   = rp_open_q ? rp_end_q : (issue_after == next_q) ? start_ptr_q : issue_after_ptr;
  assign issue_tail  = issue_ptr + PtrBits'(1) == issue_end;
  assign start_replay = state_q == Advance && state_d == Replay;
  assign expired     = state_q == Advance && count != '0 && !progress && !replay_req_q && link_up_i &&
                       replay_timer_i != '0 && timer_q >= replay_timer_i;

  logic [WordBits-1:0] write_word, read_word;
  assign write_word = {in_data_i, in_tail_i, in_bytes_i, in_error_i, in_vc_i};
  link_ram #(.Depth(BufferBeats), .Width(WordBits)) u_replay_buffer (
    .clk_i,
    .write_i(accept && frame_seq),
    .write_address_i(wr_q[AddressBits-1:0]),
    .write_data_i(write_word),
    .read_i(issue),
    .read_address_i(issue_ptr[AddressBits-1:0]),
    .read_data_o(read_word)
  );

  // ---- state ----
  logic init_done;
  assign init_done = rx_init_ack_i && init_sent_q && rx_value_i == next_q;
  always_comb begin
    state_d = state_q;
    unique case (state_q)
      Off:     if (enable_i && link_up_i) state_d = Init;
      Init:    if (!enable_i) state_d = Off;
               else if (init_done) state_d = Advance;
      Advance: if (at_boundary) begin
                 if (!enable_i) state_d = Off;
                 else if (flush_due) state_d = Flush;
                 else if (replay_due && link_up_i) state_d = Replay;
               end
      Replay:  if (at_boundary) begin
                 if (!enable_i) state_d = Off;
                 else if (flush_due) state_d = Flush;
                 else if (replay_end) state_d = Advance;
               end
      Flush:   if (!enable_i) state_d = Off;
               else if (reinit_i && link_up_i) state_d = Init;
      default: state_d = Off;
    endcase
  end

  logic stays_active;
  assign stays_active   = state_d == Advance || state_d == Replay;
  assign init_request_o = state_q == Init && enable_i && link_up_i && gap_q == '0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q      <= Off;
      base_q       <= SeqBits'(FirstSeq);
      next_q       <= SeqBits'(FirstSeq);
      base_ptr_q   <= '0;
      start_ptr_q  <= '0;
      wr_q         <= '0;
      base_sum_q   <= '0;
      sum_q        <= '0;
      replay_req_q <= 1'b0;
      init_sent_q  <= 1'b0;
      tries_q      <= '0;
      timer_q      <= '0;
      age_q        <= '0;
      pcs_q        <= '0;
      gap_q        <= '0;
    end else begin
      state_q <= state_d;
      if (accept && frame_seq) begin
        wr_q <= wr_q + PtrBits'(1);
        if (in_tail_i) begin
          next_q      <= next_q + SeqBits'(1);
          start_ptr_q <= wr_q + PtrBits'(1);
          sum_q       <= sum_q + ByteBits'(frame_length);
        end
      end
      if (!stays_active) begin
        base_q     <= next_q;
        base_ptr_q <= start_ptr_q;
        base_sum_q <= sum_q;
      end else if (progress) begin
        base_q     <= after;
        base_ptr_q <= remaining ? after_entry[ByteBits +: PtrBits] : start_ptr_q;
        base_sum_q <= remaining ? after_entry[ByteBits-1:0] : sum_q;
      end

      if (!stays_active) replay_req_q <= 1'b0;
      else if ((nack && remaining) || expired) replay_req_q <= 1'b1;
      else if (start_replay || restart || (at_boundary && count == '0)) replay_req_q <= 1'b0;

      if (!stays_active) tries_q <= '0;
      else if (start_replay || restart) tries_q <= progress ? 8'd1 : (&tries_q) ? tries_q : tries_q + 8'd1;
      else if (progress) tries_q <= '0;

      if (state_q != Advance || count == '0 || progress || replay_req_q || expired) timer_q <= '0;
      else if (link_up_i && !(&timer_q)) timer_q <= timer_q + 20'd1;
      if (!active || count == '0 || progress) age_q <= '0;
      else if (!(&age_q)) age_q <= age_q + 20'd1;
      if (!active || link_up_i) pcs_q <= '0;
      else if (!(&pcs_q)) pcs_q <= pcs_q + 20'd1;

      if (init_grant_i) gap_q <= (ctl_spacing_i == '0) ? '0 : ctl_spacing_i - 16'd1;
      else if (gap_q != '0) gap_q <= gap_q - 16'd1;
      if (state_q != Init) init_sent_q <= 1'b0;
      else if (init_grant_i) init_sent_q <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (begins && want_seq) table_mem[next_q[SlotBits-1:0]] <= {wr_q, sum_q};
  end

  // ---- open frame, replay position ----
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      open_q         <= 1'b0;
      open_seq_q     <= 1'b0;
      open_discard_q <= 1'b0;
      open_error_q   <= 1'b0;
      length_q       <= '0;
      rp_open_q      <= 1'b0;
      rp_seq_q       <= '0;
      rp_ptr_q       <= '0;
      rp_end_q       <= '0;
      rp_error_q     <= 1'b0;
      stage_valid_q  <= 1'b0;
      stage_head_q   <= 1'b0;
      stage_tail_q   <= 1'b0;
      stage_seq_q    <= '0;
    end else begin
      if (accept) begin
        open_q       <= !in_tail_i;
        open_error_q <= !in_tail_i && (in_error_i || (open_q && open_error_q));
        if (!open_q) begin
          open_seq_q     <= want_seq;
          open_discard_q <= want_discard;
          length_q       <= in_length_i;
        end
      end
      if (start_replay) begin
        rp_seq_q <= base_q;
        rp_ptr_q <= base_ptr_q;
      end else if (issue) begin
        rp_open_q <= !issue_tail;
        rp_seq_q  <= issue_tail ? issue_after : issue_seq;
        rp_ptr_q  <= issue_ptr + PtrBits'(1);
        rp_end_q  <= issue_end;
      end
      stage_valid_q <= issue;
      stage_head_q  <= !rp_open_q;
      stage_tail_q  <= issue_tail;
      stage_seq_q   <= issue_seq;
      if (stage_valid_q) rp_error_q <= !stage_tail_q && (read_word[5] || (!stage_head_q && rp_error_q));
    end
  end

  // ---- the wire ----
  logic send;
  assign send = stage_valid_q || (accept && !frame_discard);
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      tx_valid_o     <= 1'b0;
      tx_head_o      <= 1'b0;
      tx_tail_o      <= 1'b0;
      tx_data_o      <= '0;
      tx_bytes_o     <= '0;
      tx_error_o     <= 1'b0;
      tx_bad_o       <= 1'b0;
      tx_vc_o        <= '0;
      tx_seq_valid_o <= 1'b0;
      tx_seq_o       <= '0;
    end else begin
      tx_valid_o <= send;
      tx_bad_o   <= send && corrupt_i;
      if (stage_valid_q) begin
        {tx_data_o, tx_tail_o, tx_bytes_o, tx_error_o, tx_vc_o} <= read_word;
        tx_head_o      <= stage_head_q;
        tx_seq_valid_o <= 1'b1;
        tx_seq_o       <= stage_seq_q;
      end else if (send) begin
        {tx_data_o, tx_tail_o, tx_bytes_o, tx_error_o, tx_vc_o} <= write_word;
        tx_head_o      <= !open_q;
        tx_seq_valid_o <= frame_seq;
        tx_seq_o       <= frame_seq ? next_q : '0;
      end
    end
  end

  logic sent_seq, sent_error;
  assign sent_seq   = stage_valid_q ? stage_tail_q : (ends && frame_seq);
  assign sent_error = stage_valid_q ? (read_word[5] || (!stage_head_q && rp_error_q))
                                    : (in_error_i || (open_q && open_error_q));
  assign ok_event_o       = sent_seq && !sent_error;
  assign poisoned_event_o = sent_seq && sent_error;
  assign discard_event_o  = ends && frame_discard;
  assign replay_event_o   = state_q == Replay && state_d == Advance;

  assign state_o       = state_q;
  assign active_o      = active;
  assign boundary_o    = !open_q;
  assign next_seq_o    = next_q;
  assign outstanding_o = count;

  `LINKWRIGHT_ASSERT(HeadsWhereTheyBelong, !in_valid_i || in_head_i == !open_q)
  `LINKWRIGHT_ASSERT(OneSourceForTheWire, !(stage_valid_q && accept))
  `LINKWRIGHT_ASSERT(ReplayBufferHasRoom, 32'(used_beats) <= BufferBeats)
  `LINKWRIGHT_ASSERT(WindowKept, 32'(count) <= FrameSlots)

`ifdef FORMAL
  always @(posedge clk_i) begin
    if (rst_ni) begin
      assert (32'(count) <= FrameSlots);
      assert (32'(used_beats) <= BufferBeats);
      assert (!(stage_valid_q && accept));
      // A replayed head is outstanding, and nothing beyond the last written beat is ever read.
      if (issue && !rp_open_q) assert ((issue_seq - base_q) < count);
      if (issue) assert (issue_ptr != wr_q);
    end
  end
`endif

  `LINKWRIGHT_CHECK_PARAMETER(SeqBits >= 2 && SeqBits <= 20, "SeqBits must be 2 to 20")
  `LINKWRIGHT_CHECK_PARAMETER(FrameSlots >= 2 && FrameSlots <= 2 ** (SeqBits - 1) && 2 ** SlotBits == FrameSlots,
                              "FrameSlots must be a power of two, at least 2 and at most 2^(SeqBits-1)")
  `LINKWRIGHT_CHECK_PARAMETER(BufferBeats >= 2 && 2 ** AddressBits == BufferBeats,
                              "BufferBeats must be a power of two")

endmodule
