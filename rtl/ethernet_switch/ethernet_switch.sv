// SPDX-License-Identifier: Apache-2.0
// Shared-buffer Ethernet switch. The cycle-by-cycle behaviour is docs/models/ethernet_switch.md, the constants and
// variants are rtl/spec/ethernet_switch.yaml. This module checks the parameters and gives the ports of es_core their
// arrays.
// Latency: a 64-byte frame captured in cycle c is on the output wires by cycle c + 4 + EgressPad on an empty switch.
// Throughput: LineBytes per port and cycle. Back-pressure: PFC, and hold_i at outputs.
`include "assertions.svh"
module ethernet_switch #(
  parameter int unsigned Ports         = 4,     // ports
  parameter int unsigned Cells         = 40960, // cells of the shared memory
  parameter int unsigned CellBeats     = 2,     // 64-byte beats of a cell
  parameter int unsigned LineBytes     = 42,    // bytes the line carries in a cycle
  parameter int unsigned EgressPad     = 0,     // extra egress cycles
  parameter int unsigned Groups        = 8,     // port groups
  parameter int unsigned MacRows       = 8,     // rows of the MAC table
  parameter int unsigned MacEntries    = 32,    // four of a row
  parameter int unsigned HostRows      = 8,     // rows of the host table
  parameter int unsigned HostEntries   = 32,    // four of a row
  parameter int unsigned LpmEntries    = 4,     // prefixes
  parameter int unsigned Flowlets      = 16,    // flowlet entries of a port
  parameter int unsigned ClockPeriodPs = 840,   // clock period
  parameter int unsigned VariantIndex  = 0      // number of the variant
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic [31:0]          time_i,
  input  logic [Ports-1:0]     link_up_i,
  input  logic [Ports-1:0]     rx_valid_i,
  input  logic [Ports-1:0]     rx_head_i,
  input  logic [Ports-1:0]     rx_tail_i,
  input  logic [Ports-1:0]     rx_error_i,
  input  logic [6:0]           rx_bytes_i [Ports],
  input  logic [511:0]         rx_data_i  [Ports],
  output logic [Ports-1:0]     tx_valid_o,
  output logic [Ports-1:0]     tx_head_o,
  output logic [Ports-1:0]     tx_tail_o,
  output logic [Ports-1:0]     tx_error_o,
  output logic [6:0]           tx_bytes_o [Ports],
  output logic [511:0]         tx_data_o  [Ports],
  output logic [159:0]         held_o     [Ports],
  input  logic [8:0]           hold_i     [Ports],
  input  logic                 bus_valid_i,
  input  logic                 bus_write_i,
  input  logic [31:0]          bus_address_i,
  input  logic [31:0]          bus_wdata_i,
  output logic                 bus_valid_o,
  output logic                 bus_error_o,
  output logic [31:0]          bus_rdata_o,
  output logic                 irq_o,
  output logic                 idle_o
);

  // Cells of the largest frame.
  localparam int unsigned FrameCells = (144 + CellBeats - 1) / CellBeats;

  `LINKWRIGHT_CHECK_PARAMETER(Ports >= ethernet_switch_pkg::PortsMin && Ports <= ethernet_switch_pkg::PortsMax,
                              "Ports out of range")
  `LINKWRIGHT_CHECK_PARAMETER(Cells >= ethernet_switch_pkg::CellsMin && Cells <= ethernet_switch_pkg::CellsMax,
                              "Cells out of range")
  `LINKWRIGHT_CHECK_PARAMETER(CellBeats >= ethernet_switch_pkg::CellBeatsMin
                              && CellBeats <= ethernet_switch_pkg::CellBeatsMax, "CellBeats out of range")
  `LINKWRIGHT_CHECK_PARAMETER(Cells > Ports * FrameCells, "no room for a frame of every port in Cells")
  `LINKWRIGHT_CHECK_PARAMETER(LineBytes >= ethernet_switch_pkg::LineBytesMin
                              && LineBytes <= ethernet_switch_pkg::LineBytesMax, "LineBytes out of range")
  `LINKWRIGHT_CHECK_PARAMETER(EgressPad <= ethernet_switch_pkg::EgressPadMax, "EgressPad out of range")
  `LINKWRIGHT_CHECK_PARAMETER(Groups >= ethernet_switch_pkg::GroupsMin && Groups <= ethernet_switch_pkg::GroupsMax,
                              "Groups out of range")
  `LINKWRIGHT_CHECK_PARAMETER(MacRows >= ethernet_switch_pkg::MacRowsMin && MacRows <= ethernet_switch_pkg::MacRowsMax
                              && MacRows == 1 << $clog2(MacRows), "MacRows out of range or no power of two")
  `LINKWRIGHT_CHECK_PARAMETER(MacEntries == ethernet_switch_pkg::TableWays * MacRows, "MacEntries is not 4 * MacRows")
  `LINKWRIGHT_CHECK_PARAMETER(HostRows >= ethernet_switch_pkg::HostRowsMin
                              && HostRows <= ethernet_switch_pkg::HostRowsMax
                              && HostRows == 1 << $clog2(HostRows), "HostRows out of range or no power of two")
  `LINKWRIGHT_CHECK_PARAMETER(HostEntries == ethernet_switch_pkg::TableWays * HostRows,
                              "HostEntries is not 4 * HostRows")
  `LINKWRIGHT_CHECK_PARAMETER(LpmEntries >= ethernet_switch_pkg::LpmEntriesMin
                              && LpmEntries <= ethernet_switch_pkg::LpmEntriesMax, "LpmEntries out of range")
  `LINKWRIGHT_CHECK_PARAMETER(Flowlets >= ethernet_switch_pkg::FlowletsMin
                              && Flowlets <= ethernet_switch_pkg::FlowletsMax
                              && Flowlets == 1 << $clog2(Flowlets), "Flowlets out of range or no power of two")
  `LINKWRIGHT_CHECK_PARAMETER(ClockPeriodPs >= ethernet_switch_pkg::ClockPeriodPsMin
                              && ClockPeriodPs <= ethernet_switch_pkg::ClockPeriodPsMax, "ClockPeriodPs out of range")

  logic [Ports*7-1:0]   rx_bytes, tx_bytes;
  logic [Ports*512-1:0] rx_data, tx_data;
  logic [Ports*9-1:0]   hold;
  logic [Ports*160-1:0] held;
  for (genvar p = 0; p < Ports; p++) begin : gen_port
    assign rx_bytes[7*p +: 7]    = rx_bytes_i[p];
    assign rx_data[512*p +: 512] = rx_data_i[p];
    assign hold[9*p +: 9]        = hold_i[p];
    assign tx_bytes_o[p]         = tx_bytes[7*p +: 7];
    assign tx_data_o[p]          = tx_data[512*p +: 512];
    assign held_o[p]             = held[160*p +: 160];
  end

  es_core #(
    .Ports(Ports), .Cells(Cells), .CellBeats(CellBeats), .LineBytes(LineBytes), .EgressPad(EgressPad),
    .Groups(Groups), .MacRows(MacRows), .MacEntries(MacEntries), .HostRows(HostRows), .HostEntries(HostEntries),
    .LpmEntries(LpmEntries), .Flowlets(Flowlets), .ClockPeriodPs(ClockPeriodPs), .VariantIndex(VariantIndex)
  ) u_core (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .time_i(time_i),
    .link_up_i(link_up_i),
    .rx_valid_i(rx_valid_i),
    .rx_head_i(rx_head_i),
    .rx_tail_i(rx_tail_i),
    .rx_error_i(rx_error_i),
    .rx_bytes_i(rx_bytes),
    .rx_data_i(rx_data),
    .tx_valid_o(tx_valid_o),
    .tx_head_o(tx_head_o),
    .tx_tail_o(tx_tail_o),
    .tx_error_o(tx_error_o),
    .tx_bytes_o(tx_bytes),
    .tx_data_o(tx_data),
    .held_o(held),
    .hold_i(hold),
    .bus_valid_i(bus_valid_i),
    .bus_write_i(bus_write_i),
    .bus_address_i(bus_address_i),
    .bus_wdata_i(bus_wdata_i),
    .bus_valid_o(bus_valid_o),
    .bus_error_o(bus_error_o),
    .bus_rdata_o(bus_rdata_o),
    .irq_o(irq_o),
    .idle_o(idle_o)
  );

endmodule
