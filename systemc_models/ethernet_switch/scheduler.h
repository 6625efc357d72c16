// SPDX-License-Identifier: Apache-2.0
// The choose stage: which frame a free output takes. Strict queues, then deficit round robin.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "systemc_models/ethernet_switch/switch_state.h"
#include "systemc_models/ethernet_switch/transmit.h"

namespace linkwright::ethernet_switch {

class Scheduler {
 public:
  explicit Scheduler(SwitchState& state) : state_(state), port_(state.variant.ports) {}

  /// After Transmit::Step of the tick.
  void Step(Transmit& transmit);

 private:
  struct Port {
    std::array<std::int32_t, kClasses> deficit{};
    std::uint8_t charged = 0;  // classes whose deficit is not 0
    std::uint8_t turn = 0;
  };

  void Choose(int output, Transmit& transmit);
  void ChooseByDeficit(int output, unsigned eligible, Transmit& transmit);
  bool Serve(int output, int c, bool gains, Transmit& transmit);
  void Take(int output, int c, const Service& service, Transmit& transmit);
  void Correct(const Correction& correction);
  std::uint32_t KnownBytes(int output, int c) const;
  void SetDeficit(Port& port, int c, std::int32_t value);
  unsigned Stale(int output) const {
    return port_[output].charged & ~state_.queues.Waiting(output);
  }

  SwitchState& state_;
  std::vector<Port> port_;
  PortSet stale_;  // outputs with an empty queue whose deficit may still have to become 0
};

}  // namespace linkwright::ethernet_switch
