// SPDX-License-Identifier: Apache-2.0
// Everything a user can name, by section: what `list` prints, `explain` explains and completion
// completes.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "fabric/parts/part.h"

namespace linkwright::cli {

struct Named {
  std::string name;
  std::string doc;  // one line
};

struct NamedSection {
  std::string title;
  std::vector<Named> entries;
};

inline constexpr std::array kSectionTitles = {
    "algorithms",   "pods", "variants",       "ethernet_variants", "switches",   "links",
    "accelerators", "nics", "infrastructure", "fidelities",        "topologies", "families"};

std::vector<NamedSection> NamedSections();

// "1 plane", "18 planes", "1 switch", "4 leaves, 4 spines".
std::string ShapeOf(const parts::PodSpec& pod);

}  // namespace linkwright::cli
