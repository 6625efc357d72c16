// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/error_process.h"

#include <cmath>

#include "foundation/diagnostics/check.h"

namespace linkwright::channel {

std::uint64_t GeometricRun(double p, random::Stream& stream) {
  if (p >= 1) return 0;
  const double run = std::floor(std::log1p(-stream.Real()) / std::log1p(-p));
  return run < 0x1p63 ? static_cast<std::uint64_t>(run) : std::uint64_t{1} << 63;
}

ErrorProcess::ErrorProcess(double failure_probability, std::uint64_t seed,
                           std::string_view component_path)
    : stream_(seed, component_path) {
  SetFailureProbability(failure_probability);
}

void ErrorProcess::SetFailureProbability(double failure_probability) {
  LINKWRIGHT_CHECK(failure_probability >= 0 && failure_probability <= 1)
      << "a failure probability of " << failure_probability;
  probability_ = failure_probability;
  good_ahead_ = DrawRun();
}

std::uint64_t ErrorProcess::DrawRun() {
  return probability_ > 0 ? GeometricRun(probability_, stream_) : kNever;
}

bool ErrorProcess::Step() { return StepMany(1) == 1; }

std::uint64_t ErrorProcess::StepMany(std::uint64_t codewords) {
  codewords_ += codewords;
  std::uint64_t failed = 0;
  while (codewords > 0 && good_ahead_ < codewords) {
    codewords -= good_ahead_ + 1;
    good_ahead_ = DrawRun();
    ++failed;
  }
  if (good_ahead_ != kNever) good_ahead_ -= codewords;
  failures_ += failed;
  return failed;
}

}  // namespace linkwright::channel
