// SPDX-License-Identifier: Apache-2.0
#include "fabric/routing/routing_table.h"

#include "foundation/diagnostics/check.h"

namespace linkwright::routing {

using topology::LinkId;
using topology::NodeId;
using topology::Topology;

std::span<const Route> RoutingTables::OfSwitch(int index) const {
  LINKWRIGHT_CHECK(index >= 0 && index < switches()) << "switch " << index << " of " << switches();
  return by_switch_[static_cast<std::size_t>(index)];
}

const Route& RoutingTables::At(int switch_index, int destination) const {
  const auto routes = OfSwitch(switch_index);
  LINKWRIGHT_CHECK(destination >= 0 && destination < static_cast<int>(routes.size()))
      << "destination " << destination << " of " << routes.size();
  return routes[static_cast<std::size_t>(destination)];
}

RoutingTables SingleTierRoutes(const Topology& topology) {
  std::vector<SwitchRoutes> by_switch;
  for (int s = 0; s < topology.switches(); ++s) {
    const NodeId at = topology.switch_node(s);
    SwitchRoutes routes(static_cast<std::size_t>(topology.accelerators()));
    for (const LinkId id : topology.LinksOf(at)) {
      const auto& peer = topology.node(topology.FarEnd(id, at).node);
      if (peer.kind != topology::NodeKind::kAccelerator) continue;
      const topology::Link& link = topology.link(id);
      const int port = link.a.node == at ? link.a.port : link.b.port;
      LINKWRIGHT_CHECK(port <= 255) << topology.node(at).path << " port " << port;
      Route& route = routes[static_cast<std::size_t>(peer.index)];
      LINKWRIGHT_CHECK(route.count < kMaxWays)
          << topology.node(at).path << " has more than " << kMaxWays << " links to " << peer.path;
      route.way[static_cast<std::size_t>(route.count++)] = static_cast<uint8_t>(port);
    }
    by_switch.push_back(std::move(routes));
  }
  return RoutingTables(std::move(by_switch));
}

}  // namespace linkwright::routing
