// SPDX-License-Identifier: Apache-2.0
// Routing table and groups: answers the header of every port in the same cycle. A destination has up to four ways; of
// the live ones the hash of source, destination and 256-byte region chooses, so that one region never changes its way
// while the links stay up. Silicon replicates the tables or banks them per port.
// Latency: lookups combinational; a write acts at the edge. Throughput: one lookup per port and one write per cycle.
// Back-pressure: none.
`include "assertions.svh"
module su_route
  import scaleup_switch_pkg::*;
  import crc16_pkg::region_hash;
#(
  parameter int unsigned Ports      = 4,
  parameter int unsigned PortWidth  = 2,     // bits of a port number
  parameter int unsigned Groups     = 8,
  parameter int unsigned GroupWidth = 3,     // bits of a group index
  parameter bit          HasGroups  = 1'b1   // group operations exist
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic [Ports-1:0]       live_i,
  input  logic [15:0]            seed_i,      // HASH_SEED
  // lookups
  input  logic [Ports-1:0]       header_i,
  input  logic [SrcBits-1:0]     src_i     [Ports],
  input  logic [DstBits-1:0]     dst_i     [Ports],
  input  logic [AddressBits-1:0] address_i [Ports],
  input  logic [GroupBits-1:0]   group_i   [Ports],
  output logic [Ports-1:0]       route_any_o,
  output logic [Ports-1:0]       route_live_o,
  output logic [PortWidth-1:0]   route_output_o [Ports],
  output logic [Ports-1:0]       group_any_o,
  output logic [Ports-1:0]       group_some_live_o,
  output logic [Ports-1:0]       group_all_live_o,
  output logic [Ports-1:0]       group_mask_o [Ports],
  // register access: hits are decoded by su_registers; read data one cycle later, zero unless read
  input  logic                   ways_hit_i,
  input  logic                   count_hit_i,
  input  logic                   group_hit_i,
  input  logic                   write_i,
  input  logic [9:0]             entry_i,      // routing entry
  input  logic [GroupWidth-1:0]  bus_group_i,
  input  logic [2:0]             bus_word_i,
  input  logic [31:0]            wdata_i,
  output logic [31:0]            rdata_o
);

  localparam int unsigned GroupBitsHeld = 32 * RegGroupMaskWords;

  logic [31:0]              ways_mem  [MaxAccelerators];
  logic [2:0]               count_mem [MaxAccelerators];
  logic [GroupBitsHeld-1:0] group_mem [Groups];

  // Tables are cleared by reset: they are registers to the software that reads them.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ways_mem  <= '{default: '0};
      count_mem <= '{default: '0};
      group_mem <= '{default: '0};
    end else if (write_i) begin
      if (ways_hit_i) ways_mem[entry_i] <= wdata_i;
      if (count_hit_i) count_mem[entry_i] <= wdata_i[2:0];
      if (group_hit_i) group_mem[bus_group_i][8'(bus_word_i)*32 +: 32] <= wdata_i;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) rdata_o <= '0;
    else if (write_i) rdata_o <= '0;
    else if (ways_hit_i) rdata_o <= ways_mem[entry_i];
    else if (count_hit_i) rdata_o <= 32'(count_mem[entry_i]);
    else if (group_hit_i) rdata_o <= group_mem[bus_group_i][8'(bus_word_i)*32 +: 32];
    else rdata_o <= '0;
  end

  // Unicast: live ways keep their order; the hash picks one of them.
  logic [31:0]            ways;
  logic [2:0]             count;
  logic [RoutingWays-1:0] usable;
  logic [2:0]             usable_count;
  logic [2:0]             wanted;  // which of the usable ones
  logic                   found;

  always_comb begin
    route_any_o  = '0;
    route_live_o = '0;
    ways         = '0;
    count        = '0;
    usable       = '0;
    usable_count = '0;
    wanted       = '0;
    found        = 1'b0;
    for (int p = 0; p < Ports; p++) begin
      route_output_o[p] = '0;
      if (header_i[p]) begin
        ways  = ways_mem[dst_i[p]];
        count = count_mem[dst_i[p]];
        route_any_o[p] = count != '0;
        usable[0] = count > 3'd0 && 32'(ways[7:0]) < Ports && live_i[PortWidth'(ways[7:0])];
        if (count <= 3'd1) begin
          // One way: no choice to make.
          route_live_o[p]   = usable[0];
          route_output_o[p] = PortWidth'(ways[7:0]);
        end else begin
          usable[1] = 32'(ways[15:8]) < Ports && live_i[PortWidth'(ways[15:8])];
          usable[2] = count > 3'd2 && 32'(ways[23:16]) < Ports && live_i[PortWidth'(ways[23:16])];
          usable[3] = count > 3'd3 && 32'(ways[31:24]) < Ports && live_i[PortWidth'(ways[31:24])];
          usable_count = 3'(usable[0]) + 3'(usable[1]) + 3'(usable[2]) + 3'(usable[3]);
          route_live_o[p] = usable_count != '0;
          wanted = 3'((19'(region_hash(seed_i, src_i[p], dst_i[p], address_i[p][AddressBits-1:8]))
                       * 19'(usable_count)) >> 16);
          found  = 1'b0;
          for (int w = 0; w < RoutingWays; w++) begin
            if (usable[w] && !found) begin
              if (wanted == '0) begin
                found             = 1'b1;
                route_output_o[p] = PortWidth'(ways[8*w +: 8]);
              end
              wanted = wanted - 3'd1;
            end
          end
        end
      end
    end
  end

  // Groups.
  if (HasGroups) begin : gen_groups
    logic [Ports-1:0] mask;
    always_comb begin
      group_any_o       = '0;
      group_some_live_o = '0;
      group_all_live_o  = '0;
      mask              = '0;
      for (int p = 0; p < Ports; p++) begin
        group_mask_o[p] = '0;
        if (header_i[p] && 32'(group_i[p]) < Groups) begin
          mask = group_mem[GroupWidth'(group_i[p])][Ports-1:0];
          group_mask_o[p]      = mask;
          group_any_o[p]       = mask != '0;
          group_some_live_o[p] = (mask & live_i) != '0;
          group_all_live_o[p]  = (mask & ~live_i) == '0;
        end
      end
    end
  end else begin : gen_no_groups
    assign group_any_o       = '0;
    assign group_some_live_o = '0;
    assign group_all_live_o  = '0;
    always_comb begin
      for (int p = 0; p < Ports; p++) group_mask_o[p] = '0;
    end
  end

endmodule
