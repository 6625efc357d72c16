// SPDX-License-Identifier: Apache-2.0
// Frames queued at one output, a linked list per class. A frame's number is its first cell; the links are kept
// elsewhere.
// Latency: an appended frame is there after the edge. Throughput: any number of frames in, one out per cycle.
// Back-pressure: none; admission has seen to room.
`include "assertions.svh"
module es_lists #(
  parameter int unsigned CellWidth = 16
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic [7:0]             append_i,        // classes that get frames
  input  logic [8*CellWidth-1:0] append_first_i,  // the first and the last of these
  input  logic [8*CellWidth-1:0] append_last_i,
  input  logic                   pop_i,
  input  logic [2:0]             pop_class_i,
  input  logic [CellWidth-1:0]   pop_next_i,      // frame behind the head of pop_class_i
  output logic [7:0]             filled_o,
  output logic [7:0]             single_o,        // one frame only
  output logic [8*CellWidth-1:0] head_o,
  output logic [8*CellWidth-1:0] tail_o
);

  for (genvar c = 0; c < 8; c++) begin : gen_class
    logic                 filled_q;
    logic [CellWidth-1:0] head_q, tail_q;
    logic                 pop, stays;

    assign pop   = pop_i && pop_class_i == 3'(c);
    assign stays = filled_q && !(pop && head_q == tail_q);  // a frame of before is left

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) filled_q <= 1'b0;
      else if (append_i[c] || pop) filled_q <= append_i[c] || stays;
    end
    always_ff @(posedge clk_i) begin
      if (append_i[c] || pop) begin
        if (!stays) head_q <= append_first_i[c*CellWidth +: CellWidth];
        else if (pop) head_q <= pop_next_i;
        if (append_i[c]) tail_q <= append_last_i[c*CellWidth +: CellWidth];
      end
    end

    assign filled_o[c] = filled_q;
    assign single_o[c] = filled_q && head_q == tail_q;
    assign head_o[c*CellWidth +: CellWidth] = head_q;
    assign tail_o[c*CellWidth +: CellWidth] = tail_q;

    `LINKWRIGHT_ASSERT(PopsWhatIsThere, !pop || filled_q)
  end

endmodule
