// SPDX-License-Identifier: Apache-2.0
// Receiver side of credit-based flow control (docs/models/cbfc.md): counts what came and what left
// the core's buffer, tells the sender, and frees what a CC_UPDATE shows to be lost.
#pragma once

#include <array>
#include <cstdint>

#include "systemc_models/link/cbfc_sender.h"
#include "systemc_models/link/link_config.h"
#include "systemc_models/link/link_wire.h"
#include "systemc_models/link/llr_receiver.h"

namespace linkwright::link {

/// A frame that left the core's buffer.
struct FreedFrame {
  bool valid = false;
  std::uint8_t vc = 0;
  std::uint16_t length = 0;
};

class CbfcReceiver {
 public:
  explicit CbfcReceiver(const LinkSizes& sizes);

  void Reset();

  /// The channel whose CF_UPDATE may leave in this tick, or -1; its value is Freed.
  int DueUpdate() const { return gap_ == 0 ? turns_.First(due_) : -1; }

  /// One tick. `control`: a CC_UPDATE that counts, or anything else.
  void Tick(const CreditConfig& config, const AcceptedFrame& accepted, const FreedFrame& freed,
            const ControlSet& control, int updated);

  std::uint32_t Consumed(int vc) const { return consumed_[static_cast<std::size_t>(vc)]; }
  std::uint32_t Freed(int vc) const { return freed_[static_cast<std::size_t>(vc)]; }

 private:
  void Free(int vc, std::uint32_t credits);

  int channels_;
  std::uint32_t counter_mask_;
  std::uint32_t first_;
  std::array<std::uint32_t, kMaxVirtualChannels> consumed_{};
  std::array<std::uint32_t, kMaxVirtualChannels> freed_{};
  std::uint32_t period_ = 0;
  std::uint32_t gap_ = 0;
  std::uint32_t due_ = 0;  // mask
  ChannelTurns turns_;
};

}  // namespace linkwright::link
