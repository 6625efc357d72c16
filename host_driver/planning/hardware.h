// SPDX-License-Identifier: Apache-2.0
// What the switches and links of a plan are, by number and whatever the kind of pod: which switches
// are twins and which are RTL, from which library; how long links are, and what stands at their
// ends. Times are durations. They become cycles where a clocked network is built.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fabric/topology/topology.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/units/duration.h"
#include "host_driver/scenario/scenario.h"
#include "systemc_models/interfaces/link_credits.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::planning {

using NamedLibrary = std::shared_ptr<const plugins::SwitchLibrary>;

struct SwitchHardware {
  std::string_view variant;  // of its kind's specification
  scenario::Fidelity fidelity = scenario::Fidelity::kCycle;
  NamedLibrary library;  // behind fidelity rtl; null: the variant's own
};

struct LinkHardware {
  units::Duration latency;
  bool rtl_ends = false;            // of a link with retry, instead of twins
  interfaces::LinkCredits credits;  // cell_bytes 0: none
};

struct Hardware {
  units::Duration clock_period;
  std::string_view unit = "flit";  // what a link carries in a clock period, or "beat"
  // By index of the topology; both empty for a pod.topology, whose figures are by part.
  std::vector<SwitchHardware> switches;
  std::vector<LinkHardware> links;

  std::string variant_names() const;  // "p8", "p8 and p4", "none"
  units::Duration longest_link() const;
};

// Cycles that cover a time, at least one.
int CyclesOf(units::Duration time, units::Duration period);
std::vector<int> LinkCycles(const Hardware& hardware);  // latencies, by link

// The variant that a switch has to be, whatever its kind.
struct WantedSwitch {
  std::string_view component;  // plugins::kScaleUpSwitch or plugins::kEthernetSwitch
  std::string_view variant;
  int ports = 0;
  bool rtl = false;  // the specification has RTL for it
};

// The input is right and the specification has the RTL: it is not built where this runs.
class RtlNotBuilt : public diagnostics::UserError {
 public:
  using UserError::UserError;
};

// Why a switch cannot be RTL, in one sentence; empty: it can.
struct MissingRtl {
  std::string why;
  bool not_built = false;  // that is all
};

MissingRtl WhyNoRtl(const WantedSwitch& wanted, const NamedLibrary& named);

// By switch index. `missing_rtl` says why the RTL of a switch is not there, or nothing. Throws
// UserError with a position, RtlNotBuilt if nothing else is wrong.
std::vector<scenario::Fidelity> ChooseFidelities(const scenario::Scenario& scenario,
                                                 const topology::Topology& topology,
                                                 const std::function<MissingRtl(int)>& missing_rtl,
                                                 const config::Document& document);

// All switches of a clocked pod, `wanted` by index; network.switch_library stands behind every one
// of fidelity rtl. Throws UserError with a position, and for a file that is no switch library.
std::vector<SwitchHardware> PlanSwitches(const scenario::Scenario& scenario,
                                         const topology::Topology& topology,
                                         const std::vector<WantedSwitch>& wanted,
                                         const config::Document& document);

// A switch of fidelity rtl, as PlanSwitches made it.
std::unique_ptr<interfaces::ClockedSwitch> MakeRtlSwitch(std::string_view component,
                                                         const SwitchHardware& hardware);

}  // namespace linkwright::planning
