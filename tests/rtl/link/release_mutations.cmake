# SPDX-License-Identifier: Apache-2.0
# Faults of one line each in what gives credits back for held cells.
linkwright_release_mutation(a_beat_is_a_cell FIND "assign cell_begins = out_valid_i && (index &" REPLACE "assign cell_begins = out_valid_i && (7'd0 &")
linkwright_release_mutation(frames_share_a_cell FIND "assign index       = out_head_i ? '0 : index_q;" REPLACE "assign index       = index_q;")
linkwright_release_mutation(pipeline_one_short FIND "passing[Pipeline-1] && passing_vc[Pipeline-1] == 5'(v)" REPLACE "passing[Pipeline-2] && passing_vc[Pipeline-2] == 5'(v)")
linkwright_release_mutation(longest_length_one_credit_short FIND "14'h3FFF >> credit_shift_i" REPLACE "(14'h3FFF >> credit_shift_i) - 14'd1")
linkwright_release_mutation(switched_off_channel_still_owes FIND "else if (!enable_i[v]) owed_q <= '0;" REPLACE "else if (!enable_i[v]) owed_q <= owed_q;")
linkwright_release_mutation(turns_do_not_move FIND "at_or_after_q <= after_grant;" REPLACE "at_or_after_q <= '1;")
