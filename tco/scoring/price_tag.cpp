// SPDX-License-Identifier: Apache-2.0
#include "tco/scoring/price_tag.h"

namespace linkwright::scoring {

using parts::Range;

PriceTag MakePriceTag(const topology::Topology& topology, const parts::Catalog& catalog,
                      const cost::Assumptions& assumptions) {
  PriceTag tag;
  tag.pod = topology.name();
  tag.bom = bill_of_materials::Count(topology, catalog);
  tag.power = power::PowerOf(tag.bom);
  tag.cost = cost::CostOf(tag.bom, tag.power, catalog, assumptions);
  return tag;
}

namespace {

class MetricList {
 public:
  void Add(const std::string& name, int value, const std::string& unit,
           const std::string& definition) {
    metrics_.push_back({"tco." + name, static_cast<std::int64_t>(value), unit, definition});
  }
  void Add(const std::string& name, double value, const std::string& unit,
           const std::string& definition) {
    metrics_.push_back({"tco." + name, value, unit, definition});
  }
  // What a pod has none of can be no divisor: one accelerator has no bisection.
  void AddPer(const std::string& name, const Range& range, double divisor, const std::string& unit,
              const std::string& definition) {
    if (divisor > 0) Add(name, range / divisor, unit, definition);
  }
  void Add(const std::string& name, const Range& range, const std::string& unit,
           const std::string& definition) {
    Add(name, range.mode, unit, definition);
    Add(name + ".low", range.low, unit, definition + "; every input at its cheapest bound");
    Add(name + ".high", range.high, unit, definition + "; every input at its dearest bound");
  }
  std::vector<telemetry::Metric> Take() { return std::move(metrics_); }

 private:
  std::vector<telemetry::Metric> metrics_;
};

void AddCounts(const bill_of_materials::Counts& counts, MetricList& list) {
  list.Add("accelerators", counts.accelerators, "accelerators", "accelerators of the topology");
  list.Add("switches", counts.switch_chips, "chips", "switch chips of the topology");
  list.Add("trays", counts.trays, "trays", "switch trays, from chips per tray, rounded up");
  list.Add("links", counts.links, "links", "full-duplex links of the topology");
  list.Add("cables", counts.cables, "cables", "cables or cartridges, from links per cable");
  list.Add("modules", counts.modules, "modules", "pluggable modules at both ends of all links");
  list.Add("ports_bought", counts.ports_bought, "ports", "ports of all switch chips");
  list.Add("ports_used", counts.ports_used, "ports", "switch ports that carry a link");
  list.Add("rack_units", counts.rack_units, "U", "height of all switch trays");
  list.Add("injected_rate", counts.injected_gbps, "Gb/s",
           "sum over accelerators of their links' rate net of FEC, one direction");
  list.Add("bisection_rate", counts.bisection_gbps, "Gb/s",
           "rate net of FEC across the bisection, one direction");
}

}  // namespace

std::vector<telemetry::Metric> Metrics(const PriceTag& tag) {
  MetricList list;
  const auto& counts = tag.bom.counts;
  const double accelerators = counts.accelerators;
  AddCounts(counts, list);
  list.Add("network_capex", tag.cost.network_capex, "USD",
           "purchase price of switch chips, trays, cables, modules, NICs of an Ethernet fabric and "
           "shares of racks and power shelves");
  list.Add("accelerators_capex", tag.cost.accelerators_capex, "USD",
           "purchase price of the accelerators, not contained in network_capex");
  list.Add("capex_per_accelerator", tag.cost.network_capex / accelerators, "USD",
           "network_capex / accelerators");
  list.AddPer("capex_per_injected_gbps", tag.cost.network_capex, counts.injected_gbps, "USD/(Gb/s)",
              "network_capex / injected_rate");
  list.AddPer("capex_per_bisection_gbps", tag.cost.network_capex, counts.bisection_gbps,
              "USD/(Gb/s)", "network_capex / bisection_rate");
  list.Add("network_power", tag.power.network_typical, "W",
           "typical power of everything in network_capex, before PUE");
  list.Add("network_power_max", tag.power.network_max, "W",
           "power of everything in network_capex that must be provisioned");
  list.Add("accelerators_power", tag.power.accelerators_typical, "W",
           "typical power of the accelerators, not contained in network_power");
  list.Add("accelerator_ports_power", tag.power.accelerator_ports, "W",
           "SerDes of the accelerators' ends at full rate, contained in accelerators_power; 0 "
           "where links "
           "end in NICs, whose power is in network_power");
  list.Add("power_per_accelerator", tag.power.network_typical / accelerators, "W",
           "network_power / accelerators");
  list.Add("energy_per_bit", tag.power.picojoules_per_bit, "pJ/b",
           "(network_power + accelerator_ports_power) / injected_rate: end to end, all links full");
  list.Add("annual_energy", tag.cost.annual_kilowatt_hours, "kWh",
           "network_power times PUE over a year");
  list.Add("annual_capital", tag.cost.annual_capital, "USD/y",
           "annuities of network_capex over the lives of its classes");
  list.Add("annual_energy_cost", tag.cost.annual_energy, "USD/y",
           "annual_energy at the price of energy");
  list.Add("annual_maintenance", tag.cost.annual_maintenance, "USD/y",
           "yearly share of network_capex for support and spares");
  list.Add("annual_cost", tag.cost.annual_total, "USD/y",
           "annual_capital + annual_energy_cost + annual_maintenance");
  return list.Take();
}

std::vector<std::string> WhatIsLeftOut() {
  return {
      "price: accelerators are shown apart and are in no total of the network",
      "price: host processors, storage and the scale-out network with its NICs are not counted; "
      "the "
      "NICs of a pod that is an Ethernet fabric are",
      "price: the facility (building, cooling plant, power distribution beyond the shelves) is not "
      "counted except through PUE",
      "price: software, licences, staff, installation and spares beyond the maintenance share are "
      "not counted",
      "price: low and high are the sums of all bounds, not percentiles; parts of one class move "
      "together, others may not",
      "power: network power does not follow the load; a collective is charged its time times the "
      "typical figure",
  };
}

}  // namespace linkwright::scoring
