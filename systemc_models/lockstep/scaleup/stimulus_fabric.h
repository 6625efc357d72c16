// SPDX-License-Identifier: Apache-2.0
// What the register bus tells the switch at the start of a run, and thereby which ids lead where:
// one id per port, ids with several ways, ids with odd entries (no way, too many, ways that name no
// port), ids without entry, and groups of all sizes, an empty one among them.
#pragma once

#include <cstdint>
#include <vector>

#include "foundation/random/stream.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/lockstep/harness/register_traffic.h"
#include "systemc_models/lockstep/scaleup/stimulus_family.h"

namespace linkwright::lockstep::scaleup {

namespace sw = spec::scaleup_switch;

class FabricPlan {
 public:
  /// The same for every family; `reduction_timeout` low enough that unanswered reductions end
  /// within the run.
  FabricPlan(const sw::Variant& variant, Family, random::Stream& random);

  /// In random order; port enables are among them, so traffic meets a half-programmed switch.
  const std::vector<RegisterWrite>& setup() const { return setup_; }

  /// Ids below `single_way_ids` lead to the port of the same number.
  int single_way_ids() const { return ports_; }
  /// Ids from single_way_ids to here lead to two to four ports.
  int multi_way_end() const { return multi_way_end_; }
  /// Ids from multi_way_end to here have odd entries; all ids from here on have none.
  int odd_end() const { return odd_end_; }
  int usable_groups() const { return usable_groups_; }
  /// A group whose mask is zero, or -1.
  int empty_group() const { return empty_group_; }

 private:
  void AddRoute(int id, std::uint32_t ways, std::uint32_t count);
  void PlanRoutes(random::Stream& random);
  void PlanGroups(const sw::Variant& variant, random::Stream& random);

  int ports_;
  int multi_way_end_;
  int odd_end_;
  int usable_groups_ = 0;
  int empty_group_ = -1;
  std::vector<RegisterWrite> setup_;
};

}  // namespace linkwright::lockstep::scaleup
