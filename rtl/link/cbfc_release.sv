// SPDX-License-Identifier: Apache-2.0
// Gives credits back for a core that keeps what it was sent in cells, one credit each, and says how many of each virtual
// channel it holds: what was delivered, is not held and was not given back yet is given back, whether the core sent it on
// or threw it away.
// Latency: a cell that is held no longer is given back in the next cycle, if no other channel is before it. Throughput:
// one beat delivered and 16383 >> shift credits of one channel given back per cycle. Back-pressure: none.
`include "assertions.svh"
module cbfc_release #(
  parameter int unsigned VirtualChannels = 8,   // 1 to 32
  parameter int unsigned Pipeline        = 3,   // cycles from a beat on the core's wires to its cell in held_i, at least 1
  parameter int unsigned HeldBits        = 20,
  parameter int unsigned OwedBits        = 21   // more than HeldBits, and than the bits of a limit
) (
  input  logic                                clk_i,
  input  logic                                rst_ni,
  // configuration
  input  logic [VirtualChannels-1:0]          enable_i,
  input  logic [3:0]                          credit_shift_i,  // log2 of the bytes of a cell, 6 to 13
  // core side of the port
  input  logic                                out_valid_i,
  input  logic                                out_head_i,
  input  logic [4:0]                          out_vc_i,
  // from the core
  input  logic [VirtualChannels*HeldBits-1:0] held_i,
  // to the port
  output logic                                free_o,
  output logic [4:0]                          free_vc_o,
  output logic [13:0]                         free_length_o
);

  localparam int unsigned V = VirtualChannels;

  // ---- cells delivered: the first beat of a frame begins one, and every 2^(shift-6)th after it ----
  logic [6:0] index_q, index;
  logic       cell_begins;
  assign index       = out_head_i ? '0 : index_q;
  assign cell_begins = out_valid_i && (index & ((7'd1 << (credit_shift_i - 4'd6)) - 7'd1)) == '0;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) index_q <= '0;
    else if (out_valid_i) index_q <= index + 7'd1;
  end

  // ---- while the core has not charged them ----
  logic [Pipeline-1:0] passing;
  logic [4:0]          passing_vc [Pipeline];
  assign passing[0]    = cell_begins;
  assign passing_vc[0] = out_vc_i;
  for (genvar i = 1; i < Pipeline; i++) begin : gen_stage
    logic       valid_q;
    logic [4:0] vc_q;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        valid_q <= 1'b0;
        vc_q    <= '0;
      end else begin
        valid_q <= passing[i-1];
        vc_q    <= passing_vc[i-1];
      end
    end
    assign passing[i]    = valid_q;
    assign passing_vc[i] = vc_q;
  end

  // ---- delivered and not given back ----
  logic [OwedBits-1:0] spare [V];
  logic [OwedBits-1:0] credits;
  logic [V-1:0]        wanting, at_or_after_q, grant, after_grant;
  for (genvar v = 0; v < V; v++) begin : gen_vc
    logic [OwedBits-1:0] owed_q, came, left, held;
    assign held       = OwedBits'(held_i[v*HeldBits +: HeldBits]);
    assign wanting[v] = owed_q > held;
    assign spare[v]   = owed_q - held;
    assign came       = OwedBits'(passing[Pipeline-1] && passing_vc[Pipeline-1] == 5'(v));
    assign left       = grant[v] ? credits : '0;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) owed_q <= '0;
      else if (!enable_i[v]) owed_q <= '0;
      else owed_q <= owed_q + came - left;
    end
  end

  // ---- one channel per cycle, as a frame of as many cells as a length can say ----
  rr_arbiter #(.Width(V)) u_arbiter (
    .request_i(wanting), .at_or_after_i(at_or_after_q), .grant_o(grant), .next_o(after_grant)
  );
  logic [13:0] most;
  logic [4:0]  vc;
  assign most = 14'h3FFF >> credit_shift_i;
  always_comb begin
    credits = '0;
    vc      = '0;
    for (int unsigned v = 0; v < V; v++) begin
      if (grant[v]) begin
        credits = (32'(spare[v]) > 32'(most)) ? OwedBits'(most) : spare[v];
        vc      = 5'(v);
      end
    end
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      at_or_after_q <= '1;
      free_o        <= 1'b0;
      free_vc_o     <= '0;
      free_length_o <= '0;
    end else begin
      free_o <= grant != '0;
      if (grant != '0) begin
        at_or_after_q <= after_grant;
        free_vc_o     <= vc;
        free_length_o <= 14'(credits) << credit_shift_i;
      end
    end
  end

  `LINKWRIGHT_CHECK_PARAMETER(V >= 1 && V <= 32, "VirtualChannels must be 1 to 32")
  `LINKWRIGHT_CHECK_PARAMETER(Pipeline >= 1, "Pipeline must be at least 1")
  `LINKWRIGHT_CHECK_PARAMETER(OwedBits > HeldBits, "OwedBits must be more than HeldBits")

endmodule
