// SPDX-License-Identifier: Apache-2.0
// What a link's framing makes of its rate, in whole picoseconds, from the modes of its estimates.
//
// The cycle network moves 64-byte flits, one per clock and port: a full packet is a header flit and
// four data flits (256 B). Vendor packings differ (16 B flits, 640 B flits in 680 B codewords,
// Ethernet frames), so the clock is chosen such that a full packet takes as long as on the real
// wire: ClockPeriodFor. Shorter packets are then only approximated: the network charges 64 B for a
// header whatever the link's own header costs.
#pragma once

#include <cstdint>

#include "fabric/parts/part.h"
#include "foundation/units/bit_rate.h"
#include "foundation/units/duration.h"

namespace linkwright::parts {

inline constexpr int kNetworkFlitBytes = 64;
inline constexpr int kFullPacketBytes = 256;
inline constexpr int kFullPacketFlits = 1 + kFullPacketBytes / kNetworkFlitBytes;

// Of everything the framing counts, per direction.
units::BitRate RawRate(const LinkPart& link);
// Net of the FEC code (850 Gb/s of codewords carry 800 Gb/s), so that links of different kinds
// compare.
units::BitRate DataRate(const LinkPart& link);
// With the code on top: 17/16 of a net rate (257/256 transcoding and 544/514 coding), the rate
// itself where the framing counts codewords or there is no code.
units::BitRate LineRate(const LinkPart& link);
// Wire bytes of a packet as a fraction num/den (codewords make it fractional).
struct WireBytes {
  uint64_t numerator = 0;
  uint64_t denominator = 1;
  double value() const { return static_cast<double>(numerator) / static_cast<double>(denominator); }
};
WireBytes WireBytesOf(const LinkPart& link, uint64_t payload_bytes);
// payload / wire bytes: 256/272 = 16/17 for 16 B flits.
double Efficiency(const LinkPart& link, uint64_t payload_bytes = kFullPacketBytes);
// Of code and link headers alone, without packet headers: 628/680 for codewords, 1 otherwise.
double CodeEfficiency(const LinkPart& link);
// Of the error-correcting code alone: 640/680 = 16/17; 1 without a code.
double FecEfficiency(const LinkPart& link);
// Payload rate over packets of one size, and how many such packets a second.
units::BitRate PayloadRate(const LinkPart& link, uint64_t payload_bytes = kFullPacketBytes);
double PacketsPerSecond(const LinkPart& link, uint64_t payload_bytes);
// Time of a packet on the wire, rounded up to whole ps.
units::Duration FramedTime(const LinkPart& link, uint64_t payload_bytes);
// A fifth of the exact framed time of a 256 B packet, rounded up to whole ps.
units::Duration ClockPeriodFor(const LinkPart& link);
// Between one codeword and the next of the same link, on average; zero without a code.
units::Duration CodewordTime(const LinkPart& link);
// fec_interleave codewords are filled side by side, and none is whole before all are.
units::Duration AccumulationTime(const LinkPart& link);

// Where a traversal spends its time; whole picoseconds that add up to LinkLatency.
struct LatencyParts {
  units::Duration cable;
  units::Duration retimers;  // or module DSPs
  units::Duration accumulation;
  units::Duration decoder;
};
LatencyParts LatencyPartsOf(const LinkPart& link);
// Cable, retimers and FEC of one traversal.
units::Duration LinkLatency(const LinkPart& link);

units::Duration PortToPortLatency(const SwitchPart& switch_chip);
// EgressPad with which a switch variant of 4 + EgressPad cycles comes nearest to the part's
// port-to-port latency (at least 0).
int EgressPadHint(const SwitchPart& switch_chip, units::Duration clock_period);
// LinkLatency plus half of what a variant's 4 + egress_pad cycles fall short of the part's
// port-to-port latency (nothing if they exceed it): with this on both traversals an empty path
// takes as long as the parts say, whatever pad the variant was built with.
units::Duration LinkLatencyInPod(const LinkPart& link, const SwitchPart& switch_chip,
                                 units::Duration clock_period, int egress_pad);

}  // namespace linkwright::parts
