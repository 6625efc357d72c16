// SPDX-License-Identifier: Apache-2.0
// Codewords with the bit errors of their lanes drawn one by one: the model of bursts.h as a
// simulation, to hold the closed forms against. Cost is per error, not per bit.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "foundation/random/stream.h"
#include "systemc_models/channel/bursts.h"

namespace linkwright::channel {

class CodewordSampler {
 public:
  CodewordSampler(std::span<const BitErrors> lanes, int interleave, std::uint64_t seed,
                  std::string_view component_path, const ReedSolomon& code = kRs544);

  // Wrong symbols of each codeword of the next group of `interleave`; valid until the next call.
  std::span<const int> NextGroup();
  // Wrong bits of the last group.
  std::int64_t bit_errors() const { return bit_errors_; }

 private:
  struct Lane {
    BitErrors errors;
    random::Stream stream;
    std::int64_t group_bits;  // this lane's bits of a group
    std::int64_t next_error;  // bit of the coming group, or beyond it
  };
  void DrainLane(Lane& lane);

  ReedSolomon code_;
  int interleave_;
  std::vector<Lane> lanes_;
  std::vector<int> wrong_symbols_;
  std::int64_t bit_errors_ = 0;
};

}  // namespace linkwright::channel
