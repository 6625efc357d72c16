// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/simulation/fault_script.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/units/cycles.h"
#include "foundation/units/text.h"

namespace linkwright::simulation {

using units::SimTime;

FaultScript::FaultScript(interfaces::FaultTarget& target, std::vector<LinkFault> faults)
    : target_(&target), faults_(std::move(faults)) {
  std::stable_sort(faults_.begin(), faults_.end(),
                   [](const LinkFault& a, const LinkFault& b) { return a.at < b.at; });
}

void FaultScript::Begin(SimTime start, units::Duration period) {
  if (!due_.empty()) return;
  for (const LinkFault& fault : faults_) {
    const units::Cycles edge = units::CyclesCovering(fault.at, period);
    due_.push_back(start + units::ToDuration(edge, period));
  }
}

void FaultScript::Apply(SimTime now) {
  for (; Next() <= now && next_ < due_.size(); ++next_) {
    const LinkFault& fault = faults_[next_];
    target_->SetLink(fault.link, fault.up);
    if (fault.up) {
      down_.erase(fault.link);
    } else {
      down_.try_emplace(fault.link, fault.at);
    }
  }
}

std::string FaultScript::DescribeDown() const {
  std::string text;
  for (const auto& [link, since] : down_) {
    text += fmt::format("{}link {} went down {} after the first transfer began",
                        text.empty() ? "" : ", ", target_->LinkName(link), units::Format(since));
  }
  return text;
}

}  // namespace linkwright::simulation
