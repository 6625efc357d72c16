// SPDX-License-Identifier: Apache-2.0
// What a run plan has beside everything else when its pod is an Ethernet fabric.
#pragma once

#include <string>
#include <vector>

#include "fabric/parts/catalog.h"
#include "fabric/topology/topology.h"
#include "host_driver/experiment/ethernet_config.h"
#include "host_driver/experiment/retry_plan.h"
#include "host_driver/experiment/scenario.h"
#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/networks/ethernet/ethernet_network.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::experiment {

struct EthernetPlan {
  EthernetConfig config;
  std::vector<const spec::ethernet_switch::Variant*> variants;  // by switch
  std::vector<int> link_latency_cycles;                         // by link
  std::vector<ethernet::LinkEvent> link_events;
  std::vector<ethernet::LinkCredits> credits;  // by link; empty without
  units::Duration clock_period;

  std::string variant_names() const;  // "p8", "p8 and p4"
  int largest_frame() const;          // bytes
  bool cbfc() const { return config.flow_control == FlowControl::kCbfc; }
};

// Throws UserError with a position: unknown variants, rates and ports that do not fit, settings of
// scale-up pods, links that are not there, programs with in-network operations.
EthernetPlan MakeEthernetPlan(const Scenario& scenario, const parts::PodSpec& pod,
                              const parts::Catalog& catalog, const topology::Topology& topology,
                              const collectives::KernelProgram& program,
                              const config::Document& document);

// What the network asks of the ports at a link's ends.
link::LinkSizes EthernetPortSizes(const EthernetPlan& plan, const cycle::LinkRetryParameters& retry,
                                  topology::LinkId link);

// Switches and driver see a link go down: outages become events of the fabric.
void MakeOutagesEvents(RetryPlan& retry, EthernetPlan& plan);

// Why the RTL of a variant is not in this binary; empty: it is.
std::string MissingEthernetRtl(const spec::ethernet_switch::Variant& variant);

}  // namespace linkwright::experiment
