// SPDX-License-Identifier: Apache-2.0
// All scale-up ports of one accelerator, one for each plane.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "systemc_models/endpoints/accelerator_port.h"
#include "systemc_models/networks/clocked/endpoint_module.h"

namespace linkwright::clocked {

class ScaleUpEndpoint final : public Endpoint {
 public:
  // `gating`: a port that has nothing to do is not looked at.
  ScaleUpEndpoint(interfaces::EndpointId accelerator, int ports, const std::string& path,
                  const endpoints::PortParameters& parameters, bool gating,
                  endpoints::TransferTable& table);

  void Begin(endpoints::TransferHandle handle) override;
  void LinkChanged(int, bool) override {}  // ports wait for credits, and retry is the link's
  int64_t Step(int64_t cycle, EndpointModule& module) override;
  uint64_t ticks() const override { return ticks_; }
  uint64_t moved() const override;
  void DescribeWaits(const std::function<void(const std::string&)>& list) const override;

  const std::vector<endpoints::AcceleratorPort>& ports() const { return ports_; }

 private:
  bool gating_;
  std::vector<endpoints::AcceleratorPort> ports_;
  std::vector<uint8_t> active_;  // by port: a tick may do something even without input
  uint64_t ticks_ = 0;           // of ports
};

}  // namespace linkwright::clocked
