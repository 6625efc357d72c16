// SPDX-License-Identifier: Apache-2.0
// Tells inputs that the output does not wait for the rest of the frame they are receiving, if it is that frame still.
// Latency: combinational. Throughput: every port in every cycle. Back-pressure: none.
module es_give_up #(
  parameter int unsigned Ports     = 4,
  parameter int unsigned PortWidth = 2,
  parameter int unsigned CellWidth = 16
) (
  input  logic [Ports-1:0]           gives_up_i,    // by output: its active frame is given up
  input  logic [Ports*CellWidth-1:0] frame_i,       // that frame
  input  logic [Ports*PortWidth-1:0] input_i,       // the input it comes from
  input  logic [Ports-1:0]           open_i,        // by input: a frame is being received
  input  logic [Ports*CellWidth-1:0] open_frame_i,  // that frame
  output logic [Ports-1:0]           give_up_o      // by input
);

  logic [PortWidth-1:0] from;
  always_comb begin
    give_up_o = '0;
    from      = '0;
    if (gives_up_i != '0) begin
      for (int o = 0; o < Ports; o++) begin
        from = input_i[o*PortWidth +: PortWidth];
        if (gives_up_i[o] && open_i[from] &&
            open_frame_i[32'(from)*CellWidth +: CellWidth] == frame_i[o*CellWidth +: CellWidth]) begin
          give_up_o[from] = 1'b1;
        end
      end
    end
  end

endmodule
