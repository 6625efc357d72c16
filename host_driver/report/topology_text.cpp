// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/topology_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "foundation/telemetry/table.h"
#include "foundation/units/readable.h"

namespace linkwright::report {
namespace {

using telemetry::Value;
using topology::Domain;
using topology::NodeKind;
using topology::Topology;

constexpr std::array kKinds = {NodeKind::kAccelerator, NodeKind::kNic, NodeKind::kHost,
                               NodeKind::kSwitch};

// Links are of the tier of their upper end; those between accelerators or NICs, and host links, are
// of tier 0.
struct Tier {
  std::set<int> planes;
  int64_t switches = 0, ports = 0, used = 0, links = 0;
};
using Tiers = std::map<std::pair<Domain, int>, Tier>;

Tiers CountTiers(const Topology& t) {
  Tiers tiers;
  for (const topology::NodeId id : t.Of(NodeKind::kSwitch)) {
    const topology::Node& node = t.node(id);
    Tier& tier = tiers[{node.domain, node.tier}];
    ++tier.switches;
    tier.ports += node.ports;
    tier.used += static_cast<int64_t>(t.LinksOf(id).size());
    tier.planes.insert(node.plane);
  }
  for (const topology::Link& link : t.links()) {
    Tier& tier = tiers[{link.domain, std::max(t.node(link.a.node).tier, t.node(link.b.node).tier)}];
    ++tier.links;
    tier.planes.insert(link.plane);
  }
  return tiers;
}

// By domain that has links of its own between accelerators or NICs.
std::vector<std::pair<Domain, int>> Bisections(const Topology& t) {
  std::vector<std::pair<Domain, int>> cuts;
  for (const Domain domain : {Domain::kScaleUp, Domain::kScaleOut}) {
    if (t.Has(domain)) cuts.emplace_back(domain, topology::BisectionLinks(t, domain));
  }
  return cuts;
}

std::string Counted(int64_t count, const std::string& one, const std::string& more) {
  return fmt::format("{} {}", units::Grouped(count), count == 1 ? one : more);
}

std::string NodesText(const Topology& t) {
  std::string text = Counted(t.accelerators(), "accelerator", "accelerators");
  if (t.nics() > 0) text += ", " + Counted(t.nics(), "NIC", "NICs");
  const auto hosts = static_cast<int64_t>(t.Of(NodeKind::kHost).size());
  if (hosts > 0) text += ", " + Counted(hosts, "host", "hosts");
  return text + ", " + Counted(t.switches(), "switch", "switches");
}

}  // namespace

std::string TopologyText(const Topology& t, const telemetry::Page& page) {
  std::string about = fmt::format("topology {}: {}", t.name(), NodesText(t));
  if (t.scaleup_domains() > 0)
    about += "; " + Counted(t.scaleup_domains(), "scale-up domain", "scale-up domains");
  for (const auto& [domain, cut] : Bisections(t)) {
    about +=
        fmt::format("; bisection of {}: {}", topology::Name(domain), Counted(cut, "link", "links"));
  }
  using Align = telemetry::Table::Align;
  telemetry::Table table({{.title = "domain", .align = Align::kLeft},
                          {.title = "tier"},
                          {.title = "planes"},
                          {.title = "switches"},
                          {.title = "ports"},
                          {.title = "used"},
                          {.title = "links"}});
  for (const auto& [key, tier] : CountTiers(t)) {
    const bool host = key.first == Domain::kHost;
    table.AddRow({std::string(topology::Name(key.first)), host ? "" : std::to_string(key.second),
                  host ? "" : std::to_string(tier.planes.size()), units::Grouped(tier.switches),
                  units::Grouped(tier.ports), units::Grouped(tier.used),
                  units::Grouped(tier.links)});
  }
  return telemetry::Paragraph(about, page.columns()) + "\n" + table.ToText(page);
}

Value TopologyCounts(const Topology& t) {
  Value::Map nodes, cuts;
  for (const NodeKind kind : kKinds)
    nodes.emplace_back(std::string(topology::Name(kind)), t.Of(kind).size());
  for (const auto& [domain, cut] : Bisections(t))
    cuts.emplace_back(std::string(topology::Name(domain)), cut);
  Value::List tiers;
  for (const auto& [key, tier] : CountTiers(t)) {
    tiers.push_back(Value::Map{{"domain", std::string(topology::Name(key.first))},
                               {"tier", key.second},
                               {"planes", tier.planes.size()},
                               {"switches", tier.switches},
                               {"ports", tier.ports},
                               {"ports_used", tier.used},
                               {"links", tier.links}});
  }
  return Value::Map{{"name", t.name()},
                    {"nodes", nodes},
                    {"scale_up_domains", t.scaleup_domains()},
                    {"tiers", tiers},
                    {"bisection_links", cuts}};
}

}  // namespace linkwright::report
