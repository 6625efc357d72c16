// SPDX-License-Identifier: Apache-2.0
// Hosts one ClockedSwitch: feeds it the wires and register requests of each cycle and skips its
// ticks while it is idle.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/networks/cycle/clocked.h"

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

  // Register mailbox: one request per tick, in order.
  void Post(const interfaces::RegisterRequest& request);
  bool MailboxEmpty() const { return requests_.empty() && unanswered_.empty(); }
  // The answer to the last read; and the address of the first access refused since the last call.
  uint32_t read_data() const { return read_data_; }
  std::optional<uint32_t> TakeRefused();

  bool interrupt() const { return outputs_.interrupt; }
  uint64_t ticks() const { return ticks_; }

 private:
  struct FarEnd {
    Wires* wires = nullptr;
    int port = 0;
  };

  bool Step(int64_t cycle) override;
  void Tick(int64_t cycle);
  void TakeAnswer();
  void Drive(int64_t cycle);

  std::unique_ptr<interfaces::ClockedSwitch> hosted_;
  Wires wires_;
  interfaces::SwitchInputs inputs_;
  interfaces::SwitchOutputs outputs_;
  std::vector<FarEnd> far_;
  std::deque<interfaces::RegisterRequest> requests_, unanswered_;
  uint32_t read_data_ = 0;
  std::optional<uint32_t> refused_;
  uint64_t ticks_ = 0;
};

}  // namespace linkwright::cycle
