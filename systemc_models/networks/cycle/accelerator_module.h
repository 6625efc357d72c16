// SPDX-License-Identifier: Apache-2.0
// Clocks all ports of one accelerator. One module per accelerator instead of one per port: a kernel
// activation costs more than looking at an idle port.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "systemc_models/endpoints/accelerator_port.h"
#include "systemc_models/networks/cycle/clocked.h"

namespace linkwright::cycle {

class AcceleratorModule final : public Clocked {
 public:
  AcceleratorModule(sc_core::sc_module_name name, Clock& clock, int link_latency,
                    interfaces::EndpointId accelerator, int ports, const std::string& path,
                    const endpoints::PortParameters& parameters, endpoints::TransferTable& table);

  // Joins the port of a plane to the far end's wires and its port there.
  void Join(int plane, Wires& far, int far_port);
  Wires& wires() { return wires_; }

  // Puts the stripes of a transfer in line at every port.
  void Begin(endpoints::TransferHandle handle);
  const std::vector<endpoints::AcceleratorPort>& ports() const { return ports_; }
  uint64_t port_ticks() const { return port_ticks_; }

 private:
  struct FarEnd {
    Wires* wires = nullptr;
    int port = 0;
  };

  bool Step(int64_t cycle) override;

  endpoints::TransferTable& table_;
  Wires wires_;
  std::vector<endpoints::AcceleratorPort> ports_;
  std::vector<uint8_t> active_;  // by port: a tick may do something even without input
  std::vector<FarEnd> far_;
  uint64_t port_ticks_ = 0;
};

}  // namespace linkwright::cycle
