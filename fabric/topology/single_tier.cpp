// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "fabric/topology/topology.h"
#include "foundation/diagnostics/check.h"

namespace linkwright::topology {

Topology BuildSingleTier(const SingleTierSpec& spec) {
  LINKWRIGHT_CHECK(spec.accelerators >= 1) << spec.accelerators << " accelerators";
  LINKWRIGHT_CHECK(spec.planes >= 1) << spec.planes << " planes";
  LINKWRIGHT_CHECK(spec.switch_ports >= spec.accelerators)
      << spec.switch_ports << " ports per switch for " << spec.accelerators << " accelerators";

  std::vector<Node> nodes;
  for (int a = 0; a < spec.accelerators; ++a) {
    nodes.push_back({.kind = NodeKind::kAccelerator,
                     .path = fmt::format("{}.accelerator{}", spec.name, a),
                     .index = a,
                     .plane = -1,
                     .ports = spec.planes,
                     .part = spec.accelerator_part});
  }
  for (int p = 0; p < spec.planes; ++p) {
    nodes.push_back({.kind = NodeKind::kSwitch,
                     .path = fmt::format("{}.plane{}.switch0", spec.name, p),
                     .index = p,
                     .plane = p,
                     .ports = spec.switch_ports,
                     .part = spec.switch_part});
  }
  std::vector<Link> links;
  for (int p = 0; p < spec.planes; ++p) {
    for (int a = 0; a < spec.accelerators; ++a) {
      links.push_back({.a = {.node = a, .port = p},
                       .b = {.node = spec.accelerators + p, .port = a},
                       .plane = p,
                       .part = spec.link_part});
    }
  }
  return Topology(spec.name, std::move(nodes), std::move(links));
}

}  // namespace linkwright::topology
