// SPDX-License-Identifier: Apache-2.0
// Proof harness of the match (su_match, whose assertions under FORMAL are proved): packets, heads of the group queues,
// credits, live ports, free inputs and outputs come and go at will. A queue is empty again only after its last packet was
// popped, and the head of a group queue changes only when it is complete: that is all that is asked of the surroundings.
module match_harness #(
  parameter int unsigned Ports      = 2,
  parameter int unsigned PortWidth  = 1,
  parameter int unsigned InputWidth = 2,
  parameter int unsigned Allocator  = 0
) (
  input logic clk_i
);

  localparam int unsigned V      = 2;
  localparam int unsigned Inputs = Ports + 1;

  logic rst_ni;
  initial rst_ni = 1'b0;
  always_ff @(posedge clk_i) rst_ni <= 1'b1;

  (* anyseq *) logic [Ports-1:0]            live, output_free, ring_full;
  (* anyseq *) logic [Ports*V-1:0]          sender_ok;
  (* anyseq *) logic [Inputs-1:0]           input_free, last, shown;
  (* anyseq *) logic [Inputs*2-1:0]         shown_vc;
  (* anyseq *) logic [Inputs*PortWidth-1:0] shown_output;
  (* anyseq *) logic [Ports-1:0]            comes, comes_reduce;     // a group packet becomes the head
  (* anyseq *) logic [Ports*Ports-1:0]      comes_set;

  logic [Ports:0]         pop;
  logic [Ports*Ports-1:0] reach, remaining_q;
  logic [Ports-1:0]       valid_q, reduce_q, started_q, popped;
  initial begin
    valid_q     = '0;
    reduce_q    = '0;
    started_q   = '0;
    remaining_q = '0;
  end

  su_match #(
    .Ports(Ports), .VirtualChannels(V), .Inputs(Inputs), .PortWidth(PortWidth), .InputWidth(InputWidth),
    .Allocator(Allocator), .MaxIterations(1)
  ) u_match (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .iterations_i(3'd1),
    .live_i(live),
    .input_free_i(input_free),
    .output_free_i(output_free),
    .sender_ok_i(sender_ok),
    .gone_i(last & pop),
    .next_i('0),
    .next_output_i('0),
    .shown_i(shown),
    .shown_vc_i(shown_vc),
    .shown_output_i(shown_output),
    .pop_o(pop),
    .multicast_valid_i(valid_q),
    .multicast_reduce_i(reduce_q),
    .multicast_started_i(started_q),
    .multicast_popped_i(popped),
    .multicast_remaining_i(remaining_q),
    .multicast_vc_i('0),
    .ring_full_i(ring_full),
    .reach_o(reach)
  );

  for (genvar p = 0; p < Ports; p++) begin : gen_group
    assign popped[p] = reach[p*Ports +: Ports] != '0
                       && (remaining_q[p*Ports +: Ports] & ~reach[p*Ports +: Ports]) == '0;
    always_ff @(posedge clk_i) begin
      if (popped[p] || !valid_q[p]) begin
        valid_q[p]                   <= comes[p] && comes_set[p*Ports +: Ports] != '0;
        reduce_q[p]                  <= comes_reduce[p];
        started_q[p]                 <= 1'b0;
        remaining_q[p*Ports +: Ports] <= comes_set[p*Ports +: Ports];
      end else if (reach[p*Ports +: Ports] != '0) begin
        started_q[p]                 <= 1'b1;
        remaining_q[p*Ports +: Ports] <= remaining_q[p*Ports +: Ports] & ~reach[p*Ports +: Ports];
      end
    end
  end

  for (genvar i = 0; i < Inputs; i++) begin : gen_input
    always @(posedge clk_i) begin
      assume (32'(shown_vc[i*2 +: 2]) < V && 32'(shown_output[i*PortWidth +: PortWidth]) < Ports);
    end
  end

endmodule
