// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/clos.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace linkwright::builders {

using topology::NodeId;
using topology::NodeKind;

namespace {

// Of a radix, the ports down at this ratio of down to up.
int Down(int radix, double oversubscription) {
  return static_cast<int>(std::floor(radix * oversubscription / (1 + oversubscription) + 1e-9));
}

int DividedUp(int count, int by) { return (count + by - 1) / by; }

class ClosBuilder {
 public:
  ClosBuilder(topology::Assembly& fabric, const ClosSettings& settings, int plane, const Site& site)
      : fabric_(fabric), settings_(settings), plane_(plane), site_(site) {}

  void Run(std::span<const std::vector<NodeId>> groups) {
    Describe(static_cast<int>(groups.size()));
    for (const std::vector<NodeId>& group : groups) {
      const NodeId leaf = Switch(1, "leaf", settings_.switch_part);
      leaves_.push_back(leaf);
      for (const NodeId endpoint : group) Join(endpoint, leaf, settings_.link_part);
    }
    if (leaves_.size() == 1) return;
    if (settings_.tiers == 2) {
      Rise(leaves_, LeafUp(settings_), LeafDown(settings_), 2, "spine");
      return;
    }
    std::vector<std::vector<NodeId>> columns(static_cast<size_t>(LeafUp(settings_)));
    const auto block = static_cast<size_t>(BlockLeaves(settings_));
    for (size_t first = 0; first < leaves_.size(); first += block) {
      const size_t end = std::min(first + block, leaves_.size());
      for (size_t a = 0; a < columns.size(); ++a) {
        const NodeId aggregation = Switch(2, "aggregation", settings_.upper());
        columns[a].push_back(aggregation);
        for (size_t l = first; l < end; ++l) {
          fabric_.Join({leaves_[l], LeafDown(settings_) + static_cast<int>(a)},
                       {aggregation, static_cast<int>(l - first)}, Link(settings_.between()));
        }
      }
    }
    if (leaves_.size() <= block) return;
    for (const std::vector<NodeId>& column : columns)
      Rise(column, AggregationUp(settings_), BlockLeaves(settings_), 3, "core");
  }

 private:
  // Before the first switch is added.
  void Describe(int leaves) {
    topology::ClosShape shape{.first_switch = fabric_.count(NodeKind::kSwitch),
                              .leaves = leaves,
                              .leaf_down = LeafDown(settings_),
                              .leaf_up = LeafUp(settings_)};
    if (settings_.tiers == 3 && leaves > 1) {
      shape.block_leaves = BlockLeaves(settings_);
      shape.aggregation_up = AggregationUp(settings_);
      if (shape.blocks() > 1) shape.tops = Tops(shape.blocks() * shape.aggregation_up);
    } else if (leaves > 1) {
      shape.tops = Tops(leaves * shape.leaf_up);
    }
    fabric_.shape().clos.push_back(shape);
  }
  int Tops(int uplinks) const { return DividedUp(uplinks, settings_.switch_ports); }

  NodeId Switch(int tier, const char* stem, const std::string& part) {
    return fabric_.Add({.kind = NodeKind::kSwitch,
                        .domain = site_.domain,
                        .tier = tier,
                        .plane = plane_,
                        .ports = settings_.switch_ports,
                        .part = part,
                        .scope = site_.scope,
                        .stem = stem});
  }
  topology::NewLink Link(const std::string& part) const {
    return {.domain = site_.domain, .plane = plane_, .part = part};
  }
  void Join(NodeId lower, NodeId upper, const std::string& part) {
    fabric_.Join(lower, upper, Link(part));
  }
  // As few switches above as have the ports; uplinks go round them, so that each gets as many, and
  // every lower switch has links to all.
  void Rise(const std::vector<NodeId>& lower, int uplinks, int first_port, int tier,
            const char* stem) {
    const int all = static_cast<int>(lower.size()) * uplinks;
    std::vector<NodeId> upper;
    for (int s = 0; s < Tops(all); ++s) upper.push_back(Switch(tier, stem, settings_.upper()));
    for (int i = 0; i < all; ++i) {
      const NodeId at = lower[static_cast<size_t>(i / uplinks)];
      const NodeId above = upper[static_cast<size_t>(i) % upper.size()];
      fabric_.Join({at, first_port + i % uplinks}, {above, fabric_.next_port(above)},
                   Link(settings_.between()));
    }
  }

  topology::Assembly& fabric_;
  const ClosSettings& settings_;
  int plane_;
  const Site& site_;
  std::vector<NodeId> leaves_;
};

}  // namespace

int LeafDown(const ClosSettings& settings) {
  return Down(settings.switch_ports, settings.oversubscription);
}
int LeafUp(const ClosSettings& settings) { return settings.switch_ports - LeafDown(settings); }
int BlockLeaves(const ClosSettings& settings) {
  return Down(settings.switch_ports, settings.aggregation_oversubscription);
}
int AggregationUp(const ClosSettings& settings) {
  return settings.switch_ports - BlockLeaves(settings);
}

// A switch of the top tier has a port for every leaf, or every block.
int MostLeaves(const ClosSettings& settings) {
  return settings.tiers == 2 ? settings.switch_ports
                             : settings.switch_ports * BlockLeaves(settings);
}

namespace {

void CheckSettings(const ClosSettings& settings, const Site& site) {
  if (settings.tiers < 2 || settings.tiers > 3)
    Refuse(site, fmt::format("expected 2 or 3 tiers, found {}", settings.tiers));
  for (const int ports :
       {LeafDown(settings), LeafUp(settings), BlockLeaves(settings), AggregationUp(settings)}) {
    if (ports < 1)
      Refuse(site, fmt::format("a switch of {} ports has none up or none down at this "
                               "oversubscription",
                               settings.switch_ports));
  }
}

}  // namespace

void AddClos(topology::Assembly& fabric, const ClosSettings& settings, int plane,
             std::span<const std::vector<NodeId>> leaves, const Site& site) {
  const int most = MostLeaves(settings);
  if (static_cast<int>(leaves.size()) > most) {
    Refuse(site, fmt::format("{} tiers of switches with {} ports join at most {} of {}, {} in all; "
                             "found {}",
                             settings.tiers, settings.switch_ports, Counted(most, "leaf", "leaves"),
                             Counted(LeafDown(settings), "endpoint", "endpoints"),
                             int64_t{most} * LeafDown(settings),
                             Counted(static_cast<int64_t>(leaves.size()), "leaf", "leaves")));
  }
  ClosBuilder(fabric, settings, plane, site).Run(leaves);
}

std::vector<std::vector<NodeId>> InOrder(std::span<const NodeId> endpoints, int per_leaf) {
  std::vector<std::vector<NodeId>> leaves;
  for (size_t i = 0; i < endpoints.size(); ++i) {
    if (i % static_cast<size_t>(per_leaf) == 0) leaves.emplace_back();
    leaves.back().push_back(endpoints[i]);
  }
  return leaves;
}

std::vector<std::vector<NodeId>> LeavesInOrder(const ClosSettings& settings,
                                               std::span<const NodeId> endpoints,
                                               const Site& site) {
  CheckSettings(settings, site);
  return InOrder(endpoints, LeafDown(settings));
}

void Refuse(const Site& site, const std::string& message) {
  throw diagnostics::UserError(site.location, message);
}

}  // namespace linkwright::builders
