// SPDX-License-Identifier: Apache-2.0
// What a ClockedNetwork knows beside its modules, for its two kinds, and the metrics that both
// report.
#pragma once

#include <cstdint>
#include <vector>

#include "foundation/telemetry/run_report.h"
#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/networks/clocked/clocked_network.h"
#include "systemc_models/networks/clocked/fabric.h"
#include "systemc_models/networks/clocked/link_event.h"
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
  int64_t NextLinkEvent() const;  // cycle; kNever: none
  void ApplyLinkEvents();
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
  units::Duration patience;                 // of a watchdog
  std::vector<LinkEvent> link_events = {};  // ascending

  completion::Traffic payload;  // of delivered transfers
  completion::Deliveries deliveries = {};
  uint64_t delivered = 0;                       // transfers
  int64_t first_start = -1, last_delivery = 0;  // cycles
  uint64_t interrupts = 0;                      // taken
  size_t link_events_done = 0;
};

}  // namespace linkwright::clocked
