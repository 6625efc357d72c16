// SPDX-License-Identifier: Apache-2.0
// What a topology is made of: nodes by role, switches and links by domain and tier, and how many
// links part its halves.
#pragma once

#include <string>

#include "fabric/topology/topology.h"
#include "foundation/telemetry/text_layout.h"
#include "foundation/telemetry/value.h"

namespace linkwright::report {

// A paragraph, and a table with a row for every tier of every domain.
std::string TopologyText(const topology::Topology& topology, const telemetry::Page& page);

// {"name": ..., "nodes": {"accelerator": 8, ...}, "scale_up_domains": 1, "tiers": [{"domain",
// "tier", "planes", "switches", "ports", "ports_used", "links"}], "bisection_links": {"scale_up":
// 4}}. A domain without links has no bisection.
telemetry::Value TopologyCounts(const topology::Topology& topology);

}  // namespace linkwright::report
