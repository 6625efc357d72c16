# SPDX-License-Identifier: Apache-2.0
# Arbiter: one-hot, only to those who ask, nobody waits for more than Width - 1 grants.
linkwright_prove(arbiter.induction TOP arbiter_harness ENGINE induction DEPTH 8)
linkwright_prove(arbiter.all_depths TOP arbiter_harness ENGINE pdr)
linkwright_prove(arbiter.mutant_stuck_pointer TOP arbiter_harness ENGINE bmc DEPTH 12 MUTATED primitives/rr_arbiter.sv
  FIND "assign next_o     = ~below;" REPLACE "assign next_o     = at_or_after_i;")

# Turns of an output: every claim that waits gets its own after those of all others at most, and none outlasts three
# agings unless it is held. Four ports and the reduction unit, two channels and group packets; two and four ports apart.
linkwright_prove(turns.induction TOP turns_harness ENGINE induction DEPTH 2)
linkwright_prove(turns.all_depths TOP turns_harness ENGINE pdr PARAMETERS "-set Kinds 2 -set Inputs 3")
linkwright_prove(turns.four_channels TOP turns_harness ENGINE induction DEPTH 2 PARAMETERS "-set Kinds 5 -set Inputs 5")
linkwright_prove(turns.mutant_lowest_first TOP turns_harness ENGINE bmc DEPTH 20 MUTATED scaleup_switch/su_turn.sv
  FIND "if (n == 0) candidates = candidates & behind;" REPLACE "")
linkwright_prove(turns.mutant_never_ends TOP turns_harness ENGINE bmc DEPTH 12 MUTATED scaleup_switch/su_turn.sv
  FIND "(valid_i && ages_i && age_i == Late && !held_i)" REPLACE "1'b0")
linkwright_prove(turns.mutant_may_wait_for_rest TOP turns_harness ENGINE bmc DEPTH 12 MUTATED scaleup_switch/su_turn.sv
  FIND "(rested_i || ages_i)" REPLACE "rested_i")

# The match around them: whatever comes, whoever is free and has credit, the ends of a held claim meet as soon as both
# are free, or the input meets another output that is held for it; neither serves anybody else. With iSLIP, and two ports
# and the reduction unit, group packets and reduce reads.
linkwright_prove(match.held_ends_meet TOP match_harness ENGINE pdr LOWERED su_match)
linkwright_prove(match.held_ends_meet_wavefront TOP match_harness ENGINE pdr LONG LOWERED su_match PARAMETERS "-set Allocator 1")
linkwright_prove(match.mutant_others_ask_held_outputs TOP match_harness ENGINE deep LONG DEPTH 90 LOWERED su_match
  MUTATED scaleup_switch/su_requests.sv
  FIND "request_o[o] & (Ports'(1) << holder);" REPLACE "request_o[o];")
linkwright_prove(match.mutant_group_packets_ask_held_outputs TOP match_harness ENGINE deep LONG DEPTH 90 LOWERED su_match
  MUTATED scaleup_switch/su_match.sv
  FIND "held_unicast[o] || held_inputs[p]) ask[p][o] = 1'b0;" REPLACE "held_inputs[p]) ask[p][o] = 1'b0;")

# Credits: no overrun, no credit lost for good, whatever is lost on the way; counters wrap.
linkwright_prove(cbfc.bmc TOP cbfc_harness ENGINE bmc DEPTH 11)
linkwright_prove(cbfc.all_depths TOP cbfc_harness ENGINE pdr LONG)
linkwright_prove(cbfc.all_depths_full_limit TOP cbfc_harness ENGINE pdr LONG PARAMETERS "-set Limit 7")
linkwright_prove(cbfc.mutant_no_wrap TOP cbfc_harness ENGINE bmc DEPTH 20 MUTATED link/cbfc_sender.sv
  FIND "assign in_use      = consumed_q - freed_q;"
  REPLACE "assign in_use      = (consumed_q < freed_q) ? '0 : consumed_q - freed_q;")
linkwright_prove(cbfc.mutant_heals_twice TOP cbfc_harness ENGINE bmc DEPTH 20 MUTATED link/cbfc_receiver.sv
  FIND "consumed_q <= consumed_q + healed + came;" REPLACE "consumed_q <= consumed_q + came;")
linkwright_prove(cbfc.mutant_never_heals TOP cbfc_harness ENGINE deep DEPTH 60 MUTATED link/cbfc_receiver.sv
  FIND "? rx_value_i - consumed_q : '0;" REPLACE "? '0 : '0;")
linkwright_prove(cbfc.mutant_update_counts_the_open_frame TOP cbfc_harness ENGINE pdr MUTATED link/cbfc_sender.sv
  FIND "if (open_q[v] && !boundary_i)" REPLACE "if (open_q[v] && boundary_i)")

# Turns of control ordered sets: a bound on every wait, under any traffic.
linkwright_prove(link_turns.all_depths TOP link_turns_harness ENGINE pdr)
linkwright_prove(link_turns.bmc TOP link_turns_harness ENGINE bmc DEPTH 30)
linkwright_prove(link_turns.mutant_healing_waits_for_a_boundary TOP link_turns_harness ENGINE deep DEPTH 40
  MUTATED link/cbfc_sender.sv FIND "assign cc_request_o = pending_q != '0;" REPLACE "assign cc_request_o = pending_q != '0 && boundary_i;")
linkwright_prove(link_turns.mutant_nack_always_first TOP link_turns_harness ENGINE deep DEPTH 40
  MUTATED link/link_turns.sv FIND "nack_request_i && !(nacked_q && others != '0);" REPLACE "nack_request_i;")

# Credits for held cells: whatever the core charges, refuses and gives back, none is given back while it is held or may
# still be charged, and none is lost for good.
linkwright_prove(cbfc_release.all_depths TOP cbfc_release_harness ENGINE pdr)
linkwright_prove(cbfc_release.all_depths_cells_of_two_beats TOP cbfc_release_harness ENGINE pdr PARAMETERS "-set Shift 7")
linkwright_prove(cbfc_release.all_depths_one_credit_at_a_time TOP cbfc_release_harness ENGINE pdr PARAMETERS "-set Shift 13")
linkwright_prove(cbfc_release.mutant_pipeline_one_short TOP cbfc_release_harness ENGINE bmc DEPTH 16
  MUTATED link/cbfc_release.sv FIND "OwedBits'(passing[Pipeline-1] && passing_vc[Pipeline-1] == 5'(v));"
  REPLACE "OwedBits'(passing[Pipeline-2] && passing_vc[Pipeline-2] == 5'(v));")
linkwright_prove(cbfc_release.mutant_gives_twice TOP cbfc_release_harness ENGINE bmc DEPTH 16
  MUTATED link/cbfc_release.sv FIND "owed_q + came - left;" REPLACE "owed_q + came;")
linkwright_prove(cbfc_release.mutant_gives_what_is_held TOP cbfc_release_harness ENGINE bmc DEPTH 16
  MUTATED link/cbfc_release.sv FIND "= owed_q - held;" REPLACE "= owed_q;")
linkwright_prove(cbfc_release.mutant_keeps_the_last TOP cbfc_release_harness ENGINE deep DEPTH 40
  MUTATED link/cbfc_release.sv FIND "= owed_q > held;" REPLACE "= owed_q > held + OwedBits'(1);")
linkwright_prove(cbfc_release.mutant_length_too_large TOP cbfc_release_harness ENGINE bmc DEPTH 20 PARAMETERS "-set Shift 13"
  MUTATED link/cbfc_release.sv FIND "(32'(spare[v]) > 32'(most)) ? OwedBits'(most) : spare[v];" REPLACE "spare[v];")

# Retry, the transmitter alone: whatever the configuration and whatever the peer says, the window and the replay buffer are
# never overrun and a replay never leaves the window. The receiver alone: whatever the wire, its buffer has room.
linkwright_prove(llr_tx.bmc TOP llr_tx_harness ENGINE bmc DEPTH 10)
linkwright_prove(llr_tx.all_depths TOP llr_tx_harness ENGINE pdr LONG)
linkwright_prove(llr_tx.mutant_window TOP llr_tx_harness ENGINE deep DEPTH 30 MUTATED link/llr_tx.sv
  FIND "(rx_ack_i || rx_nack_i) && offset < count;" REPLACE "(rx_ack_i || rx_nack_i) && offset <= count;")
linkwright_prove(llr_rx.all_depths TOP llr_rx_harness ENGINE pdr)

# Retry, both ends and a channel that damages and loses at will: frames come out whole, once, in order; nothing is
# acknowledged that did not arrive; and after 24 clean ticks everything has arrived. Numbers of two bits wrap at once.
set(one_beat "-set LongFrames 0 -set IdBits 3 -set BufferBeats 2")
linkwright_prove(llr.bmc TOP llr_harness ENGINE bmc DEPTH 16 PARAMETERS "${one_beat}")
linkwright_prove(llr.all_depths TOP llr_harness ENGINE pdr PARAMETERS "${one_beat} -set CleanTicks 24")
linkwright_prove(llr.all_depths_three_bits TOP llr_harness ENGINE pdr LONG
  PARAMETERS "-set LongFrames 0 -set IdBits 4 -set BufferBeats 4 -set SeqBits 3 -set FrameSlots 4")
linkwright_prove(llr.frames_of_two_beats TOP llr_harness ENGINE deep DEPTH 22)
linkwright_prove(llr.frames_of_two_beats_deep TOP llr_harness ENGINE deep DEPTH 27 LONG)
linkwright_prove(llr.mutant_replay_off_by_one TOP llr_harness ENGINE deep DEPTH 30 PARAMETERS "${one_beat} -set CleanTicks 24"
  MUTATED link/llr_tx.sv FIND "    if (start_replay) begin
        rp_seq_q <= base_q;" REPLACE "    if (start_replay) begin
        rp_seq_q <= base_q + SeqBits'(1);")
linkwright_prove(llr.mutant_gap_accepted TOP llr_harness ENGINE bmc DEPTH 16 PARAMETERS "${one_beat}"
  MUTATED link/llr_rx.sv FIND "ends && !bad && (is_expected || !seq_valid)"
  REPLACE "ends && !bad && (is_expected || is_missing || !seq_valid)")
linkwright_prove(llr.mutant_duplicate_accepted TOP llr_harness ENGINE deep DEPTH 30 PARAMETERS "${one_beat}"
  MUTATED link/llr_rx.sv FIND "ends && !bad && (is_expected || !seq_valid)"
  REPLACE "ends && !bad && (is_expected || is_duplicate || !seq_valid)")
linkwright_prove(llr.mutant_nack_acknowledges_one_too_many TOP llr_harness ENGINE deep DEPTH 30 PARAMETERS "${one_beat}"
  MUTATED link/llr_tx.sv FIND "assign after     = rx_value_i + SeqBits'(1);"
  REPLACE "assign after     = rx_value_i + SeqBits'(1) + SeqBits'(rx_nack_i);")
linkwright_prove(llr.mutant_no_timer TOP llr_harness ENGINE deep DEPTH 60 PARAMETERS "${one_beat} -set CleanTicks 24"
  MUTATED link/llr_tx.sv FIND "replay_timer_i != '0 && timer_q >= replay_timer_i" REPLACE "1'b0")

# With flushes, switching off and on, and re-initialisation frames may be lost, but never doubled or reordered.
set(flushes "-set LongFrames 0 -set IdBits 2 -set BufferBeats 2 -set Flushes 1")
linkwright_prove(llr.flushes_bmc TOP llr_harness ENGINE bmc DEPTH 14 PARAMETERS "${flushes}")
linkwright_prove(llr.flushes TOP llr_harness ENGINE pdr LONG PARAMETERS "${flushes}")
linkwright_prove(llr.mutant_numbers_used_again TOP llr_harness ENGINE deep DEPTH 20 PARAMETERS "${flushes}"
  MUTATED link/llr_tx.sv FIND "        base_q     <= next_q;" REPLACE "        base_q     <= next_q;
        next_q     <= base_q;")

# Two whole ports, retry and credits at once: no overrun and no disorder, though updates overtake frames to be replayed.
linkwright_prove(link.both_at_once TOP link_harness ENGINE deep DEPTH 24)
linkwright_prove(link.both_at_once_deep TOP link_harness ENGINE deep DEPTH 26 LONG)
linkwright_prove(link.mutant_healing_ignores_replays TOP link_harness ENGINE deep DEPTH 30 MUTATED link/link_port.sv
  FIND "(llr_rx_state_o != '0 && rx_ctl_seq_i[SeqBits-1:0] == expected)" REPLACE "llr_rx_state_o != '0")
