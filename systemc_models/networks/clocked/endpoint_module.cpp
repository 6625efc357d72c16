// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/endpoint_module.h"

#include <utility>

namespace linkwright::clocked {

EndpointModule::EndpointModule(sc_core::sc_module_name name, Clock& clock, int ports,
                               std::unique_ptr<Endpoint> endpoint, endpoints::TransferTable& table)
    : PortModule(name, clock, ports), endpoint_(std::move(endpoint)), table_(table) {}

void EndpointModule::Begin(endpoints::TransferHandle handle) {
  endpoint_->Begin(handle);
  Wake();
}

void EndpointModule::LinkChanged(int port, bool up) {
  endpoint_->LinkChanged(port, up);
  Wake();
}

bool EndpointModule::Step(int64_t cycle) {
  const int64_t next = endpoint_->Step(cycle, *this);
  // Deliveries are reported outside the kernel, after every module has seen this edge.
  if (!table_.completed().empty()) sc_core::sc_pause();
  if (next == cycle + 1 || !wires_.empty()) return true;
  if (next != endpoints::kNever) SleepFor(cycle, next - cycle);
  return false;
}

}  // namespace linkwright::clocked
