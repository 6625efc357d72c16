// SPDX-License-Identifier: Apache-2.0
// Links that die and come back at given times, on whatever network carries them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "foundation/units/duration.h"
#include "systemc_models/interfaces/fault_target.h"

namespace linkwright::simulation {

struct LinkFault {
  units::Duration at;  // from the first Start on; rounded up to an edge
  int link = 0;        // number in the topology
  bool up = false;
};

class FaultScript {
 public:
  FaultScript() = default;
  // Of equal times the earlier entry comes first. `target` outlives the script.
  FaultScript(interfaces::FaultTarget& target, std::vector<LinkFault> faults);

  // Times count from here; `period` is the network's clock. Before, nothing is due.
  void Begin(units::SimTime start, units::Duration period);
  // SimTime::Max(): nothing is to come, or it has not begun.
  units::SimTime Next() const { return next_ < due_.size() ? due_[next_] : units::SimTime::Max(); }
  bool HasMore() const { return next_ < faults_.size(); }
  // Everything that is due at `now`.
  void Apply(units::SimTime now);
  // "link a went down 10 us after the first transfer began, ..."; empty if all are up.
  std::string DescribeDown() const;

 private:
  interfaces::FaultTarget* target_ = nullptr;
  std::vector<LinkFault> faults_;
  std::vector<units::SimTime> due_;  // by fault, once begun
  size_t next_ = 0;
  std::map<int, units::Duration> down_;  // link -> since when, as in LinkFault
};

}  // namespace linkwright::simulation
