// SPDX-License-Identifier: Apache-2.0
// Counters of a port as an output, its next-hop address, and the state of its queues and pauses as software sees them.
// Latency: an event counts at the edge; read data is registered, zero unless read. Throughput: every counter in every
// cycle. Back-pressure: none.
module es_output_registers #(
  parameter int unsigned GiftBits = 3  // bits of a number of inputs
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic                  clear_i,
  input  logic                  select_i,      // a register of this port
  input  logic                  write_i,
  input  logic [9:0]            offset_i,
  input  logic [31:0]           wdata_i,
  output logic [31:0]           rdata_o,
  output logic [47:0]           next_hop_mac_o,
  // events
  input  logic                  sent_i,        // the last beat of an emitted frame moves
  input  logic                  sent_pfc_i,    // which is a PFC frame
  input  logic [13:0]           sent_bytes_i,
  input  logic [2:0]            sent_class_i,
  input  logic                  sent_marked_i,
  input  logic [7:0]            pfc_named_i,   // classes in the vector of the PFC frame
  input  logic                  dead_i,        // a frame for a dead output begins to be discarded
  input  logic [8*GiftBits-1:0] refused_i,     // frames refused for the queue's limit, per class
  input  logic [7:0]            storms_i,      // pause storms found
  input  logic [8*GiftBits-1:0] charged_i,     // cells charged, per class
  // what there is to read
  input  logic [159:0]          reserved_i,
  input  logic [159:0]          shared_i,
  input  logic [7:0]            paused_i,
  input  logic [7:0]            xoff_i,
  input  logic [7:0]            storm_i
);

  localparam logic [31:0] Base = ethernet_switch_pkg::RegPortControl;
  localparam logic [9:0] NextHopMacLow  = 10'(ethernet_switch_pkg::RegNextHopMacLow - Base);
  localparam logic [9:0] NextHopMacHigh = 10'(ethernet_switch_pkg::RegNextHopMacHigh - Base);
  localparam logic [9:0] PortPaused     = 10'(ethernet_switch_pkg::RegPortPaused - Base);
  localparam logic [9:0] PortXoff       = 10'(ethernet_switch_pkg::RegPortXoff - Base);
  localparam logic [9:0] PortStorm      = 10'(ethernet_switch_pkg::RegPortStorm - Base);
  localparam logic [9:0] QueueCells     = 10'(ethernet_switch_pkg::RegQueueCells - Base);
  localparam logic [9:0] Watermarks     = 10'(ethernet_switch_pkg::RegQueueWatermark - Base);

  logic [31:0] tx_frames, tx_bytes, dead, tx_pfc, storms, frames, bytes, marked, refusals, watermarks;
  logic [7:0]  sent_queue, refused;
  assign sent_queue = (sent_i && !sent_pfc_i) ? 8'd1 << sent_class_i : 8'd0;

  es_counters #(.Count(1), .Offset(10'(ethernet_switch_pkg::RegPortTxFrames - Base))) u_tx_frames (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(tx_frames), .event_i(sent_i), .value_i(1'b1)
  );
  es_byte_counter #(
    .Low(10'(ethernet_switch_pkg::RegPortTxBytes - Base)), .High(10'(ethernet_switch_pkg::RegPortTxBytesHigh - Base)),
    .ValueWidth(14)
  ) u_tx_bytes (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(tx_bytes), .event_i(sent_i), .value_i(sent_bytes_i)
  );
  es_counters #(
    .Count(1), .Offset(10'(ethernet_switch_pkg::RegPortDrops - Base + 32'(4 * ethernet_switch_pkg::DropEgressDead)))
  ) u_dead (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(dead), .event_i(dead_i), .value_i(1'b1)
  );
  es_counters #(.Offset(10'(ethernet_switch_pkg::RegTxPfc - Base))) u_tx_pfc (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(tx_pfc), .event_i((sent_i && sent_pfc_i) ? pfc_named_i : 8'd0), .value_i(1'b1)
  );
  es_counters #(.Offset(10'(ethernet_switch_pkg::RegStorms - Base))) u_storms (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(storms), .event_i(storms_i), .value_i(1'b1)
  );
  es_counters #(.Offset(10'(ethernet_switch_pkg::RegQueueFrames - Base))) u_frames (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(frames), .event_i(sent_queue), .value_i(1'b1)
  );
  es_counters #(.Offset(10'(ethernet_switch_pkg::RegQueueBytes - Base)), .ValueWidth(14)) u_bytes (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(bytes), .event_i(sent_queue), .value_i(sent_bytes_i)
  );
  es_counters #(.Offset(10'(ethernet_switch_pkg::RegQueueMarked - Base))) u_marked (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(marked), .event_i(sent_marked_i ? sent_queue : 8'd0), .value_i(1'b1)
  );

  always_comb begin
    refused = '0;
    if (refused_i != '0) begin
      for (int c = 0; c < 8; c++) refused[c] = refused_i[c*GiftBits +: GiftBits] != '0;
    end
  end
  es_counters #(
    .Offset(10'(ethernet_switch_pkg::RegQueueDrops - Base)), .ValueWidth(GiftBits), .Values(8)
  ) u_refusals (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(refusals), .event_i(refused), .value_i(refused_i)
  );

  // Watermarks of the queues: several queues may take cells in one cycle, each with its own level.
  logic [255:0] watermark_q, watermark_d;
  logic         watermark_hit, watermark_any;
  logic [19:0]  level;
  assign watermark_hit = select_i && offset_i - Watermarks < 10'd32;
  assign watermarks    = (watermark_hit && !write_i) ? watermark_q[8'(offset_i[4:2])*8'd32 +: 32] : '0;
  assign watermark_any = charged_i != '0 || clear_i || (watermark_hit && write_i);
  always_comb begin
    watermark_d = watermark_q;
    level       = '0;
    if (watermark_any) begin
      for (int c = 0; c < 8; c++) begin
        level = reserved_i[c*20 +: 20] + shared_i[c*20 +: 20] + 20'(charged_i[c*GiftBits +: GiftBits]);
        if (charged_i[c*GiftBits +: GiftBits] != '0 && 32'(level) > watermark_q[c*32 +: 32]) begin
          watermark_d[c*32 +: 32] = 32'(level);
        end else if (watermark_hit && write_i && offset_i[4:2] == 3'(c)) begin
          watermark_d[c*32 +: 32] = wdata_i;
        end
      end
      if (clear_i) watermark_d = '0;
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) watermark_q <= '0;
    else if (watermark_any) watermark_q <= watermark_d;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      next_hop_mac_o <= '0;
    end else if (select_i && write_i) begin
      if (offset_i == NextHopMacLow) next_hop_mac_o[31:0] <= wdata_i;
      if (offset_i == NextHopMacHigh) next_hop_mac_o[47:32] <= wdata_i[15:0];
    end
  end

  logic [31:0] own;
  always_comb begin
    own = '0;
    if (select_i && !write_i) begin
      if (offset_i == NextHopMacLow) own = next_hop_mac_o[31:0];
      if (offset_i == NextHopMacHigh) own = 32'(next_hop_mac_o[47:32]);
      if (offset_i == PortPaused) own = 32'(paused_i);
      if (offset_i == PortXoff) own = 32'(xoff_i);
      if (offset_i == PortStorm) own = 32'(storm_i);
      if (offset_i - QueueCells < 10'd32) begin
        own = 32'(reserved_i[8'(offset_i[4:2])*8'd20 +: 20]) + 32'(shared_i[8'(offset_i[4:2])*8'd20 +: 20]);
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      rdata_o <= '0;
    end else begin
      rdata_o <= own | tx_frames | tx_bytes | dead | tx_pfc | storms | frames | bytes | marked | refusals | watermarks;
    end
  end

endmodule
