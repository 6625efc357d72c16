// SPDX-License-Identifier: Apache-2.0
// The network card of one accelerator.
#pragma once

#include <cstdint>
#include <string>

#include "systemc_models/endpoints/roce_nic.h"
#include "systemc_models/networks/clocked/endpoint_module.h"

namespace linkwright::clocked {

class EthernetEndpoint final : public Endpoint {
 public:
  EthernetEndpoint(interfaces::EndpointId accelerator, const std::string& path,
                   const endpoints::RoceNicParameters& parameters, endpoints::TransferTable& table)
      : nic_(accelerator, path, parameters, table) {}

  void Begin(endpoints::TransferHandle handle) override { nic_.Begin(handle); }
  void LinkChanged(int, bool up) override { nic_.SetLink(up); }
  int64_t Step(int64_t cycle, EndpointModule& module) override;
  uint64_t ticks() const override { return ticks_; }
  uint64_t moved() const override {
    return nic_.counters().bytes_sent + nic_.counters().bytes_received;
  }
  void DescribeWaits(const std::function<void(const std::string&)>& list) const override {
    list(nic_.DescribeWait());
  }

  const endpoints::RoceNic& nic() const { return nic_; }

 private:
  endpoints::RoceNic nic_;
  interfaces::PortBeat out_;
  uint64_t ticks_ = 0;
};

}  // namespace linkwright::clocked
