// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/ethernet/switch_module.h"

#include <algorithm>
#include <utility>

namespace linkwright::ethernet {

SwitchModule::SwitchModule(sc_core::sc_module_name name, cycle::Clock& clock,
                           std::unique_ptr<interfaces::ClockedSwitch> hosted)
    : Station(name, clock),
      hosted_(std::move(hosted)),
      plugs_(static_cast<size_t>(hosted_->ports())),
      inputs_(hosted_->ports()),
      outputs_(hosted_->ports()),
      mailbox_(*this) {
  inputs_.link_up.assign(plugs_.size(), 0);
  hosted_->Reset(outputs_);
}

void SwitchModule::Connect(int port, Plug plug) {
  plugs_[static_cast<size_t>(port)] = plug;
  inputs_.link_up[static_cast<size_t>(port)] = 1;
}

void SwitchModule::LinkChanged(int port, bool up) {
  inputs_.link_up[static_cast<size_t>(port)] = up ? 1 : 0;
  link_changed_ = true;
  Wake();
}

bool SwitchModule::TakeInterrupt() { return std::exchange(rose_, false); }

bool SwitchModule::Step(int64_t cycle) {
  const bool arrivals = TakeBeats(cycle);
  // The first tick after reset is never skipped, nor the one that samples a link's change.
  const bool needed = arrivals || !outputs_.idle || !mailbox_.empty() || link_changed_;
  if (needed || !clock().gating) Tick(cycle);
  return !outputs_.idle || expecting() || !mailbox_.empty();
}

bool SwitchModule::TakeBeats(int64_t cycle) {
  bool any = false;
  for (size_t port = 0; port < plugs_.size(); ++port) {
    interfaces::FlitBeat& in = inputs_.port[port].flit;
    if (const interfaces::FlitBeat* beat = plugs_[port].Take(cycle)) {
      in = *beat;
      in.valid = true;
      any = true;
    } else {
      in.valid = false;
    }
  }
  return any;
}

void SwitchModule::Tick(int64_t cycle) {
  ++ticks_;
  link_changed_ = false;
  inputs_.time = static_cast<uint32_t>(cycle);
  inputs_.bus = mailbox_.Take();
  for (size_t port = 0; port < plugs_.size(); ++port) {
    if (plugs_[port].backpressure != nullptr)
      inputs_.backpressure[port] = plugs_[port].backpressure->Get(cycle);
  }
  const bool before = outputs_.interrupt;
  hosted_->Tick(inputs_, outputs_);
  mailbox_.Answer(outputs_.bus);
  if (outputs_.interrupt && !before) {
    rose_ = true;
    sc_core::sc_pause();
  }
  for (size_t port = 0; port < plugs_.size(); ++port) {
    const interfaces::FlitBeat& out = outputs_.port[port].flit;
    if (out.valid) plugs_[port].Drive(cycle, out);
    if (plugs_[port].occupancy == nullptr) continue;
    Occupancy occupancy;
    std::copy_n(outputs_.occupancy.begin() + static_cast<int64_t>(port * occupancy.size()),
                occupancy.size(), occupancy.begin());
    plugs_[port].occupancy->Set(cycle, occupancy);
  }
}

}  // namespace linkwright::ethernet
