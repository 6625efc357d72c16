// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/scaleup/stimulus_phase.h"

#include <array>

namespace linkwright::lockstep::scaleup {
namespace {

int GroupShare(Family family) {
  switch (family) {
    case Family::kMulticast:
      return 110;
    case Family::kReduction:
      return 130;
    default:
      return 6;
  }
}

}  // namespace

Phase DrawPhase(Family family, std::int64_t begin, random::Stream& random) {
  static constexpr std::array kStart = {256, 256, 200, 120, 60, 20};
  static constexpr std::array kGap = {0, 0, 0, 10, 80, 200};
  static constexpr std::array kShort = {40, 128, 220, 256};
  static constexpr std::array kIllegal = {0, 0, 400, 2000, 10000};
  static constexpr std::array kRude = {0, 0, 0, 2, 30};
  static constexpr std::array kLost = {0, 0, 10, 100};
  static constexpr std::array kFault = {0, 0, 4, 30, 120};
  static constexpr std::array kBus = {4, 20, 100, 256};
  static constexpr std::array kFlap = {0, 0, 0, 60, 600};
  static constexpr std::array kDelay = {4, 30, 200};
  Phase phase;
  if (family == Family::kMixed) {
    family = static_cast<Family>(random.Below(kRegressionFamilies));
  }
  phase.family = family;
  phase.end = begin + random.Between(150, 900);
  phase.start = Pick(random, kStart);
  phase.gap = Pick(random, kGap);
  phase.group_share = GroupShare(family);
  phase.short_share = Pick(random, kShort);
  phase.illegal = Pick(random, kIllegal);
  phase.rude = Pick(random, kRude);
  phase.credit_lost = Pick(random, kLost);
  phase.member_fault = Pick(random, kFault);
  phase.bus = Pick(random, kBus);
  phase.flap = Pick(random, kFlap);
  phase.credit_delay = Pick(random, kDelay);
  static constexpr std::array kStyles = {CreditStyle::kPrompt, CreditStyle::kPrompt,
                                         CreditStyle::kLate, CreditStyle::kLumps,
                                         CreditStyle::kStalled};
  phase.credit_style = kStyles[static_cast<std::size_t>(random.Below(kStyles.size()))];
  phase.one_address = random.Below(8) == 0;
  phase.quiet = random.Below(8) == 0;
  return phase;
}

Pattern::Pattern(int ports, Family family, random::Stream& random)
    : PortPattern(ports, random),
      family_(family),
      second_hot_(static_cast<int>(random.Below(static_cast<std::uint64_t>(ports)))) {}

int Pattern::Destination(int source, random::Stream& random) const {
  const Draw draw = DrawPort(random);
  switch (family_) {
    case Family::kPermutation:
      return draw.chance < 245 ? partner(source) : draw.any;
    case Family::kHotspot:
      return draw.chance < 100 ? hot_ : draw.chance < 160 ? second_hot_ : draw.any;
    default:
      return draw.any;
  }
}

}  // namespace linkwright::lockstep::scaleup
