// SPDX-License-Identifier: Apache-2.0
#include "tco/power/power.h"

namespace linkwright::power {

using bill_of_materials::BillOfMaterials;
using bill_of_materials::Counts;
using bill_of_materials::Scope;
using parts::Range;

Power PowerOf(const BillOfMaterials& bom) {
  Power power;
  for (const bill_of_materials::Line& line : bom.lines) {
    const Range typical = line.power_typical.range() * line.count;
    const Range maximum = line.power_max.range() * line.count;
    power.lines.push_back({line.scope, line.title, typical, maximum});
    const bool network = line.scope == Scope::kNetwork;
    (network ? power.network_typical : power.accelerators_typical) += typical;
    (network ? power.network_max : power.accelerators_max) += maximum;
  }
  power.accelerator_ports = bom.counts.accelerator_port_watts;
  power.picojoules_per_bit = PicojoulesPerBit(power, bom.counts.injected_gbps);
  return power;
}

Range PicojoulesPerBit(const Power& power, double injected_gbps) {
  if (injected_gbps <= 0) return {};
  // W per Gb/s is nJ/b.
  return (power.network_typical + power.accelerator_ports) * (1e3 / injected_gbps);
}

Range EnergyOf(const Power& power, const Counts& counts, units::Duration time,
               uint64_t bytes_sent) {
  Range joules = power.network_typical * units::ToSeconds(time);
  if (counts.injected_gbps > 0) {
    const double full_rate_seconds =
        static_cast<double>(bytes_sent) * 8 / (counts.injected_gbps * 1e9);
    joules += power.accelerator_ports * full_rate_seconds;
  }
  return joules;
}

}  // namespace linkwright::power
