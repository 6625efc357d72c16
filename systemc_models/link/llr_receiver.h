// SPDX-License-Identifier: Apache-2.0
// Receiver of link-level retry (docs/models/llr.md): stores a frame until its tail, delivers the
// expected ones in order, and decides what to answer.
#pragma once

#include <cstdint>
#include <vector>

#include "systemc_models/link/link_config.h"
#include "systemc_models/link/link_wire.h"
#include "systemc_models/link/llr_counters.h"

namespace linkwright::link {

enum class LlrRxState : std::uint8_t { kOff, kSendAcks, kSendNack, kNackSent };

/// A beat on its way to the core.
struct DeliveredBeat {
  FlitBeat flit;
  std::uint8_t vc = 0;
};

/// A frame that was delivered in this tick, for the credits.
struct AcceptedFrame {
  bool valid = false;
  std::uint8_t vc = 0;
  std::uint32_t length = 0;  // bytes
};

/// Control ordered sets that leave in this tick.
struct LlrRxGrants {
  bool nack = false;
  bool ack = false;
  bool init_ack = false;
};

class LlrReceiver {
 public:
  explicit LlrReceiver(const LinkSizes& sizes);

  void Reset();

  bool WantsNack(const LinkConfig& config) const {
    return state_ == LlrRxState::kSendNack && config.link_up;
  }
  bool WantsAck(const LinkConfig& config) const {
    return state_ == LlrRxState::kSendAcks && ack_due_ && ack_gap_ == 0 && config.link_up;
  }
  bool WantsInitAck(const LinkConfig& config) const { return init_ack_due_ && config.link_up; }
  std::uint32_t InitValue() const { return init_value_; }
  std::uint32_t Expected() const { return expected_; }
  std::uint32_t LastGood() const { return (expected_ - 1) & seq_mask_; }

  /// One tick. `control` is valid only with the link up.
  AcceptedFrame Tick(const LinkConfig& config, const LinkBeat& beat, const ControlSet& control,
                     const LlrRxGrants& grants, DeliveredBeat& out, LlrCounters& counters);

  LlrRxState state() const { return state_; }

 private:
  enum class Verdict : std::uint8_t { kExpected, kMissing, kDuplicate };

  Verdict Judge(std::uint32_t number) const;
  /// Takes a beat into the open frame; true if that ends it.
  bool Collect(const LinkBeat& beat, LlrCounters& counters);
  void CountCut(LlrCounters& counters) const;
  void CountEnd(bool judged, LlrCounters& counters) const;
  /// Acts on the verdict over the frame that ended; true if it is to be kept. Sets ack_news if an
  /// ACK becomes due.
  bool Act(Verdict verdict, LlrRxState before, bool& ack_news, LlrCounters& counters);
  void Schedule(const LinkConfig& config, const ControlSet& control, bool init,
                const LlrRxGrants& grants, bool ack_news);
  void Store(const LinkBeat& beat);

  LinkSizes sizes_;
  std::uint32_t seq_mask_;
  std::vector<DeliveredBeat> buffer_;  // a ring
  std::uint64_t buffer_mask_;
  std::uint64_t delivered_ = 0;  // beats handed to the core
  std::uint64_t kept_ = 0;       // beats of frames that were accepted
  std::uint64_t written_ = 0;    // with the open frame

  // Frame on the wire.
  bool open_ = false;
  bool damaged_ = false;
  bool poisoned_ = false;
  bool numbered_ = false;
  std::uint32_t number_ = 0;
  std::uint8_t vc_ = 0;
  int beats_ = 0;

  LlrRxState state_ = LlrRxState::kOff;
  std::uint32_t expected_ = 0;
  std::uint32_t last_seen_ = 0;
  std::uint32_t init_value_ = 0;
  bool ack_due_ = false;
  bool init_ack_due_ = false;
  std::uint32_t ack_gap_ = 0;
};

}  // namespace linkwright::link
