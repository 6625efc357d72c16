// SPDX-License-Identifier: Apache-2.0
// ECN: whether a frame is marked at a queue depth; between the thresholds with a probability that rises to PMAX.
// Latency: combinational. Throughput: one frame per cycle. Back-pressure: none.
module es_marking (
  input  logic        valid_i,
  input  logic [2:0]  class_i,
  input  logic [19:0] depth_i,
  input  logic [159:0] kmin_i,  // of all classes
  input  logic [159:0] kmax_i,
  input  logic [127:0] pmax_i,
  input  logic [15:0] value_i,
  output logic        draw_o,
  output logic        mark_o
);

  logic [19:0] kmin, kmax;
  logic [15:0] pmax;

  always_comb begin
    draw_o = 1'b0;
    kmin   = '0;
    kmax   = '0;
    pmax   = '0;
    if (valid_i) begin
      kmin   = kmin_i[8'(class_i) * 8'd20 +: 20];
      kmax   = kmax_i[8'(class_i) * 8'd20 +: 20];
      pmax   = pmax_i[7'(class_i) * 7'd16 +: 16];
      draw_o = kmin < depth_i && depth_i < kmax;
    end
  end

  // The value depends on its being drawn, the mark on the value.
  always_comb begin
    mark_o = valid_i && kmax != '0 && depth_i >= kmax;
    if (draw_o) mark_o = 36'(value_i) * (36'(kmax) - 36'(kmin)) < 36'(pmax) * (36'(depth_i) - 36'(kmin));
  end

endmodule
