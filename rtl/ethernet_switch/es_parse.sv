// SPDX-License-Identifier: Apache-2.0
// Parser of the first beat of a frame: header kind, class, what is looked up, what is hashed, what is edited later.
// Latency: combinational. Throughput: one beat per cycle. Back-pressure: none.
module es_parse (
  input  logic         valid_i,            // the beat is the first of a frame; else all outputs are 0
  input  logic [511:0] data_i,
  input  logic [47:0]  router_mac_i,
  input  logic [47:0]  pcp_class_i,        // of PCP without DEI, then with it
  input  logic [191:0] dscp_class_i,
  input  logic         hash_queue_pair_i,
  input  logic [15:0]  telemetry_port_i,
  output logic         control_o,          // MAC control
  output logic         pfc_o,              // destination and operation of a PFC frame
  output logic         tagged_o,
  output logic         ipv4_o,
  output logic         compact_o,
  output logic         routed_o,
  output logic         bad_header_o,
  output logic         expired_o,          // time to live or hop limit used up, if routed
  output logic         markable_o,         // ECN field is 1 or 2
  output logic         telemetry_o,
  output logic [2:0]   class_o,
  output logic [5:0]   dscp_o,
  output logic [16:0]  needed_o,           // bytes the frame must have, if IPv4
  output logic [47:0]  key_o,              // destination
  output logic [127:0] flow_o
);

  logic [415:0] rest;  // from byte 12 on, without the tag
  logic [15:0]  outer_type, ether_type, total, destination_port;
  logic [47:0]  destination, source;
  logic [3:0]   ihl;
  logic [7:0]   protocol;
  logic [31:0]  ports;
  logic [23:0]  queue_pair;
  logic [20:0]  sum;
  logic [16:0]  folded;
  logic [7:0]   life;
  logic [6:0]   header_end;
  logic         fragment;  // has no ports, or those that follow have none

  always_comb begin
    control_o        = 1'b0;
    pfc_o            = 1'b0;
    tagged_o         = 1'b0;
    ipv4_o           = 1'b0;
    compact_o        = 1'b0;
    routed_o         = 1'b0;
    bad_header_o     = 1'b0;
    expired_o        = 1'b0;
    markable_o       = 1'b0;
    telemetry_o      = 1'b0;
    class_o          = '0;
    dscp_o           = '0;
    needed_o         = '0;
    key_o            = '0;
    flow_o           = '0;
    rest             = '0;
    outer_type       = '0;
    ether_type       = '0;
    total            = '0;
    destination_port = '0;
    destination      = '0;
    source           = '0;
    ihl              = '0;
    protocol         = '0;
    ports            = '0;
    queue_pair       = '0;
    sum              = '0;
    folded           = '0;
    life             = '0;
    header_end       = '0;
    fragment         = 1'b0;
    if (valid_i) begin
      destination = {data_i[7:0], data_i[15:8], data_i[23:16], data_i[31:24], data_i[39:32], data_i[47:40]};
      source      = {data_i[55:48], data_i[63:56], data_i[71:64], data_i[79:72], data_i[87:80], data_i[95:88]};
      outer_type  = {data_i[103:96], data_i[111:104]};
      tagged_o    = outer_type == 16'(ethernet_switch_pkg::EtherTypeVlan);
      rest        = tagged_o ? {32'd0, data_i[511:128]} : data_i[511:96];
      ether_type  = {rest[7:0], rest[15:8]};
      control_o   = outer_type == 16'(ethernet_switch_pkg::EtherTypeControl);
      pfc_o       = destination == 48'h0180C2000001
                    && {rest[23:16], rest[31:24]} == 16'(ethernet_switch_pkg::PfcOpcode);
      ipv4_o      = ether_type == 16'(ethernet_switch_pkg::EtherTypeIpv4);
      compact_o   = ether_type == 16'(ethernet_switch_pkg::EtherTypeCompact);
      key_o       = destination;
      if (ipv4_o) begin
        ihl        = rest[19:16];
        total      = {rest[39:32], rest[47:40]};
        life       = rest[87:80];
        protocol   = rest[95:88];
        header_end = 7'd14 + (tagged_o ? 7'd4 : 7'd0) + {1'b0, ihl, 2'b00};
        for (int w = 0; w < 24; w++) begin
          if (w < 2 * 32'(ihl)) sum = sum + 21'({rest[16 + 16*w +: 8], rest[24 + 16*w +: 8]});
        end
        folded       = 17'(sum[15:0]) + 17'(sum[20:16]);
        folded       = 17'(folded[15:0]) + 17'(folded[16]);
        bad_header_o = rest[23:20] != 4'd4 || ihl < 4'd5 || header_end > 7'd64
                       || total < 16'({ihl, 2'b00}) || folded != 17'h0FFFF;
        needed_o     = 17'd18 + (tagged_o ? 17'd4 : 17'd0) + 17'(total);
        dscp_o       = rest[31:26];
        markable_o   = rest[25:24] == 2'd1 || rest[25:24] == 2'd2;
        class_o      = dscp_class_i[8'(dscp_o) * 8'd3 +: 3];
        routed_o     = destination == router_mac_i;
        expired_o    = routed_o && life <= 8'd1;
        fragment     = {rest[69:64], rest[79:72]} != '0;
        if ((protocol == 8'd6 || protocol == 8'd17) && !fragment && header_end <= 7'd60) begin
          ports = rest[9'd16 + {ihl, 5'd0} +: 32];
          ports = {ports[7:0], ports[15:8], ports[23:16], ports[31:24]};
        end
        destination_port = ports[15:0];
        // A fragment has port 0 here, which is neither of those that follow.
        if (hash_queue_pair_i && protocol == 8'd17 && ihl == 4'd5
            && destination_port == 16'(ethernet_switch_pkg::RoceUdpPort)) begin
          queue_pair = {rest[287:280], rest[295:288], rest[303:296]};
        end
        telemetry_o = !tagged_o && ihl == 4'd5 && protocol == 8'd17 && destination_port == telemetry_port_i
                      && telemetry_port_i != '0 && total >= 16'd98;
        flow_o = {rest[119:112], rest[127:120], rest[135:128], rest[143:136],
                  rest[151:144], rest[159:152], rest[167:160], rest[175:168], ports, protocol, queue_pair};
        if (routed_o) key_o = {16'd0, flow_o[95:64]};
      end else if (compact_o) begin
        dscp_o     = rest[23:18];
        markable_o = rest[17:16] == 2'd1 || rest[17:16] == 2'd2;
        life       = rest[31:24];
        class_o    = dscp_class_i[8'(dscp_o) * 8'd3 +: 3];
        routed_o   = 1'b1;
        expired_o  = life <= 8'd1;
        key_o      = {32'd0, rest[55:48], rest[63:56]};
        flow_o     = {16'd0, rest[39:32], rest[47:40], 16'd0, rest[55:48], rest[63:56],
                      16'd0, rest[71:64], rest[79:72], 32'd0};
      end else begin
        if (ether_type == 16'(ethernet_switch_pkg::EtherTypeIpv6)) begin
          class_o = dscp_class_i[8'({rest[19:16], rest[31:30]}) * 8'd3 +: 3];  // not routed, never marked
        end else if (tagged_o) begin
          class_o = pcp_class_i[6'({data_i[116], data_i[119:117]}) * 6'd3 +: 3];
        end
        flow_o = {destination[31:0], destination[47:32], source[47:32], source[31:0], 32'd0};
      end
    end
  end

endmodule
