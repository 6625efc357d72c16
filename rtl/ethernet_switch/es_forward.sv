// SPDX-License-Identifier: Apache-2.0
// Framing and verdict of one port: what every beat means for its frame, and whether a first beat is forwarded, taken
// or dropped. What goes on to the write stage leaves through registers, data included.
// Latency: 1 cycle. Throughput: one beat per cycle. Back-pressure: none; a frame that cannot go on is dropped, and one
// whose beats stop, whose link goes down or whose port is disabled ends there.
`include "assertions.svh"
module es_forward #(
  parameter int unsigned PortWidth = 2
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  // captured wires
  input  logic                 valid_i,
  input  logic                 head_i,
  input  logic                 tail_i,
  input  logic                 error_i,
  input  logic [6:0]           bytes_i,
  input  logic [511:0]         data_i,
  input  logic                 link_i,
  input  logic                 enable_i,
  // registers
  input  logic [13:0]          max_frame_i,
  input  logic [5:0]           trim_dscp_i,
  input  logic                 inject_bad_fcs_i,   // pulses
  input  logic                 inject_drop_pfc_i,
  input  logic                 give_up_i,          // the output does not wait for the rest of the frame
  // parser and look-up of the beat, if first_o
  output logic                 first_o,
  input  logic                 control_i,
  input  logic                 pfc_i,
  input  logic                 tagged_i,
  input  logic                 ipv4_i,
  input  logic                 compact_i,
  input  logic                 routed_i,
  input  logic                 bad_header_i,
  input  logic                 expired_i,
  input  logic                 markable_i,
  input  logic                 telemetry_i,
  input  logic [2:0]           class_i,
  input  logic [5:0]           dscp_i,
  input  logic [16:0]          needed_i,
  output logic                 lookup_o,           // nothing but the look-up decides now
  input  logic                 route_i,            // an entry was found
  input  logic                 route_live_i,       // and a live port
  output logic                 forward_o,          // the frame goes on to port_i
  input  logic [PortWidth-1:0] port_i,
  // events
  output logic                 begin_o,
  output logic [6:0]           beat_bytes_o,       // 0 unless a beat of a frame
  output logic                 drop_o,
  output logic [4:0]           drop_reason_o,
  output logic                 take_pfc_o,
  // to the write stage
  output logic                 w_valid_o,
  output logic                 w_first_o,
  output logic                 w_end_o,
  output logic                 w_has_data_o,
  output logic                 w_bad_o,
  output logic [4:0]           w_reason_o,
  output logic [13:0]          w_bytes_o,          // of the frame so far
  output logic [511:0]         w_data_o,
  output logic [PortWidth-1:0] w_port_o,           // these of first beats
  output logic [2:0]           w_class_o,
  output logic                 w_tagged_o,
  output logic                 w_ipv4_o,
  output logic                 w_compact_o,
  output logic                 w_routed_o,
  output logic                 w_markable_o,
  output logic                 w_telemetry_o,
  output logic                 busy_o
);

  localparam int unsigned Gap = ethernet_switch_pkg::FrameGapTicks;

  logic        in_frame_q;
  logic        forwarding_q;
  logic [8:0]  gap_q;       // cycles without a beat inside the frame
  logic [13:0] bytes_q;
  logic        ipv4_q;
  logic [5:0]  dscp_q;
  logic [16:0] needed_q;
  logic        bad_fcs_q;   // injections that are due
  logic        drop_pfc_q;

  logic        stray, continues, cut_framing, cut, aborted, ends, use_bad_fcs, bad_fcs, too_short, control_taken;
  logic        judged, goes_on, stops, waits, given_up;
  logic [6:0]  beat_bytes;
  logic [13:0] sum, limit;

  assign first_o   = valid_i && !in_frame_q && head_i;
  assign stray     = valid_i && !in_frame_q && !head_i;
  assign continues = valid_i && in_frame_q;
  assign aborted   = !valid_i && in_frame_q && (!link_i || !enable_i || gap_q == 9'(Gap));
  // What still comes of a frame that is given up is ignored.
  assign given_up  = !valid_i && forwarding_q && !aborted && give_up_i;
  assign waits     = !valid_i && in_frame_q && !aborted;

  assign beat_bytes   = (!tail_i || bytes_i == '0 || bytes_i > 7'd64) ? 7'd64 : bytes_i;
  assign begin_o      = first_o;
  assign beat_bytes_o = (first_o || continues) ? beat_bytes : '0;
  assign sum          = (first_o ? 14'd0 : bytes_q) + 14'(beat_bytes);
  assign limit        = (max_frame_i > 14'(ethernet_switch_pkg::MaxFrameBytes))
                            ? 14'(ethernet_switch_pkg::MaxFrameBytes)
                      : (max_frame_i < 14'(ethernet_switch_pkg::MinFrameBytes))
                            ? 14'(ethernet_switch_pkg::MinFrameBytes) : max_frame_i;
  // Only of a frame that is being forwarded; nothing can happen to another.
  assign cut_framing  = continues && forwarding_q && head_i;
  assign cut          = cut_framing || (continues && forwarding_q && sum > limit);
  assign ends         = tail_i && (first_o || (continues && forwarding_q && !cut));
  assign use_bad_fcs  = ends && bad_fcs_q;
  assign bad_fcs      = ends && (error_i || bad_fcs_q);
  assign too_short    = first_o ? (tail_i && ipv4_i && dscp_i != trim_dscp_i && 17'(sum) < needed_i)
                                : (ends && ipv4_q && dscp_q != trim_dscp_i && 17'(sum) < needed_q);

  // Verdict.
  logic       refused;
  logic [4:0] refusal;
  always_comb begin
    refused       = 1'b0;
    refusal       = '0;
    control_taken = 1'b0;
    lookup_o      = 1'b0;
    if (first_o) begin
      refused = 1'b1;
      if (!enable_i) refusal = 5'(ethernet_switch_pkg::DropPortDisabled);
      else if (tail_i && beat_bytes < 7'd64) refusal = 5'(ethernet_switch_pkg::DropRunt);
      else if (bad_fcs) refusal = 5'(ethernet_switch_pkg::DropBadFcs);
      else if (control_i) begin
        refusal       = 5'(ethernet_switch_pkg::DropBadControl);
        control_taken = tail_i && pfc_i;
        refused       = !control_taken;
      end
      else if (bad_header_i) refusal = 5'(ethernet_switch_pkg::DropBadHeader);
      else if (too_short) refusal = 5'(ethernet_switch_pkg::DropBadLength);
      else if (expired_i) refusal = 5'(ethernet_switch_pkg::DropTtl);
      else begin
        lookup_o = 1'b1;
        if (!route_i) refusal = 5'(ethernet_switch_pkg::DropNoRoute);
        else if (!route_live_i) refusal = 5'(ethernet_switch_pkg::DropNoLivePort);
        else refused = 1'b0;
      end
    end
  end

  assign judged        = first_o && !refused && !control_taken;
  assign forward_o     = judged;
  assign drop_o        = stray || refused;
  assign drop_reason_o = stray ? 5'(ethernet_switch_pkg::DropFraming) : refusal;
  assign take_pfc_o    = control_taken && !drop_pfc_q;
  assign goes_on       = judged || (forwarding_q && (continues || aborted || given_up));
  assign stops         = cut || aborted || given_up;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      in_frame_q   <= 1'b0;
      forwarding_q <= 1'b0;
      gap_q        <= '0;
      bad_fcs_q    <= 1'b0;
      drop_pfc_q   <= 1'b0;
      w_valid_o    <= 1'b0;
    end else begin
      w_valid_o <= goes_on;
      if (first_o || continues) in_frame_q <= !tail_i;
      if (aborted) in_frame_q <= 1'b0;
      if (waits) gap_q <= gap_q + 9'd1;
      else if (gap_q != '0) gap_q <= '0;
      if (first_o) forwarding_q <= judged && !tail_i;
      if (stops || (continues && tail_i)) forwarding_q <= 1'b0;
      if (inject_bad_fcs_i) bad_fcs_q <= 1'b1;
      else if (use_bad_fcs) bad_fcs_q <= 1'b0;
      if (inject_drop_pfc_i) drop_pfc_q <= 1'b1;
      else if (control_taken) drop_pfc_q <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (goes_on) begin
      w_first_o    <= first_o;
      w_end_o      <= ends || stops;
      w_has_data_o <= !stops;
      w_bad_o      <= stops || bad_fcs || too_short;
      w_reason_o   <= (aborted || given_up) ? 5'(ethernet_switch_pkg::DropAborted)
                    : cut_framing ? 5'(ethernet_switch_pkg::DropFraming)
                    : cut         ? 5'(ethernet_switch_pkg::DropOversize)
                    : bad_fcs     ? 5'(ethernet_switch_pkg::DropBadFcs)
                                  : 5'(ethernet_switch_pkg::DropBadLength);
      w_bytes_o    <= stops ? bytes_q : sum;
      if (!stops) begin
        bytes_q  <= sum;
        w_data_o <= data_i;
      end
    end
    if (judged) begin
      ipv4_q        <= ipv4_i;
      dscp_q        <= dscp_i;
      needed_q      <= needed_i;
      w_port_o      <= port_i;
      w_class_o     <= class_i;
      w_tagged_o    <= tagged_i;
      w_ipv4_o      <= ipv4_i;
      w_compact_o   <= compact_i;
      w_routed_o    <= routed_i;
      w_markable_o  <= markable_i;
      w_telemetry_o <= telemetry_i;
    end
  end

  assign busy_o = valid_i || w_valid_o || in_frame_q;

  `LINKWRIGHT_ASSERT(ForwardingInsideFrame, !forwarding_q || in_frame_q)
  `LINKWRIGHT_ASSERT(GapsEnd, gap_q == '0 || (in_frame_q && gap_q <= 9'(Gap)))

endmodule
