// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/dragonfly.h"

#include <fmt/format.h>

namespace linkwright::builders {

using topology::NodeId;
using topology::NodeKind;

namespace {

// Offsets of the global ports of every group. A port with offset d of group i is joined to one with
// offset groups - d of group i + d.
std::vector<int> Offsets(int groups, int ports) {
  std::vector<int> offsets;
  const auto left = [&] { return ports - static_cast<int>(offsets.size()); };
  while (groups > 1 && left() >= groups - 1) {
    for (int d = 1; d < groups; ++d) offsets.push_back(d);
  }
  for (int d = 1; groups > 1 && 2 * d <= groups && left() > 0; ++d) {
    if (2 * d < groups && left() < 2) continue;
    offsets.push_back(d);
    if (2 * d < groups) offsets.push_back(groups - d);
  }
  offsets.resize(static_cast<size_t>(ports), 0);
  return offsets;
}

class DragonflyBuilder {
 public:
  DragonflyBuilder(topology::Assembly& fabric, const DragonflySettings& settings, int groups,
                   const Site& site)
      : fabric_(fabric), s_(settings), groups_(groups), site_(site) {}

  void Run(const std::vector<NodeId>& endpoints) {
    const auto offsets = Offsets(groups_, s_.routers_per_group * s_.global_links_per_router);
    fabric_.shape().dragonfly =
        topology::DragonflyShape{.first_switch = fabric_.count(NodeKind::kSwitch),
                                 .groups = groups_,
                                 .routers = s_.routers_per_group,
                                 .endpoint_ports = s_.endpoints_per_router,
                                 .global_ports = s_.global_links_per_router,
                                 .offsets = offsets};
    AddRouters();
    for (size_t e = 0; e < endpoints.size(); ++e) {
      const size_t router = e / static_cast<size_t>(s_.endpoints_per_router);
      fabric_.Join(endpoints[e], routers_[router], {.domain = site_.domain, .part = s_.link_part});
    }
    JoinGroups();
    JoinAcross(offsets);
  }

 private:
  NodeId Router(int group, int number) const {
    return routers_[static_cast<size_t>(group * s_.routers_per_group + number)];
  }
  topology::NewLink Link() const { return {.domain = site_.domain, .part = s_.between()}; }

  void AddRouters() {
    for (int g = 0; g < groups_; ++g) {
      const std::string scope = fmt::format("{}.group{}", site_.scope, g);
      for (int r = 0; r < s_.routers_per_group; ++r) {
        routers_.push_back(fabric_.Add({.kind = NodeKind::kSwitch,
                                        .domain = site_.domain,
                                        .tier = 1,
                                        .plane = 0,
                                        .ports = s_.switch_ports,
                                        .part = s_.switch_part,
                                        .scope = scope,
                                        .stem = "router"}));
      }
    }
  }

  void JoinGroups() {
    const int first = s_.endpoints_per_router;
    for (int g = 0; g < groups_; ++g) {
      for (int r = 0; r < s_.routers_per_group; ++r) {
        for (int other = r + 1; other < s_.routers_per_group; ++other)
          fabric_.Join({Router(g, r), first + other - 1}, {Router(g, other), first + r}, Link());
      }
    }
  }

  topology::Attachment GlobalPort(int group, int number) const {
    const int h = s_.global_links_per_router;
    return {Router(group, number / h),
            s_.endpoints_per_router + s_.routers_per_group - 1 + number % h};
  }

  void JoinAcross(const std::vector<int>& offsets) {
    std::vector<std::vector<int>> ports(static_cast<size_t>(groups_));  // by offset
    for (size_t j = 0; j < offsets.size(); ++j) {
      if (offsets[j] > 0) ports[static_cast<size_t>(offsets[j])].push_back(static_cast<int>(j));
    }
    for (int g = 0; g < groups_; ++g) {
      for (int d = 1; 2 * d <= groups_; ++d) {
        if (2 * d == groups_ && g >= d) continue;  // seen from the other end
        const auto& here = ports[static_cast<size_t>(d)];
        const auto& there = ports[static_cast<size_t>(groups_ - d)];
        for (size_t n = 0; n < here.size(); ++n)
          fabric_.Join(GlobalPort(g, here[n]), GlobalPort((g + d) % groups_, there[n]), Link());
      }
    }
  }

  topology::Assembly& fabric_;
  const DragonflySettings& s_;
  int groups_;
  const Site& site_;
  std::vector<NodeId> routers_;
};

}  // namespace

void Attach(topology::Assembly& fabric, const DragonflySettings& s, const Endpoints& endpoints,
            const Site& site) {
  const int ports = s.endpoints_per_router + s.routers_per_group - 1 + s.global_links_per_router;
  if (ports > s.switch_ports) {
    Refuse(site, fmt::format("a router needs {} + {} - 1 + {} = {} ports, found {}",
                             s.endpoints_per_router, s.routers_per_group, s.global_links_per_router,
                             ports, s.switch_ports));
  }
  const int64_t per_group = int64_t{s.endpoints_per_router} * s.routers_per_group;
  const auto count = static_cast<int64_t>(endpoints.nodes.size());
  const int64_t groups = s.groups > 0 ? s.groups : (count + per_group - 1) / per_group;
  if (count > groups * per_group) {
    Refuse(
        site,
        fmt::format("{} groups of {} routers with {} endpoints have {} endpoints, found {}", groups,
                    s.routers_per_group, s.endpoints_per_router, groups * per_group, count));
  }
  const int64_t most = int64_t{s.routers_per_group} * s.global_links_per_router + 1;
  if (groups > most) {
    Refuse(site, fmt::format("{} global links of each of {} routers join at most {} groups, "
                             "found {}",
                             s.global_links_per_router, s.routers_per_group, most, groups));
  }
  DragonflyBuilder(fabric, s, static_cast<int>(groups), site).Run(endpoints.nodes);
}

}  // namespace linkwright::builders
