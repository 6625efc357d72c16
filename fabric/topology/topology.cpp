// SPDX-License-Identifier: Apache-2.0
#include "fabric/topology/topology.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "foundation/diagnostics/check.h"

namespace linkwright::topology {

namespace {

void CheckPort(const std::vector<Node>& nodes, const Attachment& end) {
  LINKWRIGHT_CHECK(end.node >= 0 && end.node < static_cast<NodeId>(nodes.size()))
      << "link to node " << end.node << " of " << nodes.size();
  const Node& node = nodes[static_cast<std::size_t>(end.node)];
  LINKWRIGHT_CHECK(end.port >= 0 && end.port < node.ports)
      << node.path << " has " << node.ports << " ports, a link names port " << end.port;
}

void CheckPlane(const Node& node, const Link& link) {
  LINKWRIGHT_CHECK(node.kind != NodeKind::kSwitch || node.plane == link.plane)
      << node.path << " is in plane " << node.plane << ", its link in plane " << link.plane;
}

int PortAt(const Link& link, NodeId node) {
  return link.a.node == node ? link.a.port : link.b.port;
}

}  // namespace

Topology::Topology(std::string name, std::vector<Node> nodes, std::vector<Link> links)
    : name_(std::move(name)),
      nodes_(std::move(nodes)),
      links_(std::move(links)),
      links_of_(nodes_.size()) {
  std::set<std::string_view> paths;
  std::set<int> planes;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    auto& of_kind = node.kind == NodeKind::kSwitch ? switch_nodes_ : accelerator_nodes_;
    LINKWRIGHT_CHECK(node.index == static_cast<int>(of_kind.size()))
        << node.path << " has index " << node.index << ", expected " << of_kind.size();
    LINKWRIGHT_CHECK(paths.insert(node.path).second) << "two nodes called " << node.path;
    LINKWRIGHT_CHECK(node.ports >= 0) << node.path;
    if (node.kind == NodeKind::kSwitch) {
      LINKWRIGHT_CHECK(node.plane >= 0) << node.path << " is in no plane";
      planes.insert(node.plane);
    } else {
      LINKWRIGHT_CHECK(node.plane == -1) << node.path << " is in plane " << node.plane;
    }
    of_kind.push_back(static_cast<NodeId>(i));
  }
  accelerators_ = static_cast<int>(accelerator_nodes_.size());
  switches_ = static_cast<int>(switch_nodes_.size());
  planes_ = static_cast<int>(planes.size());
  LINKWRIGHT_CHECK(planes.empty() || *planes.rbegin() == planes_ - 1)
      << "a plane below " << *planes.rbegin() << " has no switch";

  std::set<std::pair<NodeId, int>> used;
  for (std::size_t i = 0; i < links_.size(); ++i) {
    const Link& link = links_[i];
    LINKWRIGHT_CHECK(link.a.node != link.b.node) << "link " << i << " joins a node to itself";
    for (const Attachment& end : {link.a, link.b}) {
      CheckPort(nodes_, end);
      const Node& node = nodes_[static_cast<std::size_t>(end.node)];
      CheckPlane(node, link);
      LINKWRIGHT_CHECK(used.emplace(end.node, end.port).second)
          << node.path << " port " << end.port << " carries two links";
      links_of_[static_cast<std::size_t>(end.node)].push_back(static_cast<LinkId>(i));
    }
  }
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto id = static_cast<NodeId>(i);
    std::sort(links_of_[i].begin(), links_of_[i].end(),
              [&](LinkId a, LinkId b) { return PortAt(link(a), id) < PortAt(link(b), id); });
  }
}

NodeId Topology::accelerator(int index) const {
  LINKWRIGHT_CHECK(index >= 0 && index < accelerators_) << "accelerator " << index;
  return accelerator_nodes_[static_cast<std::size_t>(index)];
}

NodeId Topology::switch_node(int index) const {
  LINKWRIGHT_CHECK(index >= 0 && index < switches_) << "switch " << index;
  return switch_nodes_[static_cast<std::size_t>(index)];
}

const Node& Topology::node(NodeId id) const {
  LINKWRIGHT_CHECK(id >= 0 && id < static_cast<NodeId>(nodes_.size())) << "node " << id;
  return nodes_[static_cast<std::size_t>(id)];
}

const Link& Topology::link(LinkId id) const {
  LINKWRIGHT_CHECK(id >= 0 && id < static_cast<LinkId>(links_.size())) << "link " << id;
  return links_[static_cast<std::size_t>(id)];
}

std::span<const LinkId> Topology::LinksOf(NodeId id) const {
  LINKWRIGHT_CHECK(id >= 0 && id < static_cast<NodeId>(nodes_.size())) << "node " << id;
  return links_of_[static_cast<std::size_t>(id)];
}

LinkId Topology::LinkAt(Attachment port) const {
  const auto links = LinksOf(port.node);
  const auto at = std::lower_bound(links.begin(), links.end(), port.port, [&](LinkId id, int p) {
    return PortAt(link(id), port.node) < p;
  });
  return at != links.end() && PortAt(link(*at), port.node) == port.port ? *at : -1;
}

const Attachment& Topology::FarEnd(LinkId id, NodeId at) const {
  const Link& joined = link(id);
  LINKWRIGHT_CHECK(joined.a.node == at || joined.b.node == at)
      << "link " << id << " does not touch node " << at;
  return joined.a.node == at ? joined.b : joined.a;
}

}  // namespace linkwright::topology
