// SPDX-License-Identifier: Apache-2.0
// Fields of a verilated model's wires, which are integers up to 64 bits and arrays of words beyond.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::verilated {

namespace bits {

template <class Wide>
std::uint32_t Get(const Wide& wide, int low, int width) {
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  if constexpr (std::is_integral_v<Wide>) {
    return static_cast<std::uint32_t>((static_cast<std::uint64_t>(wide) >> low) & mask);
  } else {
    std::uint64_t value = 0;
    for (int i = 0; i < width; ++i) {
      value |= static_cast<std::uint64_t>((wide[(low + i) / 32] >> ((low + i) % 32)) & 1U) << i;
    }
    return static_cast<std::uint32_t>(value);
  }
}

template <class Wide>
void Set(Wide& wide, int low, int width, std::uint32_t value) {
  if constexpr (std::is_integral_v<Wide>) {
    const std::uint64_t mask = ((std::uint64_t{1} << width) - 1) << low;
    const std::uint64_t shifted = (static_cast<std::uint64_t>(value) << low) & mask;
    wide = static_cast<Wide>((static_cast<std::uint64_t>(wide) & ~mask) | shifted);
  } else {
    for (int i = 0; i < width; ++i) {
      const std::uint32_t bit = 1U << ((low + i) % 32);
      auto& word = wide[(low + i) / 32];
      word = (value >> i & 1U) != 0 ? word | bit : word & ~bit;
    }
  }
}

template <class Wide>
void SetData(Wide& wide, const interfaces::FlitBeat& flit) {
  for (int i = 0; i < 2 * interfaces::kFlitWords; ++i) {
    wide[i] =
        static_cast<std::uint32_t>(flit.data[static_cast<std::size_t>(i / 2)] >> (32 * (i % 2)));
  }
}

template <class Wide>
void GetData(const Wide& wide, interfaces::FlitBeat& flit) {
  for (std::size_t i = 0; i < interfaces::kFlitWords; ++i) {
    flit.data[i] = wide[2 * i] | static_cast<std::uint64_t>(wide[2 * i + 1]) << 32;
  }
}

}  // namespace bits

}  // namespace linkwright::verilated
