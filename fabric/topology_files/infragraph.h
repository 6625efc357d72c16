// SPDX-License-Identifier: Apache-2.0
// InfraGraph 1 and 2 (github.com/keysight/infragraph, the schema of MLCommons' Chakra project) as a
// topology: devices of components, instances of devices, edges. YAML or JSON.
//
// Components become nodes called instance.0.component.0: xpu an accelerator, nic a NIC, cpu a host,
// switch (and custom of a type that says switch or asic) a switch, or a host where it sits between
// NICs and processors of one device (PCIe). A port is part of what it is joined to in its device.
// Memory is left out with its edges. Switches that NICs hang at are scale-out, others scale-up.
// Links are called as in the file, which is their part's name; bandwidth and latency are the
// part's. Devices made of devices are refused.
#pragma once

#include "fabric/topology/topology.h"
#include "foundation/config/node.h"

namespace linkwright::topology_files {

bool IsInfraGraph(const config::Node& document);
// Throws UserError with the place of everything that is wrong.
topology::Topology ReadInfraGraph(const config::Node& document);

}  // namespace linkwright::topology_files
