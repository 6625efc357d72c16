// SPDX-License-Identifier: Apache-2.0
// What has been written to the switch's registers, as far as the stimulus needs to know.
#pragma once

#include <cstdint>
#include <unordered_map>

namespace linkwright::ethernet_conformance {

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

}  // namespace linkwright::ethernet_conformance
