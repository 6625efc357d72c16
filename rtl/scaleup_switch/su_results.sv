// SPDX-License-Identifier: Apache-2.0
// Slots of finished reductions waiting for their outputs: the buffer of allocator input Ports. A slot is taken when its
// job is chosen and freed when its last flit is read, so that a job never ends without a place for its result.
// Latency: a flit written at an edge is readable after it. Throughput: one take, one free, one write and one read per
// cycle. Back-pressure: free_o low keeps the engine from choosing a job.
`include "assertions.svh"
module su_results
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned ResultSlots = 8,
  parameter int unsigned ResultWidth = 3   // bits of a result slot number
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  output logic                   free_o,         // a slot can be taken
  output logic [ResultWidth-1:0] free_slot_o,
  input  logic                   take_i,
  input  logic                   give_i,
  input  logic [ResultWidth-1:0] give_slot_i,
  input  logic                   write_header_i,
  input  logic                   write_data_i,
  input  logic [ResultWidth-1:0] write_slot_i,
  input  logic [1:0]             write_flit_i,
  input  logic [2:0]             total_i,
  input  logic [HeaderBits-1:0]  header_i,
  input  logic [FlitBits-1:0]    data_i,
  input  logic                   read_i,
  input  logic [ResultWidth-1:0] read_slot_i,
  input  logic [2:0]             read_index_i,
  output logic [FlitBits-1:0]    read_data_o,
  input  logic [ResultWidth-1:0] total_slot_i,
  output logic [2:0]             total_o,
  output logic                   used_o
);

  logic [ResultSlots-1:0] taken_q;
  logic [ResultSlots-1:0] lowest_free;
  logic [HeaderBits-1:0]  header_mem [ResultSlots];
  logic [2:0]             total_mem  [ResultSlots];
  logic [FlitBits-1:0]    data_mem   [ResultSlots * MaxDataFlits];

  assign lowest_free = ~taken_q & (taken_q + ResultSlots'(1));
  assign free_o      = taken_q != '1;
  assign free_slot_o = ResultWidth'($countones(lowest_free - ResultSlots'(1)));
  assign used_o      = taken_q != '0;
  assign total_o     = total_mem[total_slot_i];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      taken_q <= '0;
    end else begin
      if (give_i) taken_q[give_slot_i] <= 1'b0;
      if (take_i) taken_q[free_slot_o] <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (write_header_i) begin
      header_mem[write_slot_i] <= header_i;
      total_mem[write_slot_i]  <= total_i;
    end
    if (write_data_i) data_mem[{write_slot_i, write_flit_i}] <= data_i;
  end

  always_comb begin
    read_data_o = '0;
    if (read_i) begin
      if (read_index_i == '0) read_data_o = FlitBits'(header_mem[read_slot_i]);
      else read_data_o = data_mem[{read_slot_i, read_index_i[1:0] - 2'd1}];
    end
  end

  `LINKWRIGHT_ASSERT(TakesOnlyFree, !take_i || free_o)
  `LINKWRIGHT_ASSERT(GivesOnlyTaken, !give_i || taken_q[give_slot_i])

endmodule
