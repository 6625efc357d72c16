// SPDX-License-Identifier: Apache-2.0
// A stretch of a few hundred cycles with one character: how much traffic, how tidy, how the peers
// give credits back. A run is a sequence of phases, so that saturated, starved, broken and idle
// switches all occur, and so do the ways between them.
#pragma once

#include <cstdint>
#include <vector>

#include "foundation/random/stream.h"
#include "systemc_models/conformance/stimulus_family.h"

namespace linkwright::conformance {

/// How a peer gives credits back for packets that it received.
enum class CreditStyle { kPrompt, kLate, kLumps, kStalled };

/// Rates are of 256 unless the comment says otherwise.
struct Phase {
  Family family = Family::kUniform;
  std::int64_t end = 0;  ///< first cycle that is not part of it
  int start = 0;         ///< a peer without a packet begins one in this cycle
  int gap = 0;           ///< an invalid cycle before a data flit
  int group_share = 0;   ///< of packets: group operations, if the variant has them
  int short_share = 0;   ///< of packets: no payload or one flit
  int illegal = 0;       ///< of packets, of 65536: broken in one of the many ways
  int rude = 0;          ///< a packet without credit is sent all the same
  int credit_lost = 0;   ///< a credit update of the peer never reaches the wires
  int member_fault = 0;  ///< a member answers wrongly, twice, poisoned, very late or not at all
  int bus = 0;           ///< a register access in this cycle
  int flap = 0;          ///< of 65536, per cycle and switch: one link goes down for a while
  CreditStyle credit_style = CreditStyle::kPrompt;
  int credit_delay = 0;      ///< cycles, upper end
  bool one_address = false;  ///< all packets of a source go to one 256-byte region
  bool quiet =
      false;  ///< no new packets, generous peers, a silent bus: the switch drains and goes idle
};

Phase DrawPhase(Family family, std::int64_t begin, random::Stream& random);

/// Where packets go in a phase, by source port. Bursts are the peer's own: it keeps one target for
/// a while.
class Pattern {
 public:
  Pattern(int ports, Family family, random::Stream& random);
  /// A destination id below `ports`.
  int Destination(int source, random::Stream& random) const;

 private:
  int ports_;
  Family family_;
  std::vector<int> target_;
  int hot_ = 0;
  int second_hot_ = 0;
};

}  // namespace linkwright::conformance
