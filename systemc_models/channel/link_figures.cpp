// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/link_figures.h"

#include <cmath>
#include <limits>
#include <variant>
#include <vector>

#include "foundation/diagnostics/check.h"

namespace linkwright::channel {

namespace {

double FailureAt(const parts::LinkPart& link, double ber, double burst) {
  const int interleave = static_cast<int>(link.fec_interleave.mode);
  if (interleave == 0) return 0;
  if (const auto* framing = std::get_if<parts::CodewordFraming>(&link.framing)) {
    LINKWRIGHT_CHECK(framing->codeword_bytes.mode * 8 == kRs544.bits())
        << "codewords of " << framing->codeword_bytes.mode << " B";
  }
  const std::vector<BitErrors> lanes(static_cast<std::size_t>(link.lanes.mode), {ber, burst});
  return CodewordFailureProbability(lanes, interleave);
}

}  // namespace

LaneGroup LanesOf(const parts::LinkPart& link, LaneLossPolicy policy) {
  return LaneGroup({.lanes = static_cast<int>(link.lanes.mode), .policy = policy},
                   {link.pre_fec_ber.mode, link.burst_length.mode});
}

parts::Range CodewordFailure(const parts::LinkPart& link) {
  return {FailureAt(link, link.pre_fec_ber.low, link.burst_length.low),
          FailureAt(link, link.pre_fec_ber.mode, link.burst_length.mode),
          FailureAt(link, link.pre_fec_ber.high, link.burst_length.high)};
}

double SecondsBetweenFailures(const parts::LinkPart& link, double codeword_failure) {
  if (codeword_failure <= 0) return std::numeric_limits<double>::infinity();
  const double codewords_per_second =
      static_cast<double>(parts::LineRate(link).bits_per_second()) / kRs544.bits();
  return 1 / (codewords_per_second * codeword_failure);
}

ReplayUnit ReplayUnitOf(const parts::LinkPart& link, std::uint64_t payload_bytes) {
  if (const auto* framing = std::get_if<parts::CodewordFraming>(&link.framing)) {
    return {units::Bytes(static_cast<std::uint64_t>(framing->flit_bytes.mode)),
            parts::CodewordTime(link)};
  }
  const double wire = parts::WireBytesOf(link, payload_bytes).value();
  double around = 0;  // on the wire but not kept
  if (const auto* framing = std::get_if<parts::FrameFraming>(&link.framing)) {
    around = framing->preamble_bytes.mode + framing->gap_bytes.mode;
  }
  return {units::Bytes(static_cast<std::uint64_t>(wire - around)),
          parts::FramedTime(link, payload_bytes)};
}

units::Duration AckLoop(const parts::LinkPart& link, units::Duration turnaround,
                        std::uint64_t payload_bytes) {
  const ReplayUnit unit = ReplayUnitOf(link, payload_bytes);
  return (unit.wire_time + parts::LinkLatency(link)) * 2 + turnaround;
}

std::int64_t UnitsInLoop(const ReplayUnit& unit, units::Duration loop) {
  const std::int64_t each = unit.wire_time.picoseconds();
  return (loop.picoseconds() + each - 1) / each;
}

units::Bytes ReplayBuffer(const ReplayUnit& unit, units::Duration loop) {
  return units::Bytes(static_cast<std::uint64_t>(UnitsInLoop(unit, loop)) * unit.stored.count());
}

units::Duration SequenceTime(const ReplayUnit& unit, std::int64_t numbers) {
  return unit.wire_time * numbers;
}

double GoBackGoodput(double p, double window) { return (1 - p) / (1 - p + window * p); }

}  // namespace linkwright::channel
