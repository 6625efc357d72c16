// SPDX-License-Identifier: Apache-2.0
// Credit-based flow control of one link (docs/models/cbfc.md), as the host has planned it.
#pragma once

#include <array>

namespace linkwright::ethernet {

// One credit is one cell of the switches' memories.
struct LinkCredits {
  struct Buffer {
    std::array<int, 8> limit{};  // by class, credits; 0: best effort
    // The sender may not start a frame of a class while fewer credits are free: one that it has
    // begun unseen must still find room.
    std::array<int, 8> hold_below{};
  };
  int cell_bytes = 0;        // a power of two; 0: no credits on this link
  std::array<Buffer, 2> at;  // behind either end of the link; [0] is the one that it calls a
};

}  // namespace linkwright::ethernet
