// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/ethernet/nic_module.h"

namespace linkwright::ethernet {

NicModule::NicModule(sc_core::sc_module_name name, cycle::Clock& clock, int accelerator,
                     const std::string& path, const endpoints::RoceNicParameters& parameters,
                     endpoints::TransferTable& table)
    : Station(name, clock), table_(table), nic_(accelerator, path, parameters, table) {}

void NicModule::LinkChanged(int, bool up) {
  nic_.SetLink(up);
  Wake();
}

void NicModule::Begin(endpoints::TransferHandle handle) {
  nic_.Begin(handle);
  Wake();
}

bool NicModule::Step(int64_t cycle) {
  ++ticks_;
  static constexpr interfaces::FlitBeat kNothing;
  const interfaces::FlitBeat* arrived = plug_.Take(cycle);
  interfaces::FlitBeat in = arrived == nullptr ? kNothing : *arrived;
  in.valid = arrived != nullptr;
  out_.valid = false;
  if (plug_.backpressure != nullptr) nic_.SetBackpressure(plug_.backpressure->Get(cycle));
  nic_.Tick(cycle, in, out_);
  if (out_.valid) plug_.Drive(cycle, out_);
  // Deliveries are reported outside the kernel, after every module has seen this edge.
  if (!table_.completed().empty()) sc_core::sc_pause();
  if (expecting() || (plug_.backpressure != nullptr && plug_.backpressure->SetIn(cycle)))
    return true;
  const int64_t next = nic_.NextEvent(cycle);
  if (next == cycle + 1) return true;
  if (next != endpoints::kNever) SleepFor(cycle, next - cycle);
  return false;
}

}  // namespace linkwright::ethernet
