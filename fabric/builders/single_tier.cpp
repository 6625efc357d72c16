// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/single_tier.h"

#include <fmt/format.h>

namespace linkwright::builders {

using topology::NodeId;
using topology::NodeKind;

void Attach(topology::Assembly& pod, const SingleTierSettings& settings, const Endpoints& endpoints,
            const Site& site) {
  const auto count = static_cast<int>(endpoints.nodes.size());
  if (settings.planes < 1) Refuse(site, fmt::format("expected a plane, found {}", settings.planes));
  if (settings.switch_ports < count) {
    Refuse(site, fmt::format("one tier of switches with {} joins at most {}, found {}",
                             Counted(settings.switch_ports, "port", "ports"),
                             Counted(settings.switch_ports, "endpoint", "endpoints"), count));
  }
  std::vector<NodeId> switches;
  for (int p = 0; p < settings.planes; ++p) {
    switches.push_back(pod.Add({.kind = NodeKind::kSwitch,
                                .domain = site.domain,
                                .tier = 1,
                                .plane = p,
                                .ports = settings.switch_ports,
                                .part = settings.switch_part,
                                .scope = fmt::format("{}.plane{}", site.scope, p),
                                .stem = "switch"}));
  }
  for (int p = 0; p < settings.planes; ++p) {
    for (const NodeId endpoint : endpoints.nodes) {
      pod.Join(endpoint, switches[static_cast<size_t>(p)],
               {.domain = site.domain, .plane = p, .part = settings.link_part});
    }
  }
}

topology::Topology BuildSingleTier(const SingleTierSettings& settings) {
  return BuildWithAccelerators(settings);
}

}  // namespace linkwright::builders
