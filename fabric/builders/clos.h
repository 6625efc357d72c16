// SPDX-License-Identifier: Apache-2.0
// Folded Clos networks of two and three tiers out of switches of one radix, of which fat trees,
// planes and rails are made. A leaf has d ports down and u up; every aggregation switch of a block
// has one link to every leaf of it; cores join equal aggregation switches of all blocks.
#pragma once

#include <span>
#include <vector>

#include "fabric/builders/fabric_settings.h"

namespace linkwright::builders {

struct ClosSettings : FabricSettings {
  int tiers = 2;
  int switch_ports = 64;
  double oversubscription = 1;              // of a leaf: ports down per port up
  double aggregation_oversubscription = 1;  // of an aggregation switch, with three tiers
};

int LeafDown(const ClosSettings& settings);
int LeafUp(const ClosSettings& settings);
// Leaves of one block of three tiers.
int BlockLeaves(const ClosSettings& settings);
int AggregationUp(const ClosSettings& settings);
// Most leaves that can be joined.
int MostLeaves(const ClosSettings& settings);

// Adds leaves (one for each list of endpoints), and what joins them, in one plane. What is not
// needed is not there: above a single leaf nothing, above a single block no cores. Refuses more
// leaves than MostLeaves.
void AddClos(topology::Assembly& fabric, const ClosSettings& settings, int plane,
             std::span<const std::vector<topology::NodeId>> leaves, const Site& site);

// Endpoints in order, as many to a leaf as go. Refuses settings that leave a switch no port down or
// up.
std::vector<std::vector<topology::NodeId>> LeavesInOrder(
    const ClosSettings& settings, std::span<const topology::NodeId> endpoints, const Site& site);
// The same for any number to a leaf.
std::vector<std::vector<topology::NodeId>> InOrder(std::span<const topology::NodeId> endpoints,
                                                   int per_leaf);

template <class Settings, class Visitor>
void ClosFields(Visitor& v) {
  CommonFields<Settings>(v);
  v.Field("tiers", &Settings::tiers, "tiers of switches").Range(2, 3);
  v.Field("switch_ports", &Settings::switch_ports, "ports of every switch")
      .Required()
      .Range(2, 4096);
  v.Field("oversubscription", &Settings::oversubscription, "ports of a leaf down per port up")
      .Range(0.01, 1000);
  v.Field("aggregation_oversubscription", &Settings::aggregation_oversubscription,
          "the same of the middle tier")
      .Range(0.01, 1000);
}

}  // namespace linkwright::builders
