// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/switch_module.h"

#include <algorithm>

namespace linkwright::clocked {

using interfaces::PortBeat;

SwitchModule::SwitchModule(sc_core::sc_module_name name, Clock& clock,
                           std::unique_ptr<interfaces::ClockedSwitch> hosted)
    : PortModule(name, clock, hosted->ports()),
      hosted_(std::move(hosted)),
      inputs_(hosted_->ports()),
      outputs_(hosted_->ports()),
      tells_occupancy_(far_.size(), 0),
      mailbox_(*this) {
  inputs_.link_up.assign(far_.size(), 0);
  hosted_->Reset(outputs_);
}

void SwitchModule::LinkChanged(int port, bool up) {
  inputs_.link_up[static_cast<size_t>(port)] = up ? 1 : 0;
  link_changed_ = true;
  Wake();
}

bool SwitchModule::Step(int64_t cycle) {
  // The first tick after reset is never skipped, as the hosted switch may not know yet what it has
  // to say, nor the one that samples a link's change.
  const bool needed =
      wires_.arrivals(cycle) > 0 || !outputs_.idle || !mailbox_.empty() || link_changed_;
  if (needed || !clock().gating) Tick(cycle);
  return !outputs_.idle || !wires_.empty() || !mailbox_.empty();
}

void SwitchModule::Tick(int64_t cycle) {
  ++ticks_;
  link_changed_ = false;
  inputs_.time = static_cast<uint32_t>(cycle);
  inputs_.bus = mailbox_.Take();
  if (wires_.any_backpressure()) {
    for (size_t port = 0; port < far_.size(); ++port)
      inputs_.backpressure[port] = wires_.backpressure(cycle, static_cast<int>(port));
  }
  // The wires' array serves as the input array of this tick: nothing is copied.
  std::vector<PortBeat>& arriving = wires_.Arriving(cycle);
  inputs_.port.swap(arriving);
  const bool before = outputs_.interrupt;
  hosted_->Tick(inputs_, outputs_);
  inputs_.port.swap(arriving);
  wires_.Taken(cycle);
  mailbox_.Answer(outputs_.bus);
  if (outputs_.interrupt && !before) {
    rose_ = true;
    sc_core::sc_pause();
  }
  DriveAll(cycle);
}

void SwitchModule::DriveAll(int64_t cycle) {
  for (size_t port = 0; port < far_.size(); ++port) {
    const PortBeat& beat = outputs_.port[port];
    if (beat.flit.valid || beat.credit.valid) Drive(cycle, static_cast<int>(port), beat);
    if (tells_occupancy_[port] == 0) continue;
    Occupancy cells;
    std::copy_n(outputs_.occupancy.begin() + static_cast<int64_t>(port * cells.size()),
                cells.size(), cells.begin());
    far_[port].wires->SetOccupancy(cycle, far_[port].port, cells);
  }
}

}  // namespace linkwright::clocked
