// SPDX-License-Identifier: Apache-2.0
// Wavefront: walks the diagonals (input + output) mod Inputs from a rotating start and matches every request both of
// whose ends are still free: a maximal match in one pass, without iterations.
// Latency: combinational match, the start moves at the edge. Throughput: one match of all ports per cycle.
// Back-pressure: none; masked inputs and outputs take no part. Same interface as su_allocator_islip.
`include "assertions.svh"
module su_allocator_wavefront #(
  parameter int unsigned Ports      = 4,
  parameter int unsigned InputWidth = 3,    // bits of an allocator input number
  parameter int unsigned PortWidth  = 2,    // bits of a port number
  parameter bit          HasEngine  = 1'b1  // there is an input Ports
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic [Ports-1:0]      request_i [Ports],
  input  logic [Ports-1:0]      engine_request_i,
  input  logic [Ports-1:0]      input_mask_i,
  input  logic                  engine_mask_i,
  input  logic [Ports-1:0]      output_mask_i,
  output logic [Ports-1:0]      matched_inputs_o,
  output logic                  matched_engine_o,
  output logic [Ports-1:0]      matched_outputs_o,
  output logic [PortWidth-1:0]  output_of_input_o [Ports + 1],
  output logic [InputWidth-1:0] input_of_output_o [Ports]
);

  localparam int unsigned Inputs = Ports + (HasEngine ? 1 : 0);

  logic [InputWidth-1:0] wave_q;     // first diagonal
  logic [Ports-1:0]      inputs_left;
  logic                  engine_left;
  logic [Ports-1:0]      outputs_left;
  logic                  any;
  int unsigned           diagonal;
  int unsigned           from;

  always_comb begin
    inputs_left      = input_mask_i;
    engine_left      = engine_mask_i;
    outputs_left     = '0;
    matched_engine_o = 1'b0;
    diagonal         = 0;
    from             = 0;
    output_of_input_o = '{default: '0};
    input_of_output_o = '{default: '0};
    matched_inputs_o  = '0;
    matched_outputs_o = '0;
    for (int o = 0; o < Ports; o++) begin
      outputs_left[o] = output_mask_i[o] && ((request_i[o] & input_mask_i) != '0
                                             || (HasEngine && engine_mask_i && engine_request_i[o]));
    end
    any = outputs_left != '0;

    if (any) begin
      for (int unsigned k = 0; k < Inputs; k++) begin
        diagonal = 32'(wave_q) + k;
        if (diagonal >= Inputs) diagonal = diagonal - Inputs;
        for (int unsigned o = 0; o < Ports; o++) begin
          if (outputs_left[PortWidth'(o)]) begin
            from = (diagonal >= o) ? diagonal - o : diagonal + Inputs - o;
            if (HasEngine && from == Ports) begin
              if (engine_left && engine_request_i[PortWidth'(o)]) begin
                engine_left                        = 1'b0;
                matched_engine_o                   = 1'b1;
                outputs_left[PortWidth'(o)]        = 1'b0;
                matched_outputs_o[PortWidth'(o)]   = 1'b1;
                output_of_input_o[Ports]           = PortWidth'(o);
                input_of_output_o[o]               = InputWidth'(from);
              end
            end else if (inputs_left[PortWidth'(from)] && request_i[o][PortWidth'(from)]) begin
              inputs_left[PortWidth'(from)]      = 1'b0;
              outputs_left[PortWidth'(o)]        = 1'b0;
              matched_outputs_o[PortWidth'(o)]   = 1'b1;
              output_of_input_o[from]            = PortWidth'(o);
              input_of_output_o[o]               = InputWidth'(from);
            end
          end
        end
      end
    end
    matched_inputs_o = input_mask_i & ~inputs_left;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) wave_q <= '0;
    else if (any) wave_q <= (32'(wave_q) == Inputs - 1) ? '0 : wave_q + InputWidth'(1);
  end

  `LINKWRIGHT_ASSERT(EqualSizes,
                     $countones(matched_outputs_o) == $countones(matched_inputs_o) + 32'(matched_engine_o))

endmodule
