// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/ethernet_endpoint.h"

namespace linkwright::clocked {

int64_t EthernetEndpoint::Step(int64_t cycle, EndpointModule& module) {
  ++ticks_;
  Wires& wires = module.wires();
  out_.flit.valid = false;
  nic_.SetBackpressure(wires.backpressure(cycle, 0));
  nic_.Tick(cycle, wires.Arriving(cycle).front().flit, out_.flit);
  wires.Taken(cycle);
  if (out_.flit.valid) module.Drive(cycle, 0, out_);
  return wires.BackpressureChanges(cycle, 0) ? cycle + 1 : nic_.NextEvent(cycle);
}

}  // namespace linkwright::clocked
