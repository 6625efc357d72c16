// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/ethernet/stimulus_phase.h"

namespace linkwright::lockstep::ethernet {
namespace {

void Dominate(Phase& phase, random::Stream& random) {
  switch (phase.family) {
    case Family::kPfcStorm:
      phase.pause = static_cast<int>(random.Between(100, 3000));
      phase.pause_style = static_cast<PauseStyle>(3 - random.Below(4) % 3);
      phase.flap = Pick(random, std::array{0, 100, 600});
      break;
    case Family::kBalance:
      phase.group_share = 220;
      phase.kinds = {1, 1, 4, 3};
      phase.fault /= 4;
      break;
    case Family::kErrored:
      phase.fault = static_cast<int>(random.Between(6000, 40000));
      phase.flap = Pick(random, std::array{0, 100, 600});
      break;
    case Family::kThresholds:
      phase.bus = static_cast<int>(random.Between(100, 256));
      phase.knobs = 200;
      phase.obeys = random.Below(3) != 0;
      break;
    case Family::kIncast:
      phase.start = 256;
      break;
    default:
      break;
  }
}

// Every cell of the memory in use: small frames as fast as the wires carry them, nothing leaves.
Phase Flood(std::int64_t begin, random::Stream& random, Phase phase) {
  phase.end = begin + random.Between(1500, 4000);
  phase.quiet = false;
  phase.start = 256;
  phase.gap = 0;
  phase.line_paced = false;
  phase.sizes = random.Below(3) == 0 ? SizeMix::kCellPlusOne : SizeMix::kMinimum;
  phase.obeys = false;
  phase.fault = 0;
  phase.flap = 0;
  phase.pause = 0;
  phase.hold_class = 0;
  phase.hold_beat = 65536;
  phase.bus = 10;
  return phase;
}

// One port that never stops sending for as long as the run lasts, and pauses that expire.
Phase Endure(std::int64_t begin, random::Stream& random, Phase phase) {
  static constexpr std::array kSizes = {SizeMix::kImix, SizeMix::kJumbo, SizeMix::kUniform,
                                        SizeMix::kJumbo};
  phase.end = begin + random.Between(1000, 6000);
  phase.quiet = false;
  phase.start = 256;
  phase.gap = 0;
  phase.line_paced = true;
  phase.sizes = kSizes[static_cast<std::size_t>(random.Below(kSizes.size()))];
  phase.group_share = 0;
  phase.tagged = 0;
  phase.kinds = {0, 2, 3, 0};
  phase.obeys = false;
  phase.fault = Pick(random, std::array{0, 0, 600});
  phase.flap = 0;
  phase.pause = static_cast<int>(random.Between(500, 4000));
  phase.pause_style = PauseStyle::kLong;
  phase.hold_class = 0;
  phase.hold_beat = 0;
  phase.bus = 30;
  return phase;
}

}  // namespace

Phase DrawPhase(Family family, std::int64_t begin, random::Stream& random) {
  static constexpr std::array kStart = {256, 256, 200, 120, 40, 10};
  static constexpr std::array kGap = {0, 0, 0, 10, 80, 200};
  static constexpr std::array kFault = {0, 0, 600, 3000, 12000};
  static constexpr std::array kPause = {0, 0, 0, 60, 600};
  static constexpr std::array kHold = {0, 0, 0, 60, 400};
  static constexpr std::array kBus = {4, 20, 100, 256};
  static constexpr std::array kFlap = {0, 0, 0, 40, 400};
  static constexpr std::array kShare = {0, 40, 128};
  Phase phase;
  if (family == Family::kMixed) {
    family = static_cast<Family>(random.Below(kMixedFamilies));
  }
  phase.family = family;
  phase.end = begin + random.Between(200, 1200);
  phase.start = Pick(random, kStart);
  phase.line_paced = random.Below(3) != 0;
  phase.gap = Pick(random, kGap);
  phase.sizes = static_cast<SizeMix>(random.Below(kSizeMixes));
  phase.group_share = Pick(random, kShare);
  phase.tagged = Pick(random, kShare);
  for (int& weight : phase.kinds) weight = static_cast<int>(random.Between(0, 4));
  phase.kinds[2] += 1;
  for (std::uint8_t& dscp : phase.dscp) dscp = static_cast<std::uint8_t>(random.Below(64));
  if (random.Below(3) == 0) {
    for (std::size_t i = 2; i < phase.dscp.size(); ++i) phase.dscp[i] = phase.dscp[i % 2];
  }
  phase.fault = Pick(random, kFault);
  phase.pause = Pick(random, kPause);
  phase.pause_style = static_cast<PauseStyle>(random.Below(3));
  phase.obeys = random.Below(4) != 0;
  phase.hold_class = Pick(random, kHold);
  phase.hold_beat = Pick(random, kHold);
  phase.bus = Pick(random, kBus);
  phase.knobs = 20;
  phase.flap = Pick(random, kFlap);
  phase.quiet = begin > 0 && random.Below(8) == 0;
  Dominate(phase, random);
  if (family == Family::kFlood) return Flood(begin, random, phase);
  if (family == Family::kEndurance) return Endure(begin, random, phase);
  return phase;
}

Pattern::Pattern(int ports, Family family, random::Stream& random)
    : PortPattern(ports, random), family_(family), burst_left_(static_cast<std::size_t>(ports), 0) {
  if (family == Family::kEndurance) hot_ = 0;
}

int Pattern::Destination(int source, random::Stream& random) {
  const Draw draw = DrawPort(random);
  int& burst_left = burst_left_[static_cast<std::size_t>(source)];
  switch (family_) {
    case Family::kPermutation:
      return draw.chance < 245 ? partner(source) : draw.any;
    case Family::kIncast:
    case Family::kEndurance:
      return draw.chance < 220 ? hot_ : draw.any;
    case Family::kThresholds:
    case Family::kPfcStorm:
      return draw.chance < 128 ? hot_ : draw.any;
    case Family::kBursty:
      if (burst_left-- <= 0) {
        burst_left = static_cast<int>(draw.bits >> 8 & 15U);
        partner(source) = draw.any;
      }
      return partner(source);
    default:
      return draw.any;
  }
}

}  // namespace linkwright::lockstep::ethernet
