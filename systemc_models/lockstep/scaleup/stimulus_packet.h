// SPDX-License-Identifier: Apache-2.0
// Packets for one source port: mostly legal, a share broken in one named way.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "foundation/random/stream.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/lockstep/scaleup/stimulus_fabric.h"
#include "systemc_models/lockstep/scaleup/stimulus_payload.h"
#include "systemc_models/lockstep/scaleup/stimulus_phase.h"

namespace linkwright::lockstep::scaleup {

enum class Fault {
  kNone,
  kUnknownOperation,
  kSwitchOperation,
  kBadDataType,
  kMissingVc,
  kWrongParity,
  kZeroBytes,
  kTooLong,
  kStaleResponse,
  kNoRoute,
  kOddRoute,
  kBadGroup,
  kNoHeadFlag,
  kHeadInside,
  kTailEarly,
  kTailMissing,
  kTruncated,
  kGarbageAboveFields,
};
inline constexpr int kFaults = 18;
std::string_view ToString(Fault fault);

struct Packet {
  FlitData header{};
  int vc = 0;
  int op = 0;
  int data_flits = 0;    ///< that are sent; a truncated packet announces more
  unsigned dtype = 0;    ///< coding of operands, if `operand`
  bool operand = false;  ///< payload is drawn as numbers
  Fault fault = Fault::kNone;
};

class PacketMaker {
 public:
  PacketMaker(const sw::Variant& variant, const FabricPlan& plan, int port)
      : variant_(variant), plan_(plan), port_(port) {}

  Packet Draw(const Phase& phase, const Pattern& pattern, random::Stream& random);
  /// The answer to a member read; `wrong` spoils one of its fields.
  Packet MemberResponse(const sw::Header& member_read, bool wrong, bool poison,
                        random::Stream& random) const;

 private:
  sw::Header DrawUnicast(const Phase& phase, const Pattern& pattern, random::Stream& random);
  sw::Header DrawGroup(const Phase& phase, random::Stream& random) const;
  void DrawCommon(sw::Header& header, const Phase& phase, random::Stream& random) const;
  int DrawDestination(const Phase& phase, const Pattern& pattern, random::Stream& random);
  void Spoil(sw::Header& header, Fault fault, random::Stream& random) const;
  int DrawVc(bool response, random::Stream& random) const;

  const sw::Variant& variant_;
  const FabricPlan& plan_;
  int port_;
  int burst_left_ = 0;
  int burst_target_ = 0;
};

/// Data flits that the switch takes after a header with this operation and byte count (it counts,
/// whatever the verdict).
int DataFlits(unsigned op, unsigned bytes);

}  // namespace linkwright::lockstep::scaleup
