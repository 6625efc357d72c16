// SPDX-License-Identifier: Apache-2.0
// Matches group packets: every output takes the first input at or after the shared pointer that asks for it, so an
// input may be given many outputs at once (fan-out splitting: the rest of the packet's outputs follow later).
// Latency: combinational; the owner keeps the pointer. Throughput: one match of all ports per cycle.
// Back-pressure: none; masked inputs and outputs take no part.
module su_multicast_arbiter #(
  parameter int unsigned Ports     = 4,
  parameter int unsigned PortWidth = 2  // bits of a port number
) (
  input  logic [Ports-1:0]     ask_i [Ports],    // per input: outputs asked for
  input  logic [Ports-1:0]     asking_i,         // inputs that ask for anything
  input  logic [Ports-1:0]     input_mask_i,
  input  logic [Ports-1:0]     output_mask_i,
  input  logic [PortWidth-1:0] pointer_i,
  output logic                 any_o,            // some input has a (masked) request
  output logic [PortWidth-1:0] first_o,          // the first of them at or after the pointer
  output logic [Ports-1:0]     matched_inputs_o,
  output logic [Ports-1:0]     matched_outputs_o,
  output logic [Ports-1:0]     reach_o [Ports],  // per input: outputs matched
  output logic [PortWidth-1:0] input_of_output_o [Ports]
);

  logic [Ports-1:0] candidate;
  logic [Ports-1:0] taken;
  int unsigned      turn;

  always_comb begin
    any_o            = 1'b0;
    first_o          = '0;
    matched_inputs_o = '0;
    candidate        = '0;
    taken            = '0;
    turn             = 0;
    for (int i = 0; i < Ports; i++) begin
      reach_o[i]           = '0;
      input_of_output_o[i] = '0;
    end
    if ((asking_i & input_mask_i) != '0) begin
      for (int unsigned k = 0; k < Ports; k++) begin
        turn = 32'(pointer_i) + k;
        if (turn >= Ports) turn = turn - Ports;
        if (asking_i[PortWidth'(turn)] && input_mask_i[PortWidth'(turn)]) begin
          candidate = ask_i[turn] & output_mask_i;
          if (candidate != '0) begin
            if (!any_o) first_o = PortWidth'(turn);
            any_o = 1'b1;
            candidate = candidate & ~taken;
            if (candidate != '0) begin
              taken                              = taken | candidate;
              reach_o[turn]                      = candidate;
              matched_inputs_o[PortWidth'(turn)] = 1'b1;
              for (int o = 0; o < Ports; o++) begin
                if (candidate[o]) input_of_output_o[o] = PortWidth'(turn);
              end
            end
          end
        end
      end
    end
    matched_outputs_o = taken;
  end

endmodule
