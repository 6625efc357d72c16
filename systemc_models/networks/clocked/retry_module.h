// SPDX-License-Identifier: Apache-2.0
// Clocks one link with retry between two modules, joined to either by wires of one cycle; port 0
// and 1 are the link's ends.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "systemc_models/networks/clocked/port_module.h"
#include "systemc_models/networks/retry/retry_link.h"

namespace linkwright::clocked {

class RetryModule final : public PortModule {
 public:
  // Changes and outages of this link, in cycles from Begin on.
  RetryModule(sc_core::sc_module_name name, Clock& clock, std::unique_ptr<retry::RetryLink> link,
              std::vector<retry::LinkErrorChange> changes, std::vector<retry::LinkOutage> outages);

  // The network's first Start.
  void Begin(int64_t cycle);
  // Between edges: the link dies, or comes back; with `tell`, both modules see it at the next edge.
  void SetUp(bool up, bool tell);
  void LinkChanged(int, bool) override {}  // the wires to the modules stay up

  const retry::RetryLink& link() const { return *link_; }

 private:
  bool Step(int64_t cycle) override;

  std::unique_ptr<retry::RetryLink> link_;
  std::vector<retry::LinkErrorChange> changes_;
  std::vector<retry::LinkOutage> outages_;
  retry::Beats out_;
  std::array<uint16_t, 2> told_{};  // backpressure, by end
};

}  // namespace linkwright::clocked
