// SPDX-License-Identifier: Apache-2.0
// A link's lanes, some of which fail or get worse.
//
// A codeword is dealt to all lanes in use. The worst of them decides when the others are orders of
// magnitude better, but holds only its share of the symbols; losing it may cost less than keeping
// it: compare with Without(worst_lane()).
#pragma once

#include <cstdint>
#include <vector>

#include "foundation/units/bit_rate.h"
#include "systemc_models/channel/bursts.h"

namespace linkwright::channel {

// What a link does that has fewer healthy lanes than its width.
enum class LaneLossPolicy {
  kAnyWidth,    // runs on all healthy lanes: (n - k) / n of its rate
  kPowerOfTwo,  // runs on the largest power of two of lanes: x4, x2, x1
  kLinkDown,    // is down; the traffic fails over to other links
};

struct LaneGroupOptions {
  int lanes = 1;        // width n when all is well
  int spare_lanes = 0;  // healthy ones step in for lost ones first
  LaneLossPolicy policy = LaneLossPolicy::kAnyWidth;
};

// Lanes are numbered from 0, spares last. Healthy lanes are used in order of number.
class LaneGroup {
 public:
  LaneGroup(const LaneGroupOptions& options, const BitErrors& errors);

  void Lose(int lane);
  void Restore(int lane);
  void SetBitErrors(int lane, const BitErrors& errors);

  bool up() const { return !used_.empty(); }
  // Lanes that carry codewords, ascending.
  const std::vector<int>& used() const { return used_; }
  int width() const { return options_.lanes; }
  // Of `full` with used().size() of width() lanes, rounded down.
  units::BitRate Rate(units::BitRate full) const;
  // The used lane with the highest bit-error rate, the lowest of equals; the link must be up.
  int worst_lane() const;
  const BitErrors& bit_errors(int lane) const { return At(lane).errors; }

  // Of a codeword dealt to the used lanes; 1 if the link is down.
  double CodewordFailureProbability(int interleave) const;
  // The group as it would be after Lose(lane).
  LaneGroup Without(int lane) const;

 private:
  struct Lane {
    BitErrors errors;
    bool healthy = true;
  };
  const Lane& At(int lane) const;
  Lane& At(int lane) { return const_cast<Lane&>(static_cast<const LaneGroup*>(this)->At(lane)); }
  void ChooseLanes();

  LaneGroupOptions options_;
  std::vector<Lane> lanes_;
  std::vector<int> used_;
};

}  // namespace linkwright::channel
