// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "fabric/topology/topology.h"

namespace linkwright::topology {

namespace {

// A largest flow between two sets of accelerators, every link able to carry one unit either way, is
// the smallest cut between them (Ford and Fulkerson). Paths are found breadth first.
class UnitFlow {
 public:
  explicit UnitFlow(const Topology& topology)
      : topology_(topology), flow_(topology.links().size(), 0) {}

  int Run(int lower_half) {
    int total = 0;
    while (Augment(lower_half)) ++total;
    return total;
  }

 private:
  // Flow of a link counts from its end a to its end b.
  bool CanLeave(LinkId id, NodeId from) const {
    const int out = topology_.link(id).a.node == from ? flow_[Index(id)] : -flow_[Index(id)];
    return out < 1;
  }
  static std::size_t Index(int32_t id) { return static_cast<std::size_t>(id); }

  bool Augment(int lower_half) {
    constexpr LinkId kUnseen = -2, kStart = -1;
    std::vector<LinkId> reached_by(topology_.nodes().size(), kUnseen);
    std::vector<NodeId> queue;
    for (int a = 0; a < lower_half; ++a) {
      queue.push_back(topology_.accelerator(a));
      reached_by[Index(queue.back())] = kStart;
    }
    for (std::size_t next = 0; next < queue.size(); ++next) {
      const NodeId at = queue[next];
      for (const LinkId id : topology_.LinksOf(at)) {
        const NodeId peer = topology_.FarEnd(id, at).node;
        if (reached_by[Index(peer)] != kUnseen || !CanLeave(id, at)) continue;
        reached_by[Index(peer)] = id;
        if (topology_.node(peer).kind == NodeKind::kAccelerator) {
          Push(peer, reached_by);
          return true;
        }
        queue.push_back(peer);
      }
    }
    return false;
  }

  void Push(NodeId at, const std::vector<LinkId>& reached_by) {
    while (reached_by[Index(at)] >= 0) {
      const LinkId id = reached_by[Index(at)];
      flow_[Index(id)] += topology_.link(id).b.node == at ? 1 : -1;
      at = topology_.FarEnd(id, at).node;
    }
  }

  const Topology& topology_;
  std::vector<int> flow_;
};

}  // namespace

int BisectionLinks(const Topology& topology) {
  return UnitFlow(topology).Run((topology.accelerators() + 1) / 2);
}

}  // namespace linkwright::topology
