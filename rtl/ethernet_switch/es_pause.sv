// SPDX-License-Identifier: Apache-2.0
// Pauses of one output: the timers that PFC frames set, and the watchdog that finds queues blocked by them for too long
// (one class per cycle).
// Latency: state moves at the edge. Throughput: one PFC frame per cycle. Back-pressure: none.
module es_pause #(
  parameter int unsigned LineBytes = 42  // bytes the line carries in a cycle
) (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic [31:0]  scan_i,       // the switch's own count of ticks
  input  logic         link_i,       // while the link is down no pause lasts
  input  logic [7:0]   set_i,        // classes a PFC frame names
  input  logic [127:0] timers_i,     // in quanta of 64 byte times
  input  logic [7:0]   filled_i,     // queues that are not empty
  input  logic [31:0]  detect_i,
  input  logic [31:0]  restore_i,
  output logic [7:0]   paused_o,
  output logic [7:0]   storm_o,
  output logic [7:0]   found_o,      // storms found in this cycle
  output logic         busy_o
);

  logic [175:0] left_q, left_d;  // bytes of pause, 22 bits each
  logic [7:0]   paused_q, paused_d, storm_q, timing_q;
  logic [31:0]  since_q [8];

  always_comb begin
    left_d   = left_q;
    paused_d = paused_q;
    if ((paused_q | set_i) != '0) begin
      for (int c = 0; c < 8; c++) begin
        if (set_i[c]) begin
          left_d[22*c +: 22] = {timers_i[16*c +: 16], 6'd0};
          paused_d[c]        = timers_i[16*c +: 16] != '0;
        end else if (paused_q[c]) begin
          paused_d[c]        = left_q[22*c +: 22] > 22'(LineBytes);
          left_d[22*c +: 22] = paused_d[c] ? left_q[22*c +: 22] - 22'(LineBytes) : '0;
        end
      end
      if (!link_i) begin
        left_d   = '0;
        paused_d = '0;
      end
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      left_q   <= '0;
      paused_q <= '0;
    end else if ((paused_q | set_i) != '0) begin
      left_q   <= left_d;
      paused_q <= paused_d;
    end
  end

  logic [2:0]  k;
  logic [31:0] elapsed;
  logic        start, found, go_on, over, stop;
  always_comb begin
    k       = scan_i[2:0];
    elapsed = '0;
    start   = 1'b0;
    found   = 1'b0;
    go_on   = 1'b0;
    over    = 1'b0;
    stop    = 1'b0;
    if (storm_q[k] || timing_q[k] || paused_q[k]) begin
      elapsed = scan_i - since_q[k];
      if (detect_i == '0) stop = 1'b1;
      else if (storm_q[k]) begin
        if (paused_q[k]) go_on = 1'b1;
        else over = elapsed >= restore_i;
      end else if (paused_q[k] && filled_i[k]) begin
        start = !timing_q[k];
        found = timing_q[k] && elapsed >= detect_i;
      end else stop = 1'b1;
    end
  end
  assign found_o = found ? 8'd1 << k : 8'd0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      storm_q  <= '0;
      timing_q <= '0;
    end else begin
      if (start) timing_q[k] <= 1'b1;
      if (found) storm_q[k] <= 1'b1;
      if (over || stop) begin
        storm_q[k]  <= 1'b0;
        timing_q[k] <= 1'b0;
      end
    end
  end
  always_ff @(posedge clk_i) begin
    if (start || found || go_on) since_q[k] <= scan_i;
  end

  assign paused_o = paused_q;
  assign storm_o  = storm_q;
  assign busy_o   = paused_q != '0 || storm_q != '0 || timing_q != '0;

endmodule
