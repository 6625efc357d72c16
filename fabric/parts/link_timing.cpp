// SPDX-License-Identifier: Apache-2.0
#include "fabric/parts/link_timing.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "foundation/diagnostics/check.h"
#include "foundation/units/wide.h"

namespace linkwright::parts {

namespace {

// Readers have checked that counted things are whole.
uint64_t Whole(const Estimate& estimate) { return static_cast<uint64_t>(estimate.mode); }

uint64_t RoundUp(uint64_t bytes, uint64_t step) { return (bytes + step - 1) / step * step; }

WireBytes Framed(const FlitFraming& framing, uint64_t payload) {
  const uint64_t flit = Whole(framing.flit_bytes);
  return {RoundUp(payload, flit) + Whole(framing.header_flits) * flit, 1};
}

WireBytes Framed(const CodewordFraming& framing, uint64_t payload) {
  const uint64_t stream =
      Whole(framing.control_bytes) + RoundUp(payload, Whole(framing.granule_bytes));
  return {stream * Whole(framing.codeword_bytes), Whole(framing.payload_bytes)};
}

WireBytes Framed(const FrameFraming& framing, uint64_t payload) {
  const uint64_t frame = Whole(framing.forwarding_header_bytes) +
                         Whole(framing.transport_header_bytes) + payload +
                         Whole(framing.check_bytes);
  return {Whole(framing.preamble_bytes) + Whole(framing.gap_bytes) +
              std::max(frame, Whole(framing.min_frame_bytes)),
          1};
}

// RS(544,514) over 10-bit symbols (Intel AN 846): 5,440 bits.
constexpr uint64_t kCodewordBytes = 680;
// 257/256 transcoding and 544/514 coding: 106.25 Gb/s carry 100.
constexpr uint64_t kCodedUnits = 17;
constexpr uint64_t kDataUnits = 16;

uint64_t CodewordBytes(const LinkPart& link) {
  const auto* codewords = std::get_if<CodewordFraming>(&link.framing);
  return codewords == nullptr ? kCodewordBytes : Whole(codewords->codeword_bytes);
}

// Time of `bytes` at `rate`, divided by `parts`, rounded up once.
units::Duration TimeOf(WireBytes bytes, units::BitRate rate, uint64_t parts) {
  const units::Uint128 numerator =
      static_cast<units::Uint128>(bytes.numerator) * units::internal::kBitPicoseconds;
  const units::Uint128 denominator =
      static_cast<units::Uint128>(rate.bits_per_second()) * bytes.denominator * parts;
  const units::Uint128 picoseconds = (numerator + denominator - 1) / denominator;
  LINKWRIGHT_CHECK(picoseconds <= static_cast<units::Uint128>(std::numeric_limits<int64_t>::max()))
      << "a packet that lasts more than 106 days";
  return units::Duration::Picoseconds(static_cast<int64_t>(picoseconds));
}

units::Duration FromNanoseconds(double nanoseconds) {
  return units::Duration::Picoseconds(std::llround(nanoseconds * 1000));
}

}  // namespace

units::BitRate RawRate(const LinkPart& link) {
  return units::BitRate::BitsPerSecond(static_cast<uint64_t>(std::llround(link.rate.mode * 1e9)));
}

units::BitRate DataRate(const LinkPart& link) {
  const units::BitRate raw = RawRate(link);
  const auto* codewords = std::get_if<CodewordFraming>(&link.framing);
  if (codewords == nullptr) return raw;
  const units::Uint128 bits = static_cast<units::Uint128>(raw.bits_per_second()) *
                              Whole(codewords->flit_bytes) / Whole(codewords->codeword_bytes);
  return units::BitRate::BitsPerSecond(static_cast<uint64_t>(bits));
}

units::BitRate LineRate(const LinkPart& link) {
  const units::BitRate raw = RawRate(link);
  if (std::holds_alternative<CodewordFraming>(link.framing)) return raw;
  if (Whole(link.fec_interleave) == 0) return raw;
  return units::BitRate::BitsPerSecond(raw.bits_per_second() * kCodedUnits / kDataUnits);
}

WireBytes WireBytesOf(const LinkPart& link, uint64_t payload_bytes) {
  return std::visit([&](const auto& framing) { return Framed(framing, payload_bytes); },
                    link.framing);
}

double Efficiency(const LinkPart& link, uint64_t payload_bytes) {
  return static_cast<double>(payload_bytes) / WireBytesOf(link, payload_bytes).value();
}

double CodeEfficiency(const LinkPart& link) {
  const auto* codewords = std::get_if<CodewordFraming>(&link.framing);
  if (codewords == nullptr) return 1;
  return codewords->payload_bytes.mode / codewords->codeword_bytes.mode;
}

double FecEfficiency(const LinkPart& link) {
  if (const auto* codewords = std::get_if<CodewordFraming>(&link.framing)) {
    return codewords->flit_bytes.mode / codewords->codeword_bytes.mode;
  }
  if (Whole(link.fec_interleave) == 0) return 1;
  return static_cast<double>(kDataUnits) / kCodedUnits;
}

units::BitRate PayloadRate(const LinkPart& link, uint64_t payload_bytes) {
  const WireBytes wire = WireBytesOf(link, payload_bytes);
  const units::Uint128 bits = static_cast<units::Uint128>(RawRate(link).bits_per_second()) *
                              payload_bytes * wire.denominator / wire.numerator;
  return units::BitRate::BitsPerSecond(static_cast<uint64_t>(bits));
}

double PacketsPerSecond(const LinkPart& link, uint64_t payload_bytes) {
  return RawRate(link).bytes_per_second() / WireBytesOf(link, payload_bytes).value();
}

units::Duration FramedTime(const LinkPart& link, uint64_t payload_bytes) {
  return TimeOf(WireBytesOf(link, payload_bytes), RawRate(link), 1);
}

units::Duration ClockPeriodFor(const LinkPart& link) {
  return TimeOf(WireBytesOf(link, kFullPacketBytes), RawRate(link), kFullPacketFlits);
}

units::Duration CodewordTime(const LinkPart& link) {
  if (Whole(link.fec_interleave) == 0) return units::Duration::Zero();
  return TimeOf({CodewordBytes(link), 1}, LineRate(link), 1);
}

units::Duration AccumulationTime(const LinkPart& link) {
  const uint64_t codewords = Whole(link.fec_interleave);
  if (codewords == 0) return units::Duration::Zero();
  return TimeOf({CodewordBytes(link) * codewords, 1}, LineRate(link), 1);
}

LatencyParts LatencyPartsOf(const LinkPart& link) {
  LatencyParts parts;
  parts.cable = FromNanoseconds(link.length.mode * link.propagation.mode);
  parts.retimers = FromNanoseconds(link.retimers.mode * link.retimer_latency.mode);
  parts.accumulation = AccumulationTime(link);
  parts.decoder = LinkLatency(link) - parts.cable - parts.retimers - parts.accumulation;
  return parts;
}

units::Duration LinkLatency(const LinkPart& link) {
  return FromNanoseconds(link.length.mode * link.propagation.mode +
                         link.retimers.mode * link.retimer_latency.mode + link.fec_latency.mode);
}

units::Duration PortToPortLatency(const SwitchPart& switch_chip) {
  return FromNanoseconds(switch_chip.latency.mode);
}

namespace {
// From docs/models/scaleup_switch.md: sampling to sampling on an empty switch without pad.
constexpr int kUnpaddedSwitchCycles = 4;
}  // namespace

int EgressPadHint(const SwitchPart& switch_chip, units::Duration clock_period) {
  const auto period = static_cast<double>(clock_period.picoseconds());
  const double cycles = switch_chip.latency.mode * 1000 / period;
  return std::max(0, static_cast<int>(std::lround(cycles)) - kUnpaddedSwitchCycles);
}

units::Duration LinkLatencyInPod(const LinkPart& link, const SwitchPart& switch_chip,
                                 units::Duration clock_period, int egress_pad) {
  const units::Duration modelled = clock_period * (kUnpaddedSwitchCycles + egress_pad);
  const units::Duration missing = PortToPortLatency(switch_chip) - modelled;
  if (missing <= units::Duration::Zero()) return LinkLatency(link);
  return LinkLatency(link) + (missing + units::Duration::Picoseconds(1)) / 2;
}

}  // namespace linkwright::parts
