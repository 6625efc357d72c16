// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/single_tier.h"

#include <fmt/format.h>

#include <vector>

#include "fabric/topology/assembly.h"
#include "foundation/diagnostics/check.h"

namespace linkwright::builders {

using topology::NodeId;
using topology::NodeKind;

topology::Topology BuildSingleTier(const SingleTierSettings& settings) {
  LINKWRIGHT_CHECK(settings.accelerators >= 1) << settings.accelerators << " accelerators";
  LINKWRIGHT_CHECK(settings.planes >= 1) << settings.planes << " planes";
  LINKWRIGHT_CHECK(settings.switch_ports >= settings.accelerators)
      << settings.switch_ports << " ports per switch for " << settings.accelerators
      << " accelerators";

  topology::Assembly pod(settings.name);
  std::vector<NodeId> accelerators;
  for (int a = 0; a < settings.accelerators; ++a) {
    accelerators.push_back(pod.Add({.kind = NodeKind::kAccelerator,
                                    .ports = settings.planes,
                                    .part = settings.accelerator_part,
                                    .stem = "accelerator"}));
  }
  std::vector<NodeId> switches;
  for (int p = 0; p < settings.planes; ++p) {
    switches.push_back(pod.Add({.kind = NodeKind::kSwitch,
                                .domain = settings.domain,
                                .tier = 1,
                                .plane = p,
                                .ports = settings.switch_ports,
                                .part = settings.switch_part,
                                .scope = fmt::format("{}.plane{}", settings.name, p),
                                .stem = "switch"}));
  }
  for (int p = 0; p < settings.planes; ++p) {
    for (const NodeId accelerator : accelerators) {
      pod.Join(accelerator, switches[static_cast<size_t>(p)],
               {.domain = settings.domain, .plane = p, .part = settings.link_part});
    }
  }
  return pod.Build();
}

}  // namespace linkwright::builders
