// SPDX-License-Identifier: Apache-2.0
// Admission of a frame at its first beat, for the whole frame: pause storm, cells, limits of its priority group and of
// its queue. A frame over a limit may go on trimmed, as another class.
// Latency: combinational. Throughput: one frame per cycle. Back-pressure: none; a refusal has a reason.
module es_admission (
  input  logic         valid_i,
  input  logic [2:0]   class_i,
  input  logic         ipv4_i,
  // registers
  input  logic [7:0]   pfc_classes_i,
  input  logic [7:0]   trim_classes_i,
  input  logic [2:0]   trim_class_i,
  input  logic         storm_drops_i,
  input  logic [127:0] pg_reserved_i,
  input  logic [159:0] pg_headroom_i,
  input  logic [127:0] queue_reserved_i,
  // pools
  input  logic         no_cells_i,
  input  logic [7:0]   shared_room_i,        // ingress pool has a cell for a class
  input  logic         queue_shared_room_i,  // egress pool has a cell
  input  logic [215:0] pg_limit_i,           // T, 27 bits each, all ones: none
  input  logic [215:0] queue_limit_i,
  // priority groups of the input
  input  logic [159:0] reserved_i,
  input  logic [159:0] shared_i,
  input  logic [159:0] headroom_i,
  // queues of the output: the frame's class and the class of trimmed frames
  input  logic         storm_i,
  input  logic [19:0]  queue_reserved_used_i,
  input  logic [19:0]  queue_shared_used_i,
  input  logic [19:0]  trim_reserved_used_i,
  input  logic [19:0]  trim_shared_used_i,
  output logic         refused_o,            // at first
  output logic [4:0]   reason_o,
  output logic         trimmed_o             // but goes on trimmed
);

  logic over_pg, over_queue, trim_over_pg, trim_over_queue;

  always_comb begin
    refused_o       = 1'b0;
    reason_o        = '0;
    trimmed_o       = 1'b0;
    over_pg         = 1'b0;
    over_queue      = 1'b0;
    trim_over_pg    = 1'b0;
    trim_over_queue = 1'b0;
    if (valid_i) begin
      over_pg = reserved_i[8'(class_i)*8'd20 +: 20] >= 20'(pg_reserved_i[7'(class_i)*7'd16 +: 16])
                && !(27'(shared_i[8'(class_i)*8'd20 +: 20]) < pg_limit_i[8'(class_i)*8'd27 +: 27]
                     && shared_room_i[class_i])
                && (!pfc_classes_i[class_i]
                    || headroom_i[8'(class_i)*8'd20 +: 20] >= pg_headroom_i[8'(class_i)*8'd20 +: 20]);
      over_queue = !pfc_classes_i[class_i]
                   && queue_reserved_used_i >= 20'(queue_reserved_i[7'(class_i)*7'd16 +: 16])
                   && !(27'(queue_shared_used_i) < queue_limit_i[8'(class_i)*8'd27 +: 27] && queue_shared_room_i);
      if (storm_i && storm_drops_i) begin
        refused_o = 1'b1;
        reason_o  = 5'(ethernet_switch_pkg::DropStorm);
      end else if (no_cells_i) begin
        refused_o = 1'b1;
        reason_o  = 5'(ethernet_switch_pkg::DropNoCells);
      end else if (over_pg || over_queue) begin
        refused_o = 1'b1;
        reason_o  = over_pg ? 5'(ethernet_switch_pkg::DropIngressLimit) : 5'(ethernet_switch_pkg::DropEgressLimit);
        trim_over_pg = reserved_i[8'(trim_class_i)*8'd20 +: 20] >= 20'(pg_reserved_i[7'(trim_class_i)*7'd16 +: 16])
                       && !(27'(shared_i[8'(trim_class_i)*8'd20 +: 20]) < pg_limit_i[8'(trim_class_i)*8'd27 +: 27]
                            && shared_room_i[trim_class_i])
                       && (!pfc_classes_i[trim_class_i]
                           || headroom_i[8'(trim_class_i)*8'd20 +: 20] >= pg_headroom_i[8'(trim_class_i)*8'd20 +: 20]);
        trim_over_queue = !pfc_classes_i[trim_class_i]
                          && trim_reserved_used_i >= 20'(queue_reserved_i[7'(trim_class_i)*7'd16 +: 16])
                          && !(27'(trim_shared_used_i) < queue_limit_i[8'(trim_class_i)*8'd27 +: 27]
                               && queue_shared_room_i);
        trimmed_o = ipv4_i && trim_classes_i[class_i] && !trim_over_pg && !trim_over_queue;
      end
    end
  end

endmodule
