// SPDX-License-Identifier: Apache-2.0
// Register bus: decodes addresses, holds the switch's own registers and the ports' control bits, the interrupt and the
// error injection. Tables and counters are elsewhere and answer through OR-ed read data.
// Latency: the answer is registered, one cycle after the request. Throughput: one request per cycle.
// Back-pressure: none; a bad request is answered with error, data 0 and a sticky interrupt cause.
`include "assertions.svh"
module su_registers
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned Ports            = 4,
  parameter int unsigned VirtualChannels  = 2,
  parameter int unsigned SlotsPerVc       = 16,
  parameter int unsigned Allocator        = AllocIslip,
  parameter int unsigned MaxIterations    = 4,
  parameter int unsigned QueueMode        = QueueVoq,
  parameter int unsigned EgressPad        = 0,
  parameter int unsigned ReductionEntries = 16,
  parameter int unsigned ReduceLatency    = 6,
  parameter int unsigned ResultSlots      = 8,
  parameter int unsigned Groups           = 8,
  parameter int unsigned ClockPeriodPs    = 640,
  parameter int unsigned VariantIndex     = 0,
  parameter int unsigned PortWidth        = 2,  // bits of a port number
  parameter int unsigned GroupWidth       = 3   // bits of a group number
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic [Ports-1:0]      link_up_i,
  input  logic                  bus_valid_i,
  input  logic                  bus_write_i,
  input  logic [31:0]           bus_address_i,
  input  logic [31:0]           bus_wdata_i,
  output logic                  bus_valid_o,
  output logic                  bus_error_o,
  output logic [31:0]           rdata_o,              // to be OR-ed with the others
  // accesses to what is held elsewhere
  output logic                  write_o,
  output logic [31:0]           wdata_o,
  output logic [Ports-1:0]      counter_select_o,     // a counter of the port
  output logic [8:0]            counter_offset_o,
  output logic                  ways_hit_o,
  output logic                  count_hit_o,
  output logic [9:0]            entry_o,
  output logic                  group_hit_o,
  output logic [GroupWidth-1:0] group_o,
  output logic [2:0]            group_word_o,
  // state
  output logic [Ports-1:0]      enable_o,
  output logic [Ports-1:0]      live_o,
  output logic [2:0]            iterations_o,
  output logic [31:0]           timeout_o,
  output logic [15:0]           hash_seed_o,
  output logic                  refresh_o,            // credits are to be refreshed
  output logic                  clear_counters_o,
  output logic [Ports-1:0]      inject_drop_credit_o,
  output logic [Ports-1:0]      inject_poison_o,
  // events
  input  logic                  dropped_i,
  input  logic                  job_done_i,
  input  logic                  job_timed_out_i,
  input  logic                  job_poisoned_i,
  input  logic [15:0]           copies_i,             // multicast copies of this cycle
  output logic                  irq_o,
  output logic                  settled_o             // irq_o says what cause and mask say
);

  localparam logic [31:0] PortsEnd  = RegPortControl + Ports * PortStride;
  localparam logic [31:0] RoutesEnd = RegRouteWays + RegRouteWaysCount * RegRouteWaysStride;
  localparam logic [31:0] GroupsEnd = RegGroupMask + Groups * RegGroupMaskStride;

  logic [2:0]               iterations_q;
  logic [15:0]              refresh_period_q;
  logic [15:0]              refresh_count_q;
  logic [31:0]              timeout_q;
  logic [15:0]              seed_q;
  logic [NumInterrupts-1:0] cause_q;
  logic [NumInterrupts-1:0] mask_q;
  logic [31:0]              done_q;
  logic [31:0]              timed_out_q;
  logic [31:0]              copies_q;
  logic [Ports-1:0]         enable_q;
  logic [Ports-1:0]         link_q;

  assign enable_o     = enable_q;
  assign live_o       = enable_q & link_q;
  assign iterations_o = iterations_q;
  assign timeout_o    = timeout_q;
  assign hash_seed_o  = seed_q;

  // Decoding. Every signal here is zero without a request.
  typedef enum logic [2:0] {AreaNone, AreaOwn, AreaControl, AreaCounter, AreaWays, AreaCount, AreaGroup} area_e;
  area_e       area;
  logic        writable;
  logic        refused;
  logic [PortWidth-1:0] port;
  logic [31:0] port_offset;
  logic [31:0] data;       // read data of the registers held here

  always_comb begin
    area        = AreaNone;
    writable    = 1'b0;
    port        = '0;
    port_offset = '0;
    data        = '0;
    if (bus_valid_i && bus_address_i[1:0] == 2'd0) begin
      if (bus_address_i >= RegPortControl && bus_address_i < PortsEnd) begin
        port_offset = bus_address_i - RegPortControl;
        port        = PortWidth'(port_offset >> 9);
        port_offset = port_offset & (PortStride - 32'd1);
        if (port_offset == 32'd0) begin
          area     = AreaControl;
          writable = 1'b1;
          data     = 32'(enable_q[port]);
        end else if (port_offset == RegPortStatus - RegPortControl) begin
          area = AreaControl;
          data = {30'd0, enable_q[port] & link_q[port], link_q[port]};
        end else if (port_offset == RegPortRxFlits - RegPortControl
                     || port_offset == RegPortTxFlits - RegPortControl
                     || port_offset == RegPortTxCreditWait - RegPortControl
                     || (port_offset >= RegPortDrops - RegPortControl
                         && port_offset < RegPortDrops - RegPortControl + 4 * NumDropReasons)
                     || (port_offset >= RegPortRxPackets - RegPortControl
                         && port_offset < RegPortRxPackets - RegPortControl + 4 * VirtualChannels)
                     || (port_offset >= RegPortTxPackets - RegPortControl
                         && port_offset < RegPortTxPackets - RegPortControl + 4 * VirtualChannels)
                     || (port_offset >= RegPortWatermark - RegPortControl
                         && port_offset < RegPortWatermark - RegPortControl + 4 * VirtualChannels)) begin
          area     = AreaCounter;
          writable = 1'b1;
        end
      end else if (bus_address_i >= RegRouteWays && bus_address_i < RoutesEnd) begin
        area     = bus_address_i[2] ? AreaCount : AreaWays;
        writable = 1'b1;
      end else if (bus_address_i >= RegGroupMask && bus_address_i < GroupsEnd) begin
        if (32'(bus_address_i[4:2]) < RegGroupMaskWords) begin
          area     = AreaGroup;
          writable = 1'b1;
        end
      end else begin
        area     = AreaOwn;
        writable = bus_address_i >= RegIterations;
        case (bus_address_i)
          RegIdentity:           data = IdentityValue;
          RegSpecVersion:        data = SpecVersion;
          RegSpecHash:           data = SpecHash;
          RegVariant:            data = VariantIndex;
          RegPorts:              data = Ports;
          RegVirtualChannels:    data = VirtualChannels;
          RegSlotsPerVc:         data = SlotsPerVc;
          RegAllocator:          data = Allocator;
          RegMaxIterations:      data = MaxIterations;
          RegQueueMode:          data = QueueMode;
          RegEgressPad:          data = EgressPad;
          RegReductionEntries:   data = ReductionEntries;
          RegReduceLatency:      data = ReduceLatency;
          RegResultSlots:        data = ResultSlots;
          RegGroups:             data = Groups;
          RegClockPeriodPs:      data = ClockPeriodPs;
          RegIterations:         data = 32'(iterations_q);
          RegCreditRefresh:      data = 32'(refresh_period_q);
          RegReductionTimeout:   data = timeout_q;
          RegHashSeed:           data = 32'(seed_q);
          RegInterruptCause:     data = 32'(cause_q);
          RegInterruptMask:      data = 32'(mask_q);
          RegErrorInject:        data = '0;
          RegClearCounters:      data = '0;
          RegReductionsDone:     data = done_q;
          RegReductionsTimedOut: data = timed_out_q;
          RegMulticastCopies:    data = copies_q;
          default:               area = AreaNone;
        endcase
      end
    end
    refused = bus_valid_i && (area == AreaNone || (bus_write_i && !writable));
  end

  logic write;
  assign write            = bus_valid_i && bus_write_i && !refused;
  assign write_o          = write;
  assign wdata_o          = bus_wdata_i;
  assign counter_offset_o = bus_address_i[8:0];
  assign ways_hit_o       = area == AreaWays;
  assign count_hit_o      = area == AreaCount;
  assign entry_o          = bus_address_i[12:3];
  assign group_hit_o      = area == AreaGroup;
  assign group_o          = bus_address_i[5 +: GroupWidth];
  assign group_word_o     = bus_address_i[4:2];

  logic write_own;
  assign write_own        = write && area == AreaOwn;
  assign clear_counters_o = write_own && bus_address_i == RegClearCounters;

  logic inject;
  assign inject = write_own && bus_address_i == RegErrorInject && 32'(bus_wdata_i[7:0]) < Ports;
  always_comb begin
    inject_drop_credit_o = '0;
    inject_poison_o      = '0;
    counter_select_o     = '0;
    if (inject && bus_wdata_i[9:8] == 2'(InjectDropCredit)) inject_drop_credit_o[PortWidth'(bus_wdata_i[7:0])] = 1'b1;
    if (inject && bus_wdata_i[9:8] == 2'(InjectPoison)) inject_poison_o[PortWidth'(bus_wdata_i[7:0])] = 1'b1;
    if (area == AreaCounter) counter_select_o[port] = 1'b1;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      bus_valid_o <= 1'b0;
      bus_error_o <= 1'b0;
      rdata_o     <= '0;
    end else begin
      bus_valid_o <= bus_valid_i;
      bus_error_o <= refused;
      rdata_o     <= (refused || bus_write_i) ? '0 : data;
    end
  end

  // Plain registers.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      iterations_q     <= 3'(MaxIterations);
      refresh_period_q <= RegCreditRefreshReset[15:0];
      timeout_q        <= RegReductionTimeoutReset;
      seed_q           <= RegHashSeedReset[15:0];
      mask_q           <= '0;
      enable_q         <= '0;
    end else if (write) begin
      if (area == AreaControl) enable_q[port] <= bus_wdata_i[0];
      if (area == AreaOwn) begin
        case (bus_address_i)
          RegIterations: begin
            if (bus_wdata_i[2:0] == '0) iterations_q <= 3'd1;
            else if (32'(bus_wdata_i[2:0]) > MaxIterations) iterations_q <= 3'(MaxIterations);
            else iterations_q <= bus_wdata_i[2:0];
          end
          RegCreditRefresh:    refresh_period_q <= bus_wdata_i[15:0];
          RegReductionTimeout: timeout_q <= bus_wdata_i;
          RegHashSeed:         seed_q <= bus_wdata_i[15:0];
          RegInterruptMask:    mask_q <= bus_wdata_i[NumInterrupts-1:0];
          default: ;
        endcase
      end
    end
  end

  // Credit refresh.
  assign refresh_o = refresh_period_q != '0 && refresh_count_q == refresh_period_q - 16'd1;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) refresh_count_q <= '0;
    else if (write_own && bus_address_i == RegCreditRefresh) refresh_count_q <= '0;
    else if (refresh_o || refresh_period_q == '0) refresh_count_q <= '0;
    else refresh_count_q <= refresh_count_q + 16'd1;
  end

  // Counters of the whole switch: an event beats a write, a clear beats both.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      done_q      <= '0;
      timed_out_q <= '0;
      copies_q    <= '0;
    end else begin
      if (write_own && bus_address_i == RegReductionsDone) done_q <= bus_wdata_i;
      if (write_own && bus_address_i == RegReductionsTimedOut) timed_out_q <= bus_wdata_i;
      if (write_own && bus_address_i == RegMulticastCopies) copies_q <= bus_wdata_i;
      if (job_done_i && !job_timed_out_i) done_q <= done_q + 32'd1;
      if (job_done_i && job_timed_out_i) timed_out_q <= timed_out_q + 32'd1;
      if (copies_i != '0) copies_q <= copies_q + 32'(copies_i);
      if (clear_counters_o) begin
        done_q      <= '0;
        timed_out_q <= '0;
        copies_q    <= '0;
      end
    end
  end

  // Links and interrupt.
  logic [NumInterrupts-1:0] raised;
  always_comb begin
    raised                       = '0;
    raised[IrqPacketDropped]     = dropped_i;
    raised[IrqLinkChanged]       = link_q != link_up_i;
    raised[IrqReductionTimeout]  = job_done_i && job_timed_out_i;
    raised[IrqReductionPoisoned] = job_done_i && job_poisoned_i;
    raised[IrqBusError]          = refused;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      link_q  <= '0;
      cause_q <= '0;
      irq_o   <= 1'b0;
    end else begin
      link_q <= link_up_i;
      irq_o  <= (cause_q & mask_q) != '0;
      if (write_own && bus_address_i == RegInterruptCause) begin
        cause_q <= (cause_q & ~bus_wdata_i[NumInterrupts-1:0]) | raised;
      end else begin
        cause_q <= cause_q | raised;
      end
    end
  end
  assign settled_o = irq_o == ((cause_q & mask_q) != '0);

endmodule
