// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/bursts.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "foundation/diagnostics/check.h"

namespace linkwright::channel {

namespace {

enum State { kGood, kBad };
using Pair = std::array<double, 2>;
using Matrix = std::array<Pair, 2>;  // [from][to]

Pair operator*(const Pair& row, const Matrix& m) {
  return {row[kGood] * m[kGood][kGood] + row[kBad] * m[kBad][kGood],
          row[kGood] * m[kGood][kBad] + row[kBad] * m[kBad][kBad]};
}
Pair operator+(const Pair& a, const Pair& b) { return {a[0] + b[0], a[1] + b[1]}; }

Pair Stationary(const BitErrors& errors) { return {1 - errors.rate, errors.rate}; }

Matrix Step(const BitErrors& e) { return {{{1 - e.start(), e.start()}, {e.end(), e.stay()}}}; }

// One symbol from the state of the bit before it to that of its last bit.
struct SymbolStep {
  Matrix right;  // all bits right
  Matrix wrong;  // at least one wrong
};

SymbolStep StepOfSymbol(const BitErrors& errors, int bits) {
  const Matrix step = Step(errors);
  SymbolStep out{};
  for (const State from : {kGood, kBad}) {
    Pair seen{};  // an error since the symbol began, by state
    double clean = 1;
    State last = from;
    for (int bit = 0; bit < bits; ++bit) {
      seen = seen * step;
      seen[kBad] += clean * step[last][kBad];
      clean *= step[last][kGood];
      last = kGood;
    }
    out.right[from] = {clean, 0};
    out.wrong[from] = seen;
  }
  return out;
}

// What happens in the bits of other codewords between two symbols of this one.
Matrix StepOfGap(const BitErrors& errors, int bits) {
  const double kept = std::pow(errors.memory(), bits);
  const Pair fresh = Stationary(errors);
  Matrix out{};
  for (const State from : {kGood, kBad}) {
    for (const State to : {kGood, kBad}) {
      out[from][to] = (1 - kept) * fresh[to] + (from == to ? kept : 0);
    }
  }
  return out;
}

// P(number of wrong symbols so far, state) up to t, and what has gone beyond.
class Tally {
 public:
  explicit Tally(int correctable) : counts_(static_cast<std::size_t>(correctable) + 1) {
    counts_[0] = {1, 0};
  }

  void BeginLane(const BitErrors& errors) {
    const Pair fresh = Stationary(errors);
    for (Pair& at : counts_) {
      const double mass = at[kGood] + at[kBad];
      at = {mass * fresh[kGood], mass * fresh[kBad]};
    }
  }
  void Symbol(const SymbolStep& step) {
    const Pair over = counts_.back() * step.wrong;
    failed_ += over[kGood] + over[kBad];
    for (std::size_t n = counts_.size(); n-- > 1;) {
      counts_[n] = counts_[n] * step.right + counts_[n - 1] * step.wrong;
    }
    counts_[0] = counts_[0] * step.right;
  }
  void Gap(const Matrix& gap) {
    for (Pair& at : counts_) at = at * gap;
  }
  double failed() const { return failed_; }

 private:
  std::vector<Pair> counts_;
  double failed_ = 0;
};

}  // namespace

double CodewordFailureProbability(std::span<const BitErrors> lanes, int interleave,
                                  const ReedSolomon& code) {
  LINKWRIGHT_CHECK(!lanes.empty() && interleave >= 1)
      << lanes.size() << " lanes, interleave of " << interleave;
  Tally tally(code.correctable());
  const int count = static_cast<int>(lanes.size());
  for (int lane = 0; lane < count; ++lane) {
    const BitErrors& errors = lanes[static_cast<std::size_t>(lane)];
    LINKWRIGHT_CHECK(errors.rate >= 0 && errors.rate < 1 && errors.burst >= 1)
        << "bit errors of rate " << errors.rate << " in bursts of " << errors.burst;
    const SymbolStep symbol = StepOfSymbol(errors, code.symbol_bits);
    const Matrix gap = StepOfGap(errors, code.symbol_bits * (interleave - 1));
    tally.BeginLane(errors);
    for (int n = SymbolsOnLane(lane, count, code); n > 0; --n) {
      tally.Symbol(symbol);
      if (interleave > 1) tally.Gap(gap);
    }
  }
  return tally.failed();
}

}  // namespace linkwright::channel
