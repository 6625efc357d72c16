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

  logic [7:0]             filled_q, filled_d, single_q, single_d;
  logic [8*CellWidth-1:0] head_q, head_d, tail_q, tail_d;
  logic                   any, stays;

  assign any = append_i != '0 || pop_i;
  always_comb begin
    filled_d = filled_q;
    single_d = single_q;
    head_d   = head_q;
    tail_d   = tail_q;
    stays    = 1'b0;
    if (any) begin
      for (int c = 0; c < 8; c++) begin
        if (append_i[c] || (pop_i && pop_class_i == 3'(c))) begin
          // A frame of before is left.
          stays       = filled_q[c] && !(pop_i && pop_class_i == 3'(c) && single_q[c]);
          filled_d[c] = append_i[c] || stays;
          if (!stays) head_d[c*CellWidth +: CellWidth] = append_first_i[c*CellWidth +: CellWidth];
          else if (pop_i && pop_class_i == 3'(c)) head_d[c*CellWidth +: CellWidth] = pop_next_i;
          if (append_i[c]) tail_d[c*CellWidth +: CellWidth] = append_last_i[c*CellWidth +: CellWidth];
          single_d[c] = filled_d[c] && head_d[c*CellWidth +: CellWidth] == tail_d[c*CellWidth +: CellWidth];
        end
      end
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      filled_q <= '0;
      single_q <= '0;
    end else if (any) begin
      filled_q <= filled_d;
      single_q <= single_d;
    end
  end
  always_ff @(posedge clk_i) begin
    if (any) begin
      head_q <= head_d;
      tail_q <= tail_d;
    end
  end

  assign filled_o = filled_q;
  assign single_o = single_q;
  assign head_o   = head_q;
  assign tail_o   = tail_q;

  `LINKWRIGHT_ASSERT(PopsWhatIsThere, !pop_i || filled_q[pop_class_i])

endmodule
