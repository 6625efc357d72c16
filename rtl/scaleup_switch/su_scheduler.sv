// SPDX-License-Identifier: Apache-2.0
// One match of inputs to outputs per cycle. At every output, and at every input, group packets and unicast packets take
// turns at going first when both want to go: group packets are matched where it is their turn, then unicast packets
// where inputs and outputs are left, then group packets again. The multicast arbiter is combinational and exists twice,
// before and after the unicast allocator, so that the turns close no combinational loop.
// Latency: combinational match, pointers at the edge. Throughput: one match of all ports per cycle.
// Back-pressure: through the requests it is given.
`include "assertions.svh"
module su_scheduler
  import scaleup_switch_pkg::*;
#(
  parameter int unsigned Ports         = 4,
  parameter int unsigned PortWidth     = 2,            // bits of a port number
  parameter int unsigned InputWidth    = 3,            // bits of an allocator input number
  parameter int unsigned Allocator     = AllocIslip,
  parameter int unsigned MaxIterations = 4,
  parameter bit          HasEngine     = 1'b1          // group operations exist, and an input Ports
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic [2:0]            iterations_i,
  input  logic [Ports-1:0]      input_free_i,
  input  logic                  engine_free_i,
  // unicast
  input  logic [Ports-1:0]      request_i [Ports],       // per output: requesting ports, free or not
  input  logic [Ports-1:0]      engine_request_i,
  output logic [Ports:0]        unicast_inputs_o,        // bit Ports: the reduction unit
  output logic [Ports-1:0]      unicast_outputs_o,
  output logic [PortWidth-1:0]  output_of_input_o [Ports + 1],
  output logic [InputWidth-1:0] input_of_output_o [Ports],
  // group packets
  input  logic [Ports-1:0]      ask_i [Ports],           // per input: outputs asked for
  input  logic [Ports-1:0]      asking_i,                // inputs that ask for anything; they are free
  input  logic [Ports-1:0]      completed_i,             // per input: reach_o completes its packet
  output logic [Ports-1:0]      multicast_outputs_o,
  output logic [Ports-1:0]      multicast_inputs_o,
  output logic [Ports-1:0]      reach_o [Ports],
  output logic [PortWidth-1:0]  multicast_of_output_o [Ports]
);

  logic [Ports-1:0] input_mask;
  logic             engine_mask;
  logic [Ports-1:0] output_mask;
  logic [Ports-1:0] matched_inputs;
  logic             matched_engine;

  assign engine_mask      = engine_free_i;
  assign unicast_inputs_o = {matched_engine, matched_inputs};

  if (Allocator == AllocWavefront) begin : gen_wavefront
    su_allocator_wavefront #(
      .Ports(Ports), .InputWidth(InputWidth), .PortWidth(PortWidth), .HasEngine(HasEngine)
    ) u_allocator (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .request_i(request_i),
      .engine_request_i(engine_request_i),
      .input_mask_i(input_mask),
      .engine_mask_i(engine_mask),
      .output_mask_i(output_mask),
      .matched_inputs_o(matched_inputs),
      .matched_engine_o(matched_engine),
      .matched_outputs_o(unicast_outputs_o),
      .output_of_input_o(output_of_input_o),
      .input_of_output_o(input_of_output_o)
    );
    logic [2:0] unused_iterations;
    assign unused_iterations = iterations_i;
  end else begin : gen_islip
    su_allocator_islip #(
      .Ports(Ports), .InputWidth(InputWidth), .PortWidth(PortWidth),
      .MaxIterations(MaxIterations), .HasEngine(HasEngine)
    ) u_allocator (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .iterations_i(iterations_i),
      .request_i(request_i),
      .engine_request_i(engine_request_i),
      .input_mask_i(input_mask),
      .engine_mask_i(engine_mask),
      .output_mask_i(output_mask),
      .matched_inputs_o(matched_inputs),
      .matched_engine_o(matched_engine),
      .matched_outputs_o(unicast_outputs_o),
      .output_of_input_o(output_of_input_o),
      .input_of_output_o(input_of_output_o)
    );
  end

  if (HasEngine) begin : gen_multicast
    // An output that served one kind prefers the other; an input that sent a group packet owes its unicast packets the
    // next turn.
    logic [Ports-1:0]     prefer_group_q;
    logic [Ports-1:0]     owes_unicast_q;
    logic [PortWidth-1:0] pointer_q;
    logic [Ports-1:0]     unicast_from;  // inputs with a unicast request

    logic                 early_any,     late_any;
    logic [PortWidth-1:0] early_first,   late_first;
    logic [Ports-1:0]     early_inputs,  late_inputs;
    logic [Ports-1:0]     early_outputs, late_outputs;
    logic [Ports-1:0]     early_reach [Ports];
    logic [Ports-1:0]     late_reach  [Ports];
    logic [PortWidth-1:0] early_of_output [Ports];
    logic [PortWidth-1:0] late_of_output  [Ports];

    always_comb begin
      unicast_from = '0;
      if ((asking_i & owes_unicast_q) != '0) begin  // only then does it matter
        for (int o = 0; o < Ports; o++) unicast_from = unicast_from | request_i[o];
      end
    end

    su_multicast_arbiter #(.Ports(Ports), .PortWidth(PortWidth)) u_early (
      .ask_i(ask_i),
      .asking_i(asking_i),
      .input_mask_i(~(owes_unicast_q & unicast_from)),
      .output_mask_i(prefer_group_q),
      .pointer_i(pointer_q),
      .any_o(early_any),
      .first_o(early_first),
      .matched_inputs_o(early_inputs),
      .matched_outputs_o(early_outputs),
      .reach_o(early_reach),
      .input_of_output_o(early_of_output)
    );

    assign input_mask  = input_free_i & ~early_inputs;
    assign output_mask = ~early_outputs;

    // Copies that find their output left over leave with those of the early pass.
    su_multicast_arbiter #(.Ports(Ports), .PortWidth(PortWidth)) u_late (
      .ask_i(ask_i),
      .asking_i(asking_i),
      .input_mask_i(~matched_inputs),
      .output_mask_i(~(early_outputs | unicast_outputs_o)),
      .pointer_i(pointer_q),
      .any_o(late_any),
      .first_o(late_first),
      .matched_inputs_o(late_inputs),
      .matched_outputs_o(late_outputs),
      .reach_o(late_reach),
      .input_of_output_o(late_of_output)
    );

    logic [PortWidth-1:0] first;
    assign first               = early_any ? early_first : late_first;
    assign multicast_inputs_o  = early_inputs | late_inputs;
    assign multicast_outputs_o = early_outputs | late_outputs;
    always_comb begin
      for (int p = 0; p < Ports; p++) begin
        reach_o[p]               = early_reach[p] | late_reach[p];
        multicast_of_output_o[p] = early_outputs[p] ? early_of_output[p] : late_of_output[p];
      end
    end

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        prefer_group_q <= '1;
        owes_unicast_q <= '0;
        pointer_q      <= '0;
      end else begin
        prefer_group_q <= (prefer_group_q | unicast_outputs_o) & ~multicast_outputs_o;
        owes_unicast_q <= (owes_unicast_q & ~matched_inputs) | multicast_inputs_o;
        if (early_any || late_any) begin
          if (!completed_i[first]) pointer_q <= first;
          else pointer_q <= (32'(first) == Ports - 1) ? '0 : first + PortWidth'(1);
        end
      end
    end
  end else begin : gen_unicast_only
    assign input_mask          = input_free_i;
    assign output_mask         = '1;
    assign multicast_inputs_o  = '0;
    assign multicast_outputs_o = '0;
    always_comb begin
      for (int p = 0; p < Ports; p++) begin
        reach_o[p]               = '0;
        multicast_of_output_o[p] = '0;
      end
    end
  end

  `LINKWRIGHT_ASSERT(OutputsMatchedOnce, (unicast_outputs_o & multicast_outputs_o) == '0)
  `LINKWRIGHT_ASSERT(InputsMatchedOnce, (matched_inputs & multicast_inputs_o) == '0)

endmodule
