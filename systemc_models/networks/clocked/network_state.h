// SPDX-License-Identifier: Apache-2.0
// What a ClockedNetwork knows beside its modules, for its two kinds, and the metrics that both
// report.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fabric/topology/topology.h"
#include "foundation/telemetry/run_report.h"
#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/networks/clocked/clocked_network.h"
#include "systemc_models/networks/clocked/fabric.h"
#include "systemc_models/networks/completion/deliveries.h"
#include "systemc_models/networks/completion/traffic.h"

namespace linkwright::clocked {

struct ClockedNetwork::State {
  State(int accelerators, int all_planes, int planes_simulated, const FabricParameters& parameters)
      : planes(all_planes),
        simulated_planes(planes_simulated),
        table(accelerators, planes, simulated_planes),
        fabric(parameters, table),
        payload(accelerators) {}

  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink);
  void CollectCompleted();
  // Before building; the builder numbers what it adds (link_in_fabric).
  void NameLinks(const topology::Topology& topology);
  // Planes per simulated plane.
  uint64_t scale() const { return static_cast<uint64_t>(planes / simulated_planes); }
  void AppendTransfers(telemetry::RunReport& report) const;
  void AppendRetry(telemetry::RunReport& report) const;
  // `of_switches`, `of_ports`: what the sums are over, and what is counted.
  void AppendTicks(const char* of_switches, const char* of_ports,
                   telemetry::RunReport& report) const;

  const int planes;
  const int simulated_planes;
  endpoints::TransferTable table;
  Fabric fabric;
  units::Duration patience;         // of a watchdog
  bool retry_hides_faults = false;  // links with retry do not tell their cores that they are down
  // By number in the topology: for messages; and the fabric's number, -1 in a plane that is not
  // simulated.
  std::vector<std::string> link_names = {};
  std::vector<int> link_in_fabric = {};

  completion::Traffic payload;  // of delivered transfers
  completion::Deliveries deliveries = {};
  uint64_t delivered = 0;                       // transfers
  int64_t first_start = -1, last_delivery = 0;  // cycles
  uint64_t interrupts = 0;                      // taken
  uint64_t link_events = 0;                     // links that died or came back
};

}  // namespace linkwright::clocked
