// SPDX-License-Identifier: Apache-2.0
// Which switches of a fabric are twins and which are RTL, and which library stands behind the
// latter: the variant's own, or the one that a scenario names (network.switch_library).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fabric/topology/topology.h"
#include "host_driver/scenario/scenario.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::planning {

// The variant that a switch has to be, whatever its kind.
struct WantedSwitch {
  std::string_view component;  // plugins::kScaleUpSwitch or plugins::kEthernetSwitch
  std::string_view variant;
  int ports = 0;
  bool rtl = false;  // the specification has RTL for it
};

using NamedLibrary = std::shared_ptr<const plugins::SwitchLibrary>;

// Null if the scenario names none. Throws UserError if what it names is no switch library.
NamedLibrary NamedSwitchLibrary(const scenario::Scenario& scenario,
                                const config::Document& document);

// Why `wanted` cannot be RTL, in one sentence; empty: it can.
std::string WhyNoRtl(const WantedSwitch& wanted, const NamedLibrary& named);

// For a switch that WhyNoRtl has nothing against.
std::unique_ptr<interfaces::ClockedSwitch> MakeRtlSwitch(std::string_view component,
                                                         std::string_view variant,
                                                         const NamedLibrary& named);

// By switch index. `missing_rtl` says why the RTL of a switch is not there, or nothing. Throws
// UserError with a position.
std::vector<scenario::Fidelity> ChooseFidelities(const scenario::Scenario& scenario,
                                                 const topology::Topology& topology,
                                                 const std::function<std::string(int)>& missing_rtl,
                                                 const config::Document& document);

}  // namespace linkwright::planning
