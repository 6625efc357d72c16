// SPDX-License-Identifier: Apache-2.0
// What an Ethernet fabric did, as metrics "network.<name>".
#pragma once

#include <cstdint>
#include <vector>

#include "foundation/telemetry/run_report.h"
#include "foundation/units/duration.h"
#include "systemc_models/networks/ethernet/fabric_modules.h"

namespace linkwright::ethernet {

// What the network counts beside its modules.
struct Tally {
  struct Payload {
    uint64_t sent = 0, received = 0;  // bytes of delivered transfers
  };
  std::vector<Payload> of;                      // by accelerator
  uint64_t delivered = 0;                       // transfers
  int64_t first_start = -1, last_delivery = 0;  // cycles
  uint64_t interrupts = 0;                      // served
  uint64_t link_events = 0;
};

void AppendFabricMetrics(const FabricModules& modules, const Tally& tally,
                         units::Duration clock_period, telemetry::RunReport& report);

}  // namespace linkwright::ethernet
