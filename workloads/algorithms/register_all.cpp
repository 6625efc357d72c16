// SPDX-License-Identifier: Apache-2.0
#include "workloads/algorithms/register_all.h"

namespace linkwright::algorithms {

void RegisterAll(collectives::Registry& registry) {
  RegisterAllReduceRing(registry);
  RegisterAllReduceAllpairsOneshot(registry);
  RegisterAllReduceAllpairsTwoshot(registry);
  RegisterAllReduceHalvingDoubling(registry);
  RegisterAllReduceNvls(registry);
  RegisterAllReduceHierarchical(registry);
  RegisterAllGatherRing(registry);
  RegisterAllGatherAllpairs(registry);
  RegisterAllGatherNvls(registry);
  RegisterReduceScatterRing(registry);
  RegisterReduceScatterAllpairs(registry);
  RegisterReduceScatterNvls(registry);
  RegisterBroadcastChain(registry);
  RegisterBroadcastStar(registry);
  RegisterBroadcastNvls(registry);
  RegisterAllToAllAllpairs(registry);
}

const collectives::Registry& BuiltIn() {
  static const collectives::Registry registry = [] {
    collectives::Registry all;
    RegisterAll(all);
    return all;
  }();
  return registry;
}

}  // namespace linkwright::algorithms
