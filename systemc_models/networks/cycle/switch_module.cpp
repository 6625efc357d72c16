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
      far_(static_cast<size_t>(hosted_->ports())) {
  wires_.SetConsumer(this);
  inputs_.link_up.assign(far_.size(), 0);
  hosted_->Reset(outputs_);
}

void SwitchModule::Join(int port, Wires& far, int far_port) {
  far_[static_cast<size_t>(port)] = {&far, far_port};
  inputs_.link_up[static_cast<size_t>(port)] = 1;
}

void SwitchModule::Post(const interfaces::RegisterRequest& request) {
  requests_.push_back(request);
  Wake();
}

std::optional<uint32_t> SwitchModule::TakeRefused() {
  return std::exchange(refused_, std::nullopt);
}

bool SwitchModule::Step(int64_t cycle) {
  // The first tick after reset is never skipped: the hosted switch may not know yet what it has to
  // say.
  const bool needed =
      wires_.arrivals(cycle) > 0 || !outputs_.idle || !MailboxEmpty() || ticks_ == 0;
  if (needed || !clock().gating) Tick(cycle);
  return !outputs_.idle || !wires_.empty() || !MailboxEmpty();
}

void SwitchModule::Tick(int64_t cycle) {
  ++ticks_;
  inputs_.bus = {};
  if (!requests_.empty()) {
    inputs_.bus = requests_.front();
    unanswered_.push_back(requests_.front());
    requests_.pop_front();
  }
  // The wires' array serves as the input array of this tick: nothing is copied.
  std::vector<PortBeat>& arriving = wires_.Arriving(cycle);
  inputs_.port.swap(arriving);
  hosted_->Tick(inputs_, outputs_);
  inputs_.port.swap(arriving);
  if (wires_.arrivals(cycle) > 0) {
    for (PortBeat& beat : arriving) beat.flit.valid = beat.credit.valid = false;
    wires_.Taken(cycle);
  }
  if (outputs_.bus.valid) TakeAnswer();
  Drive(cycle);
}

void SwitchModule::TakeAnswer() {
  if (unanswered_.empty()) return;
  const interfaces::RegisterRequest request = unanswered_.front();
  unanswered_.pop_front();
  if (outputs_.bus.error && !refused_) refused_ = request.address;
  if (!request.write) read_data_ = outputs_.bus.data;
  // Whoever waits for the mailbox is waiting outside the kernel.
  if (MailboxEmpty()) sc_core::sc_pause();
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
