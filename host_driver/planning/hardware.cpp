// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/hardware.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "foundation/diagnostics/suggest.h"
#include "foundation/units/cycles.h"
#include "host_driver/scenario/file_path.h"
#include "systemc_models/plugins/library_search.h"

namespace linkwright::planning {

using diagnostics::UserError;
using scenario::Fidelity;

namespace {

// Null if the scenario names none.
NamedLibrary NamedSwitchLibrary(const scenario::Scenario& scenario,
                                const config::Document& document) {
  const std::optional<std::string>& name = scenario.network.switch_library;
  if (!name) return nullptr;
  const auto at = document.LocationOf("network.switch_library");
  if (name->empty()) throw UserError(at, "a switch library needs the name of a file");
  return plugins::SwitchLibrary::Open(scenario::PathNamedAt(at, *name));
}

}  // namespace

std::string Hardware::variant_names() const {
  std::vector<std::string_view> names;
  for (const SwitchHardware& one : switches) {
    if (std::find(names.begin(), names.end(), one.variant) == names.end())
      names.push_back(one.variant);
  }
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, " and "));
}

units::Duration Hardware::longest_link() const {
  units::Duration longest;
  for (const LinkHardware& link : links) longest = std::max(longest, link.latency);
  return longest;
}

int CyclesOf(units::Duration time, units::Duration period) {
  return static_cast<int>(std::max<int64_t>(1, units::CyclesCovering(time, period).count()));
}

std::vector<int> LinkCycles(const Hardware& hardware) {
  std::vector<int> cycles;
  for (const LinkHardware& link : hardware.links)
    cycles.push_back(CyclesOf(link.latency, hardware.clock_period));
  return cycles;
}

MissingRtl WhyNoRtl(const WantedSwitch& wanted, const NamedLibrary& named) {
  NamedLibrary library = named;
  if (!library) {
    if (!wanted.rtl) {
      return {fmt::format("variant '{}' exists as a twin only; fidelity rtl is not possible",
                          wanted.variant)};
    }
    library = plugins::OpenRtl(wanted.component, wanted.variant);
    const bool frames = wanted.component == plugins::kEthernetSwitch;
    if (!library) {
      return {plugins::HowToBuild(
                  fmt::format("{}variant '{}'", frames ? "Ethernet " : "", wanted.variant),
                  fmt::format("{}_{}", wanted.component, wanted.variant)),
              true};
    }
  }
  const plugins::SwitchDescription& is = library->description();
  if (is.component != wanted.component || is.variant != wanted.variant) {
    return {fmt::format("switch library '{}' holds {} of variant '{}', but the pod has {} '{}'",
                        is.name, is.component, is.variant, wanted.component, wanted.variant)};
  }
  if (is.ports == wanted.ports) return {};
  return {fmt::format("switch library '{}' has {} ports, variant '{}' has {}", is.name, is.ports,
                      wanted.variant, wanted.ports)};
}

std::vector<Fidelity> ChooseFidelities(const scenario::Scenario& scenario,
                                       const topology::Topology& topology,
                                       const std::function<MissingRtl(int)>& missing_rtl,
                                       const config::Document& document) {
  std::vector<Fidelity> by_switch(topology.switches(), scenario.network.fidelity);
  std::vector<std::string> paths;
  for (int s = 0; s < topology.switches(); ++s) {
    paths.push_back(topology.PathOf(topology.switch_node(s)));
  }
  for (const auto& [path, fidelity] : scenario.network.switches) {
    const auto found = std::find(paths.begin(), paths.end(), path);
    if (found == paths.end()) {
      throw UserError(document.LocationOf("network.switches"),
                      fmt::format("no switch '{}' in this pod", path),
                      diagnostics::Suggest(path, paths));
    }
    by_switch[found - paths.begin()] = fidelity;
  }
  const bool named = scenario.network.switch_library.has_value();
  bool any = false;
  for (int s = 0; s < topology.switches(); ++s) {
    if (by_switch[s] != Fidelity::kRtl) continue;
    any = true;
    const MissingRtl missing = missing_rtl(s);
    if (missing.why.empty()) continue;
    const auto at = document.LocationOf(named ? "network.switch_library" : "network.fidelity");
    if (missing.not_built) throw RtlNotBuilt(at, missing.why);
    throw UserError(at, missing.why);
  }
  if (named && !any) {
    throw UserError(document.LocationOf("network.switch_library"),
                    "no switch is of fidelity rtl, which a switch library stands for");
  }
  return by_switch;
}

std::vector<SwitchHardware> PlanSwitches(const scenario::Scenario& scenario,
                                         const topology::Topology& topology,
                                         const std::vector<WantedSwitch>& wanted,
                                         const config::Document& document) {
  const NamedLibrary library = NamedSwitchLibrary(scenario, document);
  const auto why_no_rtl = [&](int s) { return WhyNoRtl(wanted[static_cast<size_t>(s)], library); };
  const auto fidelities = ChooseFidelities(scenario, topology, why_no_rtl, document);
  std::vector<SwitchHardware> switches;
  for (size_t s = 0; s < wanted.size(); ++s) {
    const bool rtl = fidelities[s] == Fidelity::kRtl;
    switches.push_back({wanted[s].variant, fidelities[s], rtl ? library : nullptr});
  }
  return switches;
}

std::unique_ptr<interfaces::ClockedSwitch> MakeRtlSwitch(std::string_view component,
                                                         const SwitchHardware& hardware) {
  return hardware.library ? hardware.library->Make()
                          : plugins::MakeRtl(component, hardware.variant);
}

}  // namespace linkwright::planning
