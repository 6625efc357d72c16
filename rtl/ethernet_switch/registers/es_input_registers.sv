// SPDX-License-Identifier: Apache-2.0
// Counters of a port as an input, its headroom registers and the cells of its priority groups as software sees them.
// Latency: an event counts at the edge; read data is registered, zero unless read. Throughput: every counter in every
// cycle. Back-pressure: none.
module es_input_registers (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic         clear_i,
  input  logic         select_i,       // a register of this port
  input  logic         write_i,
  input  logic [9:0]   offset_i,
  input  logic [31:0]  wdata_i,
  output logic [31:0]  rdata_o,
  output logic [159:0] pg_headroom_o,
  // events
  input  logic         begin_i,
  input  logic [6:0]   bytes_i,
  input  logic         drop_i,          // in the forward stage
  input  logic [4:0]   drop_reason_i,
  input  logic         refuse_i,        // in the write stage: refused or ended bad
  input  logic [4:0]   refuse_reason_i,
  input  logic         discarded_i,     // by the output of the same port, for a storm
  input  logic         pg_drop_i,
  input  logic [2:0]   pg_drop_class_i,
  input  logic         poisoned_i,
  input  logic         trimmed_i,
  input  logic [7:0]   pfc_i,           // classes of a PFC frame taken
  input  logic         charge_i,
  input  logic         charge_headroom_i,
  input  logic [2:0]   charge_class_i,
  input  logic [19:0]  level_i,         // of the group, with the charge
  input  logic [19:0]  headroom_level_i,
  // what there is to read
  input  logic [159:0] reserved_i,
  input  logic [159:0] shared_i,
  input  logic [159:0] headroom_i
);

  localparam logic [31:0] Base = ethernet_switch_pkg::RegPortControl;
  localparam logic [9:0] PgHeadroom = 10'(ethernet_switch_pkg::RegPgHeadroom - Base);
  localparam logic [9:0] PgCells    = 10'(ethernet_switch_pkg::RegPgCells - Base);

  logic [31:0] rx_frames, rx_bytes, poisoned, trimmed, drops, pg_drops, rx_pfc, watermark, headroom_watermark;

  es_counters #(.Count(1), .Offset(10'(ethernet_switch_pkg::RegPortRxFrames - Base))) u_rx_frames (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(rx_frames), .event_i(begin_i), .value_i(1'b1)
  );
  es_byte_counter #(
    .Low(10'(ethernet_switch_pkg::RegPortRxBytes - Base)), .High(10'(ethernet_switch_pkg::RegPortRxBytesHigh - Base)),
    .ValueWidth(7)
  ) u_rx_bytes (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(rx_bytes), .event_i(bytes_i != '0), .value_i(bytes_i)
  );
  es_counters #(.Count(1), .Offset(10'(ethernet_switch_pkg::RegPortPoisoned - Base))) u_poisoned (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(poisoned), .event_i(poisoned_i), .value_i(1'b1)
  );
  es_counters #(.Count(1), .Offset(10'(ethernet_switch_pkg::RegPortTrimmed - Base))) u_trimmed (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(trimmed), .event_i(trimmed_i), .value_i(1'b1)
  );

  // Both stages may drop in one cycle, even for the same reason; and the output may discard a frame for a storm, which
  // is no reason of the first stage. The last reason is counted at outputs.
  logic [15:0] dropped, refused;
  logic [31:0] frames;  // of every reason
  always_comb begin
    dropped = '0;
    refused = '0;
    frames  = '0;
    if (drop_i || refuse_i || discarded_i) begin
      if (drop_i) dropped[drop_reason_i[3:0]] = 1'b1;
      if (discarded_i) dropped[ethernet_switch_pkg::DropStorm] = 1'b1;
      if (refuse_i) refused[refuse_reason_i[3:0]] = 1'b1;
      for (int r = 0; r < 16; r++) frames[2*r +: 2] = {dropped[r] && refused[r], dropped[r] != refused[r]};
    end
  end
  es_counters #(
    .Count(16), .Offset(10'(ethernet_switch_pkg::RegPortDrops - Base)), .ValueWidth(2), .Values(16)
  ) u_drops (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(drops), .event_i(dropped | refused), .value_i(frames)
  );
  es_counters #(.Offset(10'(ethernet_switch_pkg::RegPgDrops - Base))) u_pg_drops (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(pg_drops), .event_i(pg_drop_i ? 8'd1 << pg_drop_class_i : 8'd0), .value_i(1'b1)
  );
  es_counters #(.Offset(10'(ethernet_switch_pkg::RegRxPfc - Base))) u_rx_pfc (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(rx_pfc), .event_i(pfc_i), .value_i(1'b1)
  );

  logic [7:0] charged;
  assign charged = charge_i ? 8'd1 << charge_class_i : 8'd0;
  es_counters #(
    .Offset(10'(ethernet_switch_pkg::RegPgWatermark - Base)), .ValueWidth(20), .Watermark(1'b1)
  ) u_watermark (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(watermark), .event_i(charged), .value_i(level_i)
  );
  es_counters #(
    .Offset(10'(ethernet_switch_pkg::RegPgHeadroomWatermark - Base)), .ValueWidth(20), .Watermark(1'b1)
  ) u_headroom_watermark (
    .clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .select_i(select_i), .write_i(write_i), .offset_i(offset_i),
    .wdata_i(wdata_i), .rdata_o(headroom_watermark), .event_i(charge_headroom_i ? charged : 8'd0),
    .value_i(headroom_level_i)
  );

  // Headroom registers and cells.
  logic [2:0] which;
  assign which = offset_i[4:2];
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) pg_headroom_o <= '0;
    else if (select_i && write_i && offset_i - PgHeadroom < 10'd32) begin
      pg_headroom_o[8'(which)*8'd20 +: 20] <= wdata_i[19:0];
    end
  end

  logic [31:0] own;
  always_comb begin
    own = '0;
    if (select_i && !write_i) begin
      if (offset_i - PgHeadroom < 10'd32) own = 32'(pg_headroom_o[8'(which)*8'd20 +: 20]);
      if (offset_i - PgCells < 10'd32) begin
        own = 32'(reserved_i[8'(which)*8'd20 +: 20]) + 32'(shared_i[8'(which)*8'd20 +: 20])
              + 32'(headroom_i[8'(which)*8'd20 +: 20]);
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      rdata_o <= '0;
    end else begin
      rdata_o <= own | rx_frames | rx_bytes | poisoned | trimmed | drops | pg_drops | rx_pfc | watermark
                 | headroom_watermark;
    end
  end

endmodule
