// SPDX-License-Identifier: Apache-2.0
// A stretch of some hundred cycles with one character. A run is a sequence of phases, so that
// saturated, broken and idle switches all occur, and so do the ways between them. Here stands what
// the phases of every kind of switch have.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "foundation/random/stream.h"

namespace linkwright::lockstep {

/// Rates are of 256 unless the comment says otherwise.
struct TrafficPhase {
  std::int64_t end = 0;  ///< first cycle that is not part of it
  int start = 0;         ///< a peer with nothing under way begins something in this cycle
  int gap = 0;           ///< an invalid cycle inside a packet or frame
  int bus = 0;           ///< a register access in this cycle
  int flap = 0;          ///< of 65536, per cycle and switch: one link goes down for a while
  bool quiet = false;    ///< nothing new, peers that let it drain, a silent bus: it goes idle
};

/// One of the values, all alike.
int Pick(random::Stream& random, std::span<const int> values);

/// Where traffic goes in a phase, by source port: every port has one partner, and one is preferred
/// by many.
class PortPattern {
 protected:
  PortPattern(int ports, random::Stream& random);

  struct Draw {
    std::uint64_t bits = 0;
    int any = 0;     ///< a port, all alike
    int chance = 0;  ///< below 256
  };
  Draw DrawPort(random::Stream& random) const;
  int& partner(int source) { return partner_[static_cast<std::size_t>(source)]; }
  int partner(int source) const { return partner_[static_cast<std::size_t>(source)]; }

  int hot_ = 0;

 private:
  std::vector<int> partner_;
};

}  // namespace linkwright::lockstep
