// SPDX-License-Identifier: Apache-2.0
#include "workloads/algorithms/register_all.h"

namespace linkwright::algorithms {

void RegisterAll(collectives::Registry& registry) {
  RegisterAllReduceRing(registry);
  RegisterAllReduceAllpairsOneshot(registry);
  RegisterAllReduceAllpairsTwoshot(registry);
  RegisterAllReduceHalvingDoubling(registry);
  RegisterAllReduceNvls(registry);
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

}  // namespace linkwright::algorithms
