// SPDX-License-Identifier: Apache-2.0
// Every built-in algorithm, one file each. To add one: write the file, declare its Register
// function here, call it in register_all.cpp (docs/tutorials/add_a_collective.md).
#pragma once

#include "workloads/collectives/registry.h"

namespace linkwright::algorithms {

void RegisterAllReduceRing(collectives::Registry& registry);
void RegisterAllReduceAllpairsOneshot(collectives::Registry& registry);
void RegisterAllReduceAllpairsTwoshot(collectives::Registry& registry);
void RegisterAllReduceHalvingDoubling(collectives::Registry& registry);
void RegisterAllReduceNvls(collectives::Registry& registry);
void RegisterAllReduceHierarchical(collectives::Registry& registry);
void RegisterAllGatherRing(collectives::Registry& registry);
void RegisterAllGatherAllpairs(collectives::Registry& registry);
void RegisterAllGatherNvls(collectives::Registry& registry);
void RegisterReduceScatterRing(collectives::Registry& registry);
void RegisterReduceScatterAllpairs(collectives::Registry& registry);
void RegisterReduceScatterNvls(collectives::Registry& registry);
void RegisterBroadcastChain(collectives::Registry& registry);
void RegisterBroadcastStar(collectives::Registry& registry);
void RegisterBroadcastNvls(collectives::Registry& registry);
void RegisterAllToAllAllpairs(collectives::Registry& registry);

/// All of the above, in that order.
void RegisterAll(collectives::Registry& registry);
/// The registry they fill, made at the first call.
const collectives::Registry& BuiltIn();

}  // namespace linkwright::algorithms
