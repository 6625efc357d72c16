// SPDX-License-Identifier: Apache-2.0
// Hosts one ClockedSwitch: feeds it the wires and register requests of each cycle and skips its
// ticks while it is idle.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/networks/cycle/clocked.h"
#include "systemc_models/networks/cycle/register_mailbox.h"

namespace linkwright::cycle {

class SwitchModule final : public Clocked {
 public:
  SwitchModule(sc_core::sc_module_name name, Clock& clock, int link_latency,
               std::unique_ptr<interfaces::ClockedSwitch> hosted);

  // Joins a port to the far end's wires and its port there. Ports never joined have their link
  // down.
  void Join(int port, Wires& far, int far_port);
  Wires& wires() { return wires_; }
  int ports() const { return hosted_->ports(); }

  RegisterMailbox& mailbox() { return mailbox_; }

  bool interrupt() const { return outputs_.interrupt; }
  // Has the interrupt wire risen since the last call?
  bool TakeInterrupt() { return std::exchange(rose_, false); }
  uint64_t ticks() const { return ticks_; }

 private:
  struct FarEnd {
    Wires* wires = nullptr;
    int port = 0;
  };

  bool Step(int64_t cycle) override;
  void Tick(int64_t cycle);
  void Drive(int64_t cycle);

  std::unique_ptr<interfaces::ClockedSwitch> hosted_;
  Wires wires_;
  interfaces::SwitchInputs inputs_;
  interfaces::SwitchOutputs outputs_;
  std::vector<FarEnd> far_;
  RegisterMailbox mailbox_;
  uint64_t ticks_ = 0;
  bool rose_ = false;
};

}  // namespace linkwright::cycle
