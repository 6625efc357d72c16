// SPDX-License-Identifier: Apache-2.0
// A clocked fabric of Ethernet switches: accelerators' network cards, links and switches, beat by
// beat, in any topology in which every accelerator has one link. What happens in which cycle, and
// limits: docs/models/roce.md.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "fabric/topology/topology.h"
#include "foundation/units/duration.h"
#include "systemc_models/endpoints/roce_nic.h"
#include "systemc_models/interfaces/link_credits.h"
#include "systemc_models/networks/clocked/clocked_network.h"
#include "systemc_models/networks/retry/link_errors.h"

namespace linkwright::retry {
class RetryEnds;
}

namespace linkwright::clocked {

struct EthernetParameters {
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
  // Every link gets link-level retry and may lose what it carries (`outages` are not for Ethernet:
  // here links go down by SetLink, and switches and driver see it).
  std::optional<retry::LinkRetryParameters> retry;
  // By link; empty: no credits. The switches are then to be programmed without PFC.
  std::vector<interfaces::LinkCredits> credits;
};

class EthernetNetwork final : public ClockedNetwork {
 public:
  // Every accelerator has one link, to a switch (InternalError otherwise). The topology is read in
  // the constructor only.
  EthernetNetwork(const topology::Topology& topology, const EthernetParameters& parameters,
                  const NetworkContext& context);

  // kWrite only (InternalError otherwise): the switches neither copy nor add.
  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink) override;
  // InternalError: there are no groups on an Ethernet fabric.
  interfaces::GroupId DefineGroup(std::vector<interfaces::EndpointId> members) override;
  void AppendMetrics(telemetry::RunReport& report) const override;
  // Of one accelerator, and of one link with retry or credits, for tests.
  const endpoints::RoceNic& nic(int accelerator) const;
  const retry::RetryEnds& link_ends(topology::LinkId link) const;
};

}  // namespace linkwright::clocked
