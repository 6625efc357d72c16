// SPDX-License-Identifier: Apache-2.0
// A link that dies, or comes back, in a run.
#pragma once

#include "fabric/topology/topology.h"
#include "foundation/units/duration.h"

namespace linkwright::clocked {

struct LinkEvent {
  units::Duration at;  // from the first Start on; rounded up to a cycle
  topology::LinkId link = 0;
  bool up = false;
};

}  // namespace linkwright::clocked
