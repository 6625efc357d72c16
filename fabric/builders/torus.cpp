// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/torus.h"

#include <fmt/format.h>

#include <array>

namespace linkwright::builders {

void Attach(topology::Assembly& pod, const TorusSettings& settings, const Endpoints& endpoints,
            const Site& site) {
  const std::array<int, 3> dims = {settings.x, settings.y, settings.z};
  const int64_t size = int64_t{dims[0]} * dims[1] * dims[2];
  if (size != static_cast<int64_t>(endpoints.nodes.size())) {
    Refuse(site, fmt::format("a torus of {} x {} x {} has {} accelerators, found {}", dims[0],
                             dims[1], dims[2], size, endpoints.nodes.size()));
  }
  auto& shape = pod.shape().torus;
  if (shape && shape->dims != dims) Refuse(site, "all tori of a topology have equal dimensions");
  if (!shape) shape = topology::TorusShape{.dims = dims, .pods = 0};
  ++shape->pods;
  for (int i = 0; i < size; ++i) {
    int stride = 1;
    for (size_t d = 0; d < dims.size(); ++d) {
      const int at = i / stride % dims[d];
      const int next = i + ((at + 1) % dims[d] - at) * stride;
      stride *= dims[d];
      if (dims[d] == 1 || (dims[d] == 2 && at == 1)) continue;
      const int port = 2 * static_cast<int>(d);
      pod.Join({endpoints.nodes[static_cast<size_t>(i)], port},
               {endpoints.nodes[static_cast<size_t>(next)], dims[d] == 2 ? port : port + 1},
               {.domain = site.domain, .part = settings.link_part});
    }
  }
}

}  // namespace linkwright::builders
