// SPDX-License-Identifier: Apache-2.0
// The Ethernet switch, cycle-exact: docs/models/ethernet_switch.md says what happens in which
// cycle. Twin of rtl/ethernet_switch, written independently of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "systemc_models/ethernet_switch/forward.h"
#include "systemc_models/ethernet_switch/register_file.h"
#include "systemc_models/ethernet_switch/scheduler.h"
#include "systemc_models/ethernet_switch/switch_state.h"
#include "systemc_models/ethernet_switch/transmit.h"
#include "systemc_models/ethernet_switch/write.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::ethernet_switch {

class EthernetSwitch final : public interfaces::ClockedSwitch {
 public:
  /// Any parameters within the specification's ranges; throws std::invalid_argument otherwise.
  explicit EthernetSwitch(const Variant& variant);
  ~EthernetSwitch() override;

  int ports() const override { return variant_.ports; }
  void Reset(interfaces::SwitchOutputs& outputs) override;
  void Tick(const interfaces::SwitchInputs& inputs, interfaces::SwitchOutputs& outputs) override;

  /// Beats inside: captured, stored and in the delay line.
  std::size_t resident_beats() const;
  /// Frames that are arriving (verdict passed), queued or leaving; no PFC frames of the switch's
  /// own.
  std::size_t resident_frames() const;
  /// The buffer's books.
  BufferView buffer() const;

 private:
  struct Stages;

  bool SampleWires(const interfaces::SwitchInputs& inputs);
  bool Idle() const;

  Variant variant_;
  std::unique_ptr<Stages> stages_;
  bool interrupt_ = false;                // the register that drives irq
  std::vector<std::uint8_t> link_wires_;  // link_up as last seen
};

std::unique_ptr<interfaces::ClockedSwitch> MakeEthernetSwitch(const Variant& variant);

}  // namespace linkwright::ethernet_switch
