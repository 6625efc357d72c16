// SPDX-License-Identifier: Apache-2.0
// The member of a set that a 16-bit number points at: number (draw * members) >> 16 in ascending order, found by
// halving.
// Latency: combinational. Throughput: one per cycle. Back-pressure: none.
module es_nth #(
  parameter int unsigned Ports     = 4,
  parameter int unsigned PortWidth = 2
) (
  input  logic                 valid_i,
  input  logic [Ports-1:0]     set_i,
  input  logic [15:0]          draw_i,
  output logic [PortWidth-1:0] port_o  // 0 unless valid
);

  localparam int unsigned Span = 1 << PortWidth;

  logic [Span-1:0]    rest;
  logic [PortWidth:0] members, number, low;
  logic [31:0]        product;

  always_comb begin
    port_o  = '0;
    rest    = '0;
    members = '0;
    number  = '0;
    low     = '0;
    product = '0;
    if (valid_i) begin
      rest    = Span'(set_i);
      members = (PortWidth + 1)'($countones(set_i));
      product = 32'(draw_i) * 32'(members);
      number  = (PortWidth + 1)'(product[31:16]);
      for (int level = PortWidth - 1; level >= 0; level--) begin
        low = (PortWidth + 1)'($countones(rest & ((Span'(1) << (1 << level)) - Span'(1))));
        if (number >= low) begin
          number        = number - low;
          rest          = rest >> (1 << level);
          port_o[level] = 1'b1;
        end
      end
    end
  end

endmodule
