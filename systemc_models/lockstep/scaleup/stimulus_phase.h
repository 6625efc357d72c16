// SPDX-License-Identifier: Apache-2.0
// The character of a phase: how much traffic, how tidy, how the peers give credits back.
#pragma once

#include <cstdint>

#include "foundation/random/stream.h"
#include "systemc_models/lockstep/harness/traffic_phase.h"
#include "systemc_models/lockstep/scaleup/stimulus_family.h"

namespace linkwright::lockstep::scaleup {

/// How a peer gives credits back for packets that it received.
enum class CreditStyle { kPrompt, kLate, kLumps, kStalled };

/// Rates are of 256 unless the comment says otherwise.
struct Phase : TrafficPhase {
  Family family = Family::kUniform;
  int group_share = 0;   ///< of packets: group operations, if the variant has them
  int short_share = 0;   ///< of packets: no payload or one flit
  int illegal = 0;       ///< of packets, of 65536: broken in one of the many ways
  int rude = 0;          ///< a packet without credit is sent all the same
  int credit_lost = 0;   ///< a credit update of the peer never reaches the wires
  int member_fault = 0;  ///< a member answers wrongly, twice, poisoned, very late or not at all
  CreditStyle credit_style = CreditStyle::kPrompt;
  int credit_delay = 0;      ///< cycles, upper end
  bool one_address = false;  ///< all packets of a source go to one 256-byte region
};

Phase DrawPhase(Family family, std::int64_t begin, random::Stream& random);

/// Where packets go in a phase, by source port. Bursts are the peer's own: it keeps one target for
/// a while.
class Pattern : public PortPattern {
 public:
  Pattern(int ports, Family family, random::Stream& random);
  /// A destination id below `ports`.
  int Destination(int source, random::Stream& random) const;

 private:
  Family family_;
  int second_hot_;
};

}  // namespace linkwright::lockstep::scaleup
