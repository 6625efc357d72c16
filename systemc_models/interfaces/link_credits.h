// SPDX-License-Identifier: Apache-2.0
// What the host plans of a link with a link layer: credit-based flow control (docs/models/cbfc.md),
// and what it must know for its plans.
#pragma once

#include <array>

namespace linkwright::interfaces {

// Beats in front of a transmitter from which on its core is held: enough to fill the line until a
// core that is let go sends again.
inline constexpr int kRetryQueueBeats = 16;

// One credit is one cell of the switches' memories.
struct LinkCredits {
  struct Buffer {
    std::array<int, 8> limit{};  // by class, credits; 0: best effort
    // The sender may not start a frame of a class while fewer credits are free: one that it has
    // begun unseen must still find room.
    std::array<int, 8> stop_below{};
  };
  int cell_bytes = 0;        // a power of two; 0: no credits on this link
  std::array<Buffer, 2> at;  // behind either end of the link; [0] is the one that it calls a
};

}  // namespace linkwright::interfaces
