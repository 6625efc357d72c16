// SPDX-License-Identifier: Apache-2.0
// An Ethernet network together with the host software that looks after it: interrupts go to the
// driver, which takes dead links out of the groups.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "host_driver/device/ethernet_fabric.h"
#include "systemc_models/networks/ethernet/ethernet_network.h"

namespace linkwright::experiment {

class ManagedFabric final : public interfaces::Network {
 public:
  ManagedFabric(std::unique_ptr<ethernet::EthernetNetwork> network,
                std::unique_ptr<device::EthernetFabric> fabric)
      : network_(std::move(network)), fabric_(std::move(fabric)) {
    network_->OnInterrupt([this](int index) { fabric_->HandleInterrupt(index); });
  }

  device::EthernetFabric& fabric() { return *fabric_; }

  int endpoints() const override { return network_->endpoints(); }
  units::SimTime Now() const override { return network_->Now(); }
  units::Duration ClockPeriod() const override { return network_->ClockPeriod(); }
  void Start(const interfaces::TransferRequest& request) override { network_->Start(request); }
  void SetTimer(units::SimTime at, uint64_t cookie) override { network_->SetTimer(at, cookie); }
  void Run(interfaces::NetworkClient& client) override { network_->Run(client); }
  interfaces::GroupId DefineGroup(std::vector<interfaces::EndpointId> members) override {
    return network_->DefineGroup(std::move(members));
  }
  std::vector<interfaces::Device*> Devices() override { return network_->Devices(); }
  void AppendMetrics(telemetry::RunReport& report) const override {
    network_->AppendMetrics(report);
  }

 private:
  std::unique_ptr<ethernet::EthernetNetwork> network_;
  std::unique_ptr<device::EthernetFabric> fabric_;
};

}  // namespace linkwright::experiment
