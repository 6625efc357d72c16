// SPDX-License-Identifier: Apache-2.0
#include "fabric/topology/topology.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "foundation/diagnostics/check.h"

namespace linkwright::topology {

namespace {

template <class Id>
size_t Index(Id id) {
  return static_cast<size_t>(id);
}

}  // namespace

std::string_view Name(Domain domain) {
  static constexpr std::array<std::string_view, kDomains> kNames = {"scale_up", "scale_out",
                                                                    "host"};
  return kNames[Index(domain)];
}

std::string_view Name(NodeKind kind) {
  static constexpr std::array<std::string_view, 4> kNames = {"accelerator", "nic", "host",
                                                             "switch"};
  return kNames[Index(kind)];
}

Topology::Topology(Parts parts)
    : name_(std::move(parts.name)),
      nodes_(std::move(parts.nodes)),
      links_(std::move(parts.links)),
      part_names_(std::move(parts.part_names)),
      texts_(std::move(parts.texts)),
      names_(std::move(parts.node_names)),
      shape_(std::move(parts.shape)) {
  CheckNodes();
  CheckLinks();
  IndexLinks();
  FindUplinks();
  FindScaleUpDomains();
}

void Topology::CheckNodes() {
  std::vector<std::tuple<int32_t, int32_t, int32_t, NodeId>> names;
  names.reserve(nodes_.size());
  for (size_t i = 0; i < nodes_.size(); ++i) {
    const auto id = static_cast<NodeId>(i);
    const Node& node = nodes_[i];
    const bool is_switch = node.kind == NodeKind::kSwitch;
    LINKWRIGHT_CHECK(node.ports >= 0) << PathOf(id);
    LINKWRIGHT_CHECK((node.plane >= 0) == is_switch)
        << PathOf(id) << (is_switch ? " is in no plane" : " is in a plane");
    LINKWRIGHT_CHECK(is_switch == (node.domain != Domain::kHost) || node.kind == NodeKind::kNic)
        << PathOf(id) << " is of domain " << Name(node.domain);
    LINKWRIGHT_CHECK(node.owner < id) << PathOf(id);
    of_kind_[Index(node.kind)].push_back(id);
    const NodeName& name = names_[i];
    const int32_t scope = name.scope == Parts::kOfOwner ? -1 - node.owner : name.scope;
    names.emplace_back(scope, name.stem, name.number, id);
  }
  std::sort(names.begin(), names.end());
  for (size_t i = 1; i < names.size(); ++i) {
    const auto& [scope, stem, number, id] = names[i];
    LINKWRIGHT_CHECK(std::tie(scope, stem, number) != std::tie(std::get<0>(names[i - 1]),
                                                               std::get<1>(names[i - 1]),
                                                               std::get<2>(names[i - 1])))
        << "two nodes called " << PathOf(id);
  }
}

void Topology::CheckLinks() {
  std::array<std::vector<uint8_t>, kDomains> planes;
  const auto see = [&](Domain domain, int plane) {
    auto& seen = planes[Index(domain)];
    if (seen.size() <= Index(plane)) seen.resize(Index(plane) + 1, 0);
    seen[Index(plane)] = 1;
  };
  for (const NodeId id : Of(NodeKind::kSwitch)) see(node(id).domain, node(id).plane);
  for (size_t i = 0; i < links_.size(); ++i) {
    const Link& link = links_[i];
    LINKWRIGHT_CHECK(link.a.node != link.b.node) << "link " << i << " joins a node to itself";
    LINKWRIGHT_CHECK(link.plane >= 0) << "link " << i << " is in no plane";
    for (const Attachment& end : {link.a, link.b}) {
      LINKWRIGHT_CHECK(end.node >= 0 && end.node < static_cast<NodeId>(nodes_.size()))
          << "link to node " << end.node << " of " << nodes_.size();
      const Node& at = nodes_[Index(end.node)];
      LINKWRIGHT_CHECK(end.port >= 0 && end.port < at.ports)
          << PathOf(end.node) << " has " << at.ports << " ports, a link names port " << end.port;
      if (at.kind != NodeKind::kSwitch) continue;
      LINKWRIGHT_CHECK(at.plane == link.plane) << PathOf(end.node) << " is in plane " << at.plane
                                               << ", its link in plane " << link.plane;
      LINKWRIGHT_CHECK(at.domain == link.domain)
          << PathOf(end.node) << " is of domain " << Name(at.domain) << ", its link of "
          << Name(link.domain);
    }
    if (link.domain != Domain::kHost) see(link.domain, link.plane);
  }
  for (int d = 0; d < kDomains; ++d) {
    planes_[Index(d)] = static_cast<int>(planes[Index(d)].size());
    for (size_t p = 0; p < planes[Index(d)].size(); ++p) {
      LINKWRIGHT_CHECK(planes[Index(d)][p] != 0)
          << "plane " << p << " of " << planes_[Index(d)] << " has no switch";
    }
  }
}

void Topology::IndexLinks() {
  first_link_.assign(nodes_.size() + 1, 0);
  for (const Link& link : links_) {
    ++first_link_[Index(link.a.node) + 1];
    ++first_link_[Index(link.b.node) + 1];
  }
  for (size_t i = 0; i < nodes_.size(); ++i) first_link_[i + 1] += first_link_[i];
  links_of_.resize(2 * links_.size());
  std::vector<int32_t> next(first_link_.begin(), first_link_.end() - 1);
  for (size_t i = 0; i < links_.size(); ++i) {
    for (const Attachment& end : {links_[i].a, links_[i].b}) {
      links_of_[Index(next[Index(end.node)]++)] = static_cast<LinkId>(i);
    }
  }
  for (size_t i = 0; i < nodes_.size(); ++i) {
    const auto id = static_cast<NodeId>(i);
    const auto port = [&](LinkId link) { return NearEnd(link, id).port; };
    const auto first = links_of_.begin() + first_link_[i];
    const auto last = links_of_.begin() + first_link_[i + 1];
    std::sort(first, last, [&](LinkId x, LinkId y) { return port(x) < port(y); });
    for (auto at = first; at != last && at + 1 != last; ++at) {
      LINKWRIGHT_CHECK(port(*at) != port(*(at + 1)))
          << PathOf(id) << " port " << port(*at) << " carries two links";
    }
  }
}

void Topology::FindUplinks() {
  std::array<std::vector<Uplink>, 2> found;
  const auto own = [&](NodeId at, Uplink uplink) {
    for (const LinkId id : LinksOf(at)) {
      const Domain domain = links_[Index(id)].domain;
      if (domain == Domain::kHost) continue;
      uplink.link = id;
      uplink.from = at;
      found[Index(domain)].push_back(uplink);
    }
  };
  const auto behind = [&](NodeId at, NodeKind kind, auto&& visit) {
    for (const LinkId id : LinksOf(at)) {
      const NodeId peer = FarEnd(id, at).node;
      if (links_[Index(id)].domain == Domain::kHost && node(peer).kind == kind) visit(id, peer);
    }
  };
  for (auto& first : first_uplink_) first.push_back(0);
  for (const NodeId at : Of(NodeKind::kAccelerator)) {
    own(at, {});
    behind(at, NodeKind::kNic, [&](LinkId id, NodeId nic) { own(nic, {.host_links = {id, -1}}); });
    behind(at, NodeKind::kHost, [&](LinkId id, NodeId host) {
      behind(host, NodeKind::kNic, [&](LinkId second, NodeId nic) {
        const NodeId owner = node(nic).owner;
        if (owner == host || owner < 0) own(nic, {.host_links = {id, second}});
      });
    });
    for (size_t d = 0; d < 2; ++d) {
      uplinks_[d].insert(uplinks_[d].end(), found[d].begin(), found[d].end());
      found[d].clear();
      first_uplink_[d].push_back(static_cast<int32_t>(uplinks_[d].size()));
    }
  }
}

void Topology::FindScaleUpDomains() {
  scaleup_domain_.assign(Index(accelerators()), -1);
  std::vector<uint8_t> seen(nodes_.size(), 0);
  std::vector<NodeId> queue;
  first_of_domain_.push_back(0);
  for (int a = 0; a < accelerators(); ++a) {
    if (scaleup_domain_[Index(a)] >= 0 || Uplinks(a, Domain::kScaleUp).empty()) continue;
    queue.assign(1, accelerator(a));
    seen[Index(queue.front())] = 1;
    for (size_t next = 0; next < queue.size(); ++next) {
      const NodeId at = queue[next];
      if (node(at).kind == NodeKind::kAccelerator) {
        scaleup_domain_[Index(node(at).index)] = scaleup_domains_;
        domain_members_.push_back(node(at).index);
      }
      for (const LinkId id : LinksOf(at)) {
        const NodeId peer = FarEnd(id, at).node;
        if (links_[Index(id)].domain != Domain::kScaleUp || seen[Index(peer)] != 0) continue;
        seen[Index(peer)] = 1;
        queue.push_back(peer);
      }
    }
    std::sort(domain_members_.begin() + first_of_domain_.back(), domain_members_.end());
    first_of_domain_.push_back(static_cast<int32_t>(domain_members_.size()));
    ++scaleup_domains_;
  }
}

NodeId Topology::accelerator(int index) const {
  LINKWRIGHT_CHECK(index >= 0 && index < accelerators()) << "accelerator " << index;
  return Of(NodeKind::kAccelerator)[Index(index)];
}

NodeId Topology::switch_node(int index) const {
  LINKWRIGHT_CHECK(index >= 0 && index < switches()) << "switch " << index;
  return Of(NodeKind::kSwitch)[Index(index)];
}

const Node& Topology::node(NodeId id) const {
  LINKWRIGHT_CHECK(id >= 0 && id < static_cast<NodeId>(nodes_.size())) << "node " << id;
  return nodes_[Index(id)];
}

const Link& Topology::link(LinkId id) const {
  LINKWRIGHT_CHECK(id >= 0 && id < static_cast<LinkId>(links_.size())) << "link " << id;
  return links_[Index(id)];
}

std::string Topology::PathOf(NodeId id) const {
  const NodeId owner = node(id).owner;
  const NodeName& name = names_[Index(id)];
  std::string scope = name.scope == Parts::kOfOwner ? PathOf(owner) : texts_[Index(name.scope)];
  if (name.number < 0) return scope;
  return fmt::format("{}.{}{}", scope, texts_[Index(name.stem)], name.number);
}

NodeId Topology::Find(std::string_view path) const {
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (PathOf(static_cast<NodeId>(i)) == path) return static_cast<NodeId>(i);
  }
  return -1;
}

std::span<const LinkId> Topology::LinksOf(NodeId id) const {
  LINKWRIGHT_CHECK(id >= 0 && id < static_cast<NodeId>(nodes_.size())) << "node " << id;
  const auto first = Index(first_link_[Index(id)]);
  return {links_of_.data() + first, Index(first_link_[Index(id) + 1]) - first};
}

LinkId Topology::LinkAt(Attachment port) const {
  const auto links = LinksOf(port.node);
  const auto at = std::lower_bound(links.begin(), links.end(), port.port, [&](LinkId id, int p) {
    return NearEnd(id, port.node).port < p;
  });
  return at != links.end() && NearEnd(*at, port.node).port == port.port ? *at : -1;
}

const Attachment& Topology::NearEnd(LinkId id, NodeId at) const {
  const Link& joined = link(id);
  LINKWRIGHT_CHECK(joined.a.node == at || joined.b.node == at)
      << "link " << id << " does not touch node " << at;
  return joined.a.node == at ? joined.a : joined.b;
}

const Attachment& Topology::FarEnd(LinkId id, NodeId at) const {
  const Link& joined = link(id);
  LINKWRIGHT_CHECK(joined.a.node == at || joined.b.node == at)
      << "link " << id << " does not touch node " << at;
  return joined.a.node == at ? joined.b : joined.a;
}

std::span<const Uplink> Topology::Uplinks(int index, Domain domain) const {
  LINKWRIGHT_CHECK(index >= 0 && index < accelerators()) << "accelerator " << index;
  LINKWRIGHT_CHECK(domain != Domain::kHost) << "host links are no uplinks";
  const auto& first = first_uplink_[Index(domain)];
  return {uplinks_[Index(domain)].data() + first[Index(index)],
          Index(first[Index(index) + 1] - first[Index(index)])};
}

int Topology::scaleup_domain(int index) const {
  LINKWRIGHT_CHECK(index >= 0 && index < accelerators()) << "accelerator " << index;
  return scaleup_domain_[Index(index)];
}

std::span<const int> Topology::AcceleratorsOfDomain(int domain) const {
  LINKWRIGHT_CHECK(domain >= 0 && domain < scaleup_domains_) << "scale-up domain " << domain;
  return {domain_members_.data() + first_of_domain_[Index(domain)],
          Index(first_of_domain_[Index(domain) + 1] - first_of_domain_[Index(domain)])};
}

}  // namespace linkwright::topology
