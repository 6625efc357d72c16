// SPDX-License-Identifier: Apache-2.0
// Memory with as many ports as asked for: a behavioural convenience, banked in silicon. A read shows what was written
// before the edge; a word that is not read is zero. Two writes to one word at one edge are the user's mistake.
// Latency: write at the edge, read in the same cycle. Throughput: every port in every cycle. Back-pressure: none.
module es_memory #(
  parameter int unsigned Words  = 64,  // words
  parameter int unsigned Width  = 32,  // bits of a word
  parameter int unsigned Writes = 2,   // write ports
  parameter int unsigned Reads  = 2,   // read ports
  localparam int unsigned AddressWidth = $clog2(Words)
) (
  input  logic                           clk_i,
  input  logic [Writes-1:0]              write_i,
  input  logic [Writes*AddressWidth-1:0] write_address_i,
  input  logic [Writes*Width-1:0]        write_data_i,
  input  logic [Reads-1:0]               read_i,
  input  logic [Reads*AddressWidth-1:0]  read_address_i,
  output logic [Reads*Width-1:0]         read_data_o
);

  logic [Width-1:0] words [Words];

  // Several processes write one memory, which is what several ports are.
  for (genvar w = 0; w < Writes; w++) begin : gen_write
    always @(posedge clk_i) begin
      if (write_i[w]) words[write_address_i[w*AddressWidth +: AddressWidth]] <= write_data_i[w*Width +: Width];
    end
  end

  for (genvar r = 0; r < Reads; r++) begin : gen_read
    assign read_data_o[r*Width +: Width] =
        read_i[r] ? words[read_address_i[r*AddressWidth +: AddressWidth]] : '0;
  end

endmodule
