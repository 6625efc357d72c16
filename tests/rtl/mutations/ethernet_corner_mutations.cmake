# SPDX-License-Identifier: Apache-2.0
# Faults of the Ethernet switch's RTL that show only in corners: where a number wraps or grows wide, when a link or a
# port goes away in the wrong moment, when several things happen at one edge. See mutation.cmake.

linkwright_mutation(NAME es_free_ring_wraps_to_one VARIANT p4_small
  FILE ethernet_switch/memory/es_pool.sv
  FIND "behind_d = (behind_d == CellWidth'(Cells - 1)) ? '0 :" REPLACE "behind_d = (behind_d == CellWidth'(Cells - 1)) ? CellWidth'(1) :"
  BREAKS "the ring of free cells goes on at 0")
linkwright_mutation(NAME es_pause_loses_its_highest_bit FAMILY endurance CYCLES 4000
  FILE ethernet_switch/es_pause.sv
  FIND "left_d[22*c +: 22] = {timers_i[16*c +: 16], 6'd0};" REPLACE "left_d[22*c +: 22] = {1'b0, timers_i[16*c +: 15], 6'd0};"
  BREAKS "a pause of 32768 quanta lasts that long")
linkwright_mutation(NAME es_telemetry_beats_of_16_bits FAMILY endurance CYCLES 20000
  FILE ethernet_switch/es_transmit.sv
  FIND "beats_sent_q <= beats_sent_q + 20'd1;" REPLACE "beats_sent_q <= {4'd0, beats_sent_q[15:0] + 16'd1};"
  BREAKS "telemetry counts beats modulo 2^20")
linkwright_mutation(NAME es_ecn_product_of_32_bits
  FILE ethernet_switch/es_marking.sv
  FIND "36'(value_i) * (36'(kmax) - 36'(kmin)) <" REPLACE "36'(32'(36'(value_i) * (36'(kmax) - 36'(kmin)))) <"
  BREAKS "the marking ramp is exact also if it is wide")
linkwright_mutation(NAME es_checksum_second_carry_lost CYCLES 2500
  FILE ethernet_switch/es_edit.sv
  FIND "sum      = {16'd0, sum[15:0]} + {16'd0, sum[31:16]};
        checksum = ~sum[15:0];"
  REPLACE "checksum = ~sum[15:0];"
  BREAKS "carries are folded in until none is left")
linkwright_mutation(NAME es_gap_never_fires
  FILE ethernet_switch/es_forward.sv
  FIND " || gap_q == 9'(Gap));" REPLACE ");"
  BREAKS "a frame whose beats stop is given up")
linkwright_mutation(NAME es_disabled_port_keeps_its_frame
  FILE ethernet_switch/es_forward.sv
  FIND "(!link_i || !enable_i || gap_q" REPLACE "(!link_i || gap_q"
  BREAKS "disabling a port ends its open frame")
linkwright_mutation(NAME es_pause_survives_its_link
  FILE ethernet_switch/es_pause.sv
  FIND "if (!link_i) begin" REPLACE "if (!link_i && left_q == '1) begin"
  BREAKS "pauses end when the link goes down")
linkwright_mutation(NAME es_scan_follows_the_time
  FILE ethernet_switch/es_core.sv
  FIND "scan_q <= scan_q + 32'(timed != '0);" REPLACE "scan_q <= time_i;"
  BREAKS "a paused class is let go, told again and watched whatever the time says")
linkwright_mutation(NAME es_xoff_not_repeated_after_a_flap
  FILE ethernet_switch/es_pfc.sv
  FIND "(rises_i && xoff_q != '0)" REPLACE "(rises_i && xoff_q == '1)"
  BREAKS "a peer that comes back is told to stop once more")
linkwright_mutation(NAME es_told_not_kept
  FILE ethernet_switch/es_pfc.sv
  FIND "else if (sent_i) told_q <= stop_o;" REPLACE "else if (sent_i) told_q <= '0;"
  BREAKS "a class that was stopped is named once more when it may go on")
linkwright_mutation(NAME es_lossy_class_paused
  FILE ethernet_switch/es_egress.sv
  FIND ".set_i(pfc_i & pfc_classes_i)," REPLACE ".set_i(pfc_i),"
  BREAKS "only classes in PFC_CLASSES can be paused")
linkwright_mutation(NAME es_storm_keeps_its_queue
  FILE ethernet_switch/es_transmit.sv
  FIND "emit_q      <= live_i && !take_storm_i;" REPLACE "emit_q      <= live_i;"
  BREAKS "a storm with action DROP empties its queue")
linkwright_mutation(NAME es_queue_drops_one_per_tick
  FILE ethernet_switch/memory/es_events.sv
  FIND "refused_o[32'(refused_queue)*GiftBits +: GiftBits] + GiftBits'(1);" REPLACE "GiftBits'(1);"
  BREAKS "refusals of several inputs for one queue add up")
linkwright_mutation(NAME es_fragment_has_ports
  FILE ethernet_switch/es_parse.sv
  FIND "fragment     = {rest[69:64], rest[79:72]} != '0;" REPLACE "fragment     = 1'b0;"
  BREAKS "a fragment has no ports, no queue pair, no telemetry")
linkwright_mutation(NAME es_bytes_not_carried
  FILE ethernet_switch/registers/es_byte_counter.sv
  FIND "if (event_i && carry) high_q" REPLACE "if (event_i && carry && value_i == '1) high_q"
  BREAKS "bytes are counted in 64 bits")
linkwright_mutation(NAME es_spray_begins_together
  FILE ethernet_switch/es_choose_member.sv
  FIND "16'h9E37 * (16'(index_i) + 16'd1) + turn_q;" REPLACE "turn_q;"
  BREAKS "inputs that begin together spray different ways")
linkwright_mutation(NAME es_quantum_of_zero
  FILE ethernet_switch/es_scheduler.sv
  FIND "(quantum_i[16*c + 6 +: 10] == '0) ? 16'(ethernet_switch_pkg::BeatBytes)" REPLACE "1'b0 ? 16'd0"
  BREAKS "a queue whose quantum is 0 is served")
linkwright_mutation(NAME es_lost_way_moves_all
  FILE ethernet_switch/es_choose_member.sv
  FIND "spray ? preferred_i : ecmp ? members_i : set_i" REPLACE "spray ? preferred_i : set_i"
  BREAKS "a way that is lost moves its own flows and no others")
linkwright_mutation(NAME es_one_pool_for_all
  FILE ethernet_switch/es_limits.sv
  FIND "21'(shared_q) + 21'(lossless_cells_i) < 21'(shared_cells_i)" REPLACE "shared_q < shared_cells_i"
  BREAKS "lossy classes leave the lossless ones their share of the pool")
linkwright_mutation(NAME es_pause_waits_for_the_frame
  FILE ethernet_switch/es_transmit.sv
  FIND "coming && idle_q == Patience" REPLACE "1'b0"
  BREAKS "a pause frame does not wait for a frame that does not come")
