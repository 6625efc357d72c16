// SPDX-License-Identifier: Apache-2.0
// An Ethernet fabric as planned: its hardware, and what its driver makes of the switches.
#pragma once

#include <string>
#include <vector>

#include "foundation/config/document.h"
#include "host_driver/device/ethernet_fabric.h"
#include "host_driver/planning/plan.h"
#include "host_driver/scenario/scenario.h"
#include "rtl/spec/generated/ethernet_switch.h"

namespace linkwright::planning {

// Throws UserError with a position: unknown variants, rates and ports that do not fit, settings of
// scale-up pods, links that are not there, programs with in-network operations, and what cannot
// work (ethernet_checks.h).
void PlanEthernetHardware(Plan& plan, const config::Document& document);

// A plan as driver and network want it, settings with their defaults and times in cycles: made anew
// where a fabric is checked or built.
struct EthernetPod {
  scenario::EthernetConfig config;
  std::vector<const spec::ethernet_switch::Variant*> variants;  // by switch
  std::vector<int> link_latency_cycles;                         // by link
  bool retry = false;
  int priorities = 1;  // of jobs, each a traffic class

  int largest_frame() const;  // bytes
  bool cbfc() const { return config.flow_control == scenario::FlowControl::kCbfc; }
};
EthernetPod EthernetPodOf(const Plan& plan);

// What the driver makes of the switches.
device::EthernetFabricSettings FabricSettings(const EthernetPod& pod, uint64_t seed);

}  // namespace linkwright::planning
