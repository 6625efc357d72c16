// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/scaleup/stimulus_fabric.h"

#include <algorithm>
#include <span>

namespace linkwright::lockstep::scaleup {
namespace {

constexpr int kOddIds = 8;
constexpr int kMaskBits = 32;

std::uint32_t DrawWays(int ports, random::Stream& random) {
  std::uint32_t ways = 0;
  for (int way = 0; way < 4; ++way) {
    ways |= static_cast<std::uint32_t>(random.Below(static_cast<std::uint64_t>(ports)))
            << (8 * way);
  }
  return ways;
}

}  // namespace

FabricPlan::FabricPlan(const sw::Variant& variant, Family, random::Stream& random)
    : ports_(variant.ports),
      multi_way_end_(variant.ports + std::min(variant.ports, 16)),
      odd_end_(multi_way_end_ + kOddIds) {
  PlanRoutes(random);
  if (variant.reduction_entries > 0) PlanGroups(variant, random);
  for (int port = 0; port < ports_; ++port) {
    setup_.push_back({sw::registers::PortControl(port), 1});
  }
  setup_.push_back(
      {sw::registers::kReductionTimeout, static_cast<std::uint32_t>(random.Between(300, 3000))});
  setup_.push_back(
      {sw::registers::kCreditRefresh,
       static_cast<std::uint32_t>(random.Below(2) == 0 ? 1024 : random.Between(0, 80))});
  setup_.push_back({sw::registers::kHashSeed, static_cast<std::uint32_t>(random.Below(65536))});
  setup_.push_back({sw::registers::kInterruptMask, static_cast<std::uint32_t>(random.Below(32))});
  random.Shuffle(std::span<RegisterWrite>(setup_));
}

void FabricPlan::AddRoute(int id, std::uint32_t ways, std::uint32_t count) {
  setup_.push_back({sw::registers::RouteWays(id), ways});
  setup_.push_back({sw::registers::RouteCount(id), count});
}

void FabricPlan::PlanRoutes(random::Stream& random) {
  for (int id = 0; id < ports_; ++id) AddRoute(id, static_cast<std::uint32_t>(id), 1);
  for (int id = ports_; id < multi_way_end_; ++id) {
    AddRoute(id, DrawWays(ports_, random), static_cast<std::uint32_t>(random.Between(2, 4)));
  }
  for (int id = multi_way_end_; id < odd_end_; ++id) {
    const int kind = id - multi_way_end_;
    const std::uint32_t random_ways = static_cast<std::uint32_t>(random.Next());
    if (kind < 2) {
      AddRoute(id, random_ways, 0);
    } else if (kind < 4) {
      AddRoute(id, DrawWays(ports_, random), static_cast<std::uint32_t>(random.Between(5, 7)));
    } else if (kind < 6) {
      AddRoute(id, random_ways, static_cast<std::uint32_t>(random.Between(1, 4)));
    } else {
      // The first ways name no port.
      AddRoute(id,
               (DrawWays(ports_, random) & 0xFFFF0000U) | 0xFFF0U |
                   static_cast<std::uint32_t>(ports_ & 15),
               4);
    }
  }
}

void FabricPlan::PlanGroups(const sw::Variant& variant, random::Stream& random) {
  usable_groups_ = variant.groups;
  if (variant.groups > 2) empty_group_ = static_cast<int>(random.Below(2)) + 1;
  const int words = (ports_ + kMaskBits - 1) / kMaskBits;
  for (int group = 0; group < variant.groups; ++group) {
    if (group == empty_group_) continue;
    // Group 0 holds all ports; the others a share between a few and most of them.
    const auto share = group == 0 ? 256U : static_cast<std::uint32_t>(random.Between(16, 200));
    std::vector<std::uint32_t> mask(static_cast<std::size_t>(words), 0);
    mask[0] = 1U << random.Below(static_cast<std::uint64_t>(std::min(ports_, kMaskBits)));
    for (int port = 0; port < ports_; ++port) {
      if (random.Below(256) < share) {
        mask[static_cast<std::size_t>(port / kMaskBits)] |= 1U << (port % kMaskBits);
      }
    }
    for (int word = 0; word < words; ++word) {
      setup_.push_back(
          {sw::registers::GroupMask(group, word), mask[static_cast<std::size_t>(word)]});
    }
  }
}

}  // namespace linkwright::lockstep::scaleup
