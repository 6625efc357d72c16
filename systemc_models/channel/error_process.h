// SPDX-License-Identifier: Apache-2.0
// Which codewords of a link are uncorrectable, drawn from a seeded stream.
//
// Failures are independent with one probability, so the run of good codewords before the next
// failure is geometric and is drawn at once: a codeword costs a decrement, a billion good ones no
// more than one. A change of probability takes effect with the next codeword (the process has no
// memory, so the pending run is simply drawn again). Two processes of equal seed, path and calls
// agree; StepMany(n) is n times Step().
//
// Runs are floor(ln U / ln(1 - p)): the rounding of libm's logarithm can move a failure by one
// codeword about once in 2^53 / run draws between machines.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "foundation/random/stream.h"

namespace linkwright::channel {

class ErrorProcess {
 public:
  static constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

  // 0 <= failure_probability <= 1.
  ErrorProcess(double failure_probability, std::uint64_t seed, std::string_view component_path);

  // Passes one codeword; true if it is uncorrectable.
  bool Step();
  // Passes `codewords`; how many were uncorrectable.
  std::uint64_t StepMany(std::uint64_t codewords);
  // From the next codeword on.
  void SetFailureProbability(double failure_probability);

  double failure_probability() const { return probability_; }
  // Good codewords before the next uncorrectable one; kNever if there is none to come.
  std::uint64_t good_ahead() const { return good_ahead_; }
  std::uint64_t codewords() const { return codewords_; }
  std::uint64_t failures() const { return failures_; }

 private:
  std::uint64_t DrawRun();

  random::Stream stream_;
  double probability_ = 0;
  std::uint64_t good_ahead_ = kNever;
  std::uint64_t codewords_ = 0;
  std::uint64_t failures_ = 0;
};

// Length of a run of misses before a hit of probability p > 0; saturates at 2^63.
std::uint64_t GeometricRun(double p, random::Stream& stream);

}  // namespace linkwright::channel
