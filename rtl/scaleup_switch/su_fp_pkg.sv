// SPDX-License-Identifier: Apache-2.0
// Floating point of the reduction unit in integer operations: IEEE 754 binary32 addition with round to nearest, ties to
// even, subnormals kept, and the conversions from and to bfloat16 and binary16. Every NaN that comes out is the
// canonical quiet NaN of its format. All functions are combinational.
package su_fp_pkg;

  localparam logic [31:0] Fp32QuietNan = 32'h7FC0_0000;
  localparam logic [15:0] Bf16QuietNan = 16'h7FC0;
  localparam logic [15:0] Fp16QuietNan = 16'h7E00;

  function automatic logic fp32_is_nan(input logic [31:0] x);
    fp32_is_nan = {1'b0, x[30:0]} > 32'h7F80_0000;
  endfunction

  // a + b. The larger magnitude is a 27-bit significand with guard, round and sticky bits below.
  function automatic logic [31:0] fp32_add(input logic [31:0] a, input logic [31:0] b);
    // verilator no_inline_task
    logic [31:0] greater;
    logic [31:0] lesser;
    logic [9:0]  exponent;
    logic [9:0]  lesser_exponent;
    logic [9:0]  distance;
    logic [27:0] sum;
    logic [27:0] addend;
    logic [27:0] moved;
    logic        round_up;
    logic [31:0] packed_sum;
    if (a[30:0] >= b[30:0]) begin
      greater   = a;
      lesser = b;
    end else begin
      greater   = b;
      lesser = a;
    end
    if (fp32_is_nan(greater)) begin
      fp32_add = Fp32QuietNan;
    end else if (greater[30:23] == 8'hFF) begin
      fp32_add = (lesser[30:23] == 8'hFF && greater[31] != lesser[31]) ? Fp32QuietNan : greater;
    end else begin
      exponent       = (greater[30:23] == '0) ? 10'd1 : 10'(greater[30:23]);
      lesser_exponent = (lesser[30:23] == '0) ? 10'd1 : 10'(lesser[30:23]);
      distance       = exponent - lesser_exponent;
      sum            = {1'b0, greater[30:23] != '0, greater[22:0], 3'b000};
      addend         = {1'b0, lesser[30:23] != '0, lesser[22:0], 3'b000};
      if (distance > 10'd26) begin
        addend = 28'(addend != '0);
      end else begin
        moved  = addend >> distance[4:0];
        addend = moved | 28'((moved << distance[4:0]) != addend);
      end
      if (greater[31] == lesser[31]) sum = sum + addend;
      else                      sum = sum - addend;
      if (sum == '0) begin
        fp32_add = {greater[31] & lesser[31], 31'd0};
      end else begin
        if (sum[27]) begin
          sum      = {1'b0, sum[27:2], sum[1] | sum[0]};
          exponent = exponent + 10'd1;
        end
        // Normalise by halving steps, each only as far as the exponent allows: a subnormal result ends at exponent 1.
        if (sum[26:11] == '0 && exponent > 10'd16) begin sum = sum << 16; exponent = exponent - 10'd16; end
        if (sum[26:19] == '0 && exponent > 10'd8)  begin sum = sum << 8;  exponent = exponent - 10'd8;  end
        if (sum[26:23] == '0 && exponent > 10'd4)  begin sum = sum << 4;  exponent = exponent - 10'd4;  end
        if (sum[26:25] == '0 && exponent > 10'd2)  begin sum = sum << 2;  exponent = exponent - 10'd2;  end
        if (!sum[26] && exponent > 10'd1)          begin sum = sum << 1;  exponent = exponent - 10'd1;  end
        round_up   = sum[2] && (sum[1] || sum[0] || sum[3]);
        // A carry out of the fraction moves into the exponent, which is what rounding up asks for.
        packed_sum = {1'b0, sum[26] ? exponent[7:0] : 8'd0, sum[25:3]} + 32'(round_up);
        if (exponent >= 10'd255 || packed_sum[30:23] == 8'hFF) packed_sum = 32'h7F80_0000;
        fp32_add = {greater[31], packed_sum[30:0]};
      end
    end
  endfunction

  // Exact.
  function automatic logic [31:0] fp32_from_fp16(input logic [15:0] x);
    logic [7:0] exponent;
    logic [9:0] fraction;
    exponent = 8'd112;  // of a subnormal whose leading bit is the fraction's top bit
    fraction = x[9:0];
    if (x[14:10] == 5'd31) begin
      fp32_from_fp16 = {x[15], 8'hFF, x[9:0], 13'd0};
    end else if (x[14:10] != '0) begin
      fp32_from_fp16 = {x[15], 8'(x[14:10]) + 8'd112, x[9:0], 13'd0};
    end else if (x[9:0] == '0) begin
      fp32_from_fp16 = {x[15], 31'd0};
    end else begin
      for (int n = 0; n < 9; n++) begin
        if (!fraction[9]) begin
          fraction = fraction << 1;
          exponent = exponent - 8'd1;
        end
      end
      fp32_from_fp16 = {x[15], exponent, fraction[8:0], 14'd0};
    end
  endfunction

  function automatic logic [31:0] fp32_from_bf16(input logic [15:0] x);
    fp32_from_bf16 = {x, 16'd0};
  endfunction

  function automatic logic [15:0] bf16_from_fp32(input logic [31:0] x);
    bf16_from_fp32 = fp32_is_nan(x) ? Bf16QuietNan : 16'((x + 32'h0000_7FFF + 32'(x[16])) >> 16);
  endfunction

  function automatic logic [15:0] fp16_from_fp32(input logic [31:0] x);
    logic [7:0]  exponent;
    logic [24:0] significand;
    logic [4:0]  shift;
    logic [15:0] kept;
    logic [15:0] magnitude;
    logic        round_up;
    exponent    = x[30:23];
    significand = {1'b0, exponent != '0, x[22:0]};
    if (fp32_is_nan(x)) begin
      fp16_from_fp32 = Fp16QuietNan;
    end else if (exponent >= 8'd143) begin        // 65536 and above, infinity
      fp16_from_fp32 = {x[31], 15'h7C00};
    end else if (exponent < 8'd102) begin         // below half of the least subnormal
      fp16_from_fp32 = {x[31], 15'd0};
    end else begin
      // Bits of the significand below the last one of the result: 13, more for subnormals.
      shift     = (exponent >= 8'd113) ? 5'd13 : 5'(8'd126 - exponent);
      kept      = 16'(significand >> shift);
      round_up  = significand[shift - 5'd1]
               && (kept[0] || (significand & ((25'd1 << (shift - 5'd1)) - 25'd1)) != '0);
      magnitude = (exponent >= 8'd113) ? {1'b0, 5'(exponent - 8'd112), kept[9:0]} : kept;
      magnitude = magnitude + 16'(round_up);
      fp16_from_fp32 = {x[31], magnitude[14:0]};
    end
  endfunction

endpackage
