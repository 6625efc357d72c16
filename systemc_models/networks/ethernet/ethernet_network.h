// SPDX-License-Identifier: Apache-2.0
// A fabric of Ethernet switches clocked in the SystemC kernel: accelerators' network interfaces,
// links and switches, beat by beat, in any topology in which every accelerator has one link. Each
// switch is whatever ClockedSwitch the factory makes (twin, verilated RTL); the network cannot
// tell. Includes no <systemc>. What happens in which cycle, and limits: docs/models/roce.md.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fabric/topology/topology.h"
#include "foundation/units/duration.h"
#include "systemc_models/endpoints/roce_nic.h"
#include "systemc_models/interfaces/device.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/interfaces/link_credits.h"
#include "systemc_models/interfaces/network.h"
#include "systemc_models/link/link_device.h"
#include "systemc_models/networks/cycle/link_errors.h"

namespace linkwright::cycle {
class RetryEnds;
}

namespace linkwright::ethernet {

// A link that dies, or comes back, in a run.
struct LinkEvent {
  units::Duration at;  // from the first Start on; rounded up to a cycle
  topology::LinkId link = 0;
  bool up = false;
};

struct EthernetNetworkParameters {
  units::Duration clock_period = units::Duration::Picoseconds(840);
  // Cycles from a beat on the output register of one end to its sampling at the other, >= 1, by
  // link.
  std::vector<int> link_latency_cycles;
  endpoints::RoceNicParameters nic;  // gateway_mac is filled in by the network
  // Idle switches and interfaces are not clocked. Off only to show that it makes no difference.
  bool clock_gating = true;
  // Transfers in flight and no beat at any accelerator for this long, or twice the retransmission
  // timeout if that is longer, is a deadlock: RunFailure saying who waits for what.
  int64_t watchdog_cycles = 100'000;
  std::vector<LinkEvent> link_events;
  // Every link gets link-level retry and may lose what it carries (`outages` are not for Ethernet:
  // here links have events, and switches and driver see them).
  std::optional<cycle::LinkRetryParameters> retry;
  // By link; empty: no credits. The switches are then to be programmed without PFC.
  std::vector<interfaces::LinkCredits> credits;
};

struct EthernetNetworkContext {
  // Called once per switch, in order of index.
  std::function<std::unique_ptr<interfaces::ClockedSwitch>(int switch_index)> make_switch;
  // With retry or credits, called once per link with its path, "pod0.accelerator3.link0" or
  // "pod0.leaf1:5": what makes the ports at its two ends. Empty, here or as an answer: twins.
  std::function<link::LinkDeviceFactory(const std::string& link_path)> make_link_port;
  const std::atomic<bool>* interrupted = nullptr;  // as in cycle_network.h
};

class EthernetNetwork final : public interfaces::Network, public interfaces::DeviceHost {
 public:
  // Every accelerator has one link, to a switch (InternalError otherwise). The topology is read in
  // the constructor only.
  EthernetNetwork(const topology::Topology& topology, const EthernetNetworkParameters& parameters,
                  const EthernetNetworkContext& context);
  ~EthernetNetwork() override;

  int endpoints() const override;
  units::SimTime Now() const override;
  units::Duration ClockPeriod() const override;
  // kWrite only (InternalError otherwise): the switches neither copy nor add.
  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink) override;
  units::SimTime NextEvent() const override;
  // Throws RunFailure when an accelerator gives up; after that only destruction is allowed.
  void RunUntil(units::SimTime t) override;
  bool Quiet() const override;
  // InternalError: there are no groups on an Ethernet fabric.
  interfaces::GroupId DefineGroup(std::vector<interfaces::EndpointId> members) override;
  std::vector<interfaces::Device*> Devices() override;
  bool TakeInterrupt(int device) override;
  void AppendMetrics(telemetry::RunReport& report) const override;
  interfaces::Activity activity() const override;
  std::string DescribeWait() const override;
  // Of one accelerator, and of one link with retry or credits, for tests.
  const endpoints::RoceNic& nic(int accelerator) const;
  const cycle::RetryEnds& link_ends(topology::LinkId link) const;

 private:
  class Fabric;
  std::unique_ptr<Fabric> fabric_;
};

}  // namespace linkwright::ethernet
