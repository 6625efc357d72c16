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
  input  logic [Ports-1:0]     members_i,     // of the group, live or not
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
  // The first frame that an input sprays: by the port's number, so that inputs that begin together do not go the same
  // ways together, turned by a seed.
  logic        moved_q;
  logic [15:0] turn_q, start;
  assign start = 16'h9E37 * (16'(index_i) + 16'd1) + turn_q;

  es_nth #(.Ports(Ports), .PortWidth(PortWidth)) u_nth (
    .valid_i(valid_i && !(spray && moved_q) && !stays),
    .set_i(draw ? least_i : spray ? preferred_i : ecmp ? members_i : set_i),
    .draw_i(draw ? value : spray ? start : ecmp ? hash[31:16] : 16'd0),
    .port_o(counted)
  );

  // A flow whose way is lost, and no other, takes the first live member behind one that other bits of its hash choose.
  logic                 lost;
  logic [PortWidth-1:0] again;
  assign lost = ecmp && !set_i[counted];
  es_nth #(.Ports(Ports), .PortWidth(PortWidth)) u_again (
    .valid_i(lost),
    .set_i(members_i),
    .draw_i(hash[15:0]),
    .port_o(again)
  );

  // Spraying: the first preferred member behind the last one, else the first of all.
  logic [PortWidth-1:0] spray_q, from, next;
  logic [Ports-1:0]     pool, behind, wanted;
  always_comb begin
    from   = '0;
    pool   = '0;
    behind = '0;
    wanted = '0;
    next   = '0;
    if (spray || lost) begin
      from   = lost ? again : spray_q;
      pool   = lost ? set_i : preferred_i;
      behind = pool & ~((Ports'(2) << from) - Ports'(1));
      wanted = (behind != '0) ? behind : pool;
      wanted = wanted & (~wanted + Ports'(1));
      for (int p = 0; p < Ports; p++) begin
        if (wanted[p]) next = next | PortWidth'(p);
      end
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      moved_q <= 1'b0;
      turn_q  <= '0;
      spray_q <= '0;
    end else begin
      if (spray) spray_q <= port_o;
      if (seed_write_i) begin
        moved_q <= 1'b0;
        turn_q  <= seed_i[31:16];
      end else if (spray) moved_q <= 1'b1;
    end
  end

  assign port_o = ((spray && moved_q) || lost) ? next : stays ? port_mem[entry] : counted;

  `LINKWRIGHT_ASSERT(ChoosesAMember, !valid_i || set_i[port_o])

endmodule
