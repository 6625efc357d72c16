// SPDX-License-Identifier: Apache-2.0
#include "fabric/routing/paths.h"

#include "foundation/diagnostics/check.h"

namespace linkwright::routing {

using topology::Domain;
using topology::LinkId;
using topology::NodeId;
using topology::NodeKind;
using topology::Uplink;

namespace {

// The finaliser of SplitMix64.
uint64_t Mixed(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

size_t Chosen(uint64_t hash, NodeId at, size_t choices) {
  return static_cast<size_t>(Mixed(hash + 0x9E3779B97F4A7C15u * static_cast<uint64_t>(at + 1)) %
                             choices);
}

}  // namespace

Domain ChooseDomain(const topology::Topology& topology, int source, int destination) {
  const int domain = topology.scaleup_domain(source);
  return domain >= 0 && domain == topology.scaleup_domain(destination) ? Domain::kScaleUp
                                                                       : Domain::kScaleOut;
}

Paths::Paths(const Routes& routes)
    : routes_(routes),
      topology_(routes.topology()),
      stamp_(topology_.nodes().size(), 0),
      share_at_(topology_.nodes().size(), 0) {}

std::span<const LinkShare> Paths::SplitEvenly(int source, int destination, Domain domain) {
  links_.clear();
  if (source == destination) return links_;
  FindStarts(source, destination, domain);
  if (!starts_.empty() || domain != Domain::kScaleOut) {
    Split(source, destination, domain, 1.0);
    return links_;
  }
  const std::vector<int> relays = RelaysOf(source, destination);
  const double share = 1.0 / static_cast<double>(relays.size());
  for (const int relay : relays) {
    FindStarts(source, relay, Domain::kScaleUp);
    Split(source, relay, Domain::kScaleUp, share);
    FindStarts(relay, destination, Domain::kScaleOut);
    Split(relay, destination, Domain::kScaleOut, share);
  }
  return links_;
}

std::span<const LinkShare> Paths::ByHash(int source, int destination, Domain domain,
                                         uint64_t hash) {
  links_.clear();
  if (source == destination) return links_;
  FindStarts(source, destination, domain);
  if (!starts_.empty() || domain != Domain::kScaleOut) {
    Follow(source, destination, domain, hash);
    return links_;
  }
  const std::vector<int> relays = RelaysOf(source, destination);
  if (relays.empty()) return links_;
  const int relay = relays[Chosen(hash, -1, relays.size())];
  FindStarts(source, relay, Domain::kScaleUp);
  Follow(source, relay, Domain::kScaleUp, hash);
  FindStarts(relay, destination, Domain::kScaleOut);
  Follow(relay, destination, Domain::kScaleOut, hash);
  return links_;
}

uint64_t Paths::Count(int source, int destination, Domain domain) {
  if (source == destination) return 0;
  FindStarts(source, destination, domain);
  ++round_;
  order_.clear();
  for (const Start& start : starts_) Order(start.router, destination, domain);
  std::vector<uint64_t> paths(topology_.nodes().size(), 0);
  for (const NodeId at : order_) {
    for (const int port : routes_.NextHops(at, destination, domain)) {
      const NodeId peer = topology_.FarEnd(topology_.LinkAt({at, port}), at).node;
      paths[static_cast<size_t>(at)] +=
          Stamp(peer) == round_ ? paths[static_cast<size_t>(peer)] : 1;
    }
  }
  uint64_t total = 0;
  for (const Start& start : starts_) total += paths[static_cast<size_t>(start.router)];
  return total;
}

bool Paths::Reaches(int source, int destination, Domain domain) {
  return source != destination && !SplitEvenly(source, destination, domain).empty();
}

void Paths::FindStarts(int source, int destination, Domain domain) {
  starts_.clear();
  const NodeId own = topology_.accelerator(source);
  for (const Uplink& uplink : topology_.Uplinks(source, domain)) {
    if (uplink.from == own && routes_.IsRouter(own, domain)) {
      if (!routes_.NextHops(own, destination, domain).empty()) starts_.assign(1, {own, nullptr});
      return;
    }
    const bool is_router = routes_.IsRouter(uplink.from, domain);  // a NIC, by its host link
    bool alive = is_router || routes_.Alive(uplink.link);
    for (const LinkId host : uplink.host_links) alive = alive && (host < 0 || routes_.Alive(host));
    const NodeId router = is_router ? uplink.from : topology_.FarEnd(uplink.link, uplink.from).node;
    if (is_router && !starts_.empty() && starts_.back().router == router) continue;
    if (alive && routes_.IsRouter(router, domain) &&
        routes_.HasLiveEdge(router, destination, domain) &&
        !routes_.NextHops(router, destination, domain).empty())
      starts_.push_back({router, &uplink});
  }
}

std::vector<int> Paths::RelaysOf(int source, int destination) {
  std::vector<int> relays;
  const int domain = topology_.scaleup_domain(source);
  if (domain < 0) return relays;
  for (const int relay : topology_.AcceleratorsOfDomain(domain)) {
    if (relay == source || relay == destination) continue;
    FindStarts(relay, destination, Domain::kScaleOut);
    if (starts_.empty()) continue;
    FindStarts(source, relay, Domain::kScaleUp);
    if (!starts_.empty()) relays.push_back(relay);
  }
  return relays;
}

void Paths::Split(int source, int destination, Domain domain, double share) {
  ++round_;
  order_.clear();
  for (const Start& start : starts_) Order(start.router, destination, domain);
  for (const Start& start : starts_) {
    const double part = share / static_cast<double>(starts_.size());
    Enter(start, source, part);
    ShareAt(start.router) += part;
  }
  for (auto at = order_.rbegin(); at != order_.rend(); ++at) {
    const auto hops = routes_.NextHops(*at, destination, domain);
    const double part = ShareAt(*at) / static_cast<double>(hops.size());
    for (const int port : hops) {
      const NodeId next = Leave(*at, port, destination, domain, part);
      if (next >= 0) ShareAt(next) += part;
    }
  }
}

void Paths::Follow(int source, int destination, Domain domain, uint64_t hash) {
  if (starts_.empty()) return;
  const Start& start = starts_[Chosen(hash, topology_.accelerator(source), starts_.size())];
  Enter(start, source, 1.0);
  for (NodeId at = start.router; at >= 0;) {
    const auto hops = routes_.NextHops(at, destination, domain);
    LINKWRIGHT_CHECK(!hops.empty()) << "no way from " << topology_.PathOf(at);
    at = Leave(at, hops[Chosen(hash, at, hops.size())], destination, domain, 1.0);
  }
}

// Depth first: a router is put in order after all it leads to. As deep as the longest path.
void Paths::Order(NodeId router, int destination, Domain domain) {
  if (Stamp(router) == round_) return;
  Stamp(router) = round_;
  ShareAt(router) = 0;
  for (const int port : routes_.NextHops(router, destination, domain)) {
    const NodeId peer = topology_.FarEnd(topology_.LinkAt({router, port}), router).node;
    if (routes_.IsRouter(peer, domain) && peer != topology_.accelerator(destination))
      Order(peer, destination, domain);
  }
  order_.push_back(router);
}

void Paths::Enter(const Start& start, int source, double share) {
  if (start.uplink == nullptr) return;
  NodeId at = topology_.accelerator(source);
  for (const LinkId host : start.uplink->host_links) {
    if (host < 0) continue;
    Add(host, at, share);
    at = topology_.FarEnd(host, at).node;
  }
  if (at != start.router) Add(start.uplink->link, at, share);
}

NodeId Paths::Leave(NodeId router, int port, int destination, Domain domain, double share) {
  const LinkId id = topology_.LinkAt({router, port});
  const NodeId peer = topology_.FarEnd(id, router).node;
  const bool at_router = topology_.link(id).domain == Domain::kHost;  // which is the NIC
  if (!at_router) Add(id, router, share);
  if (!at_router && routes_.IsRouter(peer, domain))
    return peer == topology_.accelerator(destination) ? -1 : peer;
  for (const Uplink& uplink : topology_.Uplinks(destination, domain)) {
    if (at_router ? uplink.from != router : uplink.link != id) continue;
    NodeId at = uplink.from;
    for (auto host = uplink.host_links.rbegin(); host != uplink.host_links.rend(); ++host) {
      if (*host < 0) continue;
      Add(*host, at, share);
      at = topology_.FarEnd(*host, at).node;
    }
    return -1;
  }
  return -1;
}

void Paths::Add(LinkId link, NodeId from, double share) {
  links_.push_back({link, topology_.link(link).a.node == from, share});
}

}  // namespace linkwright::routing
