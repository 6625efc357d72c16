// SPDX-License-Identifier: Apache-2.0
// A counter of bytes of 64 bits, two registers that software may read, write and clear each for itself: the high one
// counts how often the low one was carried past its end. An event beats a write to what it changes, a clear beats both.
// Latency: an event counts at the edge; reading is combinational. Throughput: one event per cycle. Back-pressure: none.
module es_byte_counter #(
  parameter logic [9:0]  Low        = '0,  // of the registers among the port's
  parameter logic [9:0]  High       = '0,
  parameter int unsigned ValueWidth = 7    // bits of value_i
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic                  clear_i,
  input  logic                  select_i,
  input  logic                  write_i,
  input  logic [9:0]            offset_i,
  input  logic [31:0]           wdata_i,
  output logic [31:0]           rdata_o,     // 0 unless one of the two is read
  input  logic                  event_i,
  input  logic [ValueWidth-1:0] value_i
);

  logic [31:0] low_q, high_q, sum;
  logic        write_low, write_high, carry;

  assign write_low    = select_i && write_i && offset_i == Low;
  assign write_high   = select_i && write_i && offset_i == High;
  assign {carry, sum} = {1'b0, low_q} + 33'(value_i);

  always_comb begin
    rdata_o = '0;
    if (select_i && !write_i) begin
      if (offset_i == Low) rdata_o = low_q;
      if (offset_i == High) rdata_o = high_q;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      low_q  <= '0;
      high_q <= '0;
    end else if (clear_i) begin
      low_q  <= '0;
      high_q <= '0;
    end else begin
      if (event_i) low_q <= sum;
      else if (write_low) low_q <= wdata_i;
      if (event_i && carry) high_q <= high_q + 32'd1;
      else if (write_high) high_q <= wdata_i;
    end
  end

endmodule
