// SPDX-License-Identifier: Apache-2.0
// What docs/models/ethernet_switch.md ("Forward", "Edits") says must become of a burst, worked out
// frame by frame from the page: shares no code with the twin and knows no ticks beyond the order of
// the beats.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"
#include "tests/fuzz/known_table.h"
#include "tests/fuzz/wire_burst.h"

namespace linkwright::fuzz {

/// What the page says; a planted fault changes one of them.
struct ParserRules {
  int least_frame = 64;
  int least_header_words = 5;
  bool checksum = true;
  int least_hops = 2;
  int tag_bytes_in_length = 4;
  int bytes_above_limit = 0;  // that are still taken
  bool control_opcode = true;
  bool error_counts = true;
  int longest_gap = 256;  // ticks without a beat that a frame survives
};
/// False if no fault has this name.
bool PlantRuleFault(std::string_view name, ParserRules& rules);

/// A frame that must come out.
struct ExpectedFrame {
  std::uint32_t ports = 0;  // at one of these
  int traffic_class = 0;    // frames of one class and port keep their order
  std::vector<std::uint8_t> bytes;
  bool error = false;
  bool next_hop = false;  // its destination MAC is the next hop of the port it leaves at
};

struct Outlook {
  std::uint32_t rx_frames = 0;
  std::uint32_t rx_bytes = 0;
  std::array<std::uint32_t, spec::ethernet_switch::kDropReasons> drops{};
  std::uint32_t outside = 0;  // beats outside a frame, counted as FRAMING without a frame
  std::uint32_t taken = 0;    // PFC frames
  std::uint32_t poisoned = 0;
  std::array<std::uint32_t, 8> rx_pfc{};
  std::vector<ExpectedFrame> frames;
};

/// Fragments go where other frames go: only the choice within a group depends on ports.
/// DSCP_CLASS[d] is d / 8 and PCP_CLASS[p] is p, DEI_CLASS[p] 7 - p; all ports but a disabled one
/// are enabled.
Outlook Predict(const Burst& burst, const KnownTable& table, const ParserRules& rules);

}  // namespace linkwright::fuzz
