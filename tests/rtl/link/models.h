// SPDX-License-Identifier: Apache-2.0
// The verilated ports: four sizes of the true one, and its mutants.
#pragma once

#include <vector>

#include "tests/rtl/link/link_lockstep.h"

namespace linkwright::link {

LinkSizes FullSizes();
LinkSizes SmallSizes();
LinkSizes TinySizes();
std::unique_ptr<LinkDevice> MakeFull(const LinkSizes& sizes, std::uint64_t seed);
std::unique_ptr<LinkDevice> MakeSmall(const LinkSizes& sizes, std::uint64_t seed);
std::unique_ptr<LinkDevice> MakeTiny(const LinkSizes& sizes, std::uint64_t seed);

struct LinkMutant {
  const char* name;
  const char* breaks;
  std::unique_ptr<LinkDevice> (*make)(const LinkSizes& sizes, std::uint64_t seed);
};

/// As networks use it.
LinkSizes ProductionSizes();
RtlFactory ProductionFactory();

/// All of the small size.
std::vector<LinkMutant> LinkMutants();

}  // namespace linkwright::link
