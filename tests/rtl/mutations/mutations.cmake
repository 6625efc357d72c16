# SPDX-License-Identifier: Apache-2.0
# One-line faults of the scale-up switch's RTL. FIND must occur exactly once in FILE (below rtl/);
# BREAKS says which promise the fault breaks; VARIANT is p4 unless the fault needs another. The test
# builds a copy with each and demands that lock-step or an assertion of the RTL notices.

linkwright_mutation(NAME islip_pointers_move_in_every_round
  FILE scaleup_switch/su_allocator_islip.sv
  FIND "if (round == 0) begin" REPLACE "if (round <= 3) begin"
  BREAKS "iSLIP pointers move in round 1 only")
linkwright_mutation(NAME islip_grant_pointer_moves_without_accept
  FILE scaleup_switch/su_allocator_islip.sv
  FIND "grants[to][o] = 1'b1;"
  REPLACE "grants[to][o] = 1'b1; if (round == 0) grant_d[o] = ~((Ports'(1) << to) | ((Ports'(1) << to) - Ports'(1)));"
  BREAKS "iSLIP pointers move on accept only")
linkwright_mutation(NAME islip_accept_pointer_stays_on_the_accepted
  FILE scaleup_switch/su_allocator_islip.sv
  FIND "~(chosen | (chosen - Ports'(1)));" REPLACE "~(chosen - Ports'(1));"
  BREAKS "the accept pointer moves one beyond the accepted output")
linkwright_mutation(NAME wavefront_starts_at_the_same_diagonal VARIANT p8_wavefront
  FILE scaleup_switch/su_allocator_wavefront.sv
  FIND "'0 : wave_q + InputWidth'(1);" REPLACE "'0 : wave_q;"
  BREAKS "the first diagonal moves on in every tick with a request")
linkwright_mutation(NAME credit_returned_twice
  FILE primitives/credit_receiver.sv
  FIND ": CreditBits'(1));" REPLACE ": CreditBits'(2));"
  BREAKS "one freed slot is one credit")
linkwright_mutation(NAME credit_kept_on_drop
  FILE scaleup_switch/su_ingress.sv
  FIND "= sink_o || (drop_o && vc_exists);" REPLACE "= sink_o;"
  BREAKS "a dropped packet's credit returns at once")
linkwright_mutation(NAME used_not_incremented
  FILE primitives/credit_sender.sv
  FIND "used_q + CreditBits'(1);" REPLACE "used_q;"
  BREAKS "every packet sent uses a credit")
linkwright_mutation(NAME credit_update_lost_while_sending
  FILE primitives/credit_sender.sv
  FIND "if (update_valid_i && update_vc_i == v)" REPLACE "if (update_valid_i && update_vc_i == v && !take_i[v])"
  BREAKS "an update always replaces the limit")
linkwright_mutation(NAME refresh_moves_the_round_robin
  FILE primitives/credit_receiver.sv
  FIND "if (pending_q != '0) at_or_after_q <= after_grant;"
  REPLACE "if (emit != '0) at_or_after_q <= (pending_q != '0) ? after_grant : ~(emit | (emit - V'(1)));"
  BREAKS "refreshes never change the order of real updates")
linkwright_mutation(NAME requests_before_responses
  FILE scaleup_switch/su_requests.sv
  FIND "{2'd1, 2'd3, 2'd0, 2'd2};" REPLACE "{2'd0, 2'd3, 2'd1, 2'd2};"
  BREAKS "responses are served first")
linkwright_mutation(NAME queue_popped_on_the_wrong_channel
  FILE scaleup_switch/su_match.sv
  FIND "pop_vc_o[i] = pop_o[i] ? vc_of_output[pop_output_o[i]] :" REPLACE "pop_vc_o[i] = pop_o[i] ? vc_of_output[pop_output_o[i]] ^ 2'd1 :"
  BREAKS "the match pops the queue that asked")
linkwright_mutation(NAME dead_output_takes_credit
  FILE scaleup_switch/su_match.sv
  FIND "if (listen_o[o] && live_i[o])" REPLACE "if (listen_o[o])"
  BREAKS "packets for a dead output use no credit")
linkwright_mutation(NAME hash_ignores_the_region
  FILE scaleup_switch/su_route.sv
  FIND "address_i[p][AddressBits-1:8]))" REPLACE "{(AddressBits-8){1'b0}}))"
  BREAKS "regions of 256 bytes spread over the ways")
linkwright_mutation(NAME dead_way_still_chosen
  FILE scaleup_switch/su_route.sv
  FIND "&& live_i[PortWidth'(ways[15:8])]" REPLACE ""
  BREAKS "only live ways are chosen")
linkwright_mutation(NAME multicast_loses_a_member
  FILE scaleup_switch/su_port.sv
  FIND "group_mask_i & live_i)" REPLACE "group_mask_i & live_i & ~(Ports'(2)))"
  BREAKS "every live member gets its copy")
linkwright_mutation(NAME fan_out_finished_early
  FILE scaleup_switch/su_multicast_queue.sv
  FIND "reach_i != '0 && (remaining_q & ~reach_i) == '0;" REPLACE "reach_i != '0;"
  BREAKS "a group packet stays until all its outputs are reached")
linkwright_mutation(NAME multicast_preference_stuck
  FILE scaleup_switch/su_scheduler.sv
  FIND "prefer_group_q <= (prefer_group_q | unicast_outputs_o) & ~multicast_outputs_o;" REPLACE "prefer_group_q <= prefer_group_q;"
  BREAKS "multicast and unicast take turns at an output")
linkwright_mutation(NAME input_owes_nothing
  FILE scaleup_switch/su_scheduler.sv
  FIND "| multicast_inputs_o;" REPLACE "& ~multicast_inputs_o;"
  BREAKS "multicast and unicast take turns at an input")
linkwright_mutation(NAME group_packets_ask_held_outputs
  FILE scaleup_switch/su_match.sv
  FIND "held_unicast[o] || held_inputs[p]) ask[p][o] = 1'b0;" REPLACE "held_inputs[p]) ask[p][o] = 1'b0;"
  BREAKS "a held output serves nobody else")
linkwright_mutation(NAME turn_does_not_rest
  FILE scaleup_switch/su_turn.sv
  FIND "(rested_i || ages_i)" REPLACE "1'b1"
  BREAKS "responses go first three times of four")
linkwright_mutation(NAME turns_begin_at_the_lowest_input
  FILE scaleup_switch/su_turn.sv
  FIND "if (n == 0) candidates = candidates & behind;" REPLACE ""
  BREAKS "every claim gets its turn")
linkwright_mutation(NAME unheld_input_still_asks_a_held_output
  FILE scaleup_switch/su_requests.sv
  FIND "request_o[o] & (Ports'(1) << holder);" REPLACE "request_o[o];"
  BREAKS "a held output serves nobody else")
linkwright_mutation(NAME slot_freed_after_the_first_copy
  FILE scaleup_switch/su_transfer.sv
  FIND "finishing[i] && last_q;" REPLACE "finishing[i];"
  BREAKS "a slot is free after the last copy only")
linkwright_mutation(NAME flit_read_before_it_is_written
  FILE scaleup_switch/su_transfer.sv
  FIND "index_q >= open_count_i[i])" REPLACE "index_q > open_count_i[i])"
  BREAKS "cut-through waits for late flits")
linkwright_mutation(NAME tail_flag_early
  FILE scaleup_switch/su_transfer.sv
  FIND "sent_tail_o[o]   = finishing[source_q];"
  REPLACE "sent_tail_o[o]   = finishing[source_q] || read_index_o[source_q] == 3'd1;"
  BREAKS "tail marks the last flit only")
linkwright_mutation(NAME reduction_order_reversed
  FILE scaleup_switch/su_reduction_fold.sv
  FIND "for (int m = 0; m < Ports; m++) begin" REPLACE "for (int m = Ports - 1; m >= 0; m--) begin"
  BREAKS "members are summed in ascending port order")
linkwright_mutation(NAME fp32_rounds_ties_away
  FILE scaleup_switch/su_fp_pkg.sv
  FIND "sum[2] && (sum[1] || sum[0] || sum[3]);" REPLACE "sum[2];"
  BREAKS "sums round to nearest even")
linkwright_mutation(NAME bf16_truncates
  FILE scaleup_switch/su_fp_pkg.sv
  FIND "16'((x + 32'h0000_7FFF + 32'(x[16])) >> 16);" REPLACE "x[31:16];"
  BREAKS "results round once, to nearest even")
linkwright_mutation(NAME fp16_flushes_subnormals
  FILE scaleup_switch/su_fp_pkg.sv
  FIND "kept[9:0]} : kept;" REPLACE "kept[9:0]} : 16'd0;"
  BREAKS "subnormal results are kept")
linkwright_mutation(NAME generation_not_incremented
  FILE scaleup_switch/su_reduction_table.sv
  FIND "generation_q[release_index_i] + Generation'(1);" REPLACE "generation_q[release_index_i];"
  BREAKS "a late answer to an old member read is stale")
linkwright_mutation(NAME timeout_one_tick_late
  FILE scaleup_switch/su_reduction_table.sv
  FIND "now_i - start_q[oldest] >= timeout_i" REPLACE "now_i - start_q[oldest] > timeout_i"
  BREAKS "a reduction times out at REDUCTION_TIMEOUT ticks")
linkwright_mutation(NAME poison_of_members_ignored
  FILE scaleup_switch/su_reduction_table.sv
  FIND "if (sink_i[p] && sink_poison_i[p])" REPLACE "if (sink_i[p] && sink_poison_i[p] && p == 0)"
  BREAKS "one poisoned member poisons the result")
linkwright_mutation(NAME engine_favours_low_ports
  FILE scaleup_switch/su_reduction_engine.sv
  FIND "at_or_after_q <= after_chosen;" REPLACE "at_or_after_q <= at_or_after_q;"
  BREAKS "the reduction engine serves ports in turn")
linkwright_mutation(NAME flits_with_bad_flags_not_counted
  FILE scaleup_switch/su_port_counters.sv
  FIND "if (rx_flit_i) rx_flits_q" REPLACE "if (rx_flit_i && !framing_i) rx_flits_q"
  BREAKS "every flit captured is counted")
