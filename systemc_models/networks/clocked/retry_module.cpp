// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/retry_module.h"

#include <utility>

namespace linkwright::clocked {

RetryModule::RetryModule(sc_core::sc_module_name name, Clock& clock,
                         std::unique_ptr<retry::RetryLink> link,
                         std::vector<retry::LinkErrorChange> changes,
                         std::vector<retry::LinkOutage> outages)
    : PortModule(name, clock, 2),
      link_(std::move(link)),
      changes_(std::move(changes)),
      outages_(std::move(outages)) {}

void RetryModule::Begin(int64_t cycle) {
  for (retry::LinkErrorChange& change : changes_) change.cycle += cycle;
  for (retry::LinkOutage& outage : outages_) {
    outage.from += cycle;
    outage.to += cycle;
  }
  link_->SetChanges(changes_);
  link_->SetOutages(std::move(outages_));
}

void RetryModule::SetUp(bool up, bool tell) {
  if (up == link_->ends().up()) return;
  link_->SetUp(up);
  Wake();
  if (!tell) return;
  for (const FarEnd& far : far_) far.module->LinkChanged(far.port, up);
}

bool RetryModule::Step(int64_t cycle) {
  for (const int end : {0, 1}) {
    if (link_->tells_occupancy(end)) link_->SetOccupancy(end, wires_.occupancy(cycle, end));
  }
  link_->Step(cycle, wires_.Arriving(cycle), out_);
  wires_.Taken(cycle);
  for (const int end : {0, 1}) {
    const auto e = static_cast<size_t>(end);
    if (out_[e].flit.valid || out_[e].credit.valid) Drive(cycle, end, out_[e]);
    const uint16_t backpressure = link_->backpressure(end);
    if (backpressure == told_[e]) continue;
    told_[e] = backpressure;
    far_[e].wires->SetBackpressure(cycle, far_[e].port, backpressure);
  }
  return !link_->quiet() || !wires_.empty();
}

}  // namespace linkwright::clocked
