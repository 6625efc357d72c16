// SPDX-License-Identifier: Apache-2.0
// Everything a user can name, by section: what `list` prints, `explain` explains and completion
// completes.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "fabric/parts/part.h"
#include "host_driver/scenario/scenario.h"

namespace linkwright::cli {

struct Named {
  std::string name;
  std::string doc;    // one line
  std::string group;  // its kind within the section; empty where there is one kind only
};

struct NamedSection {
  std::string title;
  std::vector<Named> entries;
};

inline constexpr std::array kSectionTitles = {
    "algorithms",   "pods", "variants",       "ethernet_variants", "switches",   "links",
    "accelerators", "nics", "infrastructure", "fidelities",        "topologies", "families"};

std::vector<NamedSection> NamedSections();

std::string_view NameOf(scenario::Fidelity fidelity);
std::string_view NameOf(scenario::Symmetry symmetry);

// "1 plane", "18 planes", "1 switch", "4 leaves, 4 spines".
std::string ShapeOf(const parts::PodSpec& pod);

}  // namespace linkwright::cli
