// SPDX-License-Identifier: Apache-2.0
// The switch's registers as the stimulus knows them: which of them belong to a port, and what has
// been written.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "rtl/spec/generated/ethernet_switch.h"

namespace linkwright::lockstep::ethernet {

namespace sw = spec::ethernet_switch;

/// A register of a port.
struct PortRegister {
  static constexpr std::uint32_t kBegin = sw::registers::PortControl(0);
  static constexpr std::uint32_t kEnd = sw::registers::GroupMask(0, 0);

  int port = 0;
  std::uint32_t at_port_0 = 0;  ///< the address of port 0's

  /// One of the `words` that begin with port 0's `first`.
  constexpr bool Is(std::uint32_t first, int words = 1) const {
    return at_port_0 >= first && at_port_0 < first + 4U * static_cast<std::uint32_t>(words);
  }
};

constexpr std::optional<PortRegister> PortRegisterAt(std::uint32_t address) {
  if (address < PortRegister::kBegin || address >= PortRegister::kEnd) return std::nullopt;
  const std::uint32_t offset = address - PortRegister::kBegin;
  return PortRegister{static_cast<int>(offset / sw::registers::kPortStride),
                      PortRegister::kBegin + offset % sw::registers::kPortStride};
}

class RegisterMirror {
 public:
  void Write(std::uint32_t address, std::uint32_t value) { values_[address] = value; }
  /// `reset` if it was never written.
  std::uint32_t Value(std::uint32_t address, std::uint32_t reset = 0) const {
    const auto found = values_.find(address);
    return found == values_.end() ? reset : found->second;
  }

 private:
  std::unordered_map<std::uint32_t, std::uint32_t> values_;  // looked up only, never iterated
};

}  // namespace linkwright::lockstep::ethernet
