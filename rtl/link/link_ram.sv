// SPDX-License-Identifier: Apache-2.0
// Memory with one write and one read port, to be mapped to a RAM: no reset, a registered read. Reading a word in the
// cycle in which it is written gives the old word; the owners never do.
// Latency: read data in the cycle after read_i, and kept until the next read. Throughput: one write and one read per
// cycle. Back-pressure: none.
module link_ram #(
  parameter int unsigned Depth = 256,  // words, a power of two
  parameter int unsigned Width = 528   // bits of a word
) (
  input  logic                     clk_i,
  input  logic                     write_i,
  input  logic [$clog2(Depth)-1:0] write_address_i,
  input  logic [Width-1:0]         write_data_i,
  input  logic                     read_i,
  input  logic [$clog2(Depth)-1:0] read_address_i,
  output logic [Width-1:0]         read_data_o
);

  logic [Width-1:0] mem [Depth];

  always_ff @(posedge clk_i) begin
    if (write_i) mem[write_address_i] <= write_data_i;
    if (read_i) read_data_o <= mem[read_address_i];
  end

endmodule
