// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/link/llr_receiver.h"

#include <bit>

namespace linkwright::link {

LlrReceiver::LlrReceiver(const LinkSizes& sizes)
    : sizes_(sizes),
      seq_mask_((1U << sizes.seq_bits) - 1),
      buffer_(std::bit_ceil(static_cast<std::size_t>(sizes.max_beats) * 2 + 4)),
      buffer_mask_(buffer_.size() - 1) {
  Reset();
}

void LlrReceiver::Reset() {
  delivered_ = kept_ = written_ = 0;
  open_ = damaged_ = poisoned_ = numbered_ = false;
  number_ = 0;
  vc_ = 0;
  beats_ = 0;
  state_ = LlrRxState::kOff;
  expected_ = last_seen_ = init_value_ = 0;
  ack_due_ = init_ack_due_ = false;
  ack_gap_ = 0;
}

LlrReceiver::Verdict LlrReceiver::Judge(std::uint32_t number) const {
  const std::uint32_t ahead = (number - expected_) & seq_mask_;
  if (ahead == 0) return Verdict::kExpected;
  return ahead <= seq_mask_ / 2 ? Verdict::kMissing : Verdict::kDuplicate;
}

void LlrReceiver::CountCut(LlrCounters& counters) const {
  counters.Count(numbered_ ? LlrCounter::kRxBad : LlrCounter::kRxPlainBad);
}

void LlrReceiver::Store(const LinkBeat& beat) {
  DeliveredBeat& stored = buffer_[written_++ & buffer_mask_];
  stored.flit = beat.flit;
  stored.flit.error = beat.flit.tail && poisoned_;
  stored.vc = vc_;
}

bool LlrReceiver::Collect(const LinkBeat& beat, LlrCounters& counters) {
  if (beat.flit.head) {
    if (open_) CountCut(counters);
    damaged_ = poisoned_ = false;
    numbered_ = beat.numbered;
    number_ = beat.number & seq_mask_;
    vc_ = beat.vc;
    beats_ = 0;
    written_ = kept_;
  } else if (!open_) {
    return false;
  }
  poisoned_ = poisoned_ || beat.flit.error;
  damaged_ = damaged_ || beat.bad || beats_ == sizes_.max_beats;
  if (beats_ < sizes_.max_beats) {
    ++beats_;
    Store(beat);
  }
  open_ = !beat.flit.tail;
  return !open_;
}

void LlrReceiver::CountEnd(bool judged, LlrCounters& counters) const {
  if (!numbered_) {
    if (damaged_) counters.Count(LlrCounter::kRxPlainBad);
    return;
  }
  counters.Count(damaged_    ? LlrCounter::kRxBad
                 : poisoned_ ? LlrCounter::kRxPoisoned
                             : LlrCounter::kRxOk);
  if (!judged) counters.Count(LlrCounter::kRxNotReady);
}

bool LlrReceiver::Act(Verdict verdict, LlrRxState before, bool& ack_news, LlrCounters& counters) {
  const std::uint32_t step = (number_ - last_seen_) & seq_mask_;  // 1: the next one
  if (step == 0 || step > (seq_mask_ + 1) / 2) counters.Count(LlrCounter::kRxReplay);
  last_seen_ = number_;
  switch (verdict) {
    case Verdict::kExpected:
      if (damaged_) {
        counters.Count(LlrCounter::kRxExpectedSeqBad);
        state_ = LlrRxState::kSendNack;
        return false;
      }
      counters.Count(poisoned_ ? LlrCounter::kRxExpectedSeqPoisoned
                               : LlrCounter::kRxExpectedSeqGood);
      state_ = LlrRxState::kSendAcks;
      expected_ = (expected_ + 1) & seq_mask_;
      ack_news = true;
      return true;
    case Verdict::kMissing:
      counters.Count(LlrCounter::kRxMissingSeq);
      if (before == LlrRxState::kSendAcks) state_ = LlrRxState::kSendNack;
      return false;
    case Verdict::kDuplicate:
      counters.Count(LlrCounter::kRxDuplicateSeq);
      ack_news = before == LlrRxState::kSendAcks;
      return false;
  }
  return false;
}

void LlrReceiver::Schedule(const LinkConfig& config, const ControlSet& control, bool init,
                           const LlrRxGrants& grants, bool ack_news) {
  if (ack_news)
    ack_due_ = true;
  else if (grants.ack || grants.nack)
    ack_due_ = false;
  if (grants.init_ack) init_ack_due_ = false;
  if (grants.ack)
    ack_gap_ = config.retry.ctl_spacing == 0 ? 0 : config.retry.ctl_spacing - 1U;
  else if (ack_gap_ != 0)
    --ack_gap_;
  if (init) {
    state_ = LlrRxState::kSendAcks;
    expected_ = init_value_ = control.value & seq_mask_;
    last_seen_ = (expected_ - 1) & seq_mask_;
    ack_due_ = false;
    init_ack_due_ = true;
  }
  if (!config.retry.rx_enable) {
    state_ = LlrRxState::kOff;
    ack_due_ = init_ack_due_ = false;
  }
}

AcceptedFrame LlrReceiver::Tick(const LinkConfig& config, const LinkBeat& beat,
                                const ControlSet& control, const LlrRxGrants& grants,
                                DeliveredBeat& out, LlrCounters& counters) {
  // The core gets what was kept before this tick.
  if (delivered_ != kept_)
    out = buffer_[delivered_++ & buffer_mask_];
  else
    out.flit.valid = false;

  bool ended = false;
  if (config.link_up) {
    ended = beat.flit.valid && Collect(beat, counters);
  } else if (open_) {
    CountCut(counters);
    open_ = false;
  }

  const bool init = control.valid && control.kind == ControlKind::kInit && config.retry.rx_enable;
  const bool judged = ended && numbered_ && state_ != LlrRxState::kOff && !init;
  const LlrRxState before = state_;
  if (grants.nack) state_ = LlrRxState::kNackSent;
  if (ended) CountEnd(judged, counters);
  bool keep = ended && !numbered_ && !damaged_;
  bool ack_news = false;
  if (judged) keep = Act(Judge(number_), before, ack_news, counters);
  AcceptedFrame accepted;
  if (keep) {
    kept_ = written_;
    accepted.valid = true;
    accepted.vc = vc_;
    accepted.length = static_cast<std::uint32_t>(beats_ - 1) * kBeatBytes + beat.flit.bytes;
  }
  Schedule(config, control, init, grants, ack_news);
  return accepted;
}

}  // namespace linkwright::link
