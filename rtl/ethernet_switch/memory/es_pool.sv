// SPDX-License-Identifier: Apache-2.0
// Free cells: a ring of those that were given back, and a count of those that have never been used, so that nothing
// need be initialised. Any number of ports take and give at one edge.
// Latency: a cell is named in the cycle in which it is taken. Throughput: one cell per port and cycle, both ways.
// Back-pressure: none; admission keeps enough cells free.
`include "assertions.svh"
module es_pool #(
  parameter int unsigned Ports     = 4,
  parameter int unsigned Cells     = 40960,
  parameter int unsigned CellWidth = 16
) (
  input  logic                       clk_i,
  input  logic                       rst_ni,
  input  logic [Ports-1:0]           take_i,
  output logic [Ports*CellWidth-1:0] cell_o,
  input  logic [Ports-1:0]           give_i,
  input  logic [Ports*CellWidth-1:0] cell_i,
  output logic [20:0]                free_o
);

  localparam logic [CellWidth:0] Limit = (CellWidth + 1)'(Cells);

  logic [CellWidth-1:0] fresh_q, fresh_d;     // cells below have been used
  logic [CellWidth-1:0] first_q, first_d;     // of the ring
  logic [CellWidth-1:0] behind_q, behind_d;
  logic [CellWidth:0]   filled_q, filled_d;   // cells in the ring
  logic                 all_used_q, all_used_d;  // none was never used

  logic [Ports-1:0]           read;
  logic [Ports*CellWidth-1:0] read_address, read_data, write_address, named;
  logic                       underflow;

  always_comb begin
    first_d       = first_q;
    fresh_d       = fresh_q;
    filled_d      = filled_q;
    all_used_d    = all_used_q;
    read          = '0;
    read_address  = '0;
    named         = '0;
    underflow     = 1'b0;
    for (int p = 0; p < Ports; p++) begin
      if (take_i[p]) begin
        if (filled_d != '0) begin
          read[p]                                = 1'b1;
          read_address[p*CellWidth +: CellWidth] = first_d;
          first_d  = (first_d == CellWidth'(Cells - 1)) ? '0 : first_d + CellWidth'(1);
          filled_d = filled_d - (CellWidth + 1)'(1);
        end else begin
          underflow  = underflow | all_used_d;
          named[p*CellWidth +: CellWidth] = fresh_d;
          all_used_d = all_used_d | (fresh_d == CellWidth'(Cells - 1));
          fresh_d    = fresh_d + CellWidth'(1);
        end
      end
    end
    behind_d      = behind_q;
    write_address = '0;
    for (int p = 0; p < Ports; p++) begin
      if (give_i[p]) begin
        write_address[p*CellWidth +: CellWidth] = behind_d;
        behind_d = (behind_d == CellWidth'(Cells - 1)) ? '0 : behind_d + CellWidth'(1);
        filled_d = filled_d + (CellWidth + 1)'(1);
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      fresh_q    <= '0;
      first_q    <= '0;
      behind_q   <= '0;
      filled_q   <= '0;
      all_used_q <= 1'b0;
    end else begin
      fresh_q    <= fresh_d;
      first_q    <= first_d;
      behind_q   <= behind_d;
      filled_q   <= filled_d;
      all_used_q <= all_used_d;
    end
  end

  es_memory #(.Words(Cells), .Width(CellWidth), .Writes(Ports), .Reads(Ports)) u_ring (
    .clk_i(clk_i),
    .write_i(give_i),
    .write_address_i(write_address),
    .write_data_i(cell_i),
    .read_i(read),
    .read_address_i(read_address),
    .read_data_o(read_data)
  );
  assign cell_o = read_data | named;
  assign free_o = 21'(filled_q) + (all_used_q ? 21'd0 : 21'(Limit) - 21'(fresh_q));

  `LINKWRIGHT_ASSERT(NeverEmpty, !underflow)
  `LINKWRIGHT_ASSERT(RingHasRoom, filled_q <= Limit)

endmodule
