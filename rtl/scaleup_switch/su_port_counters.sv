// SPDX-License-Identifier: Apache-2.0
// Counters of one port. Software may read, write and clear them; an event beats a write to the same counter in the same
// cycle, a clear beats everything.
// Latency: an event is counted at the edge; read data is registered, zero unless read. Throughput: every counter may
// count in every cycle. Back-pressure: none.
module su_port_counters
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned VirtualChannels = 2
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        clear_i,
  // register access: select_i names this port and offset_i one of its counters
  input  logic        select_i,
  input  logic        write_i,
  input  logic [8:0]  offset_i,
  input  logic [31:0] wdata_i,
  output logic [31:0] rdata_o,
  // events
  input  logic        rx_flit_i,
  input  logic        rx_packet_i,
  input  logic [1:0]  rx_vc_i,
  input  logic        stored_i,       // the packet took a slot, channel rx_vc_i
  input  logic [13:0] level_i,        // slots of the channel in use, with it
  input  logic        tx_flit_i,
  input  logic        tx_packet_i,
  input  logic [1:0]  tx_vc_i,
  input  logic        credit_wait_i,
  input  logic        framing_i,
  input  logic        drop_i,
  input  logic [3:0]  drop_reason_i,  // not framing, not egress_dead
  input  logic        egress_dead_i
);

  localparam int unsigned V = VirtualChannels;
  // Offsets within a port's registers.
  localparam logic [8:0] RxPackets  = RegPortRxPackets[8:0];
  localparam logic [8:0] TxPackets  = RegPortTxPackets[8:0];
  localparam logic [8:0] RxFlits    = RegPortRxFlits[8:0];
  localparam logic [8:0] TxFlits    = RegPortTxFlits[8:0];
  localparam logic [8:0] CreditWait = RegPortTxCreditWait[8:0];
  localparam logic [8:0] Watermark  = RegPortWatermark[8:0];
  localparam logic [8:0] Drops      = RegPortDrops[8:0];

  logic [31:0] rx_packets_q [V];
  logic [31:0] tx_packets_q [V];
  logic [31:0] watermark_q  [V];
  logic [31:0] drops_q      [NumDropReasons];
  logic [31:0] rx_flits_q;
  logic [31:0] tx_flits_q;
  logic [31:0] credit_wait_q;

  logic write;
  assign write = select_i && write_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      rx_flits_q    <= '0;
      tx_flits_q    <= '0;
      credit_wait_q <= '0;
    end else begin
      if (write && offset_i == RxFlits) rx_flits_q <= wdata_i;
      if (write && offset_i == TxFlits) tx_flits_q <= wdata_i;
      if (write && offset_i == CreditWait) credit_wait_q <= wdata_i;
      if (rx_flit_i) rx_flits_q <= rx_flits_q + 32'd1;
      if (tx_flit_i) tx_flits_q <= tx_flits_q + 32'd1;
      if (credit_wait_i) credit_wait_q <= credit_wait_q + 32'd1;
      if (clear_i) begin
        rx_flits_q    <= '0;
        tx_flits_q    <= '0;
        credit_wait_q <= '0;
      end
    end
  end

  for (genvar v = 0; v < V; v++) begin : gen_vc
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        rx_packets_q[v] <= '0;
        tx_packets_q[v] <= '0;
        watermark_q[v]  <= '0;
      end else begin
        if (write && offset_i == RxPackets + 9'(4*v)) rx_packets_q[v] <= wdata_i;
        if (write && offset_i == TxPackets + 9'(4*v)) tx_packets_q[v] <= wdata_i;
        if (write && offset_i == Watermark + 9'(4*v)) watermark_q[v] <= wdata_i;
        if (rx_packet_i && rx_vc_i == v) rx_packets_q[v] <= rx_packets_q[v] + 32'd1;
        if (tx_packet_i && tx_vc_i == v) tx_packets_q[v] <= tx_packets_q[v] + 32'd1;
        if (stored_i && rx_vc_i == v && 32'(level_i) > watermark_q[v]) watermark_q[v] <= 32'(level_i);
        if (clear_i) begin
          rx_packets_q[v] <= '0;
          tx_packets_q[v] <= '0;
          watermark_q[v]  <= '0;
        end
      end
    end
  end

  logic any_drop;
  assign any_drop = framing_i | drop_i | egress_dead_i | write | clear_i;

  for (genvar r = 0; r < NumDropReasons; r++) begin : gen_drop
    logic count;
    assign count = (r == DropFraming)    ? framing_i
                 : (r == DropEgressDead) ? egress_dead_i
                 : drop_i && drop_reason_i == 4'(r);
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        drops_q[r] <= '0;
      end else if (any_drop) begin
        if (write && offset_i == Drops + 9'(4*r)) drops_q[r] <= wdata_i;
        if (count) drops_q[r] <= drops_q[r] + 32'd1;
        if (clear_i) drops_q[r] <= '0;
      end
    end
  end

  logic [31:0] rdata;
  always_comb begin
    rdata = '0;
    if (select_i && !write_i) begin
      if (offset_i == RxFlits) rdata = rx_flits_q;
      if (offset_i == TxFlits) rdata = tx_flits_q;
      if (offset_i == CreditWait) rdata = credit_wait_q;
      for (int v = 0; v < V; v++) begin
        if (offset_i == RxPackets + 9'(4*v)) rdata = rx_packets_q[v];
        if (offset_i == TxPackets + 9'(4*v)) rdata = tx_packets_q[v];
        if (offset_i == Watermark + 9'(4*v)) rdata = watermark_q[v];
      end
      for (int r = 0; r < NumDropReasons; r++) begin
        if (offset_i == Drops + 9'(4*r)) rdata = drops_q[r];
      end
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) rdata_o <= '0;
    else rdata_o <= rdata;
  end

endmodule
