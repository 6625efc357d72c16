// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/cycle/switch_module.h"

#include <utility>

namespace linkwright::cycle {

using interfaces::PortBeat;

SwitchModule::SwitchModule(sc_core::sc_module_name name, Clock& clock, int link_latency,
                           std::unique_ptr<interfaces::ClockedSwitch> hosted)
    : Clocked(name, clock),
      hosted_(std::move(hosted)),
      wires_(hosted_->ports(), link_latency),
      inputs_(hosted_->ports()),
      outputs_(hosted_->ports()),
      far_(static_cast<size_t>(hosted_->ports())),
      mailbox_(*this) {
  wires_.SetConsumer(this);
  inputs_.link_up.assign(far_.size(), 0);
  hosted_->Reset(outputs_);
}

void SwitchModule::Join(int port, Wires& far, int far_port) {
  far_[static_cast<size_t>(port)] = {&far, far_port};
  inputs_.link_up[static_cast<size_t>(port)] = 1;
}

bool SwitchModule::Step(int64_t cycle) {
  // The first tick after reset is never skipped: the hosted switch may not know yet what it has to
  // say.
  const bool needed =
      wires_.arrivals(cycle) > 0 || !outputs_.idle || !mailbox_.empty() || ticks_ == 0;
  if (needed || !clock().gating) Tick(cycle);
  return !outputs_.idle || !wires_.empty() || !mailbox_.empty();
}

void SwitchModule::Tick(int64_t cycle) {
  ++ticks_;
  inputs_.bus = mailbox_.Take();
  // The wires' array serves as the input array of this tick: nothing is copied.
  std::vector<PortBeat>& arriving = wires_.Arriving(cycle);
  inputs_.port.swap(arriving);
  const bool before = outputs_.interrupt;
  hosted_->Tick(inputs_, outputs_);
  if (outputs_.interrupt && !before) {
    rose_ = true;
    sc_core::sc_pause();
  }
  inputs_.port.swap(arriving);
  if (wires_.arrivals(cycle) > 0) {
    for (PortBeat& beat : arriving) beat.flit.valid = beat.credit.valid = false;
    wires_.Taken(cycle);
  }
  mailbox_.Answer(outputs_.bus);
  Drive(cycle);
}

void SwitchModule::Drive(int64_t cycle) {
  for (size_t port = 0; port < far_.size(); ++port) {
    const PortBeat& beat = outputs_.port[port];
    if (!beat.flit.valid && !beat.credit.valid) continue;
    const FarEnd& far = far_[port];
    if (far.wires == nullptr) continue;  // credits of a port without a link
    PortBeat& driven = far.wires->Driven(cycle, far.port);
    if (beat.flit.valid) driven.flit = beat.flit;
    driven.credit = beat.credit;
    far.wires->Sent(cycle);
  }
}

}  // namespace linkwright::cycle
