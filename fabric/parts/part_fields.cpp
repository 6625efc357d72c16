// SPDX-License-Identifier: Apache-2.0
#include "fabric/parts/part_fields.h"

#include <fmt/format.h>

#include <cmath>

#include "fabric/parts/link_timing.h"

namespace linkwright::parts {

void ExpectUnits(std::initializer_list<ExpectedUnit> expected, const config::Node& at,
                 config::Diagnostics& diagnostics) {
  for (const ExpectedUnit& one : expected) {
    ExpectUnit(one.estimate, one.unit, at, one.key, diagnostics);
  }
}

void CheckItem(const Item& item, const config::Node& at, config::Diagnostics& diagnostics) {
  ExpectUnits({{"price", item.price, "USD"},
               {"power_typical", item.power_typical, "W"},
               {"power_max", item.power_max, "W"}},
              at, diagnostics);
  if (item.power_typical.mode > item.power_max.mode) {
    diagnostics.Error(at.LocationOf("power_typical"),
                      fmt::format("power_typical of {} W exceeds power_max of {} W",
                                  item.power_typical.mode, item.power_max.mode));
  }
}

namespace {

// Counted things are used by their mode, which must be a whole number.
void ExpectWhole(std::string_view key, const Estimate& estimate, double least,
                 const config::Node& at, config::Diagnostics& diagnostics) {
  if (estimate.mode >= least && std::floor(estimate.mode) == estimate.mode) return;
  diagnostics.Error(at.LocationOf(std::string(key) + ".mode"),
                    fmt::format("{}: expected a whole number of at least {}, found {}", key, least,
                                estimate.mode));
}

// Something is divided by it; a thousandth is far below every real value.
constexpr double kLeastDivisor = 1e-3;

void ExpectPositive(std::string_view key, const Estimate& estimate, const config::Node& at,
                    config::Diagnostics& diagnostics) {
  if (estimate.low >= kLeastDivisor) return;
  diagnostics.Error(
      at.LocationOf(std::string(key) + ".low"),
      fmt::format("{}: expected at least {}, found {}", key, kLeastDivisor, estimate.low));
}

void CheckErrors(const LinkPart& link, const config::Node& at, config::Diagnostics& diagnostics) {
  if (link.pre_fec_ber.high >= 0.5) {
    diagnostics.Error(
        at.LocationOf("pre_fec_ber.high"),
        fmt::format("pre_fec_ber: expected less than 0.5, found {}", link.pre_fec_ber.high));
  }
  if (link.burst_length.low < 1) {
    diagnostics.Error(
        at.LocationOf("burst_length.low"),
        fmt::format("burst_length: expected at least 1, found {}", link.burst_length.low));
  }
  // With values that have been refused there is no time to compute.
  if (!diagnostics.empty()) return;
  const double accumulation = static_cast<double>(AccumulationTime(link).picoseconds()) / 1000;
  if (link.fec_latency.mode < accumulation) {
    diagnostics.Error(
        at.LocationOf("fec_latency.mode"),
        fmt::format("fec_latency of {} ns is less than the {} ns in which {} codewords "
                    "accumulate",
                    link.fec_latency.mode, accumulation, link.fec_interleave.mode));
  }
}

}  // namespace
}  // namespace linkwright::parts

namespace linkwright::config {

using parts::CheckErrors;
using parts::ExpectPositive;
using parts::ExpectUnits;
using parts::ExpectWhole;

void Describe<parts::PartClass>::Check(const parts::PartClass& c, const Node& at, Diagnostics& d) {
  ExpectUnits({{"life", c.life, "y"}}, at, d);
  ExpectPositive("life", c.life, at, d);
}

void Describe<parts::AcceleratorPart>::Check(const Part& part, const Node& at, Diagnostics& d) {
  CheckItem(part, at, d);
  ExpectUnits({{"scaleup_ports", part.scaleup_ports, "ports"}}, at, d);
  ExpectWhole("scaleup_ports", part.scaleup_ports, 1, at, d);
}

void Describe<parts::NicPart>::Check(const parts::NicPart& part, const Node& at, Diagnostics& d) {
  CheckItem(part, at, d);
  ExpectUnits({{"rate", part.rate, "Gb/s"}}, at, d);
  ExpectPositive("rate", part.rate, at, d);
}

void Describe<parts::EthernetSpec>::Check(const Spec& spec, const Node& at, Diagnostics& d) {
  if (spec.spines == 0 && spec.leaves > 1) {
    d.Error(at.LocationOf("leaves"),
            fmt::format("{} leaves without a spine cannot reach one another", spec.leaves));
  }
}

void Describe<parts::SwitchPart>::Check(const Part& part, const Node& at, Diagnostics& d) {
  CheckItem(part, at, d);
  ExpectUnits({{"ports", part.ports, "ports"},
               {"latency", part.latency, "ns"},
               {"chips_per_tray", part.chips_per_tray, "chips"}},
              at, d);
  ExpectWhole("ports", part.ports, 2, at, d);
  ExpectWhole("chips_per_tray", part.chips_per_tray, 1, at, d);
}

void Describe<parts::TrayPart>::Check(const Part& part, const Node& at, Diagnostics& d) {
  CheckItem(part, at, d);
  ExpectUnits({{"rack_units", part.rack_units, "U"}}, at, d);
}

void Describe<parts::RackPart>::Check(const parts::RackPart& part, const Node& at, Diagnostics& d) {
  CheckItem(part, at, d);
  ExpectUnits({{"rack_units", part.rack_units, "U"}}, at, d);
  ExpectPositive("rack_units", part.rack_units, at, d);
}

void Describe<parts::PowerShelfPart>::Check(const parts::PowerShelfPart& part, const Node& at,
                                            Diagnostics& d) {
  CheckItem(part, at, d);
  ExpectUnits({{"capacity", part.capacity, "W"}}, at, d);
  ExpectPositive("capacity", part.capacity, at, d);
}

void Describe<parts::FlitFraming>::Check(const Framing& framing, const Node& at, Diagnostics& d) {
  ExpectUnits(
      {{"flit_bytes", framing.flit_bytes, "B"}, {"header_flits", framing.header_flits, "flits"}},
      at, d);
  ExpectWhole("flit_bytes", framing.flit_bytes, 1, at, d);
  ExpectWhole("header_flits", framing.header_flits, 0, at, d);
}

void Describe<parts::CodewordFraming>::Check(const Framing& framing, const Node& at,
                                             Diagnostics& d) {
  ExpectUnits({{"codeword_bytes", framing.codeword_bytes, "B"},
               {"flit_bytes", framing.flit_bytes, "B"},
               {"payload_bytes", framing.payload_bytes, "B"},
               {"control_bytes", framing.control_bytes, "B"},
               {"granule_bytes", framing.granule_bytes, "B"}},
              at, d);
  ExpectWhole("codeword_bytes", framing.codeword_bytes, 1, at, d);
  ExpectWhole("flit_bytes", framing.flit_bytes, 1, at, d);
  ExpectWhole("payload_bytes", framing.payload_bytes, 1, at, d);
  ExpectWhole("control_bytes", framing.control_bytes, 0, at, d);
  ExpectWhole("granule_bytes", framing.granule_bytes, 1, at, d);
}

void Describe<parts::FrameFraming>::Check(const Framing& framing, const Node& at, Diagnostics& d) {
  const std::initializer_list<parts::ExpectedUnit> fields = {
      {"preamble_bytes", framing.preamble_bytes, "B"},
      {"gap_bytes", framing.gap_bytes, "B"},
      {"check_bytes", framing.check_bytes, "B"},
      {"forwarding_header_bytes", framing.forwarding_header_bytes, "B"},
      {"transport_header_bytes", framing.transport_header_bytes, "B"},
      {"min_frame_bytes", framing.min_frame_bytes, "B"}};
  ExpectUnits(fields, at, d);
  for (const auto& field : fields) ExpectWhole(field.key, field.estimate, 0, at, d);
}

void Describe<parts::LinkPart>::Check(const Part& part, const Node& at, Diagnostics& d) {
  CheckItem(part, at, d);
  ExpectUnits({{"rate", part.rate, "Gb/s"},
               {"lanes", part.lanes, "lanes"},
               {"links_per_cable", part.links_per_cable, "links"},
               {"modules_per_link", part.modules_per_link, "modules"},
               {"module_price", part.module_price, "USD"},
               {"module_power", part.module_power, "W"},
               {"length", part.length, "m"},
               {"reach", part.reach, "m"},
               {"propagation", part.propagation, "ns/m"},
               {"fec_latency", part.fec_latency, "ns"},
               {"retimers", part.retimers, "retimers"},
               {"retimer_latency", part.retimer_latency, "ns"},
               {"fec_interleave", part.fec_interleave, "codewords"},
               {"pre_fec_ber", part.pre_fec_ber, "errors/b"},
               {"burst_length", part.burst_length, "b"},
               {"serdes_energy", part.serdes_energy, "pJ/b"}},
              at, d);
  ExpectPositive("rate", part.rate, at, d);
  ExpectWhole("lanes", part.lanes, 1, at, d);
  ExpectWhole("links_per_cable", part.links_per_cable, 1, at, d);
  ExpectWhole("modules_per_link", part.modules_per_link, 0, at, d);
  ExpectWhole("retimers", part.retimers, 0, at, d);
  ExpectWhole("fec_interleave", part.fec_interleave, 0, at, d);
  CheckErrors(part, at, d);
  if (part.length.mode > part.reach.mode) {
    d.Error(at.LocationOf("length"), fmt::format("length of {} m exceeds the reach of {} m",
                                                 part.length.mode, part.reach.mode));
  }
}

}  // namespace linkwright::config
