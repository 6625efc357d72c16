// SPDX-License-Identifier: Apache-2.0
// Bit errors that come in runs, and what they do to codewords that share lanes.
//
// A lane is a two-state chain over its bits, wrong (B) and right (G), of stationary error rate p
// and burst parameter b: with probability 1 - 1/b a bit repeats the state of the bit before it,
// else it is drawn afresh, wrong with probability p. So
//   P(G -> B) = p / b,   P(B -> B) = 1 - (1 - p) / b,   mean run of errors b / (1 - p),
// and b = 1 is independent errors, exactly. This is how a decision-feedback equaliser propagates
// errors (each makes the next likelier), reduced to one number; a Gilbert channel whose bad state
// always errs.
//
// Codewords are interleaved symbol by symbol: on a lane, every interleave-th symbol belongs to the
// same codeword. A codeword's symbols are dealt evenly to the lanes, the first lanes taking what
// does not divide. Lanes are independent.
#pragma once

#include <span>

#include "systemc_models/channel/reed_solomon.h"

namespace linkwright::channel {

struct BitErrors {
  double rate = 0;   // errors per bit, 0 <= rate < 1
  double burst = 1;  // b >= 1

  constexpr double start() const { return rate / burst; }            // P(G -> B)
  constexpr double memory() const { return (burst - 1) / burst; }    // P(a bit repeats the last)
  constexpr double stay() const { return memory() + rate / burst; }  // P(B -> B)
  constexpr double end() const { return (1 - rate) / burst; }        // P(B -> G)
  constexpr double mean_run() const { return burst / (1 - rate); }   // b

  // A receiver that errs afresh once in 1/events bits; each error drags on for `burst` bits.
  static constexpr BitErrors FromEvents(double events, double burst) {
    return {events * burst, burst};
  }
  friend constexpr bool operator==(const BitErrors&, const BitErrors&) = default;
};

// Symbols of one codeword that lane `lane` of `lanes` carries.
constexpr int SymbolsOnLane(int lane, int lanes, const ReedSolomon& code = kRs544) {
  return code.symbols / lanes + (lane < code.symbols % lanes ? 1 : 0);
}

// P(one codeword has more than t wrong symbols), exact for the model above: a recursion over the
// codeword's symbols with (number wrong, state) that only ever adds positive terms, so small
// probabilities keep their digits. Codewords of a group fail more alike than chance, which this
// figure of a single codeword does not show.
double CodewordFailureProbability(std::span<const BitErrors> lanes, int interleave,
                                  const ReedSolomon& code = kRs544);

}  // namespace linkwright::channel
