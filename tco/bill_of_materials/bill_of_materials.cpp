// SPDX-License-Identifier: Apache-2.0
#include "tco/bill_of_materials/bill_of_materials.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "fabric/parts/link_timing.h"
#include "foundation/units/text.h"

namespace linkwright::bill_of_materials {

namespace {

using parts::Catalog;
using topology::NodeKind;
using topology::Topology;

int DividedUp(int count, double group) {
  return static_cast<int>(std::ceil(static_cast<double>(count) / group));
}

// Keyed by part, so that lines come in one order whatever the order of nodes.
using CountByPart = std::map<std::string, int>;

Line LineOf(Scope scope, const std::string& key, const parts::Item& part, double count,
            std::string how) {
  return {.scope = scope,
          .part = key,
          .title = part.title,
          .part_class = part.part_class,
          .count = count,
          .how = std::move(how),
          .price = part.price,
          .power_typical = part.power_typical,
          .power_max = part.power_max};
}

double GigabitsPerSecond(units::BitRate rate) {
  return static_cast<double>(rate.bits_per_second()) * 1e-9;
}

class Counter {
 public:
  Counter(const Topology& topology, const Catalog& catalog)
      : topology_(topology), catalog_(catalog) {
    bom_.pod = topology.name();
  }

  BillOfMaterials Run() {
    CountNodes();
    CountLinks();
    AddSwitchesAndTrays();
    AddNics();
    AddCables();
    AddRackShares();
    AddPowerShelfShares();
    for (const auto& [key, count] : accelerators_) {
      bom_.lines.push_back(LineOf(Scope::kAccelerators, key, catalog_.accelerator(key), count,
                                  "accelerator nodes of the topology"));
    }
    return std::move(bom_);
  }

 private:
  TierCounts& At(topology::Domain domain, int tier) {
    TierCounts& counts = tiers_[{domain, tier}];
    counts.domain = domain;
    counts.tier = tier;
    return counts;
  }

  void CountNodes() {
    Counts& counts = bom_.counts;
    for (size_t i = 0; i < topology_.nodes().size(); ++i) {
      const topology::Node& node = topology_.nodes()[i];
      if (node.kind == NodeKind::kAccelerator) ++accelerators_[topology_.part(node.part)];
      if (node.kind == NodeKind::kNic) ++nics_[topology_.part(node.part)];
      if (node.kind == NodeKind::kHost) ++counts.hosts;
      if (node.kind != NodeKind::kSwitch) continue;
      ++switches_[topology_.part(node.part)];
      const auto used =
          static_cast<int>(topology_.LinksOf(static_cast<topology::NodeId>(i)).size());
      counts.ports_bought += node.ports;
      counts.ports_used += used;
      TierCounts& tier = At(node.domain, node.tier);
      ++tier.switch_chips;
      tier.ports_bought += node.ports;
      tier.ports_used += used;
    }
    counts.accelerators = topology_.accelerators();
    counts.switch_chips = topology_.switches();
  }

  // Also the rates at which accelerators inject and their ports draw power.
  void CountLinks() {
    Counts& counts = bom_.counts;
    counts.links = static_cast<int>(topology_.links().size());
    std::array<double, topology::kDomains> rates{};  // of the first link of each domain
    for (const topology::Link& link : topology_.links()) {
      const int tier = std::max(topology_.node(link.a.node).tier, topology_.node(link.b.node).tier);
      ++At(link.domain, tier).links;
      if (link.domain == topology::Domain::kHost) continue;
      const std::string& key = topology_.part(link.part);
      ++links_[key];
      const parts::LinkPart& part = catalog_.link(key);
      const double rate = GigabitsPerSecond(parts::DataRate(part));
      double& first = rates[static_cast<size_t>(link.domain)];
      if (first == 0) first = rate;
      for (const topology::Attachment& end : {link.a, link.b}) {
        const topology::Node& node = topology_.node(end.node);
        if (node.kind == NodeKind::kNic) counts.injected_gbps += rate;
        if (node.kind != NodeKind::kAccelerator) continue;
        counts.injected_gbps += rate;
        const auto& nic = catalog_.accelerator(topology_.part(node.part)).nic;
        if (nic && link.domain == topology::Domain::kScaleOut) {
          ++nics_[*nic];  // whose watts contain its SerDes
          continue;
        }
        // Gb/s times pJ/b is mW.
        counts.accelerator_port_watts += part.serdes_energy.range() * (rate * 1e-3);
      }
    }
    for (const topology::Domain domain :
         {topology::Domain::kScaleUp, topology::Domain::kScaleOut}) {
      if (!topology_.Has(domain)) continue;
      const int cut = topology::BisectionLinks(topology_, domain);
      counts.bisection_links += cut;
      counts.bisection_gbps += cut * rates[static_cast<size_t>(domain)];
    }
    for (const auto& [key, tier] : tiers_) counts.tiers.push_back(tier);
  }

  void AddSwitchesAndTrays() {
    for (const auto& [key, count] : switches_) {
      const parts::SwitchPart& part = catalog_.switch_chip(key);
      bom_.lines.push_back(
          LineOf(Scope::kNetwork, key, part, count, "switch nodes of the topology"));
      const int trays = DividedUp(count, part.chips_per_tray.mode);
      trays_[part.tray] += trays;
      bom_.lines.push_back(LineOf(Scope::kNetwork, part.tray, catalog_.tray(part.tray), trays,
                                  fmt::format("{} switch chips, {} per tray, rounded up", count,
                                              part.chips_per_tray.mode)));
      bom_.counts.trays += trays;
    }
  }

  void AddNics() {
    for (const auto& [key, count] : nics_) {
      bom_.counts.nics += count;
      bom_.lines.push_back(
          LineOf(Scope::kNetwork, key, catalog_.nic(key), count, "one per link of an accelerator"));
    }
  }

  void AddCables() {
    for (const auto& [key, count] : links_) {
      const parts::LinkPart& part = catalog_.link(key);
      const int cables = DividedUp(count, part.links_per_cable.mode);
      bom_.counts.cables += cables;
      bom_.lines.push_back(LineOf(
          Scope::kNetwork, key, part, cables,
          fmt::format("{} links, {} per cable, rounded up", count, part.links_per_cable.mode)));
      const int modules = count * static_cast<int>(part.modules_per_link.mode);
      if (modules == 0) continue;
      bom_.counts.modules += modules;
      bom_.lines.push_back(
          {.scope = Scope::kNetwork,
           .part = key + ".module",
           .title = "pluggable modules of: " + part.title,
           .part_class = part.part_class,
           .count = static_cast<double>(modules),
           .how = fmt::format("{} links, {} modules each", count, part.modules_per_link.mode),
           .price = part.module_price,
           .power_typical = part.module_power,
           .power_max = part.module_power});
    }
  }

  void AddRackShares() {
    for (const auto& [key, count] : trays_) {
      const parts::TrayPart& tray = catalog_.tray(key);
      const parts::RackPart& rack = catalog_.rack(tray.rack);
      const double units = count * tray.rack_units.mode;
      bom_.counts.rack_units += units;
      bom_.lines.push_back(LineOf(Scope::kNetwork, tray.rack, rack, units / rack.rack_units.mode,
                                  fmt::format("share by height: {} trays of {} U in {} U", count,
                                              tray.rack_units.mode, rack.rack_units.mode)));
    }
  }

  // Shelves are provisioned for maximum power. All trays of today's pods use one kind of shelf, so
  // cables and modules, fed through the trays, are charged to the first tray's.
  void AddPowerShelfShares() {
    if (trays_.empty()) return;
    double watts = 0;
    for (const Line& line : bom_.lines) watts += line.count * line.power_max.mode;
    const std::string& key = catalog_.tray(trays_.begin()->first).power_shelf;
    const parts::PowerShelfPart& shelf = catalog_.power_shelf(key);
    bom_.lines.push_back(LineOf(
        Scope::kNetwork, key, shelf, watts / shelf.capacity.mode,
        fmt::format("share by maximum power: {:.0f} W of {} W", watts, shelf.capacity.mode)));
  }

  const Topology& topology_;
  const Catalog& catalog_;
  BillOfMaterials bom_;
  CountByPart accelerators_, nics_, switches_, links_, trays_;
  std::map<std::pair<topology::Domain, int>, TierCounts> tiers_;
};

}  // namespace

BillOfMaterials Count(const Topology& topology, const Catalog& catalog) {
  return Counter(topology, catalog).Run();
}

}  // namespace linkwright::bill_of_materials
