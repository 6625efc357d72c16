// SPDX-License-Identifier: Apache-2.0
// Transmitter of link-level retry (docs/models/llr.md): numbers frames, keeps them until they are
// acknowledged, sends them again from the first unacknowledged one (go-back-N). Numbers are counted
// without end here and cut to seq_bits on the wire.
#pragma once

#include <cstdint>
#include <vector>

#include "systemc_models/link/link_config.h"
#include "systemc_models/link/link_wire.h"
#include "systemc_models/link/llr_counters.h"

namespace linkwright::link {

/// A beat that the core offers; what is said of the frame counts with its first beat.
struct FrameOffer {
  FlitBeat flit;
  std::uint8_t vc = 0;
  std::uint16_t length = 0;  // bytes of the frame
  bool eligible = true;      // may be retried
};

enum class LlrTxState : std::uint8_t { kOff, kInit, kAdvance, kReplay, kFlush };

class LlrTransmitter {
 public:
  explicit LlrTransmitter(const LinkSizes& sizes);

  void Reset();

  /// Would this beat be taken in this tick? `credit_ok`: the peer has room for the frame that it
  /// begins.
  bool Ready(const LinkConfig& config, const FrameOffer& offer, bool credit_ok) const;
  /// Would taking it begin a frame that the peer has to store?
  bool BeginsStoredFrame(const LinkConfig& config, const FrameOffer& offer) const;
  bool WantsInit(const LinkConfig& config) const;

  /// One tick. `taken`: the offer is valid and Ready, and the wire takes it. `init_sent`: INIT goes
  /// on the wire in this tick. `line`: the wire can take a beat.
  void Tick(const LinkConfig& config, const FrameOffer& offer, bool taken,
            const ControlSet& control, bool init_sent, bool line, bool corrupt, LinkBeat& wire,
            LlrCounters& counters);

  LlrTxState state() const { return state_; }
  bool Active() const { return state_ == LlrTxState::kAdvance || state_ == LlrTxState::kReplay; }
  bool AtFrameBoundary() const { return !open_; }
  std::uint32_t NextNumber() const { return Cut(next_); }
  std::uint32_t Outstanding() const { return static_cast<std::uint32_t>(next_ - base_); }

 private:
  struct StoredBeat {
    FlitBeat flit;
    std::uint8_t vc = 0;
  };
  struct StoredFrame {
    std::uint64_t first_beat = 0;
    std::uint64_t end_beat = 0;
    std::uint32_t bytes = 0;
  };
  enum class Mode : std::uint8_t { kNone, kNumbered, kPlain, kDiscarded };
  struct Answer {  // what ACKs and NACKs of this tick do
    bool progress = false;
    bool replay = false;
    std::uint64_t base = 0;
  };

  std::uint32_t Cut(std::uint64_t number) const {
    return static_cast<std::uint32_t>(number) & seq_mask_;
  }
  StoredFrame& Frame(std::uint64_t number) { return frames_[number & frame_mask_]; }
  Mode ModeOf(const FrameOffer& offer, const RetryConfig& retry) const;
  bool MustFlush(const RetryConfig& retry) const;
  bool Leaving(const RetryConfig& retry) const;
  bool WindowHasRoom(const RetryConfig& retry, const FrameOffer& offer) const;
  Answer Evaluate(const ControlSet& control, LlrCounters& counters) const;
  bool ReplayIsOver() const;
  LlrTxState NextState(const LinkConfig& config, const ControlSet& control) const;
  void Take(const FrameOffer& offer, Mode mode, LinkBeat& wire, LlrCounters& counters);
  /// Fetches the next beat of a replay; true if that went back to the base on request.
  bool Fetch();
  void SendFetched(LinkBeat& wire, LlrCounters& counters);
  void Forget();

  LinkSizes sizes_;
  std::uint32_t seq_mask_;
  std::uint64_t frame_mask_;
  std::uint64_t beat_mask_;
  std::vector<StoredBeat> beats_;
  std::vector<StoredFrame> frames_;

  LlrTxState state_ = LlrTxState::kOff;
  std::uint64_t base_ = 0;      // first unacknowledged frame
  std::uint64_t next_ = 0;      // first unused number
  std::uint64_t end_beat_ = 0;  // beats ever stored
  std::uint64_t outstanding_bytes_ = 0;
  // Frame being taken from the core.
  bool open_ = false;
  Mode open_mode_ = Mode::kNone;
  bool open_poisoned_ = false;
  std::uint16_t open_length_ = 0;
  // Replay.
  bool replay_wanted_ = false;
  std::uint32_t tries_ = 0;
  bool replaying_frame_ = false;
  std::uint64_t replay_frame_ = 0;
  std::uint64_t replay_beat_ = 0;
  std::uint64_t replay_frame_end_ = 0;
  bool fetched_ = false;
  bool fetched_poisoned_ = false;
  LinkBeat fetched_beat_;
  // Timers.
  std::uint32_t timer_ = 0;
  std::uint32_t age_ = 0;
  std::uint32_t link_down_ = 0;
  std::uint32_t init_gap_ = 0;
  bool init_seen_ = false;
};

}  // namespace linkwright::link
