// SPDX-License-Identifier: Apache-2.0
// Proof harness of the turns of one output, with the registers that su_turns keeps of it. Claims come and are served as
// they like, visits and ageing come when they like; the claim that is watched waits until it is served. Then
// - it gets its turn after at most Kinds * Inputs - 1 turns of others,
// - nobody's turn outlasts three agings, unless it is late and held,
// - a turn is always that of a claim that waits, and nobody is passed over while the output looks after none.
module turns_harness #(
  parameter int unsigned Kinds  = 3,
  parameter int unsigned Inputs = 5
) (
  input logic clk_i
);

  localparam int unsigned Claims     = Kinds * Inputs;
  localparam int unsigned InputWidth = 3;

  // What waits, who is matched with the output.
  (* anyseq *)   logic [Claims-1:0] arrives;
  (* anyseq *)   logic              matches;
  (* anyseq *)   logic [2:0]        matched_kind;
  (* anyseq *)   logic [2:0]        matched_input;
  (* anyseq *)   logic              empties;         // the match serves the last packet of the claim
  (* anyseq *)   logic              visits, ages, rested, held;
  (* anyconst *) logic [2:0]        watched_kind;
  (* anyconst *) logic [2:0]        watched_input;

  logic [Claims-1:0] waiting_q;
  logic [Claims-1:0] matched, watched;
  logic              valid_q, valid_d;
  logic [2:0]        kind_q, kind_d;
  logic [2:0]        input_q, input_d;
  logic [1:0]        age_q, age_d;
  logic              served;
  logic [7:0]        others_q;      // turns of others since the watched one waits
  logic [1:0]        aged_q;        // agings of this turn
  initial begin
    waiting_q = '0;
    valid_q   = 1'b0;
    kind_q    = 3'(Kinds - 1);
    input_q   = 3'(Inputs - 1);
    age_q     = '0;
    others_q  = '0;
    aged_q    = '0;
  end

  assign matched = matches ? Claims'(1) << (32'(matched_kind) * Inputs + 32'(matched_input)) : '0;
  assign watched = Claims'(1) << (32'(watched_kind) * Inputs + 32'(watched_input));
  assign served  = valid_q && matches && kind_q == matched_kind && input_q == matched_input;

  su_turn #(.Kinds(Kinds), .Inputs(Inputs), .InputWidth(InputWidth)) u_turn (
    .claims_i(waiting_q & ~matched),
    .valid_i(valid_q && !served),
    .kind_i(kind_q),
    .input_i(input_q),
    .age_i(age_q),
    .rested_i(rested),
    .ages_i(ages),
    .held_i(held),
    .valid_o(valid_d),
    .kind_o(kind_d),
    .input_o(input_d),
    .age_o(age_d)
  );

  logic waits, changes, is_watched;
  assign waits      = (waiting_q & watched) != '0 && (matched & watched) == '0;
  assign changes    = visits && valid_d && (!valid_q || served || kind_d != kind_q || input_d != input_q || age_d < age_q);
  assign is_watched = kind_d == watched_kind && input_d == watched_input;

  always_ff @(posedge clk_i) begin
    waiting_q <= (empties ? waiting_q & ~matched : waiting_q) | arrives;
    if (visits) begin
      valid_q <= valid_d;
      kind_q  <= kind_d;
      input_q <= input_d;
      age_q   <= age_d;
    end else if (served) begin
      valid_q <= 1'b0;
      age_q   <= '0;
    end
    if (!waits || (visits && valid_d && is_watched)) others_q <= '0;
    else if (changes) others_q <= others_q + 8'd1;
    if (visits) begin
      if (changes || !valid_d) aged_q <= '0;
      else if (ages && (age_q != 2'd2 || !held)) aged_q <= aged_q + 2'd1;
    end
  end

  // Places behind the last turn in cyclic order: what makes the bound inductive.
  logic [7:0] place_last, place_watched, distance;
  assign place_last    = 8'(32'(kind_q) * Inputs + 32'(input_q));
  assign place_watched = 8'(32'(watched_kind) * Inputs + 32'(watched_input));
  assign distance      = (place_watched > place_last) ? place_watched - place_last
                                                      : place_watched + 8'(Claims) - place_last;

  always @(posedge clk_i) begin
    assume (32'(watched_kind) < Kinds && 32'(watched_input) < Inputs);
    assume (!matches || (32'(matched_kind) < Kinds && 32'(matched_input) < Inputs && (waiting_q & matched) != '0));
    assert (32'(kind_q) < Kinds && 32'(input_q) < Inputs);
    assert (!valid_q || waiting_q[32'(kind_q)*Inputs + 32'(input_q)]);
    assert (32'(others_q) + 32'(distance) <= Claims);
    assert (32'(others_q) < Claims);
    assert (aged_q <= 2'd2);
    assert (valid_q ? aged_q == age_q : age_q == '0);
    if (visits && ages && waits) assert (valid_d);
  end

endmodule
