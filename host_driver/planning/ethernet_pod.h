// SPDX-License-Identifier: Apache-2.0
// An Ethernet fabric as planned: variants, times, credits and what its driver makes of the
// switches.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fabric/topology/topology.h"
#include "foundation/config/document.h"
#include "host_driver/device/ethernet_fabric.h"
#include "host_driver/planning/plan.h"
#include "host_driver/planning/retry_plan.h"
#include "host_driver/planning/switch_fidelity.h"
#include "host_driver/scenario/scenario.h"
#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/networks/clocked/ethernet_network.h"

namespace linkwright::planning {

struct EthernetPod {
  scenario::EthernetConfig config;
  std::vector<const spec::ethernet_switch::Variant*> variants;  // by switch
  std::vector<int> link_latency_cycles;                         // by link
  std::vector<interfaces::LinkCredits> credits;                 // by link; empty without
  std::vector<scenario::Fidelity> fidelities;                   // by switch
  NamedLibrary library;                                         // null: ours
  std::optional<RetryPlan> retry;
  units::Duration clock_period;
  int priorities = 1;  // of jobs, each a traffic class

  std::string variant_names() const;  // "p8", "p8 and p4"
  int largest_frame() const;          // bytes
  bool cbfc() const { return config.flow_control == scenario::FlowControl::kCbfc; }
};

// Throws UserError with a position: unknown variants, rates and ports that do not fit, settings of
// scale-up pods, links that are not there, programs with in-network operations.
EthernetPod MakeEthernetPod(const Plan& plan, const config::Document& document);

// What the driver makes of the switches.
device::EthernetFabricSettings FabricSettings(const EthernetPod& pod, uint64_t seed);

}  // namespace linkwright::planning
