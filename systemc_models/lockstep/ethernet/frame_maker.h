// SPDX-License-Identifier: Apache-2.0
// Frames for one source port: mostly legal, a share broken in one named way. Every frame carries
// its number where no edit touches it, so that it can be told at the output.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "foundation/random/stream.h"
#include "systemc_models/lockstep/ethernet/stimulus_phase.h"
#include "systemc_models/lockstep/ethernet/stimulus_plan.h"

namespace linkwright::lockstep::ethernet {

enum class Fault {
  kNone,
  kBadFcs,
  kRunt,
  kOversize,
  kBeatOutside,
  kHeadInside,
  kMissingTail,
  kAborted,
  kBadVersion,
  kShortIhl,
  kLongIhl,
  kShortTotalLength,
  kLongTotalLength,
  kBadChecksum,
  kTtl,
  kUnknownDestination,
  kOddDestination,
  kBadOpcode,
  kBadControlAddress,
  kLongControl,
  kOddByteCount,
  kStalled,  ///< its beats stop for about FrameGapTicks
  kPortOff,  ///< its port is disabled inside it
};
inline constexpr int kFaults = 23;
std::string_view ToString(Fault fault);

enum class FrameKind { kMac, kIpv4, kRouted, kCompact, kControl };

inline constexpr int kFrontBytes = 128;  // two beats; what follows is random

struct Frame {
  std::array<std::uint8_t, kFrontBytes> front{};
  int bytes = 64;
  Fault fault = Fault::kNone;
  FrameKind kind = FrameKind::kMac;
  bool tagged = false;
  std::uint8_t dscp = 0;  ///< PCP of a frame without
  std::uint8_t ecn = 0;
  int port = -1;       ///< destination, if a port
  int group = -1;      ///< destination, if a group
  int hop_count = -1;  ///< of a telemetry block, if it may be one
  bool fragment = false;
  bool near_carry = false;  ///< its edited checksum is near one that carries twice
  std::uint32_t serial = 0;

  int beats() const { return (bytes + sw::kBeatBytes - 1) / sw::kBeatBytes; }
};

class FrameMaker {
 public:
  FrameMaker(const sw::Variant& variant, const SwitchPlan& plan, int port)
      : variant_(variant), plan_(plan), port_(port) {}

  Frame Draw(const Phase& phase, Pattern& pattern, std::uint32_t serial, random::Stream& random);
  /// A PFC frame: `classes` as on the wire, all sixteen bits.
  static Frame Pause(std::uint16_t classes, std::span<const std::uint16_t> timers,
                     random::Stream& random);

 private:
  int DrawBytes(SizeMix sizes, random::Stream& random) const;
  void Address(Frame& frame, const Phase& phase, Pattern& pattern, random::Stream& random);
  void WriteMac(Frame& frame, random::Stream& random) const;
  void WriteIpv4(Frame& frame, random::Stream& random) const;
  void WriteCompact(Frame& frame, random::Stream& random) const;
  void WriteControl(Frame& frame, random::Stream& random) const;
  static void WriteChecksum(Frame& frame, random::Stream& random);
  std::uint64_t Key(const Frame& frame, const Destinations& to, std::uint64_t mask,
                    random::Stream& random) const;

  const sw::Variant& variant_;
  const SwitchPlan& plan_;
  int port_;
};

}  // namespace linkwright::lockstep::ethernet
