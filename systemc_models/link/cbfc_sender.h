// SPDX-License-Identifier: Apache-2.0
// Sender side of credit-based flow control (docs/models/cbfc.md): what was consumed, what came
// back, and whether a frame may start.
#pragma once

#include <array>
#include <cstdint>

#include "systemc_models/link/link_config.h"
#include "systemc_models/link/link_wire.h"

namespace linkwright::link {

/// Credits that a frame of `length` bytes takes: ceil((length + overhead) / 2^shift), at least one.
std::uint32_t FrameCredits(const CreditConfig& config, std::uint32_t length);

/// Virtual channels that take turns: picks the first set bit at or after a position, cyclically.
class ChannelTurns {
 public:
  explicit ChannelTurns(int channels) : channels_(channels) {}
  void Reset() { next_ = 0; }
  int First(std::uint32_t wanting) const;  // -1: none
  void Served(int channel) { next_ = (channel + 1) % channels_; }

 private:
  int channels_;
  int next_ = 0;
};

class CbfcSender {
 public:
  explicit CbfcSender(const LinkSizes& sizes);

  void Reset();

  bool HasRoom(const CreditConfig& config, int vc, std::uint32_t length) const;
  /// The channel whose CC_UPDATE is due, or -1.
  int DueUpdate() const { return turns_.First(due_); }
  /// Its value: what was consumed by frames that were sent whole.
  std::uint32_t SentWhole(int vc, bool at_frame_boundary) const {
    return at_frame_boundary ? Consumed(vc) : sent_whole_[static_cast<std::size_t>(vc)];
  }

  /// One tick: a frame begins (`taken`), a control ordered set comes, an update leaves (`updated`,
  /// or -1). `at_frame_boundary`: no frame is open before it.
  void Tick(const CreditConfig& config, bool at_frame_boundary, bool taken, int vc,
            std::uint32_t length, const ControlSet& control, int updated);

  std::uint32_t Consumed(int vc) const { return consumed_[static_cast<std::size_t>(vc)]; }
  std::uint32_t Freed(int vc) const { return freed_[static_cast<std::size_t>(vc)]; }
  std::uint32_t InUse(int vc) const { return (Consumed(vc) - Freed(vc)) & counter_mask_; }

 private:
  int channels_;
  std::uint32_t counter_mask_;
  std::uint32_t first_;
  std::array<std::uint32_t, kMaxVirtualChannels> consumed_{};
  std::array<std::uint32_t, kMaxVirtualChannels> freed_{};
  std::array<std::uint32_t, kMaxVirtualChannels> sent_whole_{};  // without the open frame
  std::uint32_t period_ = 0;
  std::uint32_t due_ = 0;  // mask
  ChannelTurns turns_;
};

}  // namespace linkwright::link
