// SPDX-License-Identifier: Apache-2.0
// Brings what happens at inputs to the outputs it concerns and back: cells charged and frames appended per queue, cells
// given back per priority group. Every event is looked at once; there is no logic per pair of ports.
// Latency: combinational. Throughput: one event of each kind per port and cycle. Back-pressure: none.
module es_events #(
  parameter int unsigned Ports     = 4,
  parameter int unsigned PortWidth = 2,
  parameter int unsigned GiftBits  = 3,
  parameter int unsigned CellWidth = 16,
  parameter int unsigned UndoBits  = 11  // bits of the cells of a frame of every input
) (
  // queue view of the frame in the write stage
  input  logic [Ports-1:0]             active_i,
  input  logic [Ports*PortWidth-1:0]   port_i,
  input  logic [Ports*3-1:0]           class_i,
  input  logic [2:0]                   trim_class_i,
  input  logic [Ports*8-1:0]           storm_i,
  input  logic [Ports*160-1:0]         reserved_i,
  input  logic [Ports*160-1:0]         shared_i,
  output logic [Ports-1:0]             storm_o,
  output logic [Ports*20-1:0]          reserved_o,
  output logic [Ports*20-1:0]          shared_o,
  output logic [Ports*20-1:0]          trim_reserved_o,
  output logic [Ports*20-1:0]          trim_shared_o,
  // charges
  input  logic [Ports-1:0]             charge_i,
  input  logic [Ports*3-1:0]           stored_class_i,
  output logic [Ports*8*GiftBits-1:0]  charged_o,
  // cells of frames that ended bad
  input  logic [Ports*8-1:0]           undo_cells_i,   // 0 unless one did
  output logic [Ports*8*UndoBits-1:0]  undone_o,
  // frames refused for the limit of their queue
  input  logic [Ports-1:0]             refuse_i,
  output logic [Ports*8*GiftBits-1:0]  refused_o,
  // appends
  input  logic [Ports-1:0]             append_i,
  input  logic [Ports*CellWidth-1:0]   frame_i,
  input  logic [Ports*8-1:0]           filled_i,
  input  logic [Ports*8*CellWidth-1:0] queue_tail_i,
  output logic [Ports*8-1:0]           append_o,
  output logic [Ports*8*CellWidth-1:0] append_first_o,
  output logic [Ports*8*CellWidth-1:0] append_last_o,
  output logic [Ports-1:0]             link_o,
  output logic [Ports*CellWidth-1:0]   link_from_o,
  // gifts
  input  logic [Ports-1:0]             give_i,
  input  logic [Ports*PortWidth-1:0]   give_input_i,
  input  logic [Ports*3-1:0]           give_class_i,
  output logic [Ports*8*GiftBits-1:0]  gifts_o
);

  localparam int unsigned QueueWidth = PortWidth + 3;

  // What a first beat and an append must know of their queue.
  logic [PortWidth-1:0]  viewed;
  logic [QueueWidth-1:0] viewed_queue, viewed_trim;
  always_comb begin
    storm_o         = '0;
    reserved_o      = '0;
    shared_o        = '0;
    trim_reserved_o = '0;
    trim_shared_o   = '0;
    viewed          = '0;
    viewed_queue    = '0;
    viewed_trim     = '0;
    for (int p = 0; p < Ports; p++) begin
      if (active_i[p]) begin
        viewed       = port_i[p*PortWidth +: PortWidth];
        viewed_queue = {viewed, class_i[p*3 +: 3]};
        viewed_trim  = {viewed, trim_class_i};
        storm_o[p]                  = storm_i[viewed_queue];
        reserved_o[p*20 +: 20]      = reserved_i[32'(viewed_queue)*20 +: 20];
        shared_o[p*20 +: 20]        = shared_i[32'(viewed_queue)*20 +: 20];
        trim_reserved_o[p*20 +: 20] = reserved_i[32'(viewed_trim)*20 +: 20];
        trim_shared_o[p*20 +: 20]   = shared_i[32'(viewed_trim)*20 +: 20];
      end
    end
  end

  logic [QueueWidth-1:0] charged_queue;
  always_comb begin
    charged_o     = '0;
    charged_queue = '0;
    for (int p = 0; p < Ports; p++) begin
      if (charge_i[p]) begin
        charged_queue = {port_i[p*PortWidth +: PortWidth], stored_class_i[p*3 +: 3]};
        charged_o[32'(charged_queue)*GiftBits +: GiftBits] =
            charged_o[32'(charged_queue)*GiftBits +: GiftBits] + GiftBits'(1);
      end
    end
  end

  logic [QueueWidth-1:0] undone_queue;
  always_comb begin
    undone_o     = '0;
    undone_queue = '0;
    for (int p = 0; p < Ports; p++) begin
      if (undo_cells_i[8*p +: 8] != '0) begin
        undone_queue = {port_i[p*PortWidth +: PortWidth], stored_class_i[p*3 +: 3]};
        undone_o[32'(undone_queue)*UndoBits +: UndoBits] =
            undone_o[32'(undone_queue)*UndoBits +: UndoBits] + UndoBits'(undo_cells_i[8*p +: 8]);
      end
    end
  end

  logic [QueueWidth-1:0] refused_queue;
  always_comb begin
    refused_o     = '0;
    refused_queue = '0;
    if (refuse_i != '0) begin
      for (int p = 0; p < Ports; p++) begin
        if (refuse_i[p]) begin
          refused_queue = {port_i[p*PortWidth +: PortWidth], class_i[p*3 +: 3]};
          refused_o[32'(refused_queue)*GiftBits +: GiftBits] =
              refused_o[32'(refused_queue)*GiftBits +: GiftBits] + GiftBits'(1);
        end
      end
    end
  end

  logic [QueueWidth-1:0] gift_group;
  always_comb begin
    gifts_o    = '0;
    gift_group = '0;
    for (int p = 0; p < Ports; p++) begin
      if (give_i[p]) begin
        gift_group = {give_input_i[p*PortWidth +: PortWidth], give_class_i[p*3 +: 3]};
        gifts_o[32'(gift_group)*GiftBits +: GiftBits] = gifts_o[32'(gift_group)*GiftBits +: GiftBits] + GiftBits'(1);
      end
    end
  end

  // Frames appended to one queue are linked in ascending order of input, the first one to the queue's last frame.
  logic [QueueWidth-1:0] queue;
  always_comb begin
    append_o       = '0;
    append_first_o = '0;
    append_last_o  = '0;
    link_o         = '0;
    link_from_o    = '0;
    queue          = '0;
    for (int p = 0; p < Ports; p++) begin
      if (append_i[p]) begin
        queue = {port_i[p*PortWidth +: PortWidth], stored_class_i[p*3 +: 3]};
        if (append_o[queue]) begin
          link_o[p] = 1'b1;
          link_from_o[p*CellWidth +: CellWidth] = append_last_o[32'(queue)*CellWidth +: CellWidth];
        end else begin
          append_first_o[32'(queue)*CellWidth +: CellWidth] = frame_i[p*CellWidth +: CellWidth];
          link_o[p] = filled_i[queue];
          link_from_o[p*CellWidth +: CellWidth] = queue_tail_i[32'(queue)*CellWidth +: CellWidth];
        end
        append_o[queue] = 1'b1;
        append_last_o[32'(queue)*CellWidth +: CellWidth] = frame_i[p*CellWidth +: CellWidth];
      end
    end
  end

endmodule
