// SPDX-License-Identifier: Apache-2.0
#include "host_driver/cli/names.h"

#include <fmt/format.h>

#include <algorithm>

#include "fabric/builders/builders.h"
#include "fabric/parts/catalog.h"
#include "host_driver/scenario/scenario.h"
#include "rtl/spec/generated/ethernet_switch.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/lockstep/ethernet/stimulus_family.h"
#include "systemc_models/lockstep/scaleup/stimulus_family.h"
#include "workloads/algorithms/register_all.h"

namespace linkwright::cli {
namespace {

template <class E>
std::string_view EnumName(E value) {
  for (const auto& known : config::EnumNames<E>::kValues) {
    if (known.value == value) return known.name;
  }
  return "";
}

// "all_reduce_ring" -> "all_reduce".
std::string CollectiveOf(std::string_view algorithm) {
  std::string found;
  for (const collectives::Collective kind : scenario::kCollectives) {
    const std::string name(collectives::ToString(kind));
    if (algorithm.starts_with(name + "_") && name.size() > found.size()) found = name;
  }
  return found;
}

// "bench4" before "bench16": digits count as numbers.
bool BeforeAsRead(std::string_view a, std::string_view b) {
  const auto digits = [](std::string_view text) {
    const size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
    return text.substr(0, end);
  };
  while (!a.empty() && !b.empty()) {
    const std::string_view m = digits(a), n = digits(b);
    if (m.empty() || n.empty()) {
      if (a.front() != b.front()) return a.front() < b.front();
      a.remove_prefix(1);
      b.remove_prefix(1);
      continue;
    }
    if (m != n) return m.size() != n.size() ? m.size() < n.size() : m < n;
    a.remove_prefix(m.size());
    b.remove_prefix(n.size());
  }
  return a.size() < b.size();
}

}  // namespace

std::string_view NameOf(scenario::Fidelity fidelity) { return EnumName(fidelity); }
std::string_view NameOf(scenario::Symmetry symmetry) { return EnumName(symmetry); }

std::string ShapeOf(const parts::PodSpec& pod) {
  const auto counted = [](int count, const char* one, const char* more) {
    return fmt::format("{} {}", count, count == 1 ? one : more);
  };
  if (!pod.ethernet) return counted(pod.planes, "plane", "planes");
  if (pod.ethernet->spines == 0) return "1 switch";
  return counted(pod.ethernet->leaves, "leaf", "leaves") + ", " +
         counted(pod.ethernet->spines, "spine", "spines");
}

std::vector<NamedSection> NamedSections() {
  const parts::Catalog catalog = parts::LoadCatalog();
  std::vector<NamedSection> sections;
  for (const char* title : kSectionTitles) sections.push_back({title, {}});
  size_t at = 0;
  for (const auto& a : algorithms::BuiltIn().all()) {
    sections[at].entries.push_back(
        {a.name, fmt::format("{} (ranks: {})", a.doc, a.constraint), CollectiveOf(a.name)});
  }
  ++at;
  for (const auto& [name, pod] : catalog.pods) {
    sections[at].entries.push_back(
        {name,
         fmt::format("{} ({} accelerators, {}{}, {})", pod.title, pod.accelerators,
                     pod.ethernet ? "Ethernet: " : "", ShapeOf(pod), pod.variant),
         pod.ethernet ? "Ethernet fabrics" : "scale-up pods"});
  }
  std::sort(sections[at].entries.begin(), sections[at].entries.end(),
            [](const Named& a, const Named& b) { return BeforeAsRead(a.name, b.name); });
  ++at;
  for (const auto& v : spec::scaleup_switch::Variants()) {
    sections[at].entries.push_back(
        {std::string(v.name), fmt::format("{} ports, {} VCs: {}{}", v.ports, v.virtual_channels,
                                          v.doc, v.rtl ? "" : " (no RTL)")});
  }
  ++at;
  for (const auto& v : spec::ethernet_switch::Variants()) {
    sections[at].entries.push_back(
        {std::string(v.name), fmt::format("{} ports, {} cells of {} bytes: {}{}", v.ports, v.cells,
                                          v.cell_beats * spec::ethernet_switch::kBeatBytes, v.doc,
                                          v.rtl ? "" : " (no RTL)")});
  }
  ++at;
  for (const auto& [name, part] : catalog.switches)
    sections[at].entries.push_back({name, part.title});
  ++at;
  for (const auto& [name, part] : catalog.links) sections[at].entries.push_back({name, part.title});
  ++at;
  for (const auto& [name, part] : catalog.accelerators)
    sections[at].entries.push_back({name, part.title});
  ++at;
  for (const auto& [name, part] : catalog.nics) sections[at].entries.push_back({name, part.title});
  ++at;
  for (const auto& [name, part] : catalog.trays)
    sections[at].entries.push_back({name, part.title, "trays"});
  for (const auto& [name, part] : catalog.racks)
    sections[at].entries.push_back({name, part.title, "racks"});
  for (const auto& [name, part] : catalog.power_shelves)
    sections[at].entries.push_back({name, part.title, "power shelves"});
  ++at;
  for (const auto& f : config::EnumNames<scenario::Fidelity>::kValues) {
    sections[at].entries.push_back({std::string(f.name), std::string(f.doc)});
  }
  ++at;
  for (const auto& b : builders::Builders())
    sections[at].entries.push_back({std::string(b.name), std::string(b.doc)});
  ++at;
  const auto& scale_up = lockstep::scaleup::kFamilyNames;
  const auto& ethernet = lockstep::ethernet::kFamilyNames;
  for (const std::string_view name : scale_up) {
    const bool both = std::find(ethernet.begin(), ethernet.end(), name) != ethernet.end();
    sections[at].entries.push_back({std::string(name),
                                    both ? "stimulus of linkwright verify, for both kinds of switch"
                                         : "stimulus of linkwright verify",
                                    both ? "both kinds of switch" : "scale-up switches"});
  }
  for (const std::string_view name : ethernet) {
    if (std::find(scale_up.begin(), scale_up.end(), name) != scale_up.end()) continue;
    sections[at].entries.push_back({std::string(name),
                                    "stimulus of linkwright verify --switch ethernet",
                                    "Ethernet switches"});
  }
  return sections;
}

}  // namespace linkwright::cli
