// SPDX-License-Identifier: Apache-2.0
// Operand RAM of one port: the data flits of its member responses, by entry and flit.
// Latency: a flit written at an edge is readable after it; read data is registered. Throughput: one write and one read per cycle.
// Back-pressure: none; an entry's flits are read after the last of them is written.
module su_operands
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned Total      = 64,  // entries of the switch
  parameter int unsigned IndexWidth = 6    // bits of an entry index
) (
  input  logic                  clk_i,
  input  logic                  write_i,
  input  logic [IndexWidth-1:0] write_entry_i,
  input  logic [1:0]            write_flit_i,
  input  logic [FlitBits-1:0]   write_data_i,
  input  logic                  read_i,
  input  logic [IndexWidth-1:0] read_entry_i,
  input  logic [1:0]            read_flit_i,
  output logic [FlitBits-1:0]   read_data_o
);

  logic [FlitBits-1:0] operand_mem [Total * MaxDataFlits];

  always_ff @(posedge clk_i) begin
    if (write_i) operand_mem[{write_entry_i, write_flit_i}] <= write_data_i;
  end

  always_ff @(posedge clk_i) begin
    if (read_i) read_data_o <= operand_mem[{read_entry_i, read_flit_i}];
  end

endmodule
