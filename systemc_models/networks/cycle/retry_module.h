// SPDX-License-Identifier: Apache-2.0
// Clocks one RetryLink between the wires of two modules, one cycle long at either end.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "systemc_models/networks/cycle/clocked.h"
#include "systemc_models/networks/cycle/retry_link.h"

namespace linkwright::cycle {

class RetryModule final : public Clocked {
 public:
  // As RetryLink; changes and outages of this link, in cycles from Begin on.
  RetryModule(sc_core::sc_module_name name, Clock& clock, const LinkRetryParameters& parameters,
              std::vector<LinkErrorChange> changes, int latency, const std::string& path,
              const std::array<std::string, 2>& toward, const link::LinkDeviceFactory& make_port,
              std::vector<LinkOutage> outages);

  // The network's first Start.
  void Begin(int64_t cycle);

  // The wires that the module at `end` drives, port 0; and those on which it listens.
  Wires& wires(int end) { return wires_[static_cast<size_t>(end)]; }
  void Join(int end, Wires& far, int far_port) {
    far_[static_cast<size_t>(end)] = {&far, far_port};
  }

  const RetryLink& link() const { return link_; }

 private:
  struct FarEnd {
    Wires* wires = nullptr;
    int port = 0;
  };

  bool Step(int64_t cycle) override;

  RetryLink link_;
  std::vector<LinkErrorChange> changes_;
  std::vector<LinkOutage> outages_;
  std::array<Wires, 2> wires_;
  std::array<FarEnd, 2> far_;
  std::array<interfaces::PortBeat, 2> out_;
};

}  // namespace linkwright::cycle
