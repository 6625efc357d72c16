# SPDX-License-Identifier: Apache-2.0
# Faults of the scale-up switch that make somebody starve, among them the rules that it had before its waits were
# bounded. The oracle of waits, which knows no twin, must notice each.

linkwright_mutation(NAME wait_one_preference_for_the_switch
  FILE scaleup_switch/su_scheduler.sv
  FIND "prefer_group_q <= (prefer_group_q | unicast_outputs_o) & ~multicast_outputs_o;"
  REPLACE "if (asking_i != '0) prefer_group_q <= {Ports{!prefer_group_q[0]}};"
  BREAKS "an output whose credit comes in step with the preference serves both kinds")
linkwright_mutation(NAME wait_channels_in_fixed_order
  FILE scaleup_switch/su_requests.sv
  FIND "if (favour_i[o] && claim_i[o][InputWidth-1:0] == input_of_output_i[o]" REPLACE "if (1'b0"
  BREAKS "requests pass a stream of responses")
linkwright_mutation(NAME wait_late_claims_hold_nobody
  FILE scaleup_switch/su_turns.sv
  FIND "if (late_q != '0) begin" REPLACE "if (1'b0) begin"
  BREAKS "an input is not passed by because it is busy elsewhere")
linkwright_mutation(NAME wait_stuck_ends_are_held
  FILE scaleup_switch/su_turns.sv
  FIND "late_q[o] && !output_stuck_q[o] && !input_stuck_q[holder]" REPLACE "late_q[o]"
  BREAKS "a packet that stops holds no input that waits for its output")
linkwright_mutation(NAME wait_turn_without_credit_never_ends VARIANT p8
  FILE scaleup_switch/su_turn.sv
  FIND "(valid_i && ages_i && age_i == Late && !held_i)" REPLACE "1'b0"
  BREAKS "a claim without credit does not keep its turn")
