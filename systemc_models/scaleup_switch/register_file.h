// SPDX-License-Identifier: Apache-2.0
// The register bus: reads answer from the state before the tick, writes act at its end.
#pragma once

#include <cstdint>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/scaleup_switch/switch_state.h"

namespace linkwright::scaleup_switch {

class RegisterFile {
 public:
  explicit RegisterFile(SwitchState& state) : state_(state) {}

  /// Sets registers to their reset values.
  void Reset();

  /// First in a tick: the answer to `request`.
  void Answer(const interfaces::RegisterRequest& request, interfaces::RegisterResponse& response);
  /// Last in a tick: performs the write that Answer accepted, and latches this tick's interrupt
  /// causes.
  void Commit();

 private:
  // Where a register lives: a plain word that reads and writes as it is, or a special case.
  enum class Kind : std::uint8_t {
    kUnmapped,
    kConstant,
    kIterations,
    kCreditRefresh,
    kReductionTimeout,
    kHashSeed,
    kInterruptCause,
    kInterruptMask,
    kErrorInject,
    kClearCounters,
    kCounter,
    kPortControl,
    kRouteWays,
    kRouteCount,
    kGroupMask
  };
  struct Target {
    Kind kind = Kind::kUnmapped;
    std::uint32_t value = 0;  // what it reads
    std::uint32_t* counter = nullptr;
    int index = 0;  // port, destination or group
    int word = 0;   // of a group's mask
  };

  Target Find(std::uint32_t address);
  Target FindGlobal(std::uint32_t address);
  Target FindPort(std::uint32_t offset);
  Target FindTable(std::uint32_t address);
  void Write(const Target& target, std::uint32_t data);
  void Inject(std::uint32_t data);

  SwitchState& state_;
  bool writing_ = false;
  Target target_;
  std::uint32_t data_ = 0;
};

}  // namespace linkwright::scaleup_switch
