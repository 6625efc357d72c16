// SPDX-License-Identifier: Apache-2.0
// Links by the names that scenarios, networks and metrics give them.
#pragma once

#include <string>

#include "fabric/topology/topology.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::planning {

// "pod0.leaf0:4" -> the link at port 4 of that node; also as metrics name it,
// "pod0.accelerator3.link4". `what` begins the sentence of a refusal.
topology::LinkId LinkNamed(const topology::Topology& topology, const std::string& name,
                           const std::string& what, const diagnostics::SourceLocation& at);

// "pod0.accelerator3:1": the end nearer to the accelerators.
std::string NameOf(const topology::Topology& topology, topology::LinkId link);

}  // namespace linkwright::planning
