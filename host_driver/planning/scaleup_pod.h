// SPDX-License-Identifier: Apache-2.0
// What the planners of scale-up pods, clocked or not, have in common.
#pragma once

#include "fabric/parts/catalog.h"
#include "foundation/config/document.h"
#include "foundation/units/units.h"
#include "host_driver/planning/hardware.h"
#include "rtl/spec/generated/scaleup_switch.h"

namespace linkwright::planning {

struct Plan;

// A variant with enough ports, no settings of Ethernet fabrics, and no more iterations than its
// allocator has.
void CheckScaleUpPod(const scenario::Scenario& scenario, const parts::PodSpec& pod,
                     const parts::Catalog& catalog, const config::Document& document);

// Of a pod that was checked. Its switches have the fidelity of the network.
const spec::scaleup_switch::Variant& VariantOf(const Plan& plan);
Hardware ScaleUpHardware(const Plan& plan);
units::Duration MemoryLatency(const scenario::NetworkConfig& network);

// Throws UserError with a position: in-network operations of a job that the variant does not have,
// and more jobs with them than the switches have groups.
void ExpectInNetworkCompute(const Plan& plan, const config::Document& document);

// Throws UserError with a position: clocked switches do not tell jobs apart.
void RefusePriorities(const Plan& plan, const config::Document& document);

// As many reduce-reads under way as the switch has entries for the port: fewer would leave entries
// idle, more would stand at the head of the port's multicast queue and hold up the stores behind
// them.
int ReduceWindow(const spec::scaleup_switch::Variant& variant);

void WriteScaleUpDefaults(scenario::NetworkConfig& network);

}  // namespace linkwright::planning
