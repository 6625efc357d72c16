// SPDX-License-Identifier: Apache-2.0
// Register bus: which register a request means, whether it may be written, and the answer's valid and error.
// Latency: the answer is registered, one cycle after the request. Throughput: one request per cycle.
// Back-pressure: none; a bad request is answered with error.
module es_decode #(
  parameter int unsigned Ports       = 4,
  parameter int unsigned PortWidth   = 2,
  parameter int unsigned Groups      = 8,
  parameter int unsigned MacEntries  = 32,
  parameter int unsigned HostEntries = 32,
  parameter int unsigned LpmEntries  = 4
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 bus_valid_i,
  input  logic                 bus_write_i,
  input  logic [31:0]          bus_address_i,
  output logic                 bus_valid_o,
  output logic                 bus_error_o,
  // what is meant; all zero if refused
  output logic                 write_o,
  output logic                 refused_o,
  output logic                 own_o,
  output logic                 control_o,
  output logic                 status_o,
  output logic [PortWidth-1:0] port_o,
  output logic [Ports-1:0]     select_o,   // a register held in the port
  output logic                 mode_hit_o,
  output logic                 lpm_hit_o,
  output logic                 mask_hit_o,
  output logic                 mac_hit_o,
  output logic                 host_hit_o,
  output logic [13:0]          entry_o,
  output logic [3:0]           word_o
);

  localparam logic [31:0] PortsEnd = ethernet_switch_pkg::RegPortControl + Ports * ethernet_switch_pkg::PortStride;
  localparam logic [31:0] ModesEnd = ethernet_switch_pkg::RegGroupMode + Groups * 4;
  localparam logic [31:0] LpmEnd   = ethernet_switch_pkg::RegLpmPrefix + LpmEntries * 16;
  localparam logic [31:0] MasksEnd = ethernet_switch_pkg::RegGroupMask + Groups * 64;
  localparam logic [31:0] MacEnd   = ethernet_switch_pkg::RegMacKeyLow + MacEntries * 16;
  localparam logic [31:0] HostEnd  = ethernet_switch_pkg::RegHostKey + HostEntries * 8;
  localparam int unsigned Words    = (Ports + 31) / 32;

  logic [31:0] a;
  logic [9:0]  offset;
  logic        aligned, known, writable, in_port;

  assign a       = bus_address_i;
  assign aligned = bus_valid_i && a[1:0] == 2'd0;
  assign offset  = a[9:0];

  logic own, control, status, mode_hit, lpm_hit, mask_hit, mac_hit, host_hit, held;
  always_comb begin
    own      = 1'b0;
    control  = 1'b0;
    status   = 1'b0;
    mode_hit = 1'b0;
    lpm_hit  = 1'b0;
    mask_hit = 1'b0;
    mac_hit  = 1'b0;
    host_hit = 1'b0;
    held     = 1'b0;
    in_port  = 1'b0;
    writable = 1'b1;
    entry_o  = '0;
    word_o   = '0;
    if (aligned) begin
      if (a < 32'h500) begin
        if (a < 32'h03C) begin
          own      = 1'b1;
          writable = 1'b0;
        end else if ((a >= 32'h100 && a < 32'h168) || (a >= 32'h180 && a < 32'h190) || a == 32'h19C
                     || (a >= 32'h200 && a < 32'h360) || a >= 32'h400) begin
          own = 1'b1;
        end else if (a >= 32'h190 && a < 32'h19C) begin
          own      = 1'b1;
          writable = 1'b0;
        end
      end else if (a >= ethernet_switch_pkg::RegGroupMode && a < ModesEnd) begin
        mode_hit = 1'b1;
        entry_o  = 14'(a[11:2]);
      end else if (a >= ethernet_switch_pkg::RegLpmPrefix && a < LpmEnd) begin
        lpm_hit = a[3:2] != 2'd3;
        entry_o = 14'(a[11:4]);
        word_o  = {2'd0, a[3:2]};
      end else if (a >= ethernet_switch_pkg::RegPortControl && a < PortsEnd) begin
        in_port = 1'b1;
        control = offset == 10'h000;
        status  = offset == 10'h004;
        held    = (offset >= 10'h008 && offset < 10'h01C) || (offset >= 10'h020 && offset < 10'h060)
                  || (offset >= 10'h080 && offset < 10'h0C4) || (offset >= 10'h0E0 && offset < 10'h280);
        writable = !(status || (offset >= 10'h010 && offset < 10'h01C) || (offset >= 10'h1C0 && offset < 10'h1E0)
                     || (offset >= 10'h200 && offset < 10'h220));
      end else if (a >= ethernet_switch_pkg::RegGroupMask && a < MasksEnd) begin
        mask_hit = 32'(a[5:2]) < Words;
        entry_o  = a[19:6];
        word_o   = a[5:2];
      end else if (a >= ethernet_switch_pkg::RegMacKeyLow && a < MacEnd) begin
        mac_hit = a[3:2] != 2'd3;
        entry_o = a[17:4];
        word_o  = {2'd0, a[3:2]};
      end else if (a >= ethernet_switch_pkg::RegHostKey && a < HostEnd) begin
        host_hit = 1'b1;
        entry_o  = a[16:3];
        word_o   = {3'd0, a[2]};
      end
    end
    known     = own || control || status || mode_hit || lpm_hit || mask_hit || mac_hit || host_hit || held;
    refused_o = bus_valid_i && (!known || (bus_write_i && !writable));
  end

  assign write_o    = bus_valid_i && bus_write_i && !refused_o;
  assign own_o      = own && !refused_o;
  assign control_o  = control && !refused_o;
  assign status_o   = status && !refused_o;
  assign mode_hit_o = mode_hit && !refused_o;
  assign lpm_hit_o  = lpm_hit && !refused_o;
  assign mask_hit_o = mask_hit && !refused_o;
  assign mac_hit_o  = mac_hit && !refused_o;
  assign host_hit_o = host_hit && !refused_o;
  assign port_o     = in_port ? a[10 +: PortWidth] : '0;
  assign select_o   = (held && !refused_o) ? Ports'(1) << port_o : '0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      bus_valid_o <= 1'b0;
      bus_error_o <= 1'b0;
    end else begin
      bus_valid_o <= bus_valid_i;
      bus_error_o <= refused_o;
    end
  end

endmodule
