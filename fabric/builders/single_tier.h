// SPDX-License-Identifier: Apache-2.0
// One tier: `planes` switches, every accelerator has one link to every plane (accelerator port p
// <-> switch of plane p, switch port = accelerator index).
#pragma once

#include <string>

#include "fabric/topology/topology.h"

namespace linkwright::builders {

struct SingleTierSettings {
  std::string name = "pod0";
  topology::Domain domain = topology::Domain::kScaleUp;
  int accelerators = 0;
  int planes = 1;
  int switch_ports = 0;  // >= accelerators
  std::string accelerator_part = {};
  std::string switch_part = {};
  std::string link_part = {};
};

// Requires valid settings (LINKWRIGHT_CHECK); users' mistakes are refused where they are read.
topology::Topology BuildSingleTier(const SingleTierSettings& settings);

}  // namespace linkwright::builders
