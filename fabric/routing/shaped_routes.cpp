// SPDX-License-Identifier: Apache-2.0
// Next hops by formula: torus and dragonfly.
#include <algorithm>
#include <array>

#include "fabric/routing/routes.h"
#include "foundation/diagnostics/check.h"

namespace linkwright::routing {

using topology::DragonflyShape;
using topology::NodeId;
using topology::TorusShape;

namespace {

// 0, 1, 2, ...: a span of one or two of them is a set of ports.
constexpr int kMostPorts = 4096;
std::span<const int> Ports(int first, int count) {
  static constexpr auto kNumbers = [] {
    std::array<int, kMostPorts> numbers{};
    for (int i = 0; i < kMostPorts; ++i) numbers[static_cast<size_t>(i)] = i;
    return numbers;
  }();
  LINKWRIGHT_CHECK(first + count <= kMostPorts) << "port " << first;
  return {kNumbers.data() + first, static_cast<size_t>(count)};
}

int Hops(const TorusShape& torus, int here, int there) {
  int hops = 0;
  for (const int nodes : torus.dims) {
    const int ahead = ((there % nodes) - (here % nodes) + nodes) % nodes;
    hops += std::min(ahead, nodes - ahead);
    here /= nodes;
    there /= nodes;
  }
  return hops;
}

}  // namespace

// To the nearest of the destination's nodes in this torus, the first of equally near ones.
std::span<const int> Routes::TorusHops(const TorusShape& torus, int from,
                                       std::span<const int32_t> edges) const {
  int here = torus.PlaceOf(from), there = -1, fewest = 0;
  for (const int32_t edge : edges) {
    const int to = topology_->node(routers_[Index(edge)]).index;
    if (torus.TorusOf(to) != torus.TorusOf(from)) continue;
    const int hops = Hops(torus, here, torus.PlaceOf(to));
    if (there >= 0 && hops >= fewest) continue;
    there = torus.PlaceOf(to);
    fewest = hops;
  }
  if (there < 0) return {};
  for (size_t d = 0; d < torus.dims.size(); ++d) {
    const int nodes = torus.dims[d];
    const int ahead = ((there % nodes) - (here % nodes) + nodes) % nodes;
    here /= nodes;
    there /= nodes;
    if (ahead == 0) continue;
    const int port = torus.first_port + 2 * static_cast<int>(d);
    if (nodes == 2 || 2 * ahead < nodes) return Ports(port, 1);
    return 2 * ahead == nodes ? Ports(port, 2) : Ports(port + 1, 1);
  }
  return {};
}

const topology::ClosShape* Routes::ClosOf(int switch_index) const {
  const auto& all = topology_->shape().clos;
  auto at = std::upper_bound(
      all.begin(), all.end(), switch_index,
      [](int index, const topology::ClosShape& clos) { return index < clos.first_switch; });
  if (at == all.begin()) return nullptr;
  --at;
  return switch_index < at->first_switch + at->switches() ? &*at : nullptr;
}

bool Routes::IsClos(topology::Domain domain) const {
  bool any = false;
  for (const NodeId id : topology_->Of(topology::NodeKind::kSwitch)) {
    if (topology_->node(id).domain != domain) continue;
    any = true;
    if (ClosOf(topology_->node(id).index) == nullptr) return false;
  }
  // One leaf of a Clos for an accelerator: edges of one component stand together.
  const Edges& edges = edges_[Index(domain)];
  for (size_t a = 0; a + 1 < edges.first.size(); ++a) {
    for (auto i = Index(edges.first[a]) + 1; i < Index(edges.first[a + 1]); ++i) {
      if (edges.router[i] != edges.router[i - 1] &&
          component_of_[Index(edges.router[i])] == component_of_[Index(edges.router[i - 1])])
        return false;
    }
  }
  return any;
}

// Up by all uplinks; down where the goal is below.
std::span<const int> Routes::ClosHops(int switch_index, std::span<const int32_t> edges) const {
  const topology::ClosShape& clos = *ClosOf(switch_index);
  const int here = switch_index - clos.first_switch;
  int goal = -1;
  for (const int32_t edge : edges) {
    const int leaf = topology_->node(routers_[Index(edge)]).index - clos.first_switch;
    if (leaf >= 0 && leaf < clos.leaves) goal = leaf;
  }
  if (goal < 0) return {};
  if (here < clos.leaves) return Ports(clos.leaf_down, clos.leaf_up);
  const int block = clos.block_leaves == 0 ? 0 : goal / clos.block_leaves;
  if (here < clos.first_top()) {
    if ((here - clos.leaves) / clos.leaf_up == block) return Ports(goal % clos.block_leaves, 1);
    return Ports(clos.block_leaves, clos.aggregation_up);
  }
  // The column's uplinks from the lower switch that leads to the goal: numbers first to last - 1.
  const int top = (here - clos.first_top()) % clos.tops;
  const int uplinks = clos.block_leaves == 0 ? clos.leaf_up : clos.aggregation_up;
  const int first = (clos.block_leaves == 0 ? goal : block) * uplinks, last = first + uplinks;
  const int port = (first - top + clos.tops - 1) / clos.tops;
  return Ports(port, (last - top + clos.tops - 1) / clos.tops - port);
}

// Sets of a router by the offset of the destination's group (to another router of its own group a
// single local port follows from the numbers).
void Routes::PrepareDragonfly() {
  const std::optional<DragonflyShape>& shape = topology_->shape().dragonfly;
  if (!shape) return;
  const int local = shape->endpoint_ports, global = local + shape->routers - 1;
  dragonfly_sets_.resize(Index(shape->groups) * Index(shape->routers));
  for (int offset = 1; offset < shape->groups; ++offset) {
    std::vector<std::vector<int>> own(Index(shape->routers));  // global ports with that offset
    for (int j = 0; j < static_cast<int>(shape->offsets.size()); ++j) {
      if (shape->offsets[Index(j)] == offset)
        own[Index(j / shape->global_ports)].push_back(global + j % shape->global_ports);
    }
    for (int r = 0; r < shape->routers; ++r) {
      std::vector<int>& ports = dragonfly_sets_[Index(offset * shape->routers + r)];
      ports = own[Index(r)];
      if (!ports.empty()) continue;
      for (int other = 0; other < shape->routers; ++other) {
        if (!own[Index(other)].empty()) ports.push_back(local + other - (other > r ? 1 : 0));
      }
    }
  }
  // A set of one local port each, for the own group.
  for (int port = 0; port + 1 < shape->routers; ++port) dragonfly_sets_.push_back({local + port});
}

std::span<const int> Routes::DragonflyHops(int switch_index, std::span<const int32_t> edges) const {
  const DragonflyShape& shape = *topology_->shape().dragonfly;
  const int here = switch_index - shape.first_switch;
  const int group = here / shape.routers, router = here % shape.routers;
  std::span<const int> best;
  int fewest = 4;
  for (const int32_t edge : edges) {
    const int there = topology_->node(routers_[Index(edge)]).index - shape.first_switch;
    const int other = there % shape.routers;
    const int offset = (there / shape.routers - group + shape.groups) % shape.groups;
    int hops = 1;
    std::span<const int> ports;
    if (offset == 0) {
      const int port = other - (other > router ? 1 : 0);
      ports = dragonfly_sets_[Index(shape.groups * shape.routers + port)];
    } else {
      ports = dragonfly_sets_[Index(offset * shape.routers + router)];
      const bool direct =
          !ports.empty() && ports.front() >= shape.endpoint_ports + shape.routers - 1;
      hops = direct ? 2 : 3;
    }
    if (hops >= fewest || ports.empty()) continue;
    fewest = hops;
    best = ports;
  }
  return best;
}

}  // namespace linkwright::routing
