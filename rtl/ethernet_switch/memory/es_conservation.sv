// SPDX-License-Identifier: Apache-2.0
// Assertions only: cells are conserved, in every cycle.
// Latency: none. Throughput: every cycle. Back-pressure: none.
`include "assertions.svh"
module es_conservation #(
  parameter int unsigned Ports = 4,
  parameter int unsigned Cells = 40960,
  parameter int unsigned Words = 40964   // cells that there are
) (
  input logic                clk_i,
  input logic                rst_ni,
  input logic [19:0]         used_i,
  input logic [20:0]         free_i,
  input logic [Ports*20-1:0] group_cells_i,
  input logic [Ports*20-1:0] queue_cells_i,
  input logic [Ports*8-1:0]  spares_i,
  input logic [Ports-1:0]    kept_i
);

  logic [31:0] group_total, queue_total, spare_total;
  always_comb begin
    group_total = '0;
    queue_total = '0;
    spare_total = '0;
    for (int p = 0; p < Ports; p++) begin
      group_total = group_total + 32'(group_cells_i[20*p +: 20]);
      queue_total = queue_total + 32'(queue_cells_i[20*p +: 20]);
      spare_total = spare_total + 32'(spares_i[8*p +: 8]);
    end
  end
  `LINKWRIGHT_ASSERT(CellsAreConserved, 32'(used_i) + 32'(free_i) + spare_total + 32'($countones(kept_i)) == Words)
  `LINKWRIGHT_ASSERT(NoMoreThanThereAre, 32'(used_i) <= Cells)
  `LINKWRIGHT_ASSERT(GroupsHoldTheCells, group_total == 32'(used_i))
  `LINKWRIGHT_ASSERT(QueuesHoldTheCells, queue_total == 32'(used_i))

endmodule
