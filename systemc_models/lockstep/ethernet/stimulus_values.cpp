// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/ethernet/stimulus_values.h"

#include <array>

namespace linkwright::lockstep::ethernet {
namespace {

namespace reg = spec::ethernet_switch::registers;
namespace sw = spec::ethernet_switch;

constexpr std::array kKnobs = {
    Knob{reg::kCutThrough, 1, Domain::kFlag},
    Knob{reg::kMaxFrame, 1, Domain::kMaxFrame, true},
    Knob{reg::kHashSeed, 1, Domain::kBits},
    Knob{reg::kHashQueuePair, 1, Domain::kFlag},
    Knob{reg::kFlowletGap, 1, Domain::kGap},
    Knob{reg::kAdaptiveShift, 1, Domain::kSmall},
    Knob{reg::kRandomSeed, 1, Domain::kBits},
    Knob{reg::kEcnAtDequeue, 1, Domain::kFlag, true},
    Knob{reg::kTrimClasses, 1, Domain::kBits, true},
    Knob{reg::kTrimBeats, 1, Domain::kBits},
    Knob{reg::kTrimDscp, 1, Domain::kBits, true},
    Knob{reg::kTrimClass, 1, Domain::kBits, true},
    Knob{reg::kSharedCells, 1, Domain::kPool, true},
    Knob{reg::kEgressSharedCells, 1, Domain::kPool, true},
    Knob{reg::kPfcClasses, 1, Domain::kBits, true},
    Knob{reg::kPfcQuanta, 1, Domain::kQuanta},
    Knob{reg::kPfcRefresh, 1, Domain::kTicks},
    Knob{reg::kWatchdogDetect, 1, Domain::kTicks},
    Knob{reg::kWatchdogRestore, 1, Domain::kTicks},
    Knob{reg::kWatchdogAction, 1, Domain::kBits},
    Knob{reg::kTelemetryUdpPort, 1, Domain::kUdpPort},
    Knob{reg::kTelemetryRate, 1, Domain::kBits},
    Knob{reg::kStrictClasses, 1, Domain::kBits},
    Knob{reg::PgReserved(0), sw::kClasses, Domain::kCells, true},
    Knob{reg::PgAlpha(0), sw::kClasses, Domain::kAlpha, true},
    Knob{reg::PgXon(0), sw::kClasses, Domain::kCells},
    Knob{reg::PgXonOffset(0), sw::kClasses, Domain::kCells},
    Knob{reg::QueueReserved(0), sw::kClasses, Domain::kCells, true},
    Knob{reg::QueueAlpha(0), sw::kClasses, Domain::kAlpha, true},
    Knob{reg::QueueQuantum(0), sw::kClasses, Domain::kQuantum},
    Knob{reg::EcnKmin(0), sw::kClasses, Domain::kCells, true},
    Knob{reg::EcnKmax(0), sw::kClasses, Domain::kCells, true},
    Knob{reg::EcnPmax(0), sw::kClasses, Domain::kFraction, true},
    Knob{reg::PcpClass(0), 8, Domain::kBits},
    Knob{reg::DeiClass(0), 8, Domain::kBits},
    Knob{reg::DscpClass(0), 64, Domain::kBits},
};

std::uint32_t Around(random::Stream& random, std::int64_t most) {
  return static_cast<std::uint32_t>(random.Between(0, most));
}

}  // namespace

std::span<const Knob> Knobs() { return kKnobs; }

std::uint32_t DrawValue(Domain domain, random::Stream& random) {
  const auto bits = static_cast<std::uint32_t>(random.Next());
  const std::uint64_t kind = random.Below(16);
  switch (domain) {
    case Domain::kFlag:
      return bits;
    case Domain::kBits:
      return kind == 0 ? 0 : kind == 1 ? ~0U : bits;
    case Domain::kPool:
      return kind == 0 ? 0 : kind < 5 ? Around(random, 60) : kind < 15 ? Around(random, 1500) : ~0U;
    case Domain::kCells:
      return kind < 3 ? 0 : kind < 8 ? Around(random, 6) : kind < 15 ? Around(random, 120) : bits;
    case Domain::kAlpha:
      return kind == 0 ? 0 : kind == 1 ? 15 : static_cast<std::uint32_t>(random.Between(3, 12));
    case Domain::kQuantum:
      return kind == 0 ? bits & 63U : kind < 8 ? 64 + Around(random, 700) : Around(random, 12000);
    case Domain::kTicks:
      return kind == 0 ? 0 : kind == 1 ? bits : 16 + Around(random, 400);
    case Domain::kGap:
      return kind == 0 ? 0 : kind == 1 ? ~0U : Around(random, 120);
    case Domain::kFraction:
      return kind < 4 ? 65535 : bits;
    case Domain::kQuanta:
      return kind == 0 ? 65535 : Around(random, 300);
    case Domain::kMaxFrame:
      return kind < 8 ? 9216 : kind < 12 ? 64 + Around(random, 9400) : Around(random, 1600);
    case Domain::kUdpPort:
      return kind < 10 ? sw::kRoceUdpPort : kind < 13 ? 5000 + (bits & 1U) : 0;
    case Domain::kSmall:
      return kind == 0 ? bits : bits & 3U;
  }
  return bits;
}

}  // namespace linkwright::lockstep::ethernet
