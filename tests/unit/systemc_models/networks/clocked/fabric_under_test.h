// SPDX-License-Identifier: Apache-2.0
// A clocked Ethernet fabric of twins, programmed by the driver.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fabric/builders/leaf_spine.h"
#include "fabric/builders/single_tier.h"
#include "host_driver/device/credit_plan.h"
#include "host_driver/device/ethernet_fabric.h"
#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/networks/clocked/ethernet_network.h"
#include "systemc_models/simulation/simulation.h"

namespace linkwright::clocked {

using SwitchMaker = std::function<std::unique_ptr<interfaces::ClockedSwitch>(int switch_index)>;

inline topology::Topology OneTier(int accelerators, int switch_ports) {
  builders::SingleTierSettings spec;
  spec.accelerators = accelerators;
  spec.switch_ports = switch_ports;
  return builders::BuildSingleTier(spec);
}

inline topology::Topology TwoTiers(int accelerators, int leaves, int spines) {
  builders::LeafSpineSettings spec;
  spec.accelerators = accelerators;
  spec.leaves = leaves;
  spec.spines = spines;
  spec.leaf_ports = 8;
  spec.spine_ports = leaves <= 4 ? 4 : 8;
  return builders::BuildLeafSpine(spec);
}

struct FabricOptions {
  EthernetParameters network;
  std::vector<simulation::LinkFault> faults;
  device::EthernetFabricSettings settings;
  int link_latency_cycles = 20;
  SwitchMaker make_switch;  // empty: twins
  std::function<link::LinkDeviceFactory(int)> make_link_port;
};

class FabricUnderTest {
 public:
  explicit FabricUnderTest(topology::Topology topology, FabricOptions options = {})
      : topology_(std::move(topology)) {
    std::vector<const spec::ethernet_switch::Variant*> variants;
    for (int s = 0; s < topology_.switches(); ++s) {
      const int ports = topology_.node(topology_.switch_node(s)).ports;
      variants.push_back(spec::ethernet_switch::FindVariant(ports <= 4 ? "p4" : "p8"));
    }
    const std::vector<int> latencies(topology_.links().size(), options.link_latency_cycles);
    options.network.link_latency_cycles = latencies;
    NetworkContext context;
    context.make_switch = options.make_switch ? options.make_switch : [variants](int s) {
      return ethernet_switch::MakeEthernetSwitch(*variants[static_cast<size_t>(s)]);
    };
    context.make_link_port = options.make_link_port;
    options.settings.frame_bytes = static_cast<int>(endpoints::RoceFrameBytes(
        endpoints::RoceOpcode::kWriteOnly, static_cast<size_t>(options.network.nic.transport.mtu)));
    options.settings.retry = options.network.retry.has_value();
    if (options.settings.cbfc) {
      options.settings.pfc = false;
      credits_ = device::PlanLinkCredits(topology_, variants, latencies, options.settings);
      options.network.credits = credits_;
    }
    network_ = std::make_unique<EthernetNetwork>(topology_, options.network, context);
    fabric_ = std::make_unique<device::EthernetFabric>(topology_, variants, latencies,
                                                       network_->Devices(), options.settings);
    fabric_->Program();
    simulation_ = std::make_unique<simulation::Simulation>(
        *network_, simulation::Context{.devices = network_.get(),
                                       .on_interrupt = [this](int s) { fabric_->OnInterrupt(s); }});
    simulation_->SetFaults(*network_, options.faults);
  }

  const topology::Topology& topology() const { return topology_; }
  EthernetNetwork& network() { return *network_; }
  device::EthernetFabric& fabric() { return *fabric_; }
  // Hands interrupts to the driver.
  simulation::Simulation& simulation() { return *simulation_; }
  const std::vector<interfaces::LinkCredits>& credits() const { return credits_; }

  // Drops of one reason over all ports of all switches.
  uint64_t Drops(spec::ethernet_switch::DropReason reason) {
    uint64_t drops = 0;
    for (device::EthernetSwitchDriver& driver : fabric_->drivers()) {
      for (int port = 0; port < driver.variant().ports; ++port) {
        drops += driver.ReadPortCounters(port).drops[static_cast<size_t>(reason)];
      }
    }
    return drops;
  }
  uint64_t AllDrops() {
    uint64_t drops = 0;
    for (device::EthernetSwitchDriver& driver : fabric_->drivers()) {
      for (int port = 0; port < driver.variant().ports; ++port) {
        for (const uint32_t count : driver.ReadPortCounters(port).drops) drops += count;
      }
    }
    return drops;
  }

 private:
  topology::Topology topology_;
  std::vector<interfaces::LinkCredits> credits_;
  std::unique_ptr<EthernetNetwork> network_;
  std::unique_ptr<device::EthernetFabric> fabric_;
  std::unique_ptr<simulation::Simulation> simulation_;
};

}  // namespace linkwright::clocked
