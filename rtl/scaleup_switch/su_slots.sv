// SPDX-License-Identifier: Apache-2.0
// Packet slots of one input: header RAM, data RAM and one free-slot stack per virtual channel. The stack's memory needs
// no initialisation: positions below the lowest mark ever reached still hold their own number.
// Latency: a flit written at an edge is readable after it; the slot offered for a channel is combinational.
// Throughput: one slot taken, one given back, one flit written and one read per cycle.
// Back-pressure: full_o per channel; taking from a full channel is a bug (asserted).
`include "assertions.svh"
module su_slots
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned VirtualChannels = 2,
  parameter int unsigned SlotsPerVc      = 16,
  parameter int unsigned SlotWidth       = 5   // bits of a slot number
) (
  input  logic                       clk_i,
  input  logic                       rst_ni,
  // take a slot
  input  logic                       take_i,
  input  logic [1:0]                 take_vc_i,
  input  logic [2:0]                 take_total_i,  // flits of the packet
  output logic [SlotWidth-1:0]       take_slot_o,
  output logic [VirtualChannels-1:0] full_o,
  output logic [13:0]                take_level_o,  // slots of the channel in use, with the one being taken
  // give one back
  input  logic                       free_i,
  input  logic [1:0]                 free_vc_i,
  input  logic [SlotWidth-1:0]       free_slot_i,
  // write a flit
  input  logic                       write_i,
  input  logic [SlotWidth-1:0]       write_slot_i,
  input  logic [2:0]                 write_index_i,
  input  logic [FlitBits-1:0]        write_data_i,
  // read a flit
  input  logic                       read_i,
  input  logic [SlotWidth-1:0]       read_slot_i,
  input  logic [2:0]                 read_index_i,
  output logic [FlitBits-1:0]        read_data_o,
  // length of a packet
  input  logic [SlotWidth-1:0]       total_slot_i,
  output logic [2:0]                 total_o,
  output logic                       used_o         // some slot is in use
);

  localparam int unsigned V     = VirtualChannels;
  localparam int unsigned K     = SlotsPerVc;
  localparam int unsigned Slots = V * K;
  localparam int unsigned Count = $clog2(K + 1);  // bits of a slot count
  localparam int unsigned Place = (K > 1) ? $clog2(K) : 1;

  logic [FlitBits-1:0] header_mem [Slots];
  logic [FlitBits-1:0] data_mem   [Slots * MaxDataFlits];
  logic [2:0]          total_mem  [Slots];

  logic [V*SlotWidth-1:0] offers;
  logic [V*Count-1:0]     levels;
  logic [V-1:0]           in_use;

  for (genvar v = 0; v < V; v++) begin : gen_vc
    logic [Place-1:0] stack_mem [K];
    logic [Count-1:0] depth_q;   // free slots on the stack
    logic [Count-1:0] low_q;     // least depth_q ever seen
    logic [Count-1:0] top;
    logic [Place-1:0] offer;
    logic             take;
    logic             give;

    assign take  = take_i && take_vc_i == v;
    assign give  = free_i && free_vc_i == v;
    assign top   = depth_q - Count'(1);
    assign offer = (top < low_q) ? Place'(top) : stack_mem[Place'(top)];

    assign offers[v*SlotWidth +: SlotWidth] = SlotWidth'(v * K) + SlotWidth'(offer);
    assign levels[v*Count +: Count]         = Count'(K) - depth_q;
    assign full_o[v]                        = depth_q == '0;
    assign in_use[v]                        = depth_q != Count'(K);

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        depth_q <= Count'(K);
        low_q   <= Count'(K);
      end else begin
        if (take && !give) depth_q <= top;
        if (give && !take) depth_q <= depth_q + Count'(1);
        if (take && top < low_q) low_q <= top;
      end
    end
    always_ff @(posedge clk_i) begin
      if (give) stack_mem[take ? Place'(top) : Place'(depth_q)] <= Place'(free_slot_i - SlotWidth'(v * K));
    end

    `LINKWRIGHT_ASSERT(TakesOnlyFree, !(take && depth_q == '0))
    `LINKWRIGHT_ASSERT(GivesOnlyTaken, !(give && depth_q == Count'(K)))
  end

  always_comb begin
    take_slot_o  = '0;
    take_level_o = '0;
    for (int unsigned v = 0; v < V; v++) begin
      if (take_vc_i == 2'(v)) begin
        take_slot_o  = offers[v*SlotWidth +: SlotWidth];
        take_level_o = 14'(levels[v*Count +: Count]) + 14'd1;
      end
    end
  end
  assign used_o = in_use != '0;

  always_ff @(posedge clk_i) begin
    if (take_i) total_mem[take_slot_o] <= take_total_i;
    if (write_i) begin
      if (write_index_i == '0) header_mem[write_slot_i] <= write_data_i;
      else data_mem[{write_slot_i, write_index_i[1:0] - 2'd1}] <= write_data_i;
    end
  end

  assign total_o = total_mem[total_slot_i];

  always_comb begin
    read_data_o = '0;
    if (read_i) begin
      if (read_index_i == '0) read_data_o = header_mem[read_slot_i];
      else read_data_o = data_mem[{read_slot_i, read_index_i[1:0] - 2'd1}];
    end
  end

`ifdef LINKWRIGHT_BOOKKEEPING
  // A slot is taken at most once and freed at most once: the memory of who is taken costs simulation time, so that it
  // exists only where asked for.
  logic [Slots-1:0] taken_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      taken_q <= '0;
    end else begin
      if (free_i) taken_q[free_slot_i] <= 1'b0;
      if (take_i) taken_q[take_slot_o] <= 1'b1;
    end
  end
  `LINKWRIGHT_ASSERT(NeverTakenTwice, !take_i || !taken_q[take_slot_o])
  `LINKWRIGHT_ASSERT(NeverFreedTwice, !free_i || taken_q[free_slot_i])
`endif

endmodule
