// SPDX-License-Identifier: Apache-2.0
// What a pod costs, draws and is made of: the one call for everybody who prices a topology.
//
//   const parts::Catalog catalog = parts::LoadCatalog();
//   const PriceTag tag = MakePriceTag(parts::BuildPod(catalog, catalog.pod("nvlink72")), catalog,
//   cost::LoadAssumptions());
#pragma once

#include <string>
#include <vector>

#include "foundation/telemetry/metric.h"
#include "tco/bill_of_materials/bill_of_materials.h"
#include "tco/cost/cost.h"
#include "tco/power/power.h"

namespace linkwright::scoring {

struct PriceTag {
  std::string pod;  // the topology's name; whoever knows a better one sets it
  bill_of_materials::BillOfMaterials bom;
  power::Power power;
  cost::Cost cost;
};

PriceTag MakePriceTag(const topology::Topology& topology, const parts::Catalog& catalog,
                      const cost::Assumptions& assumptions);

// Everything of the tag by name ("tco.network_capex", and .low/.high beside each range), with unit
// and definition.
std::vector<telemetry::Metric> Metrics(const PriceTag& tag);

// One sentence per thing the tag does not contain, for RunReport::LeaveOut.
std::vector<std::string> WhatIsLeftOut();

}  // namespace linkwright::scoring
