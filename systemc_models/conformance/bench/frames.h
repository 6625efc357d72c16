// SPDX-License-Identifier: Apache-2.0
// Frames of the test streams: to which port, of what size, how they are classified, and a stamp by
// which every one is known again.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "systemc_models/traffic/frame_builder.h"

namespace linkwright::conformance {

enum class Header : std::uint8_t { kIpv4, kIpv6, kTagged };

/// Frames from one port to another. Ports are numbered from 1, as in the standard.
struct Flow {
  int from = 1;
  int to = 2;
  int bytes = 64;            // FCS included; a tagged frame has 68 at least
  std::int64_t frames = -1;  // -1: until it is stopped
  int vc = 0;                // virtual channel, which is the switch's class
  double share = 1;          // of the line, at most
  bool eligible = true;      // for link-level retry
  Header header = Header::kIpv4;
  int code_point = -1;         // DSCP, or PCP * 2 + DEI; -1: 8 times the channel (2 times)
  std::int64_t poisoned = -1;  // number of a frame that is poisoned
};

/// What is in the stamp.
struct Stamp {
  std::uint16_t flow = 0;
  std::uint32_t number = 0;
};

std::uint64_t MacOf(int port);
std::string AddressOf(int port, Header header);
/// As the switch's tables are programmed: the class of a code point.
int ClassOfDscp(int dscp);
int ClassOfPcpDei(int pcp_dei);
int CodePointOf(const Flow& flow);

/// Without the stamp.
traffic::FrameBytes MakeFrame(const Flow& flow);
void WriteStamp(traffic::FrameBytes& frame, Header header, const Stamp& stamp);
/// None: it is none of ours.
std::optional<Stamp> ReadStamp(const traffic::FrameBytes& frame);

}  // namespace linkwright::conformance
