// SPDX-License-Identifier: Apache-2.0
// Bins of the scale-up switch. These modules only watch: they are bound to the switch in models that count coverage
// (scripts/coverage) and are part of no other. Bit i of bins_<name> is high in the ticks in which bin i is seen; what i
// means stands under bins in docs/testplan.yaml (the last axis turns fastest). docs/contributing.md has how to add one.
// verilator lint_off DECLFILENAME
// verilator lint_off UNUSEDSIGNAL

// A reduction's result (complete or timed out, clean or poisoned), and answers that come too late: to an entry that
// nobody has, or to one that has another reduction by now.
module su_reduction_table_cover #(
  parameter int unsigned Ports      = 4,
  parameter int unsigned Entries    = 16,
  parameter int unsigned IndexWidth = 6,
  parameter int unsigned TagBits    = 16
) (
  input logic                  clk_i,
  input logic                  rst_ni,
  input logic                  release_i,
  input logic                  release_poison_o,
  input logic                  timed_out,
  input logic [Ports-1:0]      header_i,
  input logic [TagBits-1:0]    tag_i [Ports],
  input logic [Ports*Entries-1:0] active_q,
  input logic [TagBits-IndexWidth-1:0] generation_q [Ports*Entries]
);
  logic [3:0] bins_result;
  logic [1:0] bins_late_answer;
  logic [IndexWidth-1:0] asked;

  always_comb begin
    bins_result      = '0;
    bins_late_answer = '0;
    asked            = '0;
    if (release_i) bins_result[{timed_out, release_poison_o}] = 1'b1;
    for (int p = 0; p < Ports; p++) begin
      asked = tag_i[p][IndexWidth-1:0];
      if (header_i[p] && 32'(asked) < Ports * Entries && generation_q[asked] != tag_i[p][TagBits-1:IndexWidth]) begin
        bins_late_answer[active_q[asked]] = 1'b1;
      end
    end
  end
endmodule
bind su_reduction_table su_reduction_table_cover #(
  .Ports(Ports), .Entries(Entries), .IndexWidth(IndexWidth), .TagBits(TagBits)
) u_cover (
  .clk_i, .rst_ni, .release_i, .release_poison_o, .timed_out(pending_q[release_index_i] != '0), .header_i, .tag_i,
  .active_q, .generation_q
);

// Into how many ticks the copies of a group packet are split, by the number of its members. And what waits for a free
// output: the channel, whether there is credit for it, and which kind the output prefers.
module su_match_cover #(
  parameter int unsigned Ports           = 4,
  parameter int unsigned VirtualChannels = 2
) (
  input logic             clk_i,
  input logic             rst_ni,
  input logic [Ports-1:0] waiting_q [VirtualChannels*Ports],
  input logic [Ports-1:0] credit_ok [VirtualChannels],
  input logic [Ports-1:0] output_free_i,
  input logic [Ports-1:0] prefer_group_q,
  input logic [Ports-1:0] multicast_inputs,
  input logic [Ports-1:0] multicast_popped_i,
  input logic [Ports-1:0] reach_o [Ports]
);
  logic [4*VirtualChannels-1:0] bins_channel;
  always_comb begin
    bins_channel = '0;
    for (int v = 0; v < VirtualChannels; v++) begin
      for (int o = 0; o < Ports; o++) begin
        if (waiting_q[v*Ports + o] != '0 && output_free_i[o]) begin
          bins_channel[4*v + 2*32'(credit_ok[v][o]) + 32'(prefer_group_q[o])] = 1'b1;
        end
      end
    end
  end

  logic [15:0] bins_split;  // four sizes by four parts; larger groups count as four
  logic [2:0]  members_q [Ports], members [Ports], members_d [Ports];
  logic [2:0]  parts_q   [Ports], parts   [Ports], parts_d   [Ports];

  function automatic logic [1:0] UpToFour(input logic [2:0] value);
    return (value >= 3'd4) ? 2'd3 : 2'(value - 3'd1);
  endfunction

  always_comb begin
    bins_split = '0;
    for (int p = 0; p < Ports; p++) begin
      members[p]   = members_q[p];
      parts[p]     = parts_q[p];
      members_d[p] = members_q[p];
      parts_d[p]   = parts_q[p];
      if (multicast_inputs[p]) begin
        members[p]   = (32'(members_q[p]) + 32'($countones(reach_o[p])) > 4)
                     ? 3'd4 : members_q[p] + 3'($countones(reach_o[p]));
        parts[p]     = (parts_q[p] == 3'd4) ? 3'd4 : parts_q[p] + 3'd1;
        members_d[p] = multicast_popped_i[p] ? '0 : members[p];
        parts_d[p]   = multicast_popped_i[p] ? '0 : parts[p];
        if (multicast_popped_i[p]) bins_split[{UpToFour(members[p]), UpToFour(parts[p])}] = 1'b1;
      end
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      members_q <= '{default: '0};
      parts_q   <= '{default: '0};
    end else begin
      members_q <= members_d;
      parts_q   <= parts_d;
    end
  end
endmodule
bind su_match su_match_cover #(.Ports(Ports), .VirtualChannels(VirtualChannels)) u_cover (
  .clk_i, .rst_ni, .waiting_q(u_requests.waiting_q), .credit_ok, .output_free_i,
  .prefer_group_q(u_scheduler.gen_multicast.prefer_group_q), .multicast_inputs, .multicast_popped_i, .reach_o
);
