// SPDX-License-Identifier: Apache-2.0
// One requester port's ring of outstanding reductions: which entries are in use, in order, and the requests and members
// they stand for. Entries are taken and released in order.
// Latency: changes at the edge. Throughput: one entry taken and one released per cycle.
// Back-pressure: full_o.
`include "assertions.svh"
module su_reduction_ring #(
  parameter int unsigned Ports     = 4,
  parameter int unsigned Entries   = 16,
  parameter int unsigned RingWidth = 4,   // bits of an entry's place
  parameter int unsigned InfoWidth = 8    // bits of a request
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 take_i,
  input  logic [Ports-1:0]     take_set_i,
  input  logic [InfoWidth-1:0] take_info_i,
  input  logic                 choose_i,     // the oldest entry becomes a job
  input  logic                 release_i,    // the oldest entry's job ends
  output logic                 full_o,
  output logic                 used_o,
  output logic                 waiting_o,    // there is an oldest entry that is no job yet
  output logic [RingWidth-1:0] newest_o,     // next to be taken
  output logic [RingWidth-1:0] oldest_o,
  output logic [Ports-1:0]     oldest_set_o,
  output logic [InfoWidth-1:0] oldest_info_o
);

  localparam int unsigned CountWidth = $clog2(Entries + 1);

  logic [CountWidth-1:0] count_q;
  logic [RingWidth-1:0]  oldest_q;
  logic [RingWidth-1:0]  newest_q;
  logic                  chosen_q;
  logic [InfoWidth-1:0]  info_mem [Entries];
  logic [Ports-1:0]      set_mem  [Entries];

  assign full_o        = count_q == CountWidth'(Entries);
  assign used_o        = count_q != '0;
  assign waiting_o     = count_q != '0 && !chosen_q;
  assign newest_o      = newest_q;
  assign oldest_o      = oldest_q;
  assign oldest_set_o  = set_mem[oldest_q];
  assign oldest_info_o = info_mem[oldest_q];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q  <= '0;
      oldest_q <= '0;
      newest_q <= '0;
      chosen_q <= 1'b0;
    end else if (take_i || choose_i || release_i) begin
      if (take_i && !release_i) count_q <= count_q + CountWidth'(1);
      if (release_i && !take_i) count_q <= count_q - CountWidth'(1);
      if (take_i) newest_q <= (32'(newest_q) == Entries - 1) ? '0 : newest_q + RingWidth'(1);
      if (release_i) oldest_q <= (32'(oldest_q) == Entries - 1) ? '0 : oldest_q + RingWidth'(1);
      if (release_i) chosen_q <= 1'b0;
      else if (choose_i) chosen_q <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (take_i) begin
      info_mem[newest_q] <= take_info_i;
      set_mem[newest_q]  <= take_set_i;
    end
  end

  `LINKWRIGHT_ASSERT(TakesOnlyFree, !take_i || !full_o)
  `LINKWRIGHT_ASSERT(ReleasesOnlyJobs, !release_i || chosen_q)

endmodule
