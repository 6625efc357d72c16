// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/rails.h"

#include <fmt/format.h>

#include <algorithm>

namespace linkwright::builders {

using topology::NodeId;

namespace {

int RailsOf(const RailSettings& settings, const Endpoints& endpoints, const Site& site) {
  const int rails = settings.rails > 0 ? settings.rails : endpoints.per_pod;
  if (rails < 1) Refuse(site, "expected rails, found 0 (there are no pods to take them from)");
  if (endpoints.per_pod > 0 && endpoints.per_pod % rails != 0) {
    Refuse(site, fmt::format("the endpoints of a pod, {}, do not divide into {}", endpoints.per_pod,
                             Counted(rails, "rail", "rails")));
  }
  if (static_cast<int>(endpoints.nodes.size()) % rails != 0) {
    Refuse(site,
           fmt::format("{} endpoints do not divide into {} rails", endpoints.nodes.size(), rails));
  }
  return rails;
}

std::vector<NodeId> OfRail(const Endpoints& endpoints, int rails, int rail) {
  std::vector<NodeId> nodes;
  for (auto e = static_cast<size_t>(rail); e < endpoints.nodes.size();
       e += static_cast<size_t>(rails))
    nodes.push_back(endpoints.nodes[e]);
  return nodes;
}

}  // namespace

// Leaves stand block by block, in a block rail by rail, so that the blocks of three tiers hold all
// rails of neighbouring pods.
void Attach(topology::Assembly& fabric, const RailOptimisedSettings& settings,
            const Endpoints& endpoints, const Site& site) {
  const int rails = RailsOf(settings, endpoints, site);
  std::vector<std::vector<std::vector<NodeId>>> by_rail;
  for (int r = 0; r < rails; ++r)
    by_rail.push_back(LeavesInOrder(settings, OfRail(endpoints, rails, r), site));
  std::vector<std::vector<NodeId>> leaves;
  for (size_t block = 0; block < by_rail.front().size(); ++block) {
    for (const auto& rail : by_rail) leaves.push_back(rail[block]);
  }
  AddClos(fabric, settings, 0, leaves, site);
}

void Attach(topology::Assembly& fabric, const RailOnlySettings& settings,
            const Endpoints& endpoints, const Site& site) {
  const int rails = RailsOf(settings, endpoints, site);
  for (int r = 0; r < rails; ++r) {
    Site rail = site;
    rail.scope = fmt::format("{}.rail{}", site.scope, r);
    AddClos(fabric, settings, r, LeavesInOrder(settings, OfRail(endpoints, rails, r), site), rail);
  }
}

}  // namespace linkwright::builders
