// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/cycle/retry_module.h"

#include <utility>

namespace linkwright::cycle {

using interfaces::PortBeat;

RetryModule::RetryModule(sc_core::sc_module_name name, Clock& clock,
                         const LinkRetryParameters& parameters,
                         std::vector<LinkErrorChange> changes, int latency, const std::string& path,
                         const std::array<std::string, 2>& toward,
                         const link::LinkDeviceFactory& make_port, std::vector<LinkOutage> outages)
    : Clocked(name, clock),
      link_(parameters, {}, latency, path, toward, make_port),
      changes_(std::move(changes)),
      outages_(std::move(outages)),
      wires_{Wires(1, 1), Wires(1, 1)} {
  for (Wires& wires : wires_) wires.SetConsumer(this);
}

void RetryModule::Begin(int64_t cycle) {
  for (LinkErrorChange& change : changes_) change.cycle += cycle;
  for (LinkOutage& outage : outages_) {
    outage.from += cycle;
    outage.to += cycle;
  }
  link_.SetChanges(changes_);
  link_.SetOutages(std::move(outages_));
}

bool RetryModule::Step(int64_t cycle) {
  for (int end : {0, 1}) {
    PortBeat& in = wires(end).Arriving(cycle).front();
    if (in.flit.valid || in.credit.valid) link_.Push(end, in);
    in.flit.valid = in.credit.valid = false;
    wires(end).Taken(cycle);
  }
  link_.Tick(cycle, out_);
  for (size_t end = 0; end < far_.size(); ++end) {
    const PortBeat& out = out_[end];
    if (!out.flit.valid && !out.credit.valid) continue;
    PortBeat& driven = far_[end].wires->Driven(cycle, far_[end].port);
    if (out.flit.valid) driven.flit = out.flit;
    driven.credit = out.credit;
    far_[end].wires->Sent(cycle);
  }
  return !link_.quiet() || !wires_[0].empty() || !wires_[1].empty();
}

}  // namespace linkwright::cycle
