// SPDX-License-Identifier: Apache-2.0
// Whom an output looks after next. A claim is a kind (a virtual channel, or group packets after the last channel) of an
// input that waits for the output; an output looks after one claim at a time, in cyclic order of (kind, input). A claim
// that was not served while it aged twice is late: the switch then keeps its input and the output free for it (held).
// When it ages once more and cannot be held (no credit, or somebody is stuck), the next claim gets its turn. Between
// turns the output rests, so that channels keep their order of preference most of the time.
// Latency: combinational; the owner keeps the registers of all outputs and presents one output per tick.
// Throughput: one output per tick. Back-pressure: none.
module su_turn #(
  parameter int unsigned Kinds      = 3,
  parameter int unsigned Inputs     = 5,
  parameter int unsigned InputWidth = 3   // bits of an input number
) (
  input  logic [Kinds*Inputs-1:0] claims_i,  // [kind * Inputs + input]: waits, and is not served in this tick
  input  logic                    valid_i,   // a claim is looked after; the next three are it, or the last one
  input  logic [2:0]              kind_i,
  input  logic [InputWidth-1:0]   input_i,
  input  logic [1:0]              age_i,     // 2: late
  input  logic                    rested_i,  // the next turn may begin
  input  logic                    ages_i,    // and it must
  input  logic                    held_i,
  output logic                    valid_o,
  output logic [2:0]              kind_o,
  output logic [InputWidth-1:0]   input_o,
  output logic [1:0]              age_o
);

  localparam logic [1:0] Late = 2'd2;

  logic              choose;
  logic              found;
  logic [2:0]        kind;
  logic [Inputs-1:0] behind;      // inputs behind the last one
  logic [Inputs-1:0] candidates;
  logic [Inputs-1:0] lowest;

  assign choose = (!valid_i && (rested_i || ages_i)) || (valid_i && ages_i && age_i == Late && !held_i);
  assign behind = {Inputs{1'b1}} << (32'(input_i) + 1);

  always_comb begin
    valid_o    = valid_i;
    kind_o     = kind_i;
    input_o    = input_i;
    age_o      = !valid_i ? '0 : (ages_i && age_i != Late) ? age_i + 2'd1 : age_i;
    found      = 1'b0;
    kind       = kind_i;
    candidates = '0;
    lowest     = '0;
    if (choose) begin
      // The kind of the last claim comes first, with the inputs behind it, and at the end once more as a whole.
      for (int unsigned n = 0; n <= Kinds; n++) begin
        if (!found) begin
          candidates = claims_i[32'(kind)*Inputs +: Inputs];
          if (n == 0) candidates = candidates & behind;
          if (candidates != '0) begin
            found   = 1'b1;
            lowest  = candidates & (~candidates + Inputs'(1));
            kind_o  = kind;
            input_o = '0;
            for (int unsigned i = 0; i < Inputs; i++) begin
              if (lowest[i]) input_o = input_o | InputWidth'(i);
            end
          end
          kind = (32'(kind) == Kinds - 1) ? 3'd0 : kind + 3'd1;
        end
      end
      valid_o = found;
      age_o   = '0;
    end
  end

endmodule
