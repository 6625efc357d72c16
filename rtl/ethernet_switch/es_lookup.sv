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

  // Tables: the words, three of an entry, and which of them have been written.
  logic [31:0]                mac_words    [MacEntries * 4];
  logic [31:0]                host_words   [HostEntries * 2];
  logic [31:0]                lpm_words    [LpmEntries * 4];
  logic [31:0]                mask_words   [Groups * Words];
  logic [1:0]                 mode_words   [Groups];
  logic [MacEntries*4-1:0]    mac_known_q;
  logic [HostEntries*2-1:0]   host_known_q;
  logic [LpmEntries*4-1:0]    lpm_known_q;
  logic [Groups*Words-1:0]    mask_known_q;
  logic [Groups-1:0]          mode_known_q;

  logic [MacWidth+1:0]             mac_word;
  logic [HostWidth:0]              host_word;
  logic [LpmWidth+1:0]             lpm_word;
  logic [MaskWidth-1:0]            mask_word;
  logic [GroupWidth-1:0]           mode_word;
  logic [31:0]                     mask_number;
  assign mac_word    = {entry_i[MacWidth-1:0], word_i[1:0]};
  assign host_word   = {entry_i[HostWidth-1:0], word_i[0]};
  assign lpm_word    = {entry_i[LpmWidth-1:0], word_i[1:0]};
  assign mask_number = 32'(entry_i) * Words + 32'(word_i);
  assign mask_word   = mask_hit_i ? MaskWidth'(mask_number) : '0;
  assign mode_word   = entry_i[GroupWidth-1:0];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mac_known_q  <= '0;
      host_known_q <= '0;
      lpm_known_q  <= '0;
      mask_known_q <= '0;
      mode_known_q <= '0;
    end else if (write_i) begin
      if (mac_hit_i) mac_known_q[mac_word] <= 1'b1;
      if (host_hit_i) host_known_q[host_word] <= 1'b1;
      if (lpm_hit_i) lpm_known_q[lpm_word] <= 1'b1;
      if (mask_hit_i) mask_known_q[mask_word] <= 1'b1;
      if (mode_hit_i) mode_known_q[mode_word] <= 1'b1;
    end
  end
  always_ff @(posedge clk_i) begin
    if (write_i) begin
      if (mac_hit_i) mac_words[mac_word] <= (word_i[1:0] == 2'd1) ? {16'd0, wdata_i[15:0]} : wdata_i;
      if (host_hit_i) host_words[host_word] <= wdata_i;
      if (lpm_hit_i) lpm_words[lpm_word] <= (word_i[1:0] == 2'd1) ? {26'd0, wdata_i[5:0]} : wdata_i;
      if (mask_hit_i) mask_words[mask_word] <= wdata_i;
      if (mode_hit_i) mode_words[mode_word] <= wdata_i[1:0];
    end
  end

  logic [31:0] rdata;
  always_comb begin
    rdata = '0;
    if (!write_i) begin
      if (mac_hit_i && mac_known_q[mac_word]) rdata = mac_words[mac_word];
      if (host_hit_i && host_known_q[host_word]) rdata = host_words[host_word];
      if (lpm_hit_i && lpm_known_q[lpm_word]) rdata = lpm_words[lpm_word];
      if (mask_hit_i && mask_known_q[mask_word]) rdata = mask_words[mask_word];
      if (mode_hit_i && mode_known_q[mode_word]) rdata = 32'(mode_words[mode_word]);
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
    logic [5:0]            length;
    logic [HostWidth-1:0]  host_entry;
    logic [MacWidth-1:0]   mac_entry;
    logic [LpmWidth-1:0]   lpm_entry;
    logic [GroupWidth-1:0] group;
    logic [Words*32-1:0]   mask;
    logic [Ports-1:0]      set;

    always_comb begin
      key        = '0;
      target     = '0;
      row        = '0;
      hit        = 1'b0;
      longest    = '0;
      length     = '0;
      host_entry = '0;
      mac_entry  = '0;
      lpm_entry  = '0;
      if (lookup_i[p]) begin
        key = key_i[p*48 +: 48];
        if (routed_i[p]) begin
          for (int s = 0; s < 32; s += $clog2(HostRows)) row = row ^ (key[31:0] >> s);
          for (int w = 3; w >= 0; w--) begin
            host_entry = {row[$clog2(HostRows)-1:0], 2'(w)};
            if (host_known_q[{host_entry, 1'b1}] && host_words[{host_entry, 1'b1}][31]
                && (host_known_q[{host_entry, 1'b0}] ? host_words[{host_entry, 1'b0}] : 32'd0) == key[31:0]) begin
              hit    = 1'b1;
              target = host_words[{host_entry, 1'b1}];
            end
          end
          if (!hit && ipv4_i[p]) begin
            for (int e = LpmEntries - 1; e >= 0; e--) begin
              lpm_entry = LpmWidth'(e);
              if (lpm_known_q[{lpm_entry, 2'd2}] && lpm_words[{lpm_entry, 2'd2}][31]) begin
                length = lpm_known_q[{lpm_entry, 2'd1}] ? lpm_words[{lpm_entry, 2'd1}][5:0] : 6'd0;
                if (length > 6'd32) length = 6'd32;
                row = (lpm_known_q[{lpm_entry, 2'd0}] ? lpm_words[{lpm_entry, 2'd0}] : 32'd0) ^ key[31:0];
                if (((length == '0) || (row >> (6'd32 - length)) == '0) && (!hit || length >= longest)) begin
                  hit     = 1'b1;
                  longest = length;
                  target  = lpm_words[{lpm_entry, 2'd2}];
                end
              end
            end
          end
        end else begin
          for (int s = 0; s < 48; s += $clog2(MacRows)) row = row ^ 32'(key >> s);
          for (int w = 3; w >= 0; w--) begin
            mac_entry = {row[$clog2(MacRows)-1:0], 2'(w)};
            if (mac_known_q[{mac_entry, 2'd2}] && mac_words[{mac_entry, 2'd2}][31]
                && (mac_known_q[{mac_entry, 2'd0}] ? mac_words[{mac_entry, 2'd0}] : 32'd0) == key[31:0]
                && (mac_known_q[{mac_entry, 2'd1}] ? mac_words[{mac_entry, 2'd1}][15:0] : 16'd0) == key[47:32]) begin
              hit    = 1'b1;
              target = mac_words[{mac_entry, 2'd2}];
            end
          end
        end
      end
    end

    // The target's live ports.
    always_comb begin
      group = '0;
      mask  = '0;
      set   = '0;
      if (hit && target[15] && 32'(target[9:0]) < Groups) begin
        group = target[GroupWidth-1:0];
        for (int w = 0; w < Words; w++) begin
          if (mask_known_q[32'(group) * Words + w]) mask[32*w +: 32] = mask_words[32'(group) * Words + w];
        end
        set = mask[Ports-1:0] & live_i;
      end else if (hit && !target[15] && 32'(target[9:0]) < Ports) begin
        set = (Ports'(1) << target[PortWidth-1:0]) & live_i;
      end
    end
    assign route_o[p]               = hit && (!target[15] || 32'(target[9:0]) < Groups);
    assign live_o[p]                = set != '0;
    assign group_o[p]               = hit && target[15];
    assign mode_o[p*2 +: 2]         = (hit && mode_known_q[group]) ? mode_words[group] : 2'd0;
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
