// SPDX-License-Identifier: Apache-2.0
// Self-identifying payload: every word of every data flit names the packet and its own place in it,
// so that a flit that ends up in a wrong packet, place or port is seen for what it is.
#pragma once

#include <array>
#include <cstdint>

#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::traffic {

using FlitData = std::array<std::uint64_t, interfaces::kFlitWords>;

/// Data flit `number` (from 0) of the packet that source `src` tagged `tag`.
inline FlitData Payload(unsigned src, unsigned tag, unsigned number) {
  FlitData flit;
  const std::uint64_t name = (std::uint64_t{src} << 32 | std::uint64_t{tag} << 8 | number) * 8;
  for (unsigned word = 0; word < flit.size(); ++word)
    flit[word] = (name + word) * 0x9E3779B97F4A7C15ULL;
  return flit;
}

}  // namespace linkwright::traffic
