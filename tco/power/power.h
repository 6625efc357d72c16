// SPDX-License-Identifier: Apache-2.0
// Watts of a bill of materials, typical and maximum apart; joules of a run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "foundation/units/duration.h"
#include "tco/bill_of_materials/bill_of_materials.h"

namespace linkwright::power {

struct Line {
  bill_of_materials::Scope scope = bill_of_materials::Scope::kNetwork;
  std::string title;
  parts::Range typical;  // W, all of this line
  parts::Range maximum;  // W
};

struct Power {
  std::vector<Line> lines;
  parts::Range network_typical;       // W
  parts::Range network_max;           // W
  parts::Range accelerators_typical;  // W
  parts::Range accelerators_max;      // W
  parts::Range accelerator_ports;     // W, contained in the accelerators' figures
  parts::Range picojoules_per_bit;    // end to end, see PicojoulesPerBit
};

Power PowerOf(const bill_of_materials::BillOfMaterials& bom);

// (typical network power + accelerator ports at full rate) / injected bits per second: what a bit
// costs from the sending accelerator's SerDes to the receiving one's when every link is full.
parts::Range PicojoulesPerBit(const Power& power, double injected_gbps);

// Of one collective: typical network power over its time (links and switches draw it whether or not
// they carry data) plus the accelerators' ends for the bytes that were sent on the wire. J.
parts::Range EnergyOf(const Power& power, const bill_of_materials::Counts& counts,
                      units::Duration time, uint64_t bytes_sent);

}  // namespace linkwright::power
