// SPDX-License-Identifier: Apache-2.0
// Hosts one ClockedSwitch of flits or of frames: feeds it the wires, the time and the register
// requests of each cycle and skips its ticks while it is idle.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/networks/clocked/port_module.h"
#include "systemc_models/networks/clocked/register_mailbox.h"

namespace linkwright::clocked {

class SwitchModule final : public PortModule {
 public:
  SwitchModule(sc_core::sc_module_name name, Clock& clock,
               std::unique_ptr<interfaces::ClockedSwitch> hosted);

  void LinkChanged(int port, bool up) override;
  // What a port has in use is told to the link at it, every tick.
  void TellOccupancy(int port) { tells_occupancy_[static_cast<size_t>(port)] = 1; }

  RegisterMailbox& mailbox() { return mailbox_; }
  bool interrupt() const { return outputs_.interrupt; }
  // Has the interrupt wire risen since the last call? The kernel is paused when it does.
  bool TakeInterrupt() { return std::exchange(rose_, false); }
  uint64_t ticks() const { return ticks_; }

 private:
  void Connected(int port) override { inputs_.link_up[static_cast<size_t>(port)] = 1; }
  bool Step(int64_t cycle) override;
  void Tick(int64_t cycle);
  void DriveAll(int64_t cycle);

  std::unique_ptr<interfaces::ClockedSwitch> hosted_;
  interfaces::SwitchInputs inputs_;
  interfaces::SwitchOutputs outputs_;
  std::vector<uint8_t> tells_occupancy_;  // by port
  RegisterMailbox mailbox_;
  bool link_changed_ = true;
  bool rose_ = false;
  uint64_t ticks_ = 0;
};

}  // namespace linkwright::clocked
