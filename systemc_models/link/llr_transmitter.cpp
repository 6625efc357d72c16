// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/link/llr_transmitter.h"

#include <algorithm>

namespace linkwright::link {
namespace {

constexpr std::uint32_t kTimerMax = (1U << 20) - 1;

std::uint32_t CountUp(std::uint32_t timer) { return std::min(timer + 1, kTimerMax); }

bool RanOut(std::uint32_t timer, std::uint32_t limit) { return limit != 0 && timer >= limit; }

}  // namespace

LlrTransmitter::LlrTransmitter(const LinkSizes& sizes)
    : sizes_(sizes),
      seq_mask_((1U << sizes.seq_bits) - 1),
      frame_mask_(static_cast<std::uint64_t>(sizes.frame_slots) - 1),
      beat_mask_(static_cast<std::uint64_t>(sizes.buffer_beats) - 1),
      beats_(static_cast<std::size_t>(sizes.buffer_beats)),
      frames_(static_cast<std::size_t>(sizes.frame_slots)) {
  Reset();
}

void LlrTransmitter::Reset() {
  state_ = LlrTxState::kOff;
  // Far enough from zero that base_ - 1 exists.
  base_ = next_ = (std::uint64_t{1} << sizes_.seq_bits) + sizes_.first_seq;
  end_beat_ = outstanding_bytes_ = 0;
  open_ = open_poisoned_ = false;
  open_mode_ = Mode::kNone;
  open_length_ = 0;
  replay_wanted_ = replaying_frame_ = fetched_ = fetched_poisoned_ = false;
  tries_ = 0;
  replay_frame_ = replay_beat_ = replay_frame_end_ = 0;
  timer_ = age_ = link_down_ = init_gap_ = 0;
  init_seen_ = false;
}

LlrTransmitter::Mode LlrTransmitter::ModeOf(const FrameOffer& offer,
                                            const RetryConfig& retry) const {
  if (!offer.eligible) return state_ == LlrTxState::kReplay ? Mode::kNone : Mode::kPlain;
  FrameAction action = FrameAction::kBlock;
  switch (state_) {
    case LlrTxState::kOff:
      return Mode::kPlain;
    case LlrTxState::kAdvance:
      return Mode::kNumbered;
    case LlrTxState::kReplay:
      return Mode::kNone;
    case LlrTxState::kInit:
      action = retry.init_action;
      break;
    case LlrTxState::kFlush:
      action = retry.flush_action;
      break;
  }
  if (action == FrameAction::kDiscard) return Mode::kDiscarded;
  return action == FrameAction::kBestEffort ? Mode::kPlain : Mode::kNone;
}

bool LlrTransmitter::MustFlush(const RetryConfig& retry) const {
  if (!Active()) return false;
  return RanOut(link_down_, retry.pcs_timeout) || RanOut(age_, retry.age_timeout) ||
         (replay_wanted_ && RanOut(tries_, retry.replay_count));
}

bool LlrTransmitter::Leaving(const RetryConfig& retry) const {
  return !retry.tx_enable || MustFlush(retry) || (replay_wanted_ && Outstanding() != 0);
}

bool LlrTransmitter::WindowHasRoom(const RetryConfig& retry, const FrameOffer& offer) const {
  const std::uint32_t count = Outstanding();
  const std::uint64_t first = count == 0 ? end_beat_ : frames_[base_ & frame_mask_].first_beat;
  const std::uint64_t beats = end_beat_ - first + (offer.length + kBeatBytes - 1) / kBeatBytes;
  return count < retry.max_frames && count < static_cast<std::uint32_t>(sizes_.frame_slots) &&
         beats <= beats_.size() && outstanding_bytes_ + offer.length <= retry.max_bytes;
}

bool LlrTransmitter::Ready(const LinkConfig& config, const FrameOffer& offer,
                           bool credit_ok) const {
  if (open_) return true;
  const Mode mode = ModeOf(offer, config.retry);
  if (mode == Mode::kDiscarded) return true;
  if (mode == Mode::kNone || !config.link_up || !credit_ok) return false;
  if (state_ == LlrTxState::kAdvance && Leaving(config.retry)) return false;
  return mode == Mode::kPlain || WindowHasRoom(config.retry, offer);
}

bool LlrTransmitter::BeginsStoredFrame(const LinkConfig& config, const FrameOffer& offer) const {
  return !open_ && ModeOf(offer, config.retry) != Mode::kDiscarded;
}

bool LlrTransmitter::WantsInit(const LinkConfig& config) const {
  return state_ == LlrTxState::kInit && config.retry.tx_enable && config.link_up && init_gap_ == 0;
}

LlrTransmitter::Answer LlrTransmitter::Evaluate(const ControlSet& control,
                                                LlrCounters& counters) const {
  Answer answer;
  answer.base = base_;
  const bool ack = control.valid && control.kind == ControlKind::kAck;
  const bool nack = control.valid && control.kind == ControlKind::kNack;
  if (!Active() || !(ack || nack)) return answer;
  const std::uint32_t value = control.value & seq_mask_;
  const std::uint64_t ahead = (value - Cut(base_)) & seq_mask_;  // frames between base and it
  const bool outstanding = ahead < Outstanding();
  if (outstanding) {
    answer.progress = true;
    answer.base = base_ + ahead + 1;
  } else if (value != Cut(base_ - 1)) {
    counters.Count(LlrCounter::kRxAckNackSeqError);
    return answer;
  }
  // The number after it is the next one to be used: nothing can be sent again.
  answer.replay = nack && ((value + 1) & seq_mask_) != Cut(next_);
  return answer;
}

bool LlrTransmitter::ReplayIsOver() const {
  return Outstanding() == 0 || (!replay_wanted_ && Cut(replay_frame_) == Cut(next_));
}

LlrTxState LlrTransmitter::NextState(const LinkConfig& config, const ControlSet& control) const {
  const RetryConfig& retry = config.retry;
  if (Active() && (open_ || replaying_frame_)) return state_;
  if (state_ != LlrTxState::kOff && !retry.tx_enable) return LlrTxState::kOff;
  switch (state_) {
    case LlrTxState::kOff:
      return retry.tx_enable && config.link_up ? LlrTxState::kInit : LlrTxState::kOff;
    case LlrTxState::kInit: {
      const bool echoed = control.valid && control.kind == ControlKind::kInitAck && init_seen_ &&
                          (control.value & seq_mask_) == Cut(next_);
      return echoed ? LlrTxState::kAdvance : LlrTxState::kInit;
    }
    case LlrTxState::kAdvance:
      if (MustFlush(retry)) return LlrTxState::kFlush;
      return replay_wanted_ && Outstanding() != 0 && config.link_up ? LlrTxState::kReplay
                                                                    : LlrTxState::kAdvance;
    case LlrTxState::kReplay:
      if (MustFlush(retry)) return LlrTxState::kFlush;
      return ReplayIsOver() ? LlrTxState::kAdvance : LlrTxState::kReplay;
    case LlrTxState::kFlush:
      return retry.reinit_on_flush && config.link_up ? LlrTxState::kInit : LlrTxState::kFlush;
  }
  return state_;
}

void LlrTransmitter::Take(const FrameOffer& offer, Mode mode, LinkBeat& wire,
                          LlrCounters& counters) {
  if (!open_) {
    open_mode_ = mode;
    open_length_ = offer.length;
    open_poisoned_ = false;
    if (mode == Mode::kNumbered) Frame(next_).first_beat = end_beat_;
  }
  open_poisoned_ = open_poisoned_ || offer.flit.error;
  if (open_mode_ != Mode::kDiscarded) {
    wire.flit = offer.flit;
    wire.flit.head = !open_;
    wire.vc = offer.vc;
    wire.numbered = open_mode_ == Mode::kNumbered;
    wire.number = wire.numbered ? Cut(next_) : 0;
  }
  if (open_mode_ == Mode::kNumbered) {
    StoredBeat& stored = beats_[end_beat_ & beat_mask_];
    stored.flit = wire.flit;
    stored.vc = offer.vc;
    ++end_beat_;
  }
  open_ = !offer.flit.tail;
  if (open_) return;
  if (open_mode_ == Mode::kDiscarded) counters.Count(LlrCounter::kTxDiscard);
  if (open_mode_ == Mode::kNumbered) {
    counters.Count(open_poisoned_ ? LlrCounter::kTxPoisoned : LlrCounter::kTxOk);
    Frame(next_).end_beat = end_beat_;
    Frame(next_).bytes = open_length_;
    outstanding_bytes_ += open_length_;
    ++next_;
  }
}

bool LlrTransmitter::Fetch() {
  bool restarted = false;
  if (!replaying_frame_) {
    const bool outstanding = replay_frame_ >= base_ && replay_frame_ < next_;
    restarted = replay_wanted_;
    if (replay_wanted_ || !outstanding) replay_frame_ = base_;
    replay_beat_ = Frame(replay_frame_).first_beat;
    replay_frame_end_ = Frame(replay_frame_).end_beat;
  }
  const StoredBeat& stored = beats_[replay_beat_ & beat_mask_];
  fetched_beat_.flit = stored.flit;
  fetched_beat_.flit.head = !replaying_frame_;
  fetched_beat_.flit.tail = replay_beat_ + 1 == replay_frame_end_;
  fetched_beat_.vc = stored.vc;
  fetched_beat_.numbered = true;
  fetched_beat_.number = Cut(replay_frame_);
  fetched_ = true;
  ++replay_beat_;
  replaying_frame_ = !fetched_beat_.flit.tail;
  if (!replaying_frame_) ++replay_frame_;
  return restarted;
}

void LlrTransmitter::SendFetched(LinkBeat& wire, LlrCounters& counters) {
  wire = fetched_beat_;
  if (wire.flit.head) fetched_poisoned_ = false;
  fetched_poisoned_ = fetched_poisoned_ || wire.flit.error;
  if (wire.flit.tail) {
    counters.Count(fetched_poisoned_ ? LlrCounter::kTxPoisoned : LlrCounter::kTxOk);
  }
  fetched_ = false;
}

void LlrTransmitter::Forget() {
  base_ = next_;
  outstanding_bytes_ = 0;
  replay_wanted_ = false;
  tries_ = 0;
}

void LlrTransmitter::Tick(const LinkConfig& config, const FrameOffer& offer, bool taken,
                          const ControlSet& control, bool init_sent, bool line, bool corrupt,
                          LinkBeat& wire, LlrCounters& counters) {
  const RetryConfig& retry = config.retry;
  const LlrTxState before = state_;
  const std::uint32_t count = Outstanding();
  const bool at_boundary = before == LlrTxState::kReplay ? !replaying_frame_ : !open_;
  const LlrTxState after = NextState(config, control);
  const Answer answer = Evaluate(control, counters);
  const bool expired = before == LlrTxState::kAdvance && count != 0 && !answer.progress &&
                       !replay_wanted_ && config.link_up && RanOut(timer_, retry.replay_timer);
  const bool timer_runs = before == LlrTxState::kAdvance && count != 0 && !answer.progress &&
                          !replay_wanted_ && !expired;
  const Mode mode = ModeOf(offer, retry);

  // The wire: a beat fetched in the tick before, or the core's.
  wire.flit.valid = false;
  if (fetched_) {
    SendFetched(wire, counters);
    wire.flit.valid = true;
  } else if (taken) {
    Take(offer, mode, wire, counters);
    wire.flit.valid = open_mode_ != Mode::kDiscarded;
  }
  wire.bad = wire.flit.valid && corrupt;

  bool began = before == LlrTxState::kAdvance && after == LlrTxState::kReplay;
  if (began) replay_frame_ = base_;
  const bool may_begin_frame =
      retry.tx_enable && !MustFlush(retry) && !ReplayIsOver() && config.link_up;
  if (before == LlrTxState::kReplay && line && (replaying_frame_ || may_begin_frame))
    began = Fetch() || began;
  if (before == LlrTxState::kReplay && after == LlrTxState::kAdvance) {
    counters.Count(LlrCounter::kTxReplay);
  }

  // Timers.
  if (!timer_runs)
    timer_ = 0;
  else if (config.link_up)
    timer_ = CountUp(timer_);
  age_ = Active() && count != 0 && !answer.progress ? CountUp(age_) : 0;
  link_down_ = Active() && !config.link_up ? CountUp(link_down_) : 0;
  if (init_sent)
    init_gap_ = retry.ctl_spacing == 0 ? 0 : retry.ctl_spacing - 1U;
  else if (init_gap_ != 0)
    --init_gap_;
  init_seen_ = before == LlrTxState::kInit && (init_seen_ || init_sent);

  state_ = after;
  if (!Active()) {
    Forget();
    return;
  }
  for (; base_ != answer.base; ++base_) outstanding_bytes_ -= Frame(base_).bytes;
  if (answer.replay || expired)
    replay_wanted_ = true;
  else if (began || (at_boundary && count == 0))
    replay_wanted_ = false;
  if (answer.progress) tries_ = 0;
  if (began) tries_ = std::min(tries_ + 1, 255U);
}

}  // namespace linkwright::link
