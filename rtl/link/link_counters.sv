// SPDX-License-Identifier: Apache-2.0
// The counters of link-level retry: 22 with the names that SAI gives to them, in its order, and two of our own.
//  0 TX_INIT_CTL_OS   1 TX_INIT_ECHO_CTL_OS  2 TX_ACK_CTL_OS   3 TX_NACK_CTL_OS   4 TX_DISCARD
//  5 TX_OK            6 TX_POISONED          7 TX_REPLAY       8 RX_INIT_CTL_OS   9 RX_INIT_ECHO_CTL_OS
// 10 RX_ACK_CTL_OS   11 RX_NACK_CTL_OS      12 RX_ACK_NACK_SEQ_ERROR             13 RX_OK
// 14 RX_POISONED     15 RX_BAD              16 RX_EXPECTED_SEQ_GOOD              17 RX_EXPECTED_SEQ_POISONED
// 18 RX_EXPECTED_SEQ_BAD  19 RX_MISSING_SEQ 20 RX_DUPLICATE_SEQ  21 RX_REPLAY
// 22 RX_PLAIN_BAD (frames without a number, damaged or cut)   23 RX_NOT_READY (frames with one, without a receiver)
// Latency: an event counts from the next cycle on. Throughput: every counter in every cycle. Back-pressure: none.
module link_counters #(
  parameter int unsigned Width = 32
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  input  logic                clear_i,            // events of the same cycle are lost
  input  logic [23:0]         event_i,
  input  logic                bad_twice_i,        // RX_BAD counts another one
  input  logic                plain_bad_twice_i,  // RX_PLAIN_BAD counts another one
  output logic [24*Width-1:0] counters_o
);

  logic [23:0] again;
  assign again = {1'b0, plain_bad_twice_i, 6'b0, bad_twice_i, 15'b0};

  for (genvar i = 0; i < 24; i++) begin : gen_counter
    logic [Width-1:0] count_q;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) count_q <= '0;
      else if (clear_i) count_q <= '0;
      else if (event_i[i] || again[i]) count_q <= count_q + Width'(event_i[i]) + Width'(again[i]);
    end
    assign counters_o[i*Width +: Width] = count_q;
  end

endmodule
