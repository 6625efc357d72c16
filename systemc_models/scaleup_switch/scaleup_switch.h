// SPDX-License-Identifier: Apache-2.0
// The scale-up switch, cycle-exact: docs/models/scaleup_switch.md says what happens in which cycle.
// Twin of rtl/scaleup_switch, written independently of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/scaleup_switch/allocation.h"
#include "systemc_models/scaleup_switch/egress.h"
#include "systemc_models/scaleup_switch/ingress.h"
#include "systemc_models/scaleup_switch/reduction_engine.h"
#include "systemc_models/scaleup_switch/register_file.h"
#include "systemc_models/scaleup_switch/switch_state.h"
#include "systemc_models/scaleup_switch/transfer.h"

namespace linkwright::scaleup_switch {

class ScaleUpSwitch final : public interfaces::ClockedSwitch {
 public:
  /// Any parameters within the specification's ranges; throws std::invalid_argument otherwise.
  explicit ScaleUpSwitch(const Variant& variant);

  int ports() const override { return state_.variant.ports; }
  void Reset(interfaces::SwitchOutputs& outputs) override;
  void Tick(const interfaces::SwitchInputs& inputs, interfaces::SwitchOutputs& outputs) override;

  /// Flits inside: captured, in slots, in the delay line, operands and results. A group packet's
  /// flit counts once however many copies are on their way.
  std::size_t resident_flits() const { return state_.flits.in_use(); }
  /// Packets that occupy a slot, and results.
  std::size_t resident_packets() const { return state_.packets.packets(); }

 private:
  bool SampleLinks(const interfaces::SwitchInputs& inputs);
  bool Idle() const;

  SwitchState state_;
  RegisterFile registers_;
  Ingress ingress_;
  Allocation allocation_;
  Transfer transfer_;
  Egress egress_;
  ReductionEngine engine_;
  bool interrupt_ = false;                // the register that drives irq
  std::vector<std::uint8_t> link_wires_;  // link_up as last seen
};

std::unique_ptr<interfaces::ClockedSwitch> MakeScaleUpSwitch(const Variant& variant);

}  // namespace linkwright::scaleup_switch
