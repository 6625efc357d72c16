// SPDX-License-Identifier: Apache-2.0
// Clocks what stands at an end of the network: an accelerator's scale-up ports, or a network card.
// One module per accelerator instead of one per port: a kernel activation costs more than looking
// at an idle port.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "systemc_models/endpoints/roce_sender.h"
#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/networks/clocked/port_module.h"

namespace linkwright::clocked {

class EndpointModule;

class Endpoint {
 public:
  virtual ~Endpoint() = default;
  // Puts a transfer in line; its first beat leaves at the next edge.
  virtual void Begin(endpoints::TransferHandle handle) = 0;
  virtual void LinkChanged(int port, bool up) = 0;
  // One edge: takes what arrives on the module's wires and drives its ports. Returns the next cycle
  // in which it may do something without input: cycle + 1, a later one, or kNever.
  virtual int64_t Step(int64_t cycle, EndpointModule& module) = 0;

  virtual uint64_t ticks() const = 0;
  // Grows with whatever is sent and received.
  virtual uint64_t moved() const = 0;
  // A line for each thing that waits, for deadlock reports.
  virtual void DescribeWaits(const std::function<void(const std::string&)>& list) const = 0;
};

class EndpointModule final : public PortModule {
 public:
  EndpointModule(sc_core::sc_module_name name, Clock& clock, int ports,
                 std::unique_ptr<Endpoint> endpoint, endpoints::TransferTable& table);

  void Begin(endpoints::TransferHandle handle);
  void LinkChanged(int port, bool up) override;
  const Endpoint& endpoint() const { return *endpoint_; }

  // For the endpoint's Step.
  using PortModule::Drive;
  Wires& wires() { return wires_; }
  // The beat to put a flit or a credit into (valid flags are false); Sent tells that something was.
  interfaces::PortBeat& Driven(int64_t cycle, int port) {
    const FarEnd& far = far_[static_cast<size_t>(port)];
    return far.wires->Driven(cycle, far.port);
  }
  void Sent(int64_t cycle, int port) {
    const FarEnd& far = far_[static_cast<size_t>(port)];
    far.wires->Sent(cycle, far.port);
  }

 private:
  bool Step(int64_t cycle) override;

  std::unique_ptr<Endpoint> endpoint_;
  endpoints::TransferTable& table_;
};

}  // namespace linkwright::clocked
