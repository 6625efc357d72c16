// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/scaleup_endpoint.h"

#include <fmt/format.h>

#include <algorithm>

namespace linkwright::clocked {

ScaleUpEndpoint::ScaleUpEndpoint(interfaces::EndpointId accelerator, int ports,
                                 const std::string& path,
                                 const endpoints::PortParameters& parameters, bool gating,
                                 endpoints::TransferTable& table)
    : gating_(gating), active_(static_cast<size_t>(ports), 1) {
  ports_.reserve(static_cast<size_t>(ports));
  for (int plane = 0; plane < ports; ++plane) {
    ports_.emplace_back(accelerator, plane, fmt::format("{}.port{}", path, plane), parameters,
                        table);
  }
}

void ScaleUpEndpoint::Begin(endpoints::TransferHandle handle) {
  for (endpoints::AcceleratorPort& port : ports_) port.Begin(handle);
  std::fill(active_.begin(), active_.end(), uint8_t{1});
}

int64_t ScaleUpEndpoint::Step(int64_t cycle, EndpointModule& module) {
  bool any_active = false;
  const std::vector<interfaces::PortBeat>& arriving = module.wires().Arriving(cycle);
  for (size_t i = 0; i < ports_.size(); ++i) {
    const interfaces::PortBeat& in = arriving[i];
    if (active_[i] == 0 && !in.flit.valid && !in.credit.valid && gating_) continue;
    ++ticks_;
    const auto port = static_cast<int>(i);
    interfaces::PortBeat& out = module.Driven(cycle, port);
    ports_[i].Tick(cycle, in, out);
    if (out.flit.valid || out.credit.valid) module.Sent(cycle, port);
    active_[i] = ports_[i].idle() ? 0 : 1;
    any_active |= active_[i] != 0;
  }
  module.wires().Taken(cycle);
  return any_active ? cycle + 1 : endpoints::kNever;
}

uint64_t ScaleUpEndpoint::moved() const {
  uint64_t moved = 0;
  for (const endpoints::AcceleratorPort& port : ports_)
    moved += port.counters().flits_sent + port.counters().flits_received;
  return moved;
}

void ScaleUpEndpoint::DescribeWaits(const std::function<void(const std::string&)>& list) const {
  for (const endpoints::AcceleratorPort& port : ports_) list(port.DescribeWait());
}

}  // namespace linkwright::clocked
