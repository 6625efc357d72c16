// SPDX-License-Identifier: Apache-2.0
// Tables of the switch: host and MAC rows of four ways, prefixes, groups. Every port looks up in every cycle, and gets
// the live ports of its target, those of them that are not paused, and the least loaded of these.
// Latency: combinational. Throughput: one look-up per port and cycle, one register access. Back-pressure: none.
module es_lookup #(
  parameter int unsigned Ports       = 4,
  parameter int unsigned PortWidth   = 2,
  parameter int unsigned Groups      = 8,
  parameter int unsigned MacRows     = 8,
  parameter int unsigned MacEntries  = 32,
  parameter int unsigned HostRows    = 8,
  parameter int unsigned HostEntries = 32,
  parameter int unsigned LpmEntries  = 4
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic [Ports-1:0]       live_i,
  input  logic [Ports*8-1:0]     paused_i,
  input  logic [Ports*20-1:0]    cells_i,        // of all queues of an output
  input  logic [4:0]             shift_i,        // cells of a level of load, as a power of two
  // look-ups
  input  logic [Ports-1:0]       lookup_i,
  input  logic [Ports-1:0]       routed_i,
  input  logic [Ports-1:0]       ipv4_i,
  input  logic [Ports*48-1:0]    key_i,
  input  logic [Ports*3-1:0]     class_i,
  output logic [Ports-1:0]       route_o,
  output logic [Ports-1:0]       live_o,
  output logic [Ports-1:0]       group_o,
  output logic [Ports*2-1:0]     mode_o,
  output logic [Ports*Ports-1:0] members_o,      // of the group, live or not
  output logic [Ports*Ports-1:0] set_o,
  output logic [Ports*Ports-1:0] preferred_o,
  output logic [Ports*Ports-1:0] least_o,
  // registers: one-hot, which table and which of its words
  input  logic                   write_i,
  input  logic                   mode_hit_i,
  input  logic                   lpm_hit_i,
  input  logic                   mask_hit_i,
  input  logic                   mac_hit_i,
  input  logic                   host_hit_i,
  input  logic [13:0]            entry_i,
  input  logic [3:0]             word_i,
  input  logic [31:0]            wdata_i,
  output logic [31:0]            rdata_o
);

  localparam int unsigned Words      = (Ports + 31) / 32;  // of a group's mask
  localparam int unsigned GroupWidth = (Groups > 1) ? $clog2(Groups) : 1;
  localparam int unsigned LpmWidth   = (LpmEntries > 1) ? $clog2(LpmEntries) : 1;
  localparam int unsigned MaskWidth  = (Groups * Words > 1) ? $clog2(Groups * Words) : 1;
  localparam int unsigned MacWidth   = $clog2(MacEntries);
  localparam int unsigned HostWidth  = $clog2(HostEntries);

  // Tables. An entry that has never been written is all zero: its first write clears the rest of it.
  logic [79:0]                mac_mem  [MacEntries];   // {target, key}
  logic [63:0]                host_mem [HostEntries];  // {target, key}
  logic [31:0]                mask_mem [Groups * Words];
  logic [MacEntries-1:0]      mac_known_q, mac_valid_q;
  logic [HostEntries-1:0]     host_known_q, host_valid_q;
  logic [Groups*Words-1:0]    mask_known_q;
  logic [Groups*2-1:0]        modes_q;
  logic [LpmEntries*32-1:0]   prefixes_q, prefix_masks_q, prefix_targets_q;
  logic [LpmEntries*6-1:0]    prefix_lengths_q;

  logic [MacWidth-1:0]   mac_number;
  logic [HostWidth-1:0]  host_number;
  logic [LpmWidth-1:0]   lpm_number;
  logic [MaskWidth-1:0]  mask_number;
  logic [GroupWidth-1:0] mode_number;
  logic [79:0]           mac_old, mac_new;
  logic [63:0]           host_old, host_new;
  assign mac_number  = entry_i[MacWidth-1:0];
  assign host_number = entry_i[HostWidth-1:0];
  assign lpm_number  = lpm_hit_i ? entry_i[LpmWidth-1:0] : '0;
  assign mask_number = mask_hit_i ? MaskWidth'(32'(entry_i) * Words + 32'(word_i)) : '0;
  assign mode_number = mode_hit_i ? entry_i[GroupWidth-1:0] : '0;
  assign mac_old     = (mac_hit_i && mac_known_q[mac_number]) ? mac_mem[mac_number] : '0;
  assign host_old    = (host_hit_i && host_known_q[host_number]) ? host_mem[host_number] : '0;
  always_comb begin
    mac_new  = mac_old;
    host_new = host_old;
    if (word_i == 4'd0) mac_new[31:0] = wdata_i;
    else if (word_i == 4'd1) mac_new[47:32] = wdata_i[15:0];
    else mac_new[79:48] = wdata_i;
    if (word_i == 4'd0) host_new[31:0] = wdata_i;
    else host_new[63:32] = wdata_i;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mac_known_q      <= '0;
      mac_valid_q      <= '0;
      host_known_q     <= '0;
      host_valid_q     <= '0;
      mask_known_q     <= '0;
      modes_q          <= '0;
      prefixes_q       <= '0;
      prefix_lengths_q <= '0;
      prefix_masks_q   <= '0;
      prefix_targets_q <= '0;
    end else if (write_i) begin
      if (mac_hit_i) begin
        mac_known_q[mac_number] <= 1'b1;
        mac_valid_q[mac_number] <= mac_new[79];
      end
      if (host_hit_i) begin
        host_known_q[host_number] <= 1'b1;
        host_valid_q[host_number] <= host_new[63];
      end
      if (mask_hit_i) mask_known_q[mask_number] <= 1'b1;
      if (mode_hit_i) modes_q[32'(mode_number)*2 +: 2] <= wdata_i[1:0];
      if (lpm_hit_i) begin
        if (word_i == 4'd0) prefixes_q[32'(lpm_number)*32 +: 32] <= wdata_i;
        if (word_i == 4'd1) begin
          prefix_lengths_q[32'(lpm_number)*6 +: 6] <= wdata_i[5:0];
          prefix_masks_q[32'(lpm_number)*32 +: 32] <= ~(32'hFFFFFFFF >> wdata_i[5:0]);
        end
        if (word_i == 4'd2) prefix_targets_q[32'(lpm_number)*32 +: 32] <= wdata_i;
      end
    end
  end
  always_ff @(posedge clk_i) begin
    if (write_i && mac_hit_i) mac_mem[mac_number] <= mac_new;
    if (write_i && host_hit_i) host_mem[host_number] <= host_new;
    if (write_i && mask_hit_i) mask_mem[mask_number] <= wdata_i;
  end

  logic [31:0] rdata;
  always_comb begin
    rdata = '0;
    if (!write_i) begin
      if (mac_hit_i) rdata = (word_i == 4'd0) ? mac_old[31:0] : (word_i == 4'd1) ? 32'(mac_old[47:32]) : mac_old[79:48];
      if (host_hit_i) rdata = (word_i == 4'd0) ? host_old[31:0] : host_old[63:32];
      if (mask_hit_i && mask_known_q[mask_number]) rdata = mask_mem[mask_number];
      if (mode_hit_i) rdata = 32'(modes_q[32'(mode_number)*2 +: 2]);
      if (lpm_hit_i) begin
        rdata = (word_i == 4'd0) ? prefixes_q[32'(lpm_number)*32 +: 32]
              : (word_i == 4'd1) ? 32'(prefix_lengths_q[32'(lpm_number)*6 +: 6])
                                 : prefix_targets_q[32'(lpm_number)*32 +: 32];
      end
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) rdata_o <= '0;
    else rdata_o <= rdata;
  end

  // Loads, only if somebody asks.
  logic [Ports*8-1:0] at_level;  // outputs of each of the eight levels
  logic [7:0]         some_level;
  logic [19:0]        load;
  logic [2:0]         level;
  logic [Ports*8-1:0] stopped;   // outputs that are paused, per class
  always_comb begin
    at_level   = '0;
    some_level = '0;
    stopped    = '0;
    load       = '0;
    level      = '0;
    if ((group_o & lookup_i) != '0) begin
      for (int p = 0; p < Ports; p++) begin
        load  = cells_i[p*20 +: 20] >> shift_i;
        level = (load > 20'd7) ? 3'd7 : load[2:0];
        at_level[32'(level)*Ports + p] = 1'b1;
        some_level[level] = 1'b1;
        if (paused_i[p*8 +: 8] != '0) begin
          for (int c = 0; c < 8; c++) stopped[c*Ports + p] = paused_i[p*8 + c];
        end
      end
    end
  end

  for (genvar p = 0; p < Ports; p++) begin : gen_port
    logic [47:0]           key;
    logic [31:0]           target, row;
    logic                  hit;
    logic [5:0]            longest;
    logic [HostWidth-1:0]  host_entry;
    logic [MacWidth-1:0]   mac_entry;
    logic [GroupWidth-1:0] group;
    logic [Words*32-1:0]   mask;
    logic [Ports-1:0]      members, set;

    always_comb begin
      key        = '0;
      target     = '0;
      row        = '0;
      hit        = 1'b0;
      longest    = '0;
      host_entry = '0;
      mac_entry  = '0;
      if (lookup_i[p]) begin
        key = key_i[p*48 +: 48];
        if (routed_i[p]) begin
          for (int s = 0; s < 32; s += $clog2(HostRows)) row = row ^ (key[31:0] >> s);
          for (int w = 3; w >= 0; w--) begin
            host_entry = {row[$clog2(HostRows)-1:0], 2'(w)};
            if (host_valid_q[host_entry] && host_mem[host_entry][31:0] == key[31:0]) begin
              hit    = 1'b1;
              target = host_mem[host_entry][63:32];
            end
          end
          if (!hit && ipv4_i[p]) begin
            // Lengths of more than 32 are as long as 32.
            for (int e = LpmEntries - 1; e >= 0; e--) begin
              if (prefix_targets_q[e*32 + 31]
                  && ((prefixes_q[e*32 +: 32] ^ key[31:0]) & prefix_masks_q[e*32 +: 32]) == '0
                  && (prefix_lengths_q[e*6 +: 6] >= longest || prefix_lengths_q[e*6 + 5])) begin
                hit     = 1'b1;
                longest = prefix_lengths_q[e*6 + 5] ? 6'd32 : prefix_lengths_q[e*6 +: 6];
                target  = prefix_targets_q[e*32 +: 32];
              end
            end
          end
        end else begin
          for (int s = 0; s < 48; s += $clog2(MacRows)) row = row ^ 32'(key >> s);
          for (int w = 3; w >= 0; w--) begin
            mac_entry = {row[$clog2(MacRows)-1:0], 2'(w)};
            if (mac_valid_q[mac_entry] && mac_mem[mac_entry][47:0] == key) begin
              hit    = 1'b1;
              target = mac_mem[mac_entry][79:48];
            end
          end
        end
      end
    end

    // The target's live ports.
    always_comb begin
      group   = '0;
      mask    = '0;
      members = '0;
      set     = '0;
      if (hit && target[15] && 32'(target[9:0]) < Groups) begin
        group = target[GroupWidth-1:0];
        for (int w = 0; w < Words; w++) begin
          if (mask_known_q[32'(group) * Words + w]) mask[32*w +: 32] = mask_mem[32'(group) * Words + w];
        end
        members = mask[Ports-1:0];
        set     = members & live_i;
      end else if (hit && !target[15] && 32'(target[9:0]) < Ports) begin
        set = (Ports'(1) << target[PortWidth-1:0]) & live_i;
      end
    end
    assign route_o[p]               = hit && (!target[15] || 32'(target[9:0]) < Groups);
    assign live_o[p]                = set != '0;
    assign group_o[p]               = hit && target[15];
    assign mode_o[p*2 +: 2]         = hit ? modes_q[32'(group)*2 +: 2] : 2'd0;
    assign members_o[p*Ports +: Ports] = members;
    assign set_o[p*Ports +: Ports]  = set;

    // Members that may send, and the least loaded of them.
    logic [Ports-1:0] preferred, least;
    always_comb begin
      preferred = '0;
      least     = '0;
      if (group_o[p]) begin
        preferred = set & ~stopped[32'(class_i[p*3 +: 3])*Ports +: Ports];
        if (preferred == '0) preferred = set;
        for (int l = 7; l >= 0; l--) begin
          if (some_level[l] && (preferred & at_level[l*Ports +: Ports]) != '0) begin
            least = preferred & at_level[l*Ports +: Ports];
          end
        end
      end
    end
    assign preferred_o[p*Ports +: Ports] = preferred;
    assign least_o[p*Ports +: Ports]     = least;
  end

endmodule
