// SPDX-License-Identifier: Apache-2.0
// Sum of one flit of all members in ascending port order, lane by lane, accumulated in FP32 and rounded once to the
// element type at the end. Lane 0 is the lowest-addressed element.
// Latency: combinational as written; the ReduceLatency - 1 registers behind it are what synthesis retimes into the chain
// of adders (one stage per member and two for the conversions). Throughput: one flit per cycle. Back-pressure: none.
module su_reduction_fold
  import scaleup_switch_pkg::*;
  import su_fp_pkg::*;
#(
  parameter int unsigned Ports = 4
) (
  input  logic                valid_i,          // off: nothing is computed
  input  logic [Ports-1:0]    members_i,
  input  logic [1:0]          dtype_i,
  input  logic [FlitBits-1:0] operand_i [Ports],
  output logic [FlitBits-1:0] sum_o
);

  localparam int unsigned Words = FlitBits / 32;

  // Element `word` of a flit as FP32: an FP32 lane, or the low or high half of the word.
  logic [31:0] low   [Words];  // FP32 lanes, or even 16-bit lanes
  logic [31:0] high  [Words];  // odd 16-bit lanes
  logic [31:0] word;
  logic        started;

  always_comb begin
    sum_o   = '0;
    word    = '0;
    started = 1'b0;
    for (int w = 0; w < Words; w++) begin
      low[w]  = '0;
      high[w] = '0;
    end
    if (valid_i) begin
      for (int m = 0; m < Ports; m++) begin
        if (members_i[m]) begin
          for (int w = 0; w < Words; w++) begin
            word = operand_i[m][32*w +: 32];
            if (dtype_i == 2'(DataTypeFp32)) begin
              low[w] = started ? fp32_add(low[w], word) : word;
            end else if (dtype_i == 2'(DataTypeBf16)) begin
              low[w]  = started ? fp32_add(low[w], fp32_from_bf16(word[15:0])) : fp32_from_bf16(word[15:0]);
              high[w] = started ? fp32_add(high[w], fp32_from_bf16(word[31:16])) : fp32_from_bf16(word[31:16]);
            end else begin
              low[w]  = started ? fp32_add(low[w], fp32_from_fp16(word[15:0])) : fp32_from_fp16(word[15:0]);
              high[w] = started ? fp32_add(high[w], fp32_from_fp16(word[31:16])) : fp32_from_fp16(word[31:16]);
            end
          end
          started = 1'b1;
        end
      end
      for (int w = 0; w < Words; w++) begin
        if (dtype_i == 2'(DataTypeFp32)) begin
          sum_o[32*w +: 32] = fp32_is_nan(low[w]) ? Fp32QuietNan : low[w];
        end else if (dtype_i == 2'(DataTypeBf16)) begin
          sum_o[32*w +: 32] = {bf16_from_fp32(high[w]), bf16_from_fp32(low[w])};
        end else begin
          sum_o[32*w +: 32] = {fp16_from_fp32(high[w]), fp16_from_fp32(low[w])};
        end
      end
    end
  end

endmodule
