// SPDX-License-Identifier: Apache-2.0
// Registers of the whole switch: plain ones and those of classes, with the interrupt, the sampled links and the error
// injection. Which register a request means is decided in es_decode.
// Latency: read data is registered, one cycle after the request, zero unless read. Throughput: one request per cycle.
// Back-pressure: none.
module es_registers #(
  parameter int unsigned Ports         = 4,
  parameter int unsigned PortWidth     = 2,
  parameter int unsigned Cells         = 40960,
  parameter int unsigned CellBeats     = 2,
  parameter int unsigned LineBytes     = 42,
  parameter int unsigned EgressPad     = 0,
  parameter int unsigned Groups        = 8,
  parameter int unsigned MacRows       = 8,
  parameter int unsigned HostRows      = 8,
  parameter int unsigned LpmEntries    = 4,
  parameter int unsigned Flowlets      = 16,
  parameter int unsigned ClockPeriodPs = 840,
  parameter int unsigned VariantIndex  = 0
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic [Ports-1:0]     link_up_i,
  // request, decoded
  input  logic                 own_i,              // a register held here that is not a port's
  input  logic                 control_i,          // PORT_CONTROL
  input  logic                 status_i,           // PORT_STATUS
  input  logic [PortWidth-1:0] port_i,
  input  logic                 write_i,            // and it is written
  input  logic [11:0]          address_i,
  input  logic [31:0]          wdata_i,
  input  logic                 refused_i,
  output logic [31:0]          rdata_o,
  // events and state
  input  logic                 dropped_i,
  input  logic                 storm_i,
  input  logic [19:0]          used_i,
  input  logic [19:0]          shared_i,
  input  logic [19:0]          shared_next_i,
  input  logic [19:0]          queue_shared_i,
  output logic                 irq_o,
  output logic                 settled_o,          // irq_o says what cause and mask say, links are as before
  output logic [Ports-1:0]     link_o,
  output logic [Ports-1:0]     enable_o,
  output logic                 clear_o,
  output logic                 seed_write_o,
  output logic [Ports-1:0]     inject_bad_fcs_o,
  output logic [Ports-1:0]     inject_drop_pfc_o,
  // registers
  output logic                 cut_through_o,
  output logic [13:0]          max_frame_o,
  output logic [47:0]          router_mac_o,
  output logic [31:0]          hash_seed_o,
  output logic                 hash_queue_pair_o,
  output logic [31:0]          flowlet_gap_o,
  output logic [4:0]           adaptive_shift_o,
  output logic                 ecn_at_dequeue_o,
  output logic [7:0]           trim_classes_o,
  output logic [2:0]           trim_beats_o,
  output logic [5:0]           trim_dscp_o,
  output logic [2:0]           trim_class_o,
  output logic [19:0]          shared_cells_o,
  output logic [19:0]          queue_shared_cells_o,
  output logic [19:0]          lossless_cells_o,
  output logic [7:0]           pfc_classes_o,
  output logic [15:0]          pfc_quanta_o,
  output logic [31:0]          pfc_refresh_o,
  output logic [31:0]          watchdog_detect_o,
  output logic [31:0]          watchdog_restore_o,
  output logic [1:0]           watchdog_action_o,
  output logic [15:0]          telemetry_port_o,
  output logic [3:0]           telemetry_rate_o,
  output logic [7:0]           strict_o,
  output logic [127:0]         pg_reserved_o,
  output logic [31:0]          pg_alpha_o,
  output logic [159:0]         pg_xon_o,
  output logic [159:0]         pg_xon_offset_o,
  output logic [127:0]         queue_reserved_o,
  output logic [31:0]          queue_alpha_o,
  output logic [127:0]         quantum_o,
  output logic [159:0]         kmin_o,
  output logic [159:0]         kmax_o,
  output logic [127:0]         pmax_o,
  output logic [23:0]          pcp_class_o,
  output logic [191:0]         dscp_class_o
);

  logic [31:0] random_seed_q, watermark_q, data;
  logic [3:0]  cause_q, mask_q, raised;
  logic        write_own, inject;
  logic [2:0]  c;  // class
  logic [5:0]  d;  // DSCP
  logic [Ports-1:0] link_before_q;

  assign c         = address_i[4:2];
  assign d         = address_i[7:2];
  assign write_own = own_i && write_i;

  // Reading.
  always_comb begin
    data = '0;
    if (own_i && !write_i) begin
      case ({20'd0, address_i})
        ethernet_switch_pkg::RegIdentity:         data = ethernet_switch_pkg::IdentityValue;
        ethernet_switch_pkg::RegSpecVersion:      data = ethernet_switch_pkg::SpecVersion;
        ethernet_switch_pkg::RegSpecHash:         data = ethernet_switch_pkg::SpecHash;
        ethernet_switch_pkg::RegVariant:          data = VariantIndex;
        ethernet_switch_pkg::RegPorts:            data = Ports;
        ethernet_switch_pkg::RegCells:            data = Cells;
        ethernet_switch_pkg::RegCellBeats:        data = CellBeats;
        ethernet_switch_pkg::RegLineBytes:        data = LineBytes;
        ethernet_switch_pkg::RegEgressPad:        data = EgressPad;
        ethernet_switch_pkg::RegGroups:           data = Groups;
        ethernet_switch_pkg::RegMacRows:          data = MacRows;
        ethernet_switch_pkg::RegHostRows:         data = HostRows;
        ethernet_switch_pkg::RegLpmEntries:       data = LpmEntries;
        ethernet_switch_pkg::RegFlowlets:         data = Flowlets;
        ethernet_switch_pkg::RegClockPeriodPs:    data = ClockPeriodPs;
        ethernet_switch_pkg::RegCutThrough:       data = 32'(cut_through_o);
        ethernet_switch_pkg::RegMaxFrame:         data = 32'(max_frame_o);
        ethernet_switch_pkg::RegRouterMacLow:     data = router_mac_o[31:0];
        ethernet_switch_pkg::RegRouterMacHigh:    data = 32'(router_mac_o[47:32]);
        ethernet_switch_pkg::RegHashSeed:         data = hash_seed_o;
        ethernet_switch_pkg::RegHashQueuePair:    data = 32'(hash_queue_pair_o);
        ethernet_switch_pkg::RegFlowletGap:       data = flowlet_gap_o;
        ethernet_switch_pkg::RegAdaptiveShift:    data = 32'(adaptive_shift_o);
        ethernet_switch_pkg::RegRandomSeed:       data = random_seed_q;
        ethernet_switch_pkg::RegEcnAtDequeue:     data = 32'(ecn_at_dequeue_o);
        ethernet_switch_pkg::RegTrimClasses:      data = 32'(trim_classes_o);
        ethernet_switch_pkg::RegTrimBeats:        data = 32'(trim_beats_o);
        ethernet_switch_pkg::RegTrimDscp:         data = 32'(trim_dscp_o);
        ethernet_switch_pkg::RegTrimClass:        data = 32'(trim_class_o);
        ethernet_switch_pkg::RegSharedCells:      data = 32'(shared_cells_o);
        ethernet_switch_pkg::RegEgressSharedCells: data = 32'(queue_shared_cells_o);
        ethernet_switch_pkg::RegLosslessSharedCells: data = 32'(lossless_cells_o);
        ethernet_switch_pkg::RegPfcClasses:       data = 32'(pfc_classes_o);
        ethernet_switch_pkg::RegPfcQuanta:        data = 32'(pfc_quanta_o);
        ethernet_switch_pkg::RegPfcRefresh:       data = pfc_refresh_o;
        ethernet_switch_pkg::RegWatchdogDetect:   data = watchdog_detect_o;
        ethernet_switch_pkg::RegWatchdogRestore:  data = watchdog_restore_o;
        ethernet_switch_pkg::RegWatchdogAction:   data = 32'(watchdog_action_o);
        ethernet_switch_pkg::RegTelemetryUdpPort: data = 32'(telemetry_port_o);
        ethernet_switch_pkg::RegTelemetryRate:    data = 32'(telemetry_rate_o);
        ethernet_switch_pkg::RegStrictClasses:    data = 32'(strict_o);
        ethernet_switch_pkg::RegInterruptCause:   data = 32'(cause_q);
        ethernet_switch_pkg::RegInterruptMask:    data = 32'(mask_q);
        ethernet_switch_pkg::RegCellsUsed:        data = 32'(used_i);
        ethernet_switch_pkg::RegSharedUsed:       data = 32'(shared_i);
        ethernet_switch_pkg::RegEgressSharedUsed: data = 32'(queue_shared_i);
        ethernet_switch_pkg::RegSharedWatermark:  data = watermark_q;
        default: begin
          case ({20'd0, address_i[11:5], 5'd0})
            ethernet_switch_pkg::RegPgReserved:    data = 32'(pg_reserved_o[7'(c)*7'd16 +: 16]);
            ethernet_switch_pkg::RegPgAlpha:       data = 32'(pg_alpha_o[5'(c)*5'd4 +: 4]);
            ethernet_switch_pkg::RegPgXon:         data = 32'(pg_xon_o[8'(c)*8'd20 +: 20]);
            ethernet_switch_pkg::RegPgXonOffset:   data = 32'(pg_xon_offset_o[8'(c)*8'd20 +: 20]);
            ethernet_switch_pkg::RegQueueReserved: data = 32'(queue_reserved_o[7'(c)*7'd16 +: 16]);
            ethernet_switch_pkg::RegQueueAlpha:    data = 32'(queue_alpha_o[5'(c)*5'd4 +: 4]);
            ethernet_switch_pkg::RegQueueQuantum:  data = 32'(quantum_o[7'(c)*7'd16 +: 16]);
            ethernet_switch_pkg::RegEcnKmin:       data = 32'(kmin_o[8'(c)*8'd20 +: 20]);
            ethernet_switch_pkg::RegEcnKmax:       data = 32'(kmax_o[8'(c)*8'd20 +: 20]);
            ethernet_switch_pkg::RegEcnPmax:       data = 32'(pmax_o[7'(c)*7'd16 +: 16]);
            ethernet_switch_pkg::RegPcpClass:      data = 32'(pcp_class_o[5'(c)*5'd3 +: 3]);
            default: begin
              if (address_i[11:8] == ethernet_switch_pkg::RegDscpClass[11:8]) begin
                data = 32'(dscp_class_o[8'(d)*8'd3 +: 3]);
              end
            end
          endcase
        end
      endcase
    end
    if (control_i && !write_i) data = 32'(enable_o[port_i]);
    if (status_i && !write_i) data = {30'd0, enable_o[port_i] && link_o[port_i], link_o[port_i]};
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) rdata_o <= '0;
    else rdata_o <= data;
  end

  // Writing.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      cut_through_o        <= 1'b0;
      max_frame_o          <= ethernet_switch_pkg::RegMaxFrameReset[13:0];
      router_mac_o         <= '0;
      hash_seed_o          <= '0;
      hash_queue_pair_o    <= 1'b0;
      flowlet_gap_o        <= ethernet_switch_pkg::RegFlowletGapReset;
      adaptive_shift_o     <= ethernet_switch_pkg::RegAdaptiveShiftReset[4:0];
      random_seed_q        <= ethernet_switch_pkg::RegRandomSeedReset;
      ecn_at_dequeue_o     <= 1'b0;
      trim_classes_o       <= '0;
      trim_beats_o         <= ethernet_switch_pkg::RegTrimBeatsReset[2:0];
      trim_dscp_o          <= ethernet_switch_pkg::RegTrimDscpReset[5:0];
      trim_class_o         <= ethernet_switch_pkg::RegTrimClassReset[2:0];
      shared_cells_o       <= '0;
      queue_shared_cells_o <= '0;
      lossless_cells_o     <= '0;
      pfc_classes_o        <= '0;
      pfc_quanta_o         <= ethernet_switch_pkg::RegPfcQuantaReset[15:0];
      pfc_refresh_o        <= ethernet_switch_pkg::RegPfcRefreshReset;
      watchdog_detect_o    <= '0;
      watchdog_restore_o   <= ethernet_switch_pkg::RegWatchdogRestoreReset;
      watchdog_action_o    <= '0;
      telemetry_port_o     <= '0;
      telemetry_rate_o     <= '0;
      strict_o             <= '0;
      mask_q               <= '0;
      enable_o             <= '0;
      pg_reserved_o        <= '0;
      pg_alpha_o           <= {8{ethernet_switch_pkg::RegPgAlphaReset[3:0]}};
      pg_xon_o             <= '0;
      pg_xon_offset_o      <= '0;
      queue_reserved_o     <= '0;
      queue_alpha_o        <= {8{ethernet_switch_pkg::RegQueueAlphaReset[3:0]}};
      quantum_o            <= {8{ethernet_switch_pkg::RegQueueQuantumReset[15:0]}};
      kmin_o               <= '0;
      kmax_o               <= '0;
      pmax_o               <= {8{ethernet_switch_pkg::RegEcnPmaxReset[15:0]}};
      pcp_class_o          <= '0;
      dscp_class_o         <= '0;
    end else begin
      if (control_i && write_i) enable_o[port_i] <= wdata_i[0];
      if (write_own) begin
        case ({20'd0, address_i})
          ethernet_switch_pkg::RegCutThrough:       cut_through_o <= wdata_i[0];
          ethernet_switch_pkg::RegMaxFrame:         max_frame_o <= wdata_i[13:0];
          ethernet_switch_pkg::RegRouterMacLow:     router_mac_o[31:0] <= wdata_i;
          ethernet_switch_pkg::RegRouterMacHigh:    router_mac_o[47:32] <= wdata_i[15:0];
          ethernet_switch_pkg::RegHashSeed:         hash_seed_o <= wdata_i;
          ethernet_switch_pkg::RegHashQueuePair:    hash_queue_pair_o <= wdata_i[0];
          ethernet_switch_pkg::RegFlowletGap:       flowlet_gap_o <= wdata_i;
          ethernet_switch_pkg::RegAdaptiveShift:    adaptive_shift_o <= wdata_i[4:0];
          ethernet_switch_pkg::RegRandomSeed:       random_seed_q <= wdata_i;
          ethernet_switch_pkg::RegEcnAtDequeue:     ecn_at_dequeue_o <= wdata_i[0];
          ethernet_switch_pkg::RegTrimClasses:      trim_classes_o <= wdata_i[7:0];
          ethernet_switch_pkg::RegTrimBeats:        trim_beats_o <= wdata_i[2:0];
          ethernet_switch_pkg::RegTrimDscp:         trim_dscp_o <= wdata_i[5:0];
          ethernet_switch_pkg::RegTrimClass:        trim_class_o <= wdata_i[2:0];
          ethernet_switch_pkg::RegSharedCells:      shared_cells_o <= wdata_i[19:0];
          ethernet_switch_pkg::RegEgressSharedCells: queue_shared_cells_o <= wdata_i[19:0];
          ethernet_switch_pkg::RegLosslessSharedCells: lossless_cells_o <= wdata_i[19:0];
          ethernet_switch_pkg::RegPfcClasses:       pfc_classes_o <= wdata_i[7:0];
          ethernet_switch_pkg::RegPfcQuanta:        pfc_quanta_o <= wdata_i[15:0];
          ethernet_switch_pkg::RegPfcRefresh:       pfc_refresh_o <= wdata_i;
          ethernet_switch_pkg::RegWatchdogDetect:   watchdog_detect_o <= wdata_i;
          ethernet_switch_pkg::RegWatchdogRestore:  watchdog_restore_o <= wdata_i;
          ethernet_switch_pkg::RegWatchdogAction:   watchdog_action_o <= wdata_i[1:0];
          ethernet_switch_pkg::RegTelemetryUdpPort: telemetry_port_o <= wdata_i[15:0];
          ethernet_switch_pkg::RegTelemetryRate:    telemetry_rate_o <= wdata_i[3:0];
          ethernet_switch_pkg::RegStrictClasses:    strict_o <= wdata_i[7:0];
          ethernet_switch_pkg::RegInterruptMask:    mask_q <= wdata_i[3:0];
          default: begin
            case ({20'd0, address_i[11:5], 5'd0})
              ethernet_switch_pkg::RegPgReserved:    pg_reserved_o[7'(c)*7'd16 +: 16] <= wdata_i[15:0];
              ethernet_switch_pkg::RegPgAlpha:       pg_alpha_o[5'(c)*5'd4 +: 4] <= wdata_i[3:0];
              ethernet_switch_pkg::RegPgXon:         pg_xon_o[8'(c)*8'd20 +: 20] <= wdata_i[19:0];
              ethernet_switch_pkg::RegPgXonOffset:   pg_xon_offset_o[8'(c)*8'd20 +: 20] <= wdata_i[19:0];
              ethernet_switch_pkg::RegQueueReserved: queue_reserved_o[7'(c)*7'd16 +: 16] <= wdata_i[15:0];
              ethernet_switch_pkg::RegQueueAlpha:    queue_alpha_o[5'(c)*5'd4 +: 4] <= wdata_i[3:0];
              ethernet_switch_pkg::RegQueueQuantum:  quantum_o[7'(c)*7'd16 +: 16] <= wdata_i[15:0];
              ethernet_switch_pkg::RegEcnKmin:       kmin_o[8'(c)*8'd20 +: 20] <= wdata_i[19:0];
              ethernet_switch_pkg::RegEcnKmax:       kmax_o[8'(c)*8'd20 +: 20] <= wdata_i[19:0];
              ethernet_switch_pkg::RegEcnPmax:       pmax_o[7'(c)*7'd16 +: 16] <= wdata_i[15:0];
              ethernet_switch_pkg::RegPcpClass:      pcp_class_o[5'(c)*5'd3 +: 3] <= wdata_i[2:0];
              default: begin
                if (address_i[11:8] == ethernet_switch_pkg::RegDscpClass[11:8]) begin
                  dscp_class_o[8'(d)*8'd3 +: 3] <= wdata_i[2:0];
                end
              end
            endcase
          end
        endcase
      end
    end
  end

  assign clear_o      = write_own && {20'd0, address_i} == ethernet_switch_pkg::RegClearCounters;
  assign seed_write_o = write_own && {20'd0, address_i} == ethernet_switch_pkg::RegRandomSeed;
  assign inject       = write_own && {20'd0, address_i} == ethernet_switch_pkg::RegErrorInject
                        && 32'(wdata_i[9:0]) < Ports;
  always_comb begin
    inject_bad_fcs_o  = '0;
    inject_drop_pfc_o = '0;
    if (inject && wdata_i[11:10] == 2'(ethernet_switch_pkg::InjectBadFcs)) begin
      inject_bad_fcs_o[wdata_i[PortWidth-1:0]] = 1'b1;
    end
    if (inject && wdata_i[11:10] == 2'(ethernet_switch_pkg::InjectDropPfc)) begin
      inject_drop_pfc_o[wdata_i[PortWidth-1:0]] = 1'b1;
    end
  end

  // The highest level of the shared pool: an event in every cycle in which it rises.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) watermark_q <= '0;
    else if (clear_o) watermark_q <= '0;
    else if (32'(shared_next_i) > watermark_q) watermark_q <= 32'(shared_next_i);
    else if (write_own && {20'd0, address_i} == ethernet_switch_pkg::RegSharedWatermark) watermark_q <= wdata_i;
  end

  // Links and interrupt.
  always_comb begin
    raised = '0;
    raised[ethernet_switch_pkg::IrqFrameDropped] = dropped_i;
    raised[ethernet_switch_pkg::IrqLinkChanged]  = link_o != link_up_i;
    raised[ethernet_switch_pkg::IrqPfcStorm]     = storm_i;
    raised[ethernet_switch_pkg::IrqBusError]     = refused_i;
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      link_o        <= '0;
      link_before_q <= '0;
      cause_q       <= '0;
      irq_o         <= 1'b0;
    end else begin
      link_o        <= link_up_i;
      link_before_q <= link_o;
      irq_o         <= (cause_q & mask_q) != '0;
      if (write_own && {20'd0, address_i} == ethernet_switch_pkg::RegInterruptCause) begin
        cause_q <= (cause_q & ~wdata_i[3:0]) | raised;
      end else begin
        cause_q <= cause_q | raised;
      end
    end
  end
  assign settled_o = irq_o == ((cause_q & mask_q) != '0) && link_before_q == link_o;

endmodule
