// SPDX-License-Identifier: Apache-2.0
// What is known of every frame in the switch: descriptors written with its first beat and at its end, and the link
// to the frame behind it in its queue. A frame's number is its first cell.
// Latency: write at the edge, read in the same cycle. Throughput: every port in every cycle. Back-pressure: none.
module es_frames #(
  parameter int unsigned Ports     = 4,
  parameter int unsigned PortWidth = 2,
  parameter int unsigned Cells     = 40960,
  parameter int unsigned CellWidth = 16
) (
  input  logic                         clk_i,
  // inputs
  input  logic [Ports-1:0]             start_i,
  input  logic [Ports-1:0]             tail_write_i,
  input  logic [Ports*CellWidth-1:0]   frame_i,
  input  logic [Ports*10-1:0]          head_i,
  input  logic [Ports*17-1:0]          tail_i,
  input  logic [Ports*8-1:0]           stored_i,      // beats of the frame that is arriving
  // links of queues
  input  logic [Ports-1:0]             link_i,
  input  logic [Ports*CellWidth-1:0]   link_from_i,
  input  logic [Ports*CellWidth-1:0]   link_to_i,
  // outputs: bytes of the heads of queues
  input  logic [Ports*8-1:0]           known_want_i,
  input  logic [Ports*8*CellWidth-1:0] queue_head_i,
  output logic [Ports*112-1:0]         known_o,
  // outputs: the frame that is taken
  input  logic [Ports-1:0]             pop_i,
  input  logic [Ports*CellWidth-1:0]   pop_frame_i,
  output logic [Ports*PortWidth-1:0]   pop_input_o,
  output logic [Ports*10-1:0]          pop_head_o,
  output logic [Ports*17-1:0]          pop_tail_o,
  output logic [Ports*CellWidth-1:0]   pop_next_o,
  // outputs: the active frame while it is arriving
  input  logic [Ports-1:0]             watch_i,
  input  logic [Ports*CellWidth-1:0]   watch_frame_i,
  input  logic [Ports*PortWidth-1:0]   watch_input_i,
  output logic [Ports*17-1:0]          watch_tail_o,
  output logic [Ports*8-1:0]           watch_stored_o
);

  logic [PortWidth+9:0] heads [Cells];
  logic [16:0]          tails [Cells];  // complete, bad, marked, bytes

  for (genvar p = 0; p < Ports; p++) begin : gen_write
    always @(posedge clk_i) begin
      if (start_i[p]) heads[frame_i[p*CellWidth +: CellWidth]] <= {PortWidth'(p), head_i[p*10 +: 10]};
      if (tail_write_i[p]) tails[frame_i[p*CellWidth +: CellWidth]] <= tail_i[p*17 +: 17];
    end
  end

  es_memory #(.Words(Cells), .Width(CellWidth), .Writes(Ports), .Reads(Ports)) u_links (
    .clk_i(clk_i),
    .write_i(link_i),
    .write_address_i(link_from_i),
    .write_data_i(link_to_i),
    .read_i(pop_i),
    .read_address_i(pop_frame_i),
    .read_data_o(pop_next_o)
  );

  for (genvar p = 0; p < Ports; p++) begin : gen_read
    logic [CellWidth-1:0] pop_frame, watch_frame;
    assign pop_frame   = pop_frame_i[p*CellWidth +: CellWidth];
    assign watch_frame = watch_frame_i[p*CellWidth +: CellWidth];
    assign {pop_input_o[p*PortWidth +: PortWidth], pop_head_o[p*10 +: 10]} = pop_i[p] ? heads[pop_frame] : '0;
    assign pop_tail_o[p*17 +: 17]    = pop_i[p] ? tails[pop_frame] : '0;
    assign watch_tail_o[p*17 +: 17]  = watch_i[p] ? tails[watch_frame] : '0;
    assign watch_stored_o[p*8 +: 8]  = watch_i[p] ? stored_i[32'(watch_input_i[p*PortWidth +: PortWidth])*8 +: 8] : '0;

    logic [111:0]         known;
    logic [CellWidth-1:0] frame;
    logic [16:0]          tail;
    logic [PortWidth-1:0] from;
    always_comb begin
      known = '0;
      frame = '0;
      tail  = '0;
      from  = '0;
      if (known_want_i[p*8 +: 8] != '0) begin
        for (int c = 0; c < 8; c++) begin
          if (known_want_i[p*8 + c]) begin
            frame = queue_head_i[(p*8 + c)*CellWidth +: CellWidth];
            tail  = tails[frame];
            from  = heads[frame][PortWidth+9:10];
            known[14*c +: 14] = tail[16] ? tail[13:0] : {stored_i[32'(from)*8 +: 8], 6'd0};
          end
        end
      end
    end
    assign known_o[p*112 +: 112] = known;
  end

endmodule
