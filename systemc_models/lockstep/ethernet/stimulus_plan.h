// SPDX-License-Identifier: Apache-2.0
// What the register bus tells the switch at the start of a run, and thereby which addresses lead
// where: several per port and per group in each table, some of them twice, with entries that are
// not valid, name no port or no group.
#pragma once

#include <cstdint>
#include <vector>

#include "foundation/random/stream.h"
#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/lockstep/ethernet/stimulus_family.h"
#include "systemc_models/lockstep/ethernet/stimulus_values.h"
#include "systemc_models/lockstep/harness/register_traffic.h"

namespace linkwright::lockstep::ethernet {

namespace sw = spec::ethernet_switch;

/// Keys of one table by what they lead to.
struct Destinations {
  std::vector<std::vector<std::uint64_t>> port;   ///< by port
  std::vector<std::vector<std::uint64_t>> group;  ///< by group
  std::vector<std::uint64_t> odd;                 ///< to nothing
};

class SwitchPlan {
 public:
  SwitchPlan(const sw::Variant& variant, Family family, random::Stream& random);

  /// In order: modes and thresholds, tables, what is per port; each part shuffled.
  const std::vector<RegisterWrite>& setup() const { return setup_; }

  const Destinations& macs() const { return macs_; }
  const Destinations& hosts() const { return hosts_; }      ///< IPv4 addresses
  const Destinations& compact() const { return compact_; }  ///< ids
  /// Addresses inside some prefix and not in the host table.
  const std::vector<std::uint32_t>& prefixed() const { return prefixed_; }
  std::uint64_t router_mac() const { return router_mac_; }
  int groups() const { return groups_; }
  /// As programmed; a run may rewrite it in flight.
  const std::vector<bool>& members(int group) const {
    return members_[static_cast<std::size_t>(group)];
  }
  /// Only IPv4 frames, and every class may be trimmed: refusals that are not trimmed are visible.
  bool trims_everything() const { return trims_everything_; }
  /// Counters are neither written nor cleared: at the end they tell what became of every frame.
  bool keeps_books() const { return keeps_books_; }

 private:
  struct Table;
  std::uint32_t Target(int port, int group, random::Stream& random) const;
  std::uint32_t FirstValue(const Knob& knob, int i, Family family, random::Stream& random) const;
  void PlanModes(Family family, random::Stream& random);
  void PlanGroups(random::Stream& random);
  void PlanExact(Table& table, Destinations& to, std::uint64_t mask, random::Stream& random);
  void PlanTables(random::Stream& random);
  void PlanPrefixes(random::Stream& random);
  void PlanPorts(random::Stream& random);

  const sw::Variant& variant_;
  int ports_;
  int groups_;
  std::uint64_t router_mac_ = 0;
  bool trims_everything_ = false;
  bool keeps_books_ = false;
  Destinations macs_, hosts_, compact_;
  std::vector<std::uint32_t> prefixed_;
  std::vector<std::vector<bool>> members_;
  std::vector<RegisterWrite> setup_;
};

/// The row of a key in an exact table.
int RowOf(std::uint64_t key, int key_bits, int rows);

}  // namespace linkwright::lockstep::ethernet
