// SPDX-License-Identifier: Apache-2.0
// When a Reed-Solomon code over symbols of m bits fails: more than t = (n - k) / 2 of a codeword's
// symbols are wrong, whatever is wrong inside them. Bit errors are independent here; for runs of
// errors, lanes and interleaving see bursts.h.
//
// A decoder that fails says so but for about 1/t! of the cases (7.6e-13 for t = 15), in which it
// delivers a wrong codeword; the frame's own check is left to find those.
#pragma once

namespace linkwright::channel {

struct ReedSolomon {
  int symbols = 544;       // n
  int data_symbols = 514;  // k
  int symbol_bits = 10;    // m

  constexpr int correctable() const { return (symbols - data_symbols) / 2; }
  constexpr int bits() const { return symbols * symbol_bits; }
};

// Of 100 to 800 Gb/s Ethernet with PAM4 lanes and of the UALink-style link flit: 5,440 bits, t
// = 15.
inline constexpr ReedSolomon kRs544;

// 1 - (1 - ber)^m, without cancellation; 0 <= ber < 1.
double SymbolErrorProbability(double ber, const ReedSolomon& code = kRs544);

// P(more than t of n symbols wrong), each with probability `symbol_error`: the binomial tail as the
// regularised incomplete beta function I_p(t + 1, n - t), exact to about 1e-13 relative down to the
// smallest doubles.
double CodewordFailureProbability(double symbol_error, const ReedSolomon& code = kRs544);

}  // namespace linkwright::channel
