// SPDX-License-Identifier: Apache-2.0
// Bins of the link; as scaleup_switch_cover.sv says.
// verilator lint_off DECLFILENAME
// verilator lint_off UNUSEDSIGNAL

// Sending new frames or old ones, the window of unacknowledged numbers across the end of the numbers or not, and how many
// replays have been without progress.
module llr_tx_cover #(
  parameter int unsigned SeqBits = 20
) (
  input logic               clk_i,
  input logic               rst_ni,
  input logic [2:0]         state_q,
  input logic [SeqBits-1:0] base_q,
  input logic [SeqBits-1:0] next_q,
  input logic [7:0]         tries_q
);
  localparam logic [2:0] Advance = 3'd2, Replay = 3'd3;
  logic [11:0] bins_window;
  logic [1:0]  tries;

  always_comb begin
    bins_window = '0;
    tries       = (tries_q == '0) ? 2'd0 : (tries_q == 8'd1) ? 2'd1 : 2'd2;
    if (base_q != next_q && (state_q == Advance || state_q == Replay)) begin
      bins_window[(state_q == Replay ? 4'd6 : 4'd0) + (next_q < base_q ? 4'd3 : 4'd0) + 4'(tries)] = 1'b1;
    end
  end
endmodule
bind llr_tx llr_tx_cover #(.SeqBits(SeqBits)) u_cover (.clk_i, .rst_ni, .state_q, .base_q, .next_q, .tries_q);
