// SPDX-License-Identifier: Apache-2.0
// The register bus: reads answer from the state before the tick, writes act at its end.
#pragma once

#include <cstdint>

#include "systemc_models/ethernet_switch/register_map.h"
#include "systemc_models/ethernet_switch/switch_state.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::ethernet_switch {

class RegisterFile {
 public:
  explicit RegisterFile(SwitchState& state) : state_(state) {}

  /// First in a tick: the answer to `request`.
  void Answer(const interfaces::RegisterRequest& request, interfaces::RegisterResponse& response);
  /// Last in a tick: performs the write that Answer accepted, and latches this tick's interrupt
  /// causes.
  void Commit();

 private:
  void Write();
  void Inject(std::uint32_t data);

  SwitchState& state_;
  bool writing_ = false;
  RegisterTarget target_;
  std::uint32_t data_ = 0;
};

}  // namespace linkwright::ethernet_switch
