// SPDX-License-Identifier: Apache-2.0
// Sizes (fixed when a port is built) and settings (may change in every tick) of the link layer.
// Times are in ticks of the port's clock; see docs/models/llr.md and docs/models/cbfc.md.
#pragma once

#include <array>
#include <cstdint>

#include "systemc_models/link/link_wire.h"

namespace linkwright::link {

struct LinkSizes {
  int seq_bits = 20;         // 2 to 20
  int frame_slots = 512;     // outstanding frames at most; a power of two, at most 2^(seq_bits-1)
  int buffer_beats = 4096;   // replay buffer; a power of two
  int max_beats = 144;       // longest frame, 1 to 255
  int virtual_channels = 4;  // 1 to 32
  int counter_bits = 20;     // 2 to 20
  std::uint32_t first_seq = 0;     // number of the first frame
  std::uint32_t first_credit = 0;  // where the credit counters begin
};

enum class FrameAction : std::uint8_t { kDiscard = 0, kBlock = 1, kBestEffort = 2 };

struct RetryConfig {
  bool tx_enable = false;
  bool rx_enable = false;
  std::uint32_t max_frames = 512;
  std::uint32_t max_bytes = 1U << 18;
  std::uint32_t replay_timer = 0;  // ticks without progress before a replay, 0: never
  std::uint8_t replay_count = 1;   // replays without progress before a flush, 0: no limit
  std::uint32_t pcs_timeout = 0;   // ticks without link before a flush, 0: never
  std::uint32_t age_timeout = 0;   // ticks without progress before a flush, 0: never
  FrameAction init_action = FrameAction::kBestEffort;
  FrameAction flush_action = FrameAction::kBestEffort;
  bool reinit_on_flush = false;
  std::uint16_t ctl_spacing = 32;  // ticks between two ACKs, and between two INITs: 2048 bytes

  bool operator==(const RetryConfig&) const = default;
};

struct CreditConfig {
  std::uint32_t tx_enable = 0;  // masks of virtual channels
  std::uint32_t rx_enable = 0;
  std::array<std::uint32_t, kMaxVirtualChannels> limit{};  // credits
  std::uint8_t shift = 7;                                  // a credit is 2^shift bytes
  std::int8_t overhead = 0;             // bytes that a frame takes beyond its own
  std::uint32_t cc_period = 0;          // ticks between rounds of CC_UPDATE, 0: never
  std::uint16_t cf_min_spacing = 100;   // ticks between two CF_UPDATEs: 6400 bytes
  std::uint32_t cf_max_spacing = 4096;  // ticks between rounds of CF_UPDATE, 0: never

  bool operator==(const CreditConfig&) const = default;
};

struct LinkConfig {
  bool link_up = true;
  RetryConfig retry;
  CreditConfig credit;

  bool operator==(const LinkConfig&) const = default;
};

}  // namespace linkwright::link
