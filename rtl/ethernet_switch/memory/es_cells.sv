// SPDX-License-Identifier: Apache-2.0
// The shared memory: beats in cells, the chains that cells form, and the free ones. There are more cells than software
// knows of, one per output, because an output may hold a cell that is no longer charged to anybody.
// Latency: written at the edge, read in the same cycle. Throughput: every port reads and writes a beat in every cycle.
// Back-pressure: none; admission keeps enough cells free.
module es_cells #(
  parameter int unsigned Ports     = 4,
  parameter int unsigned Words     = 40964,  // cells
  parameter int unsigned CellWidth = 16,
  parameter int unsigned CellBeats = 2
) (
  input  logic                       clk_i,
  input  logic                       rst_ni,
  // inputs
  input  logic [Ports-1:0]           take_i,         // a cell of the common pool
  output logic [Ports*CellWidth-1:0] pool_cell_o,
  input  logic [Ports-1:0]           store_i,
  input  logic [Ports*CellWidth-1:0] store_cell_i,
  input  logic [Ports*2-1:0]         store_beat_i,
  input  logic [Ports*512-1:0]       store_data_i,
  input  logic [Ports-1:0]           chain_i,        // chain_to_i is behind chain_from_i
  input  logic [Ports*CellWidth-1:0] chain_from_i,
  input  logic [Ports*CellWidth-1:0] chain_to_i,
  input  logic [Ports-1:0]           spare_read_i,
  input  logic [Ports*CellWidth-1:0] spare_i,
  output logic [Ports*CellWidth-1:0] spare_next_o,
  // outputs
  input  logic [Ports-1:0]           read_i,
  input  logic [Ports*CellWidth-1:0] read_cell_i,
  input  logic [Ports*2-1:0]         read_beat_i,
  output logic [Ports*512-1:0]       read_data_o,
  input  logic [Ports-1:0]           next_read_i,
  output logic [Ports*CellWidth-1:0] next_cell_o,
  input  logic [Ports-1:0]           free_cell_i,
  input  logic [Ports*CellWidth-1:0] free_cell_number_i,
  output logic [20:0]                free_o
);

  localparam int unsigned BeatWidth = $clog2(Words * CellBeats);

  es_pool #(.Ports(Ports), .Cells(Words), .CellWidth(CellWidth)) u_pool (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .take_i(take_i),
    .cell_o(pool_cell_o),
    .give_i(free_cell_i),
    .cell_i(free_cell_number_i),
    .free_o(free_o)
  );

  es_memory #(.Words(Words), .Width(CellWidth), .Writes(Ports), .Reads(2 * Ports)) u_chains (
    .clk_i(clk_i),
    .write_i(chain_i),
    .write_address_i(chain_from_i),
    .write_data_i(chain_to_i),
    .read_i({spare_read_i, next_read_i}),
    .read_address_i({spare_i, read_cell_i}),
    .read_data_o({spare_next_o, next_cell_o})
  );

  logic [Ports*BeatWidth-1:0] write_address, read_address;
  for (genvar p = 0; p < Ports; p++) begin : gen_address
    assign write_address[p*BeatWidth +: BeatWidth] =
        BeatWidth'(32'(store_cell_i[p*CellWidth +: CellWidth]) * CellBeats + 32'(store_beat_i[p*2 +: 2]));
    assign read_address[p*BeatWidth +: BeatWidth] =
        BeatWidth'(32'(read_cell_i[p*CellWidth +: CellWidth]) * CellBeats + 32'(read_beat_i[p*2 +: 2]));
  end
  es_memory #(.Words(Words * CellBeats), .Width(512), .Writes(Ports), .Reads(Ports)) u_beats (
    .clk_i(clk_i),
    .write_i(store_i),
    .write_address_i(write_address),
    .write_data_i(store_data_i),
    .read_i(read_i),
    .read_address_i(read_address),
    .read_data_o(read_data_o)
  );

endmodule
