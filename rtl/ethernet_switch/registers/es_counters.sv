// SPDX-License-Identifier: Apache-2.0
// A row of 32-bit counters or watermarks that software may read, write and clear. An event beats a write to the same
// counter, a clear beats both. Events of one cycle have one value, or each its own.
// Latency: an event counts at the edge; reading is combinational. Throughput: every counter in every cycle.
// Back-pressure: none.
module es_counters #(
  parameter int unsigned Count      = 8,     // counters
  parameter logic [9:0]  Offset     = '0,    // of the first one among the port's registers
  parameter int unsigned ValueWidth = 1,     // bits of a value
  parameter bit          Watermark  = 1'b0,  // values are levels, and the highest stays
  parameter int unsigned Values     = 1      // 1, or Count: every event has its own
) (
  input  logic                               clk_i,
  input  logic                               rst_ni,
  input  logic                               clear_i,
  input  logic                               select_i,
  input  logic                               write_i,
  input  logic [9:0]                         offset_i,
  input  logic [31:0]                        wdata_i,
  output logic [31:0]                        rdata_o,  // 0 unless one of these is read
  input  logic [Count-1:0]                   event_i,
  input  logic [Values*ValueWidth-1:0]       value_i
);

  localparam int unsigned IndexWidth = (Count > 1) ? $clog2(Count) : 1;

  // Packed, and moved as a whole when anything happens: idle counters cost a simulation nothing.
  logic [Count*32-1:0]   count_q, count_d;
  logic [9:0]            distance;
  logic                  mine, any;
  logic [ValueWidth-1:0] value;
  logic [IndexWidth-1:0] index;

  assign distance = offset_i - Offset;
  assign mine     = select_i && distance < 10'(4 * Count);
  assign index    = IndexWidth'(distance >> 2);
  assign rdata_o  = (mine && !write_i) ? count_q[32'(index)*32 +: 32] : '0;
  assign any      = event_i != '0 || (mine && write_i) || clear_i;

  always_comb begin
    count_d = count_q;
    value   = '0;
    if (any) begin
      for (int k = 0; k < Count; k++) begin
        value = value_i[((Values > 1) ? k : 0)*ValueWidth +: ValueWidth];
        if (event_i[k] && (!Watermark || 32'(value) > count_q[k*32 +: 32])) begin
          count_d[k*32 +: 32] = Watermark ? 32'(value) : count_q[k*32 +: 32] + 32'(value);
        end else if (mine && write_i && index == IndexWidth'(k)) begin
          count_d[k*32 +: 32] = wdata_i;
        end
      end
      if (clear_i) count_d = '0;
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) count_q <= '0;
    else if (any) count_q <= count_d;
  end

endmodule
