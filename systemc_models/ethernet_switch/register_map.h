// SPDX-License-Identifier: Apache-2.0
// Which state an address of the register bus means.
#pragma once

#include <cstdint>

#include "systemc_models/ethernet_switch/switch_state.h"

namespace linkwright::ethernet_switch {

// What a write does besides changing the word.
enum class RegisterKind : std::uint8_t {
  kUnmapped,
  kReadOnly,
  kPlain,
  kScalar,  // something derives from it
  kCounter,
  kWatermark,
  kPortControl,
  kPrefix,
  kGroupMask,
  kRandomSeed,
  kInterruptCause,
  kErrorInject,
  kClearCounters,
};

struct RegisterTarget {
  RegisterKind kind = RegisterKind::kUnmapped;
  std::uint32_t value = 0;          // what it reads
  std::uint32_t* word = nullptr;    // what a write changes
  std::uint32_t mask = 0xFFFFFFFF;  // bits it keeps
  int index = 0;                    // port or group
};

RegisterTarget FindRegister(SwitchState& state, std::uint32_t address);

}  // namespace linkwright::ethernet_switch
