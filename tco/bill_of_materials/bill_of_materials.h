// SPDX-License-Identifier: Apache-2.0
// Counts the parts of a topology: the same object that is simulated. Knows no model and no network.
#pragma once

#include <string>
#include <vector>

#include "fabric/parts/catalog.h"
#include "fabric/topology/topology.h"

namespace linkwright::bill_of_materials {

// kNetwork is what the default totals are about: switches, trays, cables, modules, shares of rack
// and power. Accelerators are priced beside it, never inside it.
enum class Scope { kNetwork, kAccelerators };

struct Line {
  Scope scope = Scope::kNetwork;
  std::string part;  // key in the catalog
  std::string title;
  std::string part_class;         // key of parts::PartClass
  double count = 0;               // not whole for shares of racks and power shelves
  std::string how;                // how it was counted
  parts::Estimate price;          // USD each
  parts::Estimate power_typical;  // W each
  parts::Estimate power_max;      // W each
};

// One tier of one domain. The tier of a link is that of its upper end; links that join accelerators
// directly, and host links, are of tier 0.
struct TierCounts {
  topology::Domain domain = topology::Domain::kScaleUp;
  int tier = 0;
  int switch_chips = 0;
  int ports_bought = 0;
  int ports_used = 0;
  int links = 0;
};

struct Counts {
  std::vector<TierCounts> tiers;  // by domain, then tier; only those that have anything
  int accelerators = 0;
  int switch_chips = 0;
  int trays = 0;
  int nics = 0;   // nodes, and those inside accelerators: one per scale-out link
  int hosts = 0;  // nodes; not priced, nor are host links
  int links = 0;
  int cables = 0;
  int modules = 0;
  int ports_bought = 0;  // of all switch chips
  int ports_used = 0;
  int bisection_links = 0;  // sum over domains
  double rack_units = 0;
  double injected_gbps = 0;             // sum over accelerators of raw link rate, one direction
  double bisection_gbps = 0;            // across the bisection, one direction
  parts::Range accelerator_port_watts;  // SerDes of the accelerators' ends at full rate; part of
                                        // the accelerators' own power
};

struct BillOfMaterials {
  std::string pod;
  Counts counts;
  std::vector<Line> lines;  // network first
};

BillOfMaterials Count(const topology::Topology& topology, const parts::Catalog& catalog);

}  // namespace linkwright::bill_of_materials
