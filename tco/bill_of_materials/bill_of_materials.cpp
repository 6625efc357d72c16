// SPDX-License-Identifier: Apache-2.0
#include "tco/bill_of_materials/bill_of_materials.h"

#include <fmt/format.h>

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
  void CountNodes() {
    Counts& counts = bom_.counts;
    for (const topology::Node& node : topology_.nodes()) {
      if (node.kind == NodeKind::kAccelerator) {
        ++accelerators_[topology_.part(node.part)];
        continue;
      }
      ++switches_[topology_.part(node.part)];
      counts.ports_bought += node.ports;
    }
    counts.accelerators = topology_.accelerators();
    counts.switch_chips = topology_.switches();
    for (int s = 0; s < topology_.switches(); ++s) {
      counts.ports_used += static_cast<int>(topology_.LinksOf(topology_.switch_node(s)).size());
    }
  }

  // Also the rates at which accelerators inject and their ports draw power.
  void CountLinks() {
    Counts& counts = bom_.counts;
    counts.links = static_cast<int>(topology_.links().size());
    for (const topology::Link& link : topology_.links()) {
      ++links_[topology_.part(link.part)];
      const parts::LinkPart& part = catalog_.link(topology_.part(link.part));
      const double rate = GigabitsPerSecond(parts::DataRate(part));
      for (const topology::Attachment& end : {link.a, link.b}) {
        const topology::Node& node = topology_.node(end.node);
        if (node.kind != NodeKind::kAccelerator) continue;
        counts.injected_gbps += rate;
        if (const auto& nic = catalog_.accelerator(topology_.part(node.part)).nic) {
          ++nics_[*nic];  // whose watts contain its SerDes
          continue;
        }
        // Gb/s times pJ/b is mW.
        counts.accelerator_port_watts += part.serdes_energy.range() * (rate * 1e-3);
      }
    }
    counts.bisection_links = topology::BisectionLinks(topology_);
    if (counts.links > 0) {
      counts.bisection_gbps = counts.bisection_links *
                              GigabitsPerSecond(parts::DataRate(
                                  catalog_.link(topology_.part(topology_.links().front().part))));
    }
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
};

}  // namespace

BillOfMaterials Count(const Topology& topology, const Catalog& catalog) {
  return Counter(topology, catalog).Run();
}

}  // namespace linkwright::bill_of_materials
