// SPDX-License-Identifier: Apache-2.0
// Which switches of a fabric are twins and which are RTL.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fabric/topology/topology.h"
#include "host_driver/scenario/scenario.h"

namespace linkwright::planning {

// By switch index. `missing_rtl` says why the RTL of a switch is not there, or nothing. Throws
// UserError with a position.
std::vector<scenario::Fidelity> ChooseFidelities(const scenario::Scenario& scenario,
                                                 const topology::Topology& topology,
                                                 const std::function<std::string(int)>& missing_rtl,
                                                 const config::Document& document);

}  // namespace linkwright::planning
