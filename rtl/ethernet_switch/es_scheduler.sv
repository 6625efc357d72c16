// SPDX-License-Identifier: Apache-2.0
// Chooses what an output sends next: strict queues by number, then deficit round robin; a dead output takes frames in
// any case, to discard them; a PFC frame goes before all frames.
// Latency: combinational; deficits and the pointer move at the edge. Throughput: one frame per cycle.
// Back-pressure: nothing is chosen unless the output can take a frame.
`include "assertions.svh"
module es_scheduler (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic         free_i,        // the output may take a frame
  input  logic         live_i,
  input  logic         pfc_due_i,
  input  logic [7:0]   filled_i,
  input  logic [7:0]   single_i,      // the queue has one frame
  input  logic [7:0]   blocked_i,     // held or paused
  input  logic [7:0]   strict_i,
  input  logic [127:0] quantum_i,
  output logic [7:0]   known_want_o,  // queues whose heads' bytes decide
  input  logic [111:0] known_i,       // 14 bits each
  input  logic         late_i,        // a frame turned out longer than what was taken for it
  input  logic [2:0]   late_class_i,
  input  logic [13:0]  late_bytes_i,
  output logic         pfc_o,
  output logic         pop_o,
  output logic [2:0]   class_o,
  output logic         by_loop_o,
  output logic [13:0]  taken_o        // by the loop
);

  localparam logic signed [23:0] DeficitMax = 24'sd1048576;

  logic [191:0]       deficits_q, deficits;  // of all classes
  logic [2:0]         turn_q;

  logic [7:0]         eligible, strict, first;
  logic               loop;
  logic signed [23:0] deficit;
  logic [2:0]         turn, q;
  logic               served;

  assign eligible     = filled_i & ~blocked_i;
  assign strict       = live_i ? eligible & strict_i : filled_i;
  assign pfc_o        = free_i && live_i && pfc_due_i;
  assign loop         = free_i && live_i && !pfc_due_i && strict == '0;
  assign known_want_o = loop ? eligible & ~strict_i : 8'd0;

  // The highest of the strict queues.
  always_comb begin
    first = 8'd0;
    for (int c = 0; c < 8; c++) begin
      if (strict[c]) first = 8'd1 << c;
    end
  end

  // Less than a beat acts as a beat: with 0 a queue would never be served.
  logic [127:0] quantum;
  for (genvar c = 0; c < 8; c++) begin : gen_quantum
    assign quantum[16*c +: 16] = (quantum_i[16*c + 6 +: 10] == '0) ? 16'(ethernet_switch_pkg::BeatBytes)
                                                                  : quantum_i[16*c +: 16];
  end

  always_comb begin
    deficits = deficits_q;
    deficit  = '0;
    turn     = turn_q;
    q        = '0;
    served   = 1'b0;
    taken_o  = '0;
    if (loop && known_want_o == '0) begin
      // The loop passes over all queues.
      if (deficits_q != '0) begin
        for (int c = 0; c < 8; c++) begin
          if (!strict_i[c] && !filled_i[c]) deficits[c*24 +: 24] = '0;
        end
      end
    end else if (loop) begin
      for (int k = 0; k < 9; k++) begin
        q = turn_q + 3'(k);
        if (!served) begin
          if (strict_i[q] || !eligible[q]) begin
            if (!strict_i[q] && !filled_i[q]) deficits[8'(q)*8'd24 +: 24] = '0;
          end else begin
            deficit = $signed(deficits[8'(q)*8'd24 +: 24]);
            if (k > 0) begin
              deficit = deficit + $signed({8'd0, quantum[7'(q)*7'd16 +: 16]});
              if (deficit > DeficitMax) deficit = DeficitMax;
            end
            if (deficit >= $signed({10'd0, known_i[7'(q)*7'd14 +: 14]})) begin
              served  = 1'b1;
              turn    = q;
              taken_o = known_i[7'(q)*7'd14 +: 14];
              deficit = single_i[q] ? 24'sd0 : deficit - $signed({10'd0, taken_o});
            end
            deficits[8'(q)*8'd24 +: 24] = deficit;
          end
        end
      end
    end
    if (late_i && filled_i[late_class_i]) begin
      deficits[8'(late_class_i)*8'd24 +: 24] = deficits[8'(late_class_i)*8'd24 +: 24] - 24'(late_bytes_i);
    end
  end

  always_comb begin
    class_o = turn;
    if (!loop) begin
      class_o = '0;
      for (int c = 0; c < 8; c++) begin
        if (first[c]) class_o = 3'(c);
      end
    end
  end
  assign by_loop_o = served;
  assign pop_o     = served || (free_i && !pfc_o && strict != '0);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      deficits_q <= '0;
      turn_q     <= '0;
    end else if ((loop && (known_want_o != '0 || deficits_q != '0)) || late_i) begin
      deficits_q <= deficits;
      turn_q     <= turn;
    end
  end

  `LINKWRIGHT_ASSERT(OneStrictQueue, $onehot0(first))
  `LINKWRIGHT_ASSERT(OnlyFilledQueues, !pop_o || filled_i[class_o])

endmodule
