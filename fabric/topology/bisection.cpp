// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <vector>

#include "fabric/topology/topology.h"

namespace linkwright::topology {

namespace {

// A largest flow between two sets of accelerators, every link able to carry one unit either way, is
// the smallest cut between them (Ford and Fulkerson). Paths are found in rounds of equal length
// (Dinic), so that a fat tree takes a few rounds whatever its size.
class UnitFlow {
 public:
  // all: every link counts one. Otherwise only those of `domain`; host links carry any number.
  UnitFlow(const Topology& topology, bool all, Domain domain)
      : topology_(topology), flow_(topology.links().size(), 0), limit_(flow_.size(), 0) {
    for (std::size_t i = 0; i < limit_.size(); ++i) {
      const Domain of = topology.links()[i].domain;
      if (all || of == domain)
        limit_[i] = 1;
      else if (of == Domain::kHost)
        limit_[i] = std::numeric_limits<int>::max();
    }
    lower_half_ = (topology.accelerators() + 1) / 2;
  }

  int Run() {
    int total = 0;
    while (FindLevels()) {
      next_.assign(topology_.nodes().size(), 0);
      for (int a = 0; a < lower_half_; ++a) {
        while (Push(topology_.accelerator(a))) ++total;
      }
    }
    return total;
  }

 private:
  static std::size_t Index(int32_t id) { return static_cast<std::size_t>(id); }
  // Flow of a link counts from its end a to its end b.
  bool CanLeave(LinkId id, NodeId from) const {
    const int out =
        topology_.links()[Index(id)].a.node == from ? flow_[Index(id)] : -flow_[Index(id)];
    return out < limit_[Index(id)];
  }
  bool IsGoal(NodeId id) const {
    const Node& node = topology_.node(id);
    return node.kind == NodeKind::kAccelerator && node.index >= lower_half_;
  }

  // Distances from the lower half; false when nothing reaches the upper half any more.
  bool FindLevels() {
    level_.assign(topology_.nodes().size(), -1);
    std::vector<NodeId> queue;
    for (int a = 0; a < lower_half_; ++a) {
      queue.push_back(topology_.accelerator(a));
      level_[Index(queue.back())] = 0;
    }
    bool reached = false;
    for (std::size_t at = 0; at < queue.size(); ++at) {
      if (IsGoal(queue[at])) {
        reached = true;
        continue;
      }
      for (const LinkId id : topology_.LinksOf(queue[at])) {
        const NodeId peer = topology_.FarEnd(id, queue[at]).node;
        if (level_[Index(peer)] >= 0 || !CanLeave(id, queue[at])) continue;
        level_[Index(peer)] = level_[Index(queue[at])] + 1;
        queue.push_back(peer);
      }
    }
    return reached;
  }

  // One unit from `at` to the upper half along rising levels. As deep as the longest shortest path.
  bool Push(NodeId at) {
    if (IsGoal(at)) return true;
    const auto links = topology_.LinksOf(at);
    for (std::size_t& next = next_[Index(at)]; next < links.size(); ++next) {
      const LinkId id = links[next];
      const NodeId peer = topology_.FarEnd(id, at).node;
      if (level_[Index(peer)] != level_[Index(at)] + 1 || !CanLeave(id, at) || !Push(peer))
        continue;
      flow_[Index(id)] += topology_.links()[Index(id)].a.node == at ? 1 : -1;
      return true;
    }
    return false;
  }

  const Topology& topology_;
  std::vector<int> flow_, limit_, level_;
  std::vector<std::size_t> next_;
  int lower_half_ = 0;
};

}  // namespace

int BisectionLinks(const Topology& topology) {
  return UnitFlow(topology, true, Domain::kHost).Run();
}

int BisectionLinks(const Topology& topology, Domain domain) {
  return UnitFlow(topology, false, domain).Run();
}

}  // namespace linkwright::topology
