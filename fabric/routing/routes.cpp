// SPDX-License-Identifier: Apache-2.0
#include "fabric/routing/routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "fabric/routing/column_solver.h"
#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::routing {

using topology::Domain;
using topology::Link;
using topology::LinkId;
using topology::Node;
using topology::NodeId;
using topology::NodeKind;
using topology::Topology;

namespace {

constexpr size_t kMostEntries = size_t{1} << 28;

constexpr std::array kRouted = {Domain::kScaleUp, Domain::kScaleOut};

// Accelerators or NICs, without a switch between.
bool JoinsDirectly(const Topology& topology, const Link& link) {
  const auto ends = [&](NodeId id) {
    const NodeKind kind = topology.node(id).kind;
    return kind == NodeKind::kAccelerator || kind == NodeKind::kNic;
  };
  return link.domain != Domain::kHost && ends(link.a.node) && ends(link.b.node);
}

}  // namespace

Routes::Routes(const Topology& topology, std::span<const uint8_t> dead)
    : topology_(&topology), dead_(dead.begin(), dead.end()) {
  LINKWRIGHT_CHECK(dead.empty() || dead.size() == topology.links().size())
      << dead.size() << " flags for " << topology.links().size() << " links";
  if (std::find(dead_.begin(), dead_.end(), 1) == dead_.end()) dead_.clear();
  ChooseSchemes();
  first_router_.push_back(0);
  for (const Domain domain : kRouted) NumberRouters(domain);
  FindEdges();
  for (const Domain domain : kRouted) {
    Scheme& scheme = scheme_[Index(domain)];
    if (scheme == Scheme::kTiers && dead_.empty() && IsClos(domain)) scheme = Scheme::kClos;
    if (scheme == Scheme::kTiers || scheme == Scheme::kShortest) MakeColumns(domain);
  }
  FillTables();
  PrepareDragonfly();
}

void Routes::ChooseSchemes() {
  scheme_.fill(Scheme::kTiers);
  for (const Link& link : topology_->links()) {
    if (link.domain == Domain::kHost) continue;
    const Node& a = topology_->node(link.a.node);
    const Node& b = topology_->node(link.b.node);
    const bool level =
        a.kind == NodeKind::kSwitch && b.kind == NodeKind::kSwitch && a.tier == b.tier;
    if (level || JoinsDirectly(*topology_, link)) scheme_[Index(link.domain)] = Scheme::kShortest;
  }
  if (!dead_.empty()) return;
  const topology::Shape& shape = topology_->shape();
  for (const Domain domain : kRouted) {
    if (shape.torus[Index(domain)]) scheme_[Index(domain)] = Scheme::kTorus;
  }
  if (shape.dragonfly) {
    const NodeId first = topology_->switch_node(shape.dragonfly->first_switch);
    scheme_[Index(topology_->node(first).domain)] = Scheme::kDragonfly;
  }
}

// Components are found over all links, dead ones too: a router stays where it was built.
void Routes::NumberRouters(Domain domain) {
  const Topology& t = *topology_;
  std::vector<uint8_t> is_router(t.nodes().size(), 0);
  for (const NodeId id : t.Of(NodeKind::kSwitch))
    is_router[Index(id)] = t.node(id).domain == domain;
  for (const Link& link : t.links()) {
    if (link.domain == domain && JoinsDirectly(t, link))
      is_router[Index(link.a.node)] = is_router[Index(link.b.node)] = 1;
  }
  std::vector<int32_t>& router_of = router_of_[Index(domain)];
  router_of.assign(t.nodes().size(), -1);
  for (size_t start = 0; start < is_router.size(); ++start) {
    if (is_router[start] == 0 || router_of[start] >= 0) continue;
    const auto component = static_cast<int32_t>(first_router_.size()) - 1;
    const auto add = [&](NodeId id) {
      router_of[Index(id)] = static_cast<int32_t>(routers_.size());
      routers_.push_back(id);
      component_of_.push_back(component);
    };
    add(static_cast<NodeId>(start));
    for (size_t next = Index(first_router_.back()); next < routers_.size(); ++next) {
      for (const LinkId id : t.LinksOf(routers_[next])) {
        const NodeId peer = t.FarEnd(id, routers_[next]).node;
        if (t.link(id).domain == domain && is_router[Index(peer)] != 0 &&
            router_of[Index(peer)] < 0)
          add(peer);
      }
    }
    first_router_.push_back(static_cast<int32_t>(routers_.size()));
    domain_of_component_.push_back(domain);
  }
}

// Router and port of each edge of an accelerator, sorted; -1: the edge's link is dead, or the
// accelerator is the router.
void Routes::FindEdgesOf(int accelerator, Domain domain,
                         std::vector<std::pair<int32_t, int>>& found) const {
  const Topology& t = *topology_;
  const NodeId own = t.accelerator(accelerator);
  found.clear();
  for (const topology::Uplink& uplink : t.Uplinks(accelerator, domain)) {
    const bool passes = RouterOf(uplink.from, domain) >= 0;  // goes on to the accelerator itself
    if (passes && uplink.from == own) {
      found.assign(1, {RouterOf(own, domain), -1});
      return;
    }
    bool alive = passes || Alive(uplink.link);
    LinkId last = uplink.link;
    for (const LinkId host : uplink.host_links) {
      alive = alive && (host < 0 || Alive(host));
      if (passes && host >= 0) last = host;
    }
    const topology::Attachment& at =
        passes ? t.NearEnd(last, uplink.from) : t.FarEnd(uplink.link, uplink.from);
    if (RouterOf(at.node, domain) >= 0)
      found.emplace_back(RouterOf(at.node, domain), alive ? at.port : -1);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

void Routes::FindEdges() {
  std::vector<std::pair<int32_t, int>> found;
  for (const Domain domain : kRouted) {
    Edges& edges = edges_[Index(domain)];
    edges.first.assign(1, 0);
    for (int a = 0; a < topology_->accelerators(); ++a) {
      FindEdgesOf(a, domain, found);
      // Of a component in which any link is alive, dead ones are no edges.
      const auto live = [&](int32_t router) {
        return std::any_of(found.begin(), found.end(), [&](const auto& edge) {
          return edge.second >= 0 &&
                 component_of_[Index(edge.first)] == component_of_[Index(router)];
        });
      };
      for (const auto& [router, port] : found) {
        if (port < 0 && live(router)) continue;
        edges.router.push_back(router);
        edges.port.push_back(port);
        edges.column.push_back(-1);
      }
      edges.first.push_back(static_cast<int32_t>(edges.router.size()));
    }
  }
}

void Routes::MakeColumns(Domain domain) {
  Edges& edges = edges_[Index(domain)];
  std::map<std::vector<int32_t>, int32_t> columns;
  std::vector<int32_t> goals;
  for (int a = 0; a < topology_->accelerators(); ++a) {
    const auto end = Index(edges.first[Index(a) + 1]);
    for (size_t i = Index(edges.first[Index(a)]); i < end;) {
      const int32_t component = component_of_[Index(edges.router[i])];
      size_t next = i;
      goals.clear();
      for (; next < end && component_of_[Index(edges.router[next])] == component; ++next) {
        if (goals.empty() || goals.back() != edges.router[next])
          goals.push_back(edges.router[next]);
      }
      const auto [at, fresh] =
          columns.try_emplace(goals, static_cast<int32_t>(column_goals_.size()));
      if (fresh) {
        column_component_.push_back(component);
        for (int32_t& goal : goals) goal -= first_router_[Index(component)];
        column_goals_.push_back(goals);
      }
      for (; i < next; ++i) edges.column[i] = at->second;
    }
  }
}

void Routes::FillTables() {
  const Topology& t = *topology_;
  size_t entries = 0;
  std::vector<std::vector<int32_t>> columns_of(first_router_.size() - 1);
  for (size_t c = 0; c < column_goals_.size(); ++c) {
    const auto component = Index(column_component_[c]);
    const int rows = first_router_[component + 1] - first_router_[component];
    entries += Index(rows);
    if (entries > kMostEntries) {
      throw diagnostics::UserError(
          {}, fmt::format("the routes of {} need a table of more than {} entries; a fat tree, a "
                          "torus or a dragonfly without dead links needs less",
                          t.name(), kMostEntries));
    }
    table_.AddColumn(rows);
    columns_of[component].push_back(static_cast<int32_t>(c));
  }
  for (size_t component = 0; component < columns_of.size(); ++component) {
    if (columns_of[component].empty()) continue;
    const int32_t base = first_router_[component];
    const Domain domain = domain_of_component_[component];
    std::vector<int32_t> first(1, 0);
    std::vector<RouterLink> links;
    std::vector<int> tiers;
    for (int32_t r = base; r < first_router_[component + 1]; ++r) {
      const NodeId at = routers_[Index(r)];
      const Node& node = t.node(at);
      tiers.push_back(node.tier);
      for (const LinkId id : t.LinksOf(at)) {
        const NodeId peer = t.FarEnd(id, at).node;
        if (!Alive(id) || t.link(id).domain != domain || RouterOf(peer, domain) < 0) continue;
        const int rise = t.node(peer).tier - node.tier;
        links.push_back({t.NearEnd(id, at).port, RouterOf(peer, domain) - base,
                         static_cast<int8_t>((rise > 0) - (rise < 0))});
      }
      first.push_back(static_cast<int32_t>(links.size()));
    }
    ColumnSolver solver(std::move(first), std::move(links), tiers,
                        scheme_[Index(domain)] == Scheme::kTiers);
    for (const int32_t c : columns_of[component]) solver.Solve(column_goals_[Index(c)], c, table_);
  }
}

std::span<const int> Routes::NextHops(NodeId router, int destination, Domain domain) const {
  LINKWRIGHT_CHECK(domain != Domain::kHost) << "host links have no routes";
  const int32_t number = RouterOf(router, domain);
  LINKWRIGHT_CHECK(number >= 0) << topology_->PathOf(router) << " is no router";
  LINKWRIGHT_CHECK(destination >= 0 && destination < topology_->accelerators())
      << "destination " << destination << " of " << topology_->accelerators();
  const Edges& edges = edges_[Index(domain)];
  const auto first = edges.router.begin() + edges.first[Index(destination)];
  const auto last = edges.router.begin() + edges.first[Index(destination) + 1];
  const auto [from, to] = std::equal_range(first, last, number);
  if (from != to) {
    const auto at = from - edges.router.begin();
    if (edges.port[Index(at)] < 0) return {};
    return {edges.port.data() + at, Index(to - from)};
  }
  const Node& node = topology_->node(router);
  const std::span<const int32_t> goals(edges.router.data() + (first - edges.router.begin()),
                                       Index(last - first));
  const Scheme scheme = scheme_[Index(domain)];
  if (scheme == Scheme::kTorus)
    return TorusHops(*topology_->shape().torus[Index(domain)], node.index, goals);
  if (scheme == Scheme::kDragonfly && node.kind == NodeKind::kSwitch)
    return DragonflyHops(node.index, goals);
  if (scheme == Scheme::kClos) return ClosHops(node.index, goals);
  // Edges of one component stand together.
  const int32_t component = component_of_[Index(number)];
  for (const auto& near : {from, from - (from == first ? 0 : 1)}) {
    if (near == last || component_of_[Index(*near)] != component) continue;
    return table_.At(edges.column[Index(near - edges.router.begin())],
                     number - first_router_[Index(component)]);
  }
  return {};
}

bool Routes::HasLiveEdge(NodeId router, int destination, Domain domain) const {
  const int32_t component = component_of_[Index(RouterOf(router, domain))];
  const Edges& edges = edges_[Index(domain)];
  for (auto i = Index(edges.first[Index(destination)]);
       i < Index(edges.first[Index(destination) + 1]); ++i) {
    const bool own = routers_[Index(edges.router[i])] == topology_->accelerator(destination);
    if (component_of_[Index(edges.router[i])] == component && (own || edges.port[i] >= 0))
      return true;
  }
  return false;
}

std::vector<int> EdgeSwitches(const Topology& topology) {
  std::vector<int> edges;
  for (int a = 0; a < topology.accelerators(); ++a) {
    const NodeId at = topology.accelerator(a);
    LINKWRIGHT_CHECK(!topology.LinksOf(at).empty()) << topology.PathOf(at) << " has no link";
    const Node& peer = topology.node(topology.FarEnd(topology.LinksOf(at).front(), at).node);
    LINKWRIGHT_CHECK(peer.kind == NodeKind::kSwitch) << topology.PathOf(at);
    edges.push_back(peer.index);
  }
  return edges;
}

}  // namespace linkwright::routing
