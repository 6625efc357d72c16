# SPDX-License-Identifier: Apache-2.0
# Faults of one line each, which lock-step must notice.
linkwright_link_mutation(replay_off_by_one FILE llr_tx
  FIND "    if (start_replay) begin
        rp_seq_q <= base_q;"
  REPLACE "    if (start_replay) begin
        rp_seq_q <= base_q + SeqBits'(1);"
  BREAKS "a replay begins behind the first lost frame")
linkwright_link_mutation(window_one_too_far FILE llr_tx
  FIND "(progress) begin
        base_q     <= after;"
  REPLACE "(progress) begin
        base_q     <= after - SeqBits'(1);"
  BREAKS "an acknowledged frame stays outstanding")
linkwright_link_mutation(init_ack_of_any_value FILE llr_tx
  FIND "rx_init_ack_i && init_sent_q && rx_value_i == next_q"
  REPLACE "rx_init_ack_i && init_sent_q"
  BREAKS "an echo of an older INIT opens the link")
linkwright_link_mutation(timer_not_reset FILE llr_tx
  FIND "count == '0 || progress || replay_req_q || expired) timer_q"
  REPLACE "count == '0 || replay_req_q || expired) timer_q"
  BREAKS "the replay timer runs on in spite of progress")
linkwright_link_mutation(tries_not_counted FILE llr_tx
  FIND "progress ? 8'd1 : (&tries_q) ? tries_q : tries_q + 8'd1"
  REPLACE "8'd1"
  BREAKS "replays without progress never end in a flush")
linkwright_link_mutation(second_nack FILE llr_rx
  FIND "if (is_missing && state_q == SendAcks)"
  REPLACE "if (is_missing)"
  BREAKS "every frame behind a gap is answered with a NACK")
linkwright_link_mutation(duplicate_not_acknowledged FILE llr_rx
  FIND "(is_duplicate && state_q == SendAcks)"
  REPLACE "1'b0"
  BREAKS "a lost ACK is never repeated")
linkwright_link_mutation(cut_frame_is_kept FILE llr_rx
  FIND "assign wr        = head ? commit_q : wr_q;"
  REPLACE "assign wr        = wr_q;"
  BREAKS "beats of a frame without a tail are delivered")
linkwright_link_mutation(credits_do_not_wrap FILE cbfc_sender
  FIND "assign in_use      = consumed_q - freed_q;"
  REPLACE "assign in_use      = (consumed_q < freed_q) ? '0 : consumed_q - freed_q;"
  BREAKS "credits in use are wrong once the counter wrapped")
linkwright_link_mutation(credits_round_down FILE cbfc_credits
  FIND "(bytes + ((17'd1 << shift_i) - 17'd1)) >> shift_i"
  REPLACE "bytes >> shift_i"
  BREAKS "a frame takes one credit too few")
linkwright_link_mutation(healing_ignores_replays FILE link_port
  FIND "(llr_rx_state_o != '0 && rx_ctl_seq_i[SeqBits-1:0] == expected)"
  REPLACE "llr_rx_state_o != '0"
  BREAKS "credits of frames still to be replayed are freed twice")
linkwright_link_mutation(healing_forgets_consumed FILE cbfc_receiver
  FIND "consumed_q <= consumed_q + healed + came;"
  REPLACE "consumed_q <= consumed_q + came;"
  BREAKS "a lost frame is freed with every CC_UPDATE")
linkwright_link_mutation(healing_waits_for_a_boundary FILE cbfc_sender
  FIND "assign cc_request_o = pending_q != '0;"
  REPLACE "assign cc_request_o = pending_q != '0 && boundary_i;"
  BREAKS "frames of two beats at line rate keep every CC_UPDATE back")
linkwright_link_mutation(line_ignored_inside_a_frame FILE llr_tx
  FIND "in_ready_o   = line_i && (open_q || may_start);"
  REPLACE "in_ready_o   = open_q || (line_i && may_start);"
  BREAKS "a beat is sent in a tick in which the line takes none")
linkwright_link_mutation(line_ignored_by_replay FILE llr_tx
  FIND "state_q == Replay && line_i &&"
  REPLACE "state_q == Replay &&"
  BREAKS "a replay is not paced")
