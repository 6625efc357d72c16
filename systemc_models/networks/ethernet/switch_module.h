// SPDX-License-Identifier: Apache-2.0
// Hosts one ClockedSwitch of frames: feeds it the beats, the time and the register requests of each
// cycle and skips its ticks while it is idle.
#pragma once

#include <memory>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/networks/cycle/register_mailbox.h"
#include "systemc_models/networks/ethernet/link.h"

namespace linkwright::ethernet {

class SwitchModule final : public Station {
 public:
  SwitchModule(sc_core::sc_module_name name, cycle::Clock& clock,
               std::unique_ptr<interfaces::ClockedSwitch> hosted);

  // Ports never plugged have their link down.
  void Connect(int port, Plug plug);
  void LinkChanged(int port, bool up) override;
  int ports() const { return hosted_->ports(); }

  cycle::RegisterMailbox& mailbox() { return mailbox_; }
  bool interrupt() const { return outputs_.interrupt; }
  // Whether the interrupt wire has risen since the last call. The kernel is paused when it does.
  bool TakeInterrupt();
  uint64_t ticks() const { return ticks_; }

 private:
  bool Step(int64_t cycle) override;
  bool TakeBeats(int64_t cycle);
  void Tick(int64_t cycle);

  std::unique_ptr<interfaces::ClockedSwitch> hosted_;
  std::vector<Plug> plugs_;
  interfaces::SwitchInputs inputs_;
  interfaces::SwitchOutputs outputs_;
  cycle::RegisterMailbox mailbox_;
  bool link_changed_ = true;
  bool rose_ = false;
  uint64_t ticks_ = 0;
};

}  // namespace linkwright::ethernet
