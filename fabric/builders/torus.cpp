// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/torus.h"

#include <fmt/format.h>

#include <array>
#include <span>
#include <vector>

namespace linkwright::builders {

using topology::NodeId;

namespace {

void JoinTorus(topology::Assembly& pod, const TorusSettings& settings,
               std::span<const NodeId> nodes, int plane, int first_port, const Site& site) {
  const std::array<int, 3> dims = {settings.x, settings.y, settings.z};
  for (int i = 0; i < static_cast<int>(nodes.size()); ++i) {
    int stride = 1;
    for (size_t d = 0; d < dims.size(); ++d) {
      const int at = i / stride % dims[d];
      const int next = i + ((at + 1) % dims[d] - at) * stride;
      stride *= dims[d];
      if (dims[d] == 1 || (dims[d] == 2 && at == 1)) continue;
      const int port = first_port + 2 * static_cast<int>(d);
      pod.Join({nodes[static_cast<size_t>(i)], port},
               {nodes[static_cast<size_t>(next)], dims[d] == 2 ? port : port + 1},
               {.domain = site.domain, .plane = plane, .part = settings.link_part});
    }
  }
}

}  // namespace

void Attach(topology::Assembly& pod, const TorusSettings& settings, const Endpoints& endpoints,
            const Site& site) {
  const std::array<int, 3> dims = {settings.x, settings.y, settings.z};
  const int64_t size = int64_t{dims[0]} * dims[1] * dims[2];
  const auto count = static_cast<int64_t>(endpoints.nodes.size());
  const int64_t pods = endpoints.per_pod > 0 ? count / endpoints.per_pod : 0;
  if (size != count && size != pods) {
    Refuse(site,
           pods > 0
               ? fmt::format("a torus of {} x {} x {} has {}, found {} with {} in all", dims[0],
                             dims[1], dims[2], Counted(size, "place", "places"),
                             Counted(pods, "pod", "pods"), Counted(count, "endpoint", "endpoints"))
               : fmt::format("a torus of {} x {} x {} has {}, found {}", dims[0], dims[1], dims[2],
                             Counted(size, "accelerator", "accelerators"), count));
  }
  auto& shape = pod.shape().torus[static_cast<size_t>(site.domain)];
  if (!shape) shape = topology::TorusShape{.dims = dims, .first_port = endpoints.first_port};
  if (size == count) {
    JoinTorus(pod, settings, endpoints.nodes, 0, endpoints.first_port, site);
    ++shape->tori;
    return;
  }
  shape->by_rail = true;
  for (int rail = 0; rail < endpoints.per_pod; ++rail) {
    std::vector<NodeId> nodes;
    for (auto e = static_cast<size_t>(rail); e < endpoints.nodes.size();
         e += static_cast<size_t>(endpoints.per_pod))
      nodes.push_back(endpoints.nodes[e]);
    JoinTorus(pod, settings, nodes, rail, endpoints.first_port, site);
    ++shape->tori;
  }
}

}  // namespace linkwright::builders
