// SPDX-License-Identifier: Apache-2.0
// What a link part promises about errors, latency and replay, computed from its estimates.
//
// Latency and framing of a part are in fabric/parts/link_timing.h; this adds the error model. Links
// whose codewords are not RS(544,514) in length are refused.
#pragma once

#include <cstdint>

#include "fabric/parts/link_timing.h"
#include "fabric/parts/part.h"
#include "foundation/units/bytes.h"
#include "foundation/units/duration.h"
#include "systemc_models/channel/lane_group.h"

namespace linkwright::channel {

// Lanes of the part with the modes of its error estimates; no spares.
LaneGroup LanesOf(const parts::LinkPart& link, LaneLossPolicy policy);

// Of a codeword at the low, mode and high of the part's pre-FEC bit-error rate and burst length
// (all at their lows at once, and so on). Zero without a code: such links are taken as error-free.
parts::Range CodewordFailure(const parts::LinkPart& link);
// Mean seconds between uncorrectable codewords of one direction, at one failure probability;
// infinite if it is zero.
double SecondsBetweenFailures(const parts::LinkPart& link, double codeword_failure);

// What link-level retry keeps and sends again as one: a link flit, which fills a codeword, or one
// packet of `payload_bytes` where the framing has no link flits.
struct ReplayUnit {
  units::Bytes stored;
  units::Duration wire_time;
};
ReplayUnit ReplayUnitOf(const parts::LinkPart& link,
                        std::uint64_t payload_bytes = parts::kFullPacketBytes);

// From the begin of a unit to the use of its acknowledgement: the unit and the acknowledgement on
// the wire, both traversals, and `turnaround` at the far end and this one together.
units::Duration AckLoop(const parts::LinkPart& link, units::Duration turnaround,
                        std::uint64_t payload_bytes = parts::kFullPacketBytes);
// Units sent in `loop`, the last of them in part.
std::int64_t UnitsInLoop(const ReplayUnit& unit, units::Duration loop);
// Replay buffer with which a loop this long never stalls the sender.
units::Bytes ReplayBuffer(const ReplayUnit& unit, units::Duration loop);
// How long `numbers` sequence numbers last at full rate.
units::Duration SequenceTime(const ReplayUnit& unit, std::int64_t numbers);

// Share of the rate that go-back-N delivers when a unit fails with probability p and each failure
// sends `window` units again: (1 - p) / (1 - p + window p).
double GoBackGoodput(double p, double window);

}  // namespace linkwright::channel
