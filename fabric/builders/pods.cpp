// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/pods.h"

#include <fmt/format.h>

#include "fabric/builders/builders.h"

namespace linkwright::builders {

using topology::Domain;
using topology::NodeId;
using topology::NodeKind;

topology::Topology BuildPods(const PodsSettings& s, const diagnostics::SourceLocation& at) {
  const Part up = FabricOf(s.scale_up, Domain::kScaleUp);
  const Part out = FabricOf(s.scale_out, Domain::kScaleOut);
  if (int64_t{s.pods} * s.accelerators * std::max(1, s.nics) > (1 << 20)) {
    throw diagnostics::UserError(at, fmt::format("expected at most {} endpoints, found {} pods of "
                                                 "{} accelerators with {} NICs",
                                                 1 << 20, s.pods, s.accelerators, s.nics));
  }
  topology::Assembly fabric("fabric");
  const int own_ports = up.ports + (s.nics > 0 ? s.nics : out.ports);
  std::vector<Endpoints> pods;
  Endpoints outer;
  outer.per_pod = s.accelerators * std::max(1, s.nics);
  outer.first_port = s.nics > 0 ? 1 : up.ports;
  for (int p = 0; p < s.pods; ++p) {
    pods.push_back(AddAccelerators(fabric, s.accelerators, own_ports, s.accelerator_part,
                                   fmt::format("pod{}", p)));
  }
  for (const Endpoints& pod : pods) {
    for (const NodeId accelerator : pod.nodes) {
      for (int n = 0; n < s.nics; ++n) {
        outer.nodes.push_back(fabric.Add({.kind = NodeKind::kNic,
                                          .ports = 1 + out.ports,
                                          .part = s.nic_part,
                                          .owner = accelerator,
                                          .stem = "nic"}));
      }
      if (s.nics == 0) outer.nodes.push_back(accelerator);
    }
  }
  for (int p = 0; p < s.pods; ++p) {
    up.attach(fabric, pods[static_cast<size_t>(p)],
              {Domain::kScaleUp, fmt::format("pod{}", p), up.location});
  }
  if (s.nics > 0) {
    for (const NodeId nic : outer.nodes) {
      // A torus of one node has no link at some of the ports that stay its own.
      const NodeId accelerator = fabric.node(nic).owner;
      fabric.Join({accelerator, std::max(fabric.next_port(accelerator), up.ports)}, {nic, 0},
                  {.domain = Domain::kHost, .part = s.host_link_part});
    }
  }
  out.attach(fabric, outer, {Domain::kScaleOut, "fabric", out.location});
  return fabric.Build();
}

}  // namespace linkwright::builders
