// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/lane_group.h"

#include <bit>
#include <cstddef>

#include "foundation/diagnostics/check.h"
#include "foundation/units/wide.h"

namespace linkwright::channel {

LaneGroup::LaneGroup(const LaneGroupOptions& options, const BitErrors& errors) : options_(options) {
  LINKWRIGHT_CHECK(options.lanes >= 1 && options.spare_lanes >= 0)
      << options.lanes << " lanes and " << options.spare_lanes << " spares";
  lanes_.assign(static_cast<std::size_t>(options.lanes + options.spare_lanes), Lane{errors});
  ChooseLanes();
}

void LaneGroup::Lose(int lane) {
  At(lane).healthy = false;
  ChooseLanes();
}

void LaneGroup::Restore(int lane) {
  At(lane).healthy = true;
  ChooseLanes();
}

void LaneGroup::SetBitErrors(int lane, const BitErrors& errors) { At(lane).errors = errors; }

const LaneGroup::Lane& LaneGroup::At(int lane) const {
  LINKWRIGHT_CHECK(lane >= 0 && static_cast<std::size_t>(lane) < lanes_.size())
      << "lane " << lane << " of " << lanes_.size();
  return lanes_[static_cast<std::size_t>(lane)];
}

void LaneGroup::ChooseLanes() {
  used_.clear();
  const auto width = static_cast<std::size_t>(options_.lanes);
  for (std::size_t i = 0; i < lanes_.size() && used_.size() < width; ++i) {
    if (lanes_[i].healthy) used_.push_back(static_cast<int>(i));
  }
  if (used_.size() == width) return;
  switch (options_.policy) {
    case LaneLossPolicy::kAnyWidth:
      return;
    case LaneLossPolicy::kPowerOfTwo:
      used_.resize(std::bit_floor(used_.size()));
      return;
    case LaneLossPolicy::kLinkDown:
      used_.clear();
      return;
  }
}

units::BitRate LaneGroup::Rate(units::BitRate full) const {
  const units::Uint128 rate = static_cast<units::Uint128>(full.bits_per_second()) * used_.size() /
                              static_cast<unsigned>(options_.lanes);
  return units::BitRate::BitsPerSecond(static_cast<std::uint64_t>(rate));
}

int LaneGroup::worst_lane() const {
  LINKWRIGHT_CHECK(up()) << "the worst lane of a link that is down";
  int worst = used_.front();
  for (const int lane : used_) {
    if (At(lane).errors.rate > At(worst).errors.rate) worst = lane;
  }
  return worst;
}

double LaneGroup::CodewordFailureProbability(int interleave) const {
  if (!up()) return 1;
  std::vector<BitErrors> errors;
  for (const int lane : used_) errors.push_back(At(lane).errors);
  return channel::CodewordFailureProbability(errors, interleave);
}

LaneGroup LaneGroup::Without(int lane) const {
  LaneGroup other = *this;
  other.Lose(lane);
  return other;
}

}  // namespace linkwright::channel
