// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/codeword_sampler.h"

#include <algorithm>
#include <limits>
#include <string>

#include "foundation/diagnostics/check.h"
#include "systemc_models/channel/error_process.h"

namespace linkwright::channel {

namespace {

constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 4;

// Right bits before the next wrong one, the bit before them being right.
std::int64_t RightRun(const BitErrors& errors, random::Stream& stream) {
  if (errors.rate == 0) return kFar;
  const std::uint64_t run = GeometricRun(errors.start(), stream);
  return std::min(kFar, static_cast<std::int64_t>(run));
}

// The same, the bit before them being wrong.
std::int64_t RunAfterError(const BitErrors& errors, random::Stream& stream) {
  if (stream.Bernoulli(errors.stay())) return 0;
  return 1 + RightRun(errors, stream);
}

}  // namespace

CodewordSampler::CodewordSampler(std::span<const BitErrors> lanes, int interleave,
                                 std::uint64_t seed, std::string_view component_path,
                                 const ReedSolomon& code)
    : code_(code), interleave_(interleave), wrong_symbols_(static_cast<std::size_t>(interleave)) {
  LINKWRIGHT_CHECK(!lanes.empty()) << "a link without lanes";
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const std::string path = std::string(component_path) + "/lane" + std::to_string(i);
    const int symbols = SymbolsOnLane(static_cast<int>(i), static_cast<int>(lanes.size()), code);
    Lane lane{lanes[i], random::Stream(seed, path),
              std::int64_t{symbols} * code.symbol_bits * interleave, 0};
    const bool begins_wrong = lane.stream.Bernoulli(lane.errors.rate);
    lane.next_error =
        begins_wrong ? RunAfterError(lane.errors, lane.stream) : RightRun(lane.errors, lane.stream);
    lanes_.push_back(lane);
  }
}

std::span<const int> CodewordSampler::NextGroup() {
  std::fill(wrong_symbols_.begin(), wrong_symbols_.end(), 0);
  bit_errors_ = 0;
  for (Lane& lane : lanes_) DrainLane(lane);
  return wrong_symbols_;
}

void CodewordSampler::DrainLane(Lane& lane) {
  std::int64_t last_symbol = -1;
  while (lane.next_error < lane.group_bits) {
    ++bit_errors_;
    const std::int64_t symbol = lane.next_error / code_.symbol_bits;
    if (symbol != last_symbol) ++wrong_symbols_[static_cast<std::size_t>(symbol % interleave_)];
    last_symbol = symbol;
    lane.next_error += 1 + RunAfterError(lane.errors, lane.stream);
  }
  lane.next_error -= lane.group_bits;
}

}  // namespace linkwright::channel
