// SPDX-License-Identifier: Apache-2.0
// Chooses the port of a frame among the live members of its group: by hash, per flowlet, spraying, or adaptively.
// Latency: combinational; the memory of flowlets, the spray pointer and the generator move at the edge.
// Throughput: one frame per cycle. Back-pressure: none.
`include "assertions.svh"
module es_choose_member #(
  parameter int unsigned Ports     = 4,
  parameter int unsigned PortWidth = 2,
  parameter int unsigned Flowlets  = 16  // a power of two
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic [9:0]           index_i,
  input  logic                 seed_write_i,
  input  logic [31:0]          seed_i,
  input  logic [31:0]          now_i,
  input  logic [31:0]          flowlet_gap_i,
  input  logic [31:0]          hash_seed_i,
  input  logic                 valid_i,       // a frame is forwarded
  input  logic                 group_i,       // its target is a group; else the set has one member
  input  logic [1:0]           mode_i,
  input  logic [127:0]         flow_i,
  input  logic [Ports-1:0]     set_i,         // live members, never empty
  input  logic [Ports-1:0]     preferred_i,   // those that are not paused, or all
  input  logic [Ports-1:0]     least_i,       // the least loaded of these
  output logic [PortWidth-1:0] port_o
);

  localparam int unsigned FlowletWidth = $clog2(Flowlets);

  logic ecmp, flowlet, spray, adaptive;
  assign ecmp     = valid_i && group_i && mode_i == 2'(ethernet_switch_pkg::BalanceEcmp);
  assign flowlet  = valid_i && group_i && mode_i == 2'(ethernet_switch_pkg::BalanceFlowlet);
  assign spray    = valid_i && group_i && mode_i == 2'(ethernet_switch_pkg::BalanceSpray);
  assign adaptive = valid_i && group_i && mode_i == 2'(ethernet_switch_pkg::BalanceAdaptive);

  logic [31:0] hash;
  es_hash u_hash (
    .valid_i(ecmp || flowlet),
    .flow_i(flow_i),
    .seed_i(hash_seed_i),
    .hash_o(hash)
  );

  // Flowlets.
  logic [Flowlets-1:0]     known_q;
  logic [PortWidth-1:0]    port_mem [Flowlets];
  logic [31:0]             last_mem [Flowlets];
  logic [FlowletWidth-1:0] entry;
  logic                    stays;
  assign entry = hash[FlowletWidth-1:0];
  assign stays = flowlet && known_q[entry] && set_i[port_mem[entry]]
                 && now_i - last_mem[entry] <= flowlet_gap_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) known_q <= '0;
    else if (flowlet) known_q[entry] <= 1'b1;
  end
  always_ff @(posedge clk_i) begin
    if (flowlet) begin
      port_mem[entry] <= port_o;
      last_mem[entry] <= now_i;
    end
  end

  // Draws.
  logic [15:0]          value;
  logic                 draw;
  logic [PortWidth-1:0] counted;
  assign draw = adaptive || (flowlet && !stays);
  es_random #(.Factor(32'h9E3779B9)) u_random (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .index_i(index_i),
    .seed_write_i(seed_write_i),
    .seed_i(seed_i),
    .draw_i(draw),
    .value_o(value)
  );
  es_nth #(.Ports(Ports), .PortWidth(PortWidth)) u_nth (
    .valid_i(valid_i && !spray && !stays),
    .set_i(draw ? least_i : set_i),
    .draw_i(draw ? value : ecmp ? hash[31:16] : 16'd0),
    .port_o(counted)
  );

  // Spraying: the first preferred member behind the last one, else the first of all.
  logic [PortWidth-1:0] spray_q, next;
  logic [Ports-1:0]     behind, wanted;
  always_comb begin
    behind = '0;
    wanted = '0;
    next   = '0;
    if (spray) begin
      behind = preferred_i & ~((Ports'(2) << spray_q) - Ports'(1));
      wanted = (behind != '0) ? behind : preferred_i;
      wanted = wanted & (~wanted + Ports'(1));
      for (int p = 0; p < Ports; p++) begin
        if (wanted[p]) next = next | PortWidth'(p);
      end
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) spray_q <= '0;
    else if (spray) spray_q <= next;
  end

  assign port_o = spray ? next : stays ? port_mem[entry] : counted;

  `LINKWRIGHT_ASSERT(ChoosesAMember, !valid_i || set_i[port_o])

endmodule
