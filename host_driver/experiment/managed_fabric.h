// SPDX-License-Identifier: Apache-2.0
// An Ethernet network together with the host software that looks after it: the simulation hands
// interrupts to the driver, which takes dead links out of the groups.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "host_driver/device/ethernet_fabric.h"
#include "systemc_models/networks/ethernet/ethernet_network.h"

namespace linkwright::experiment {

class ManagedFabric final : public interfaces::Network, public interfaces::DeviceHost {
 public:
  ManagedFabric(std::unique_ptr<ethernet::EthernetNetwork> network,
                std::unique_ptr<device::EthernetFabric> fabric)
      : network_(std::move(network)), fabric_(std::move(fabric)) {}

  device::EthernetFabric& fabric() { return *fabric_; }

  int endpoints() const override { return network_->endpoints(); }
  units::SimTime Now() const override { return network_->Now(); }
  units::Duration ClockPeriod() const override { return network_->ClockPeriod(); }
  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink) override {
    network_->Start(request, sink);
  }
  units::SimTime NextEvent() const override { return network_->NextEvent(); }
  void RunUntil(units::SimTime t) override { network_->RunUntil(t); }
  bool Quiet() const override { return network_->Quiet(); }
  interfaces::GroupId DefineGroup(std::vector<interfaces::EndpointId> members) override {
    return network_->DefineGroup(std::move(members));
  }
  std::vector<interfaces::Device*> Devices() override { return network_->Devices(); }
  bool TakeInterrupt(int device) override { return network_->TakeInterrupt(device); }
  void AppendMetrics(telemetry::RunReport& report) const override {
    network_->AppendMetrics(report);
  }
  interfaces::Activity activity() const override { return network_->activity(); }
  std::string DescribeWait() const override { return network_->DescribeWait(); }

 private:
  std::unique_ptr<ethernet::EthernetNetwork> network_;
  std::unique_ptr<device::EthernetFabric> fabric_;
};

}  // namespace linkwright::experiment
