# SPDX-License-Identifier: Apache-2.0
# One-line faults of the Ethernet switch's RTL; what an entry says is explained in mutation.cmake. The test builds a
# copy with each and demands that lock-step or an assertion of the RTL notices.

linkwright_mutation(NAME es_true_copy HARMLESS
  FILE ethernet_switch/es_marking.sv
  FIND "draw_o = kmin < depth_i" REPLACE "draw_o = kmin < depth_i"
  BREAKS "nothing")
linkwright_mutation(NAME es_ecn_step_one_cell_late
  FILE ethernet_switch/es_marking.sv
  FIND "depth_i >= kmax;" REPLACE "depth_i > kmax;"
  BREAKS "every frame is marked from KMAX on")
linkwright_mutation(NAME es_ecn_draws_at_kmin
  FILE ethernet_switch/es_marking.sv
  FIND "draw_o = kmin < depth_i" REPLACE "draw_o = kmin <= depth_i"
  BREAKS "nothing is drawn at KMIN")
linkwright_mutation(NAME es_headroom_one_cell_short
  FILE ethernet_switch/es_admission.sv
  FIND "|| headroom_i[8'(class_i)*8'd20 +: 20] >= pg" REPLACE "|| headroom_i[8'(class_i)*8'd20 +: 20] + 20'd1 >= pg"
  BREAKS "headroom is exactly enough")
linkwright_mutation(NAME es_held_of_another_class
  FILE ethernet_switch/es_accounting.sv
  FIND "assign held_o[c*20 +: 20]" REPLACE "assign held_o[(7-c)*20 +: 20]"
  BREAKS "the wires say how many cells each class holds")
linkwright_mutation(NAME es_alpha_shifted_by_one
  FILE ethernet_switch/es_limits.sv
  FIND "wide << (code - 4'd8)" REPLACE "wide << (code - 4'd7)"
  BREAKS "code 8 is one times what is not in use")
linkwright_mutation(NAME es_xon_without_offset
  FILE ethernet_switch/es_limits.sv
  FIND "(limit > offset) ? limit - offset : 27'd0" REPLACE "limit"
  BREAKS "XON is sent PG_XON_OFFSET below the limit")
linkwright_mutation(NAME es_xoff_sent_for_every_refusal
  FILE ethernet_switch/es_pfc.sv
  FIND "(set_i & ~xoff_q) != '0" REPLACE "set_i != '0"
  BREAKS "XOFF is sent when it is decided, then repeated by time")
linkwright_mutation(NAME es_refresh_one_tick_late
  FILE ethernet_switch/es_pfc.sv
  FIND "scan_i - sent_q >= refresh_i" REPLACE "scan_i - sent_q > refresh_i"
  BREAKS "XOFF is repeated after PFC_REFRESH")
linkwright_mutation(NAME es_trimmed_frame_keeps_its_class
  FILE ethernet_switch/es_store.sv
  FIND "trimmed_i ? trim_class_i : class_i;" REPLACE "trimmed_i ? class_i : class_i;"
  BREAKS "a trimmed frame goes on in TRIM_CLASS")
linkwright_mutation(NAME es_drr_deficit_not_carried
  FILE ethernet_switch/es_scheduler.sv
  FIND "single_i[q] ? 24'sd0 : deficit - $signed({10'd0, taken_o})" REPLACE "24'sd0"
  BREAKS "what a queue did not use it keeps")
linkwright_mutation(NAME es_drr_turn_gains_without_moving
  FILE ethernet_switch/es_scheduler.sv
  FIND "if (k > 0) begin" REPLACE "if (k >= 0) begin"
  BREAKS "the queue whose turn it is gains nothing more")
linkwright_mutation(NAME es_drr_late_bytes_forgiven
  FILE ethernet_switch/es_scheduler.sv
  FIND "if (late_i && filled_i[late_class_i]) begin" REPLACE "if (late_i && late_bytes_i == '0) begin"
  BREAKS "a cut-through frame pays for all its bytes")
linkwright_mutation(NAME es_strict_lowest_first
  FILE ethernet_switch/es_scheduler.sv
  FIND "if (strict[c]) first = 8'd1 << c;" REPLACE "if (strict[c] && first == '0) first = 8'd1 << c;"
  BREAKS "the highest strict queue goes first")
linkwright_mutation(NAME es_pause_stops_a_frame
  FILE ethernet_switch/es_egress.sv
  FIND ".hold_i(hold_i[8])," REPLACE ".hold_i(hold_i[8] || paused[active_class]),"
  BREAKS "a pause acts between frames only")
linkwright_mutation(NAME es_cell_released_twice
  FILE ethernet_switch/es_transmit.sv
  FIND "give_o && (last || !in_first || kept_q)" REPLACE "give_o"
  BREAKS "a cell is free once")
linkwright_mutation(NAME es_error_flag_lost
  FILE ethernet_switch/es_transmit.sv
  FIND "xo_error_o <= last && bad;" REPLACE "xo_error_o <= 1'b0;"
  BREAKS "a bad frame that was cut through stays bad")
linkwright_mutation(NAME es_gap_one_byte_short
  FILE ethernet_switch/es_transmit.sv
  FIND "9'(ethernet_switch_pkg::FrameOverheadBytes)" REPLACE "9'(ethernet_switch_pkg::FrameOverheadBytes - 1)"
  BREAKS "a frame costs the line 20 bytes more than it has")
linkwright_mutation(NAME es_ttl_not_decremented
  FILE ethernet_switch/es_edit.sv
  FIND "if (routed_i) changed[71:64] = header[71:64] - 8'd1;" REPLACE "if (routed_i) changed[71:64] = header[71:64];"
  BREAKS "routing takes one from the time to live")
linkwright_mutation(NAME es_checksum_carry_lost
  FILE ethernet_switch/es_edit.sv
  FIND "+ {16'd0, changed[71:64], changed[79:72]};" REPLACE "+ {16'd0, changed[71:64], changed[79:72]}; sum[31:16] = '0;"
  BREAKS "one's complement sums carry around")
linkwright_mutation(NAME es_hash_ignores_the_queue_pair
  FILE ethernet_switch/es_parse.sv
  FIND "ports, protocol, queue_pair};" REPLACE "ports, protocol, 24'd0};"
  BREAKS "HASH_QUEUE_PAIR spreads the flows of a pair of hosts")
linkwright_mutation(NAME es_runt_limit_63
  FILE ethernet_switch/es_forward.sv
  FIND "tail_i && beat_bytes < 7'd64" REPLACE "tail_i && beat_bytes < 7'd63"
  BREAKS "63 bytes are too few")
linkwright_mutation(NAME es_spray_pointer_stays
  FILE ethernet_switch/es_choose_member.sv
  FIND "if (spray) spray_q <= port_o;" REPLACE "if (spray) spray_q <= spray_q;"
  BREAKS "each frame takes the next port")
linkwright_mutation(NAME es_flowlet_gap_exclusive
  FILE ethernet_switch/es_choose_member.sv
  FIND "<= flowlet_gap_i" REPLACE "< flowlet_gap_i"
  BREAKS "a flowlet stays up to FLOWLET_GAP")
linkwright_mutation(NAME es_adaptive_ignores_pause
  FILE ethernet_switch/es_lookup.sv
  FIND "least = preferred & at_level[l*Ports +: Ports];" REPLACE "least = set & at_level[l*Ports +: Ports];"
  BREAKS "paused ports are not preferred")
linkwright_mutation(NAME es_shorter_prefix_wins
  FILE ethernet_switch/es_lookup.sv
  FIND "+: 6] >= longest || prefix" REPLACE "+: 6] <= longest || !hit || prefix"
  BREAKS "the longest prefix wins")
linkwright_mutation(NAME es_generator_steps_always
  FILE ethernet_switch/es_random.sv
  FIND "else if (draw_i) state_q <= next;" REPLACE "else if (draw_i) state_q <= next; else if (state_q != '0) state_q <= state_q ^ (state_q << 13);"
  BREAKS "a generator steps once for each value drawn")
linkwright_mutation(NAME es_queue_watermark_sees_one_charge
  FILE ethernet_switch/registers/es_output_registers.sv
  FIND "+ 20'(charged_i[c*GiftBits +: GiftBits]);" REPLACE "+ 20'(charged_i[c*GiftBits +: GiftBits] != '0);"
  BREAKS "a watermark counts all cells of a tick")
linkwright_mutation(NAME es_storm_ends_one_tick_late
  FILE ethernet_switch/es_pause.sv
  FIND "elapsed >= restore_i" REPLACE "elapsed > restore_i"
  BREAKS "a storm ends WATCHDOG_RESTORE after the last pause")
