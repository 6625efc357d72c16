// SPDX-License-Identifier: Apache-2.0
// iSLIP: grant and accept rounds with rotating pointers that move only on an accept of the first round, which makes
// them drift apart under load. Pointers are thermometer masks; the reduction unit (input Ports) is kept apart from the
// bit vectors of the ports, because its place in the cyclic order is fixed: after port Ports-1.
// Latency: combinational match, pointers at the edge. Throughput: one match of all ports per cycle. A first version of
// silicon pipelines the rounds. Back-pressure: none; masked inputs and outputs take no part.
`include "assertions.svh"
module su_allocator_islip #(
  parameter int unsigned Ports         = 4,
  parameter int unsigned InputWidth    = 3,    // bits of an allocator input number
  parameter int unsigned PortWidth     = 2,    // bits of a port number
  parameter int unsigned MaxIterations = 4,    // 1 to 4
  parameter bit          HasEngine     = 1'b1  // there is an input Ports
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic [2:0]            iterations_i,            // 1 to MaxIterations
  input  logic [Ports-1:0]      request_i [Ports],       // per output: requesting ports
  input  logic [Ports-1:0]      engine_request_i,        // outputs the reduction unit requests
  input  logic [Ports-1:0]      input_mask_i,            // ports that may be matched
  input  logic                  engine_mask_i,           // the reduction unit may be matched
  input  logic [Ports-1:0]      output_mask_i,           // outputs that may be matched
  output logic [Ports-1:0]      matched_inputs_o,
  output logic                  matched_engine_o,
  output logic [Ports-1:0]      matched_outputs_o,
  output logic [PortWidth-1:0]  output_of_input_o [Ports + 1],
  output logic [InputWidth-1:0] input_of_output_o [Ports]
);

  localparam int unsigned Inputs = Ports + (HasEngine ? 1 : 0);

  // Thermometer masks: bit b set iff b >= pointer. grant_q of all zeros points at input Ports.
  logic [Ports-1:0] grant_q  [Ports];
  logic [Ports-1:0] accept_q [Inputs];
  logic [Ports-1:0] grant_d  [Ports];
  logic [Ports-1:0] accept_d [Inputs];

  logic [Ports-1:0]      inputs_left;
  logic                  engine_left;
  logic [Ports-1:0]      outputs_left;
  logic [Ports-1:0]      wanted;
  logic [Ports-1:0]      upper;
  logic [Ports-1:0]      chosen;
  logic [Ports-1:0]      granted;                 // inputs with a grant in this round
  logic                  granted_engine;
  logic [Ports-1:0]      grants [Inputs];         // per input: granting outputs
  logic [InputWidth-1:0] to;
  logic [PortWidth-1:0]  from;

  always_comb begin
    grant_d          = grant_q;
    accept_d         = accept_q;
    inputs_left      = input_mask_i;
    engine_left      = engine_mask_i;
    outputs_left     = '0;
    matched_engine_o = 1'b0;
    wanted           = '0;
    upper            = '0;
    chosen           = '0;
    granted          = '0;
    granted_engine   = 1'b0;
    to               = '0;
    from             = '0;
    grants            = '{default: '0};
    output_of_input_o = '{default: '0};
    input_of_output_o = '{default: '0};
    matched_inputs_o  = '0;
    matched_outputs_o = '0;
    for (int o = 0; o < Ports; o++) begin
      outputs_left[o] = output_mask_i[o] && ((request_i[o] & input_mask_i) != '0
                                             || (HasEngine && engine_mask_i && engine_request_i[o]));
    end

    for (int unsigned round = 0; round < MaxIterations; round++) begin
      if (round < 32'(iterations_i) && outputs_left != '0) begin
        granted        = '0;
        granted_engine = 1'b0;
        // Grant.
        for (int o = 0; o < Ports; o++) begin
          if (outputs_left[o]) begin
            wanted = request_i[o] & inputs_left;
            upper  = wanted & grant_q[o];
            if (HasEngine && upper == '0 && engine_left && engine_request_i[o]) begin
              if (!granted_engine) grants[Inputs-1] = '0;
              granted_engine         = 1'b1;
              grants[Inputs-1][o]    = 1'b1;
            end else if (wanted != '0) begin
              if (upper == '0) upper = wanted;
              chosen = upper & (~upper + Ports'(1));
              to     = InputWidth'($countones(chosen - Ports'(1)));
              if (!granted[PortWidth'(to)]) grants[to] = '0;
              granted    = granted | chosen;
              grants[to][o] = 1'b1;
            end else begin
              outputs_left[o] = 1'b0;  // nobody left to ask
            end
          end
        end
        // Accept.
        for (int unsigned i = 0; i < Inputs; i++) begin
          if (i < Ports ? granted[PortWidth'(i)] : granted_engine) begin
            upper  = grants[i] & accept_q[i];
            if (upper == '0) upper = grants[i];
            chosen = upper & (~upper + Ports'(1));
            from   = PortWidth'($countones(chosen - Ports'(1)));
            matched_outputs_o    = matched_outputs_o | chosen;
            outputs_left         = outputs_left & ~chosen;
            output_of_input_o[i] = from;
            input_of_output_o[from] = InputWidth'(i);
            if (i < Ports) inputs_left[PortWidth'(i)] = 1'b0;
            else begin
              engine_left      = 1'b0;
              matched_engine_o = 1'b1;
            end
            if (round == 0) begin
              accept_d[i]   = ~(chosen | (chosen - Ports'(1)));
              // i + 1, or 0 after the reduction unit.
              grant_d[from] = (i < Ports) ? ~((Ports'(1) << i) | ((Ports'(1) << i) - Ports'(1))) : '1;
            end
          end
        end
      end
    end
    matched_inputs_o = input_mask_i & ~inputs_left;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      grant_q  <= '{default: '1};
      accept_q <= '{default: '1};
    end else if (matched_outputs_o != '0) begin
      grant_q  <= grant_d;
      accept_q <= accept_d;
    end
  end

  `LINKWRIGHT_ASSERT(EqualSizes,
                     $countones(matched_outputs_o) == $countones(matched_inputs_o) + 32'(matched_engine_o))

endmodule
