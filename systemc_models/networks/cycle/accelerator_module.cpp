// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/cycle/accelerator_module.h"

#include <fmt/format.h>

#include <algorithm>

namespace linkwright::cycle {

AcceleratorModule::AcceleratorModule(sc_core::sc_module_name name, Clock& clock, int link_latency,
                                     interfaces::EndpointId accelerator, int ports,
                                     const std::string& path,
                                     const endpoints::PortParameters& parameters,
                                     endpoints::TransferTable& table)
    : Clocked(name, clock),
      table_(table),
      wires_(ports, link_latency),
      active_(static_cast<size_t>(ports), 1),
      far_(static_cast<size_t>(ports)) {
  wires_.SetConsumer(this);
  ports_.reserve(static_cast<size_t>(ports));
  for (int plane = 0; plane < ports; ++plane) {
    ports_.emplace_back(accelerator, plane, fmt::format("{}.port{}", path, plane), parameters,
                        table);
  }
}

void AcceleratorModule::Join(int plane, Wires& far, int far_port) {
  far_[static_cast<size_t>(plane)] = {&far, far_port};
}

void AcceleratorModule::Begin(endpoints::TransferHandle handle) {
  for (endpoints::AcceleratorPort& port : ports_) port.Begin(handle);
  std::fill(active_.begin(), active_.end(), uint8_t{1});
  Wake();
}

bool AcceleratorModule::Step(int64_t cycle) {
  bool any_active = false;
  std::vector<interfaces::PortBeat>& arriving = wires_.Arriving(cycle);
  for (size_t i = 0; i < ports_.size(); ++i) {
    interfaces::PortBeat& in = arriving[i];
    if (active_[i] == 0 && !in.flit.valid && !in.credit.valid && clock().gating) continue;
    ++port_ticks_;
    interfaces::PortBeat& out = far_[i].wires->Driven(cycle, far_[i].port);
    ports_[i].Tick(cycle, in, out);
    in.flit.valid = in.credit.valid = false;
    if (out.flit.valid || out.credit.valid) far_[i].wires->Sent(cycle);
    active_[i] = ports_[i].idle() ? 0 : 1;
    any_active |= active_[i] != 0;
  }
  wires_.Taken(cycle);
  // Deliveries are reported outside the kernel, after every module has seen this edge.
  if (!table_.completed().empty()) sc_core::sc_pause();
  return any_active || !wires_.empty();
}

}  // namespace linkwright::cycle
