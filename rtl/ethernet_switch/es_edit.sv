// SPDX-License-Identifier: Apache-2.0
// Edits a beat on its way out: addresses and time to live of routed frames, ECN and DSCP with the header checksum,
// telemetry; and makes PFC frames.
// Latency: combinational. Throughput: one beat per cycle. Back-pressure: none.
module es_edit (
  input  logic         first_i,          // beat 0
  input  logic         second_i,         // beat 1
  input  logic         pfc_i,            // the beat is a PFC frame
  input  logic [511:0] data_i,
  // the frame
  input  logic         tagged_i,
  input  logic         ipv4_i,
  input  logic         compact_i,
  input  logic         routed_i,
  input  logic         trimmed_i,
  input  logic         telemetry_i,
  input  logic         marked_i,
  // what is written
  input  logic [47:0]  next_hop_mac_i,
  input  logic [47:0]  router_mac_i,
  input  logic [5:0]   trim_dscp_i,
  input  logic [63:0]  slot_i,           // telemetry
  input  logic [7:0]   pfc_named_i,      // classes of a PFC frame
  input  logic [7:0]   pfc_stop_i,       // those of them with a timer
  input  logic [15:0]  pfc_quanta_i,
  output logic [511:0] data_o
);

  logic [79:0] header;      // bytes 14 to 23 without the tag
  logic [15:0] sum_field;   // checksum
  logic [79:0] changed;
  logic [31:0] sum;
  logic [15:0] checksum;
  logic [7:0]  hops;

  always_comb begin
    data_o    = data_i;
    header    = '0;
    sum_field = '0;
    changed   = '0;
    sum       = '0;
    checksum  = '0;
    hops      = '0;
    if (pfc_i) begin
      data_o          = '0;
      data_o[47:0]    = 48'h010000C28001;
      data_o[95:48]   = {router_mac_i[7:0], router_mac_i[15:8], router_mac_i[23:16], router_mac_i[31:24],
                         router_mac_i[39:32], router_mac_i[47:40]};
      data_o[127:96]  = 32'h01010888;
      data_o[143:136] = pfc_named_i;
      for (int c = 0; c < 8; c++) begin
        if (pfc_stop_i[c]) data_o[144 + 16*c +: 16] = {pfc_quanta_i[7:0], pfc_quanta_i[15:8]};
      end
    end else if (first_i && (ipv4_i || compact_i) && (routed_i || marked_i || trimmed_i)) begin
      header    = tagged_i ? data_i[223:144] : data_i[191:112];
      sum_field = tagged_i ? data_i[239:224] : data_i[207:192];
      changed   = header;
      if (ipv4_i) begin
        if (marked_i) changed[9:8] = 2'd3;
        if (trimmed_i) changed[15:10] = trim_dscp_i;
        if (routed_i) changed[71:64] = header[71:64] - 8'd1;
        // RFC 1624, words with the first byte most significant
        sum = {16'd0, ~{sum_field[7:0], sum_field[15:8]}}
              + {16'd0, ~{header[7:0], header[15:8]}} + {16'd0, changed[7:0], changed[15:8]}
              + {16'd0, ~{header[71:64], header[79:72]}} + {16'd0, changed[71:64], changed[79:72]};
        sum      = {16'd0, sum[15:0]} + {16'd0, sum[31:16]};
        sum      = {16'd0, sum[15:0]} + {16'd0, sum[31:16]};
        checksum = ~sum[15:0];
        checksum = {checksum[7:0], checksum[15:8]};
        if (routed_i) begin
          data_o[47:0]  = {next_hop_mac_i[7:0], next_hop_mac_i[15:8], next_hop_mac_i[23:16], next_hop_mac_i[31:24],
                           next_hop_mac_i[39:32], next_hop_mac_i[47:40]};
          data_o[95:48] = {router_mac_i[7:0], router_mac_i[15:8], router_mac_i[23:16], router_mac_i[31:24],
                           router_mac_i[39:32], router_mac_i[47:40]};
        end
      end else begin
        checksum = sum_field;
        if (marked_i) changed[1:0] = 2'd3;
        if (routed_i) changed[15:8] = header[15:8] - 8'd1;
      end
      if (tagged_i) begin
        data_o[223:144] = changed;
        data_o[239:224] = checksum;
      end else begin
        data_o[191:112] = changed;
        data_o[207:192] = checksum;
      end
    end else if (second_i && telemetry_i) begin
      hops = data_i[7:0];
      if (32'(hops) < ethernet_switch_pkg::TelemetryHops) begin
        data_o[7:0] = hops + 8'd1;
        data_o[9'd64 + {hops[2:0], 6'd0} +: 64] = slot_i;
      end
    end
  end

endmodule
