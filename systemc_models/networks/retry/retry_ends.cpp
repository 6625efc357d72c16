// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/retry/retry_ends.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "systemc_models/link/link_port.h"

namespace linkwright::retry {

using link::ControlKind;
using link::LlrCounter;
using link::LlrTxState;

RetryCounters& RetryCounters::operator+=(const RetryCounters& other) {
  accepted += other.accepted;
  sent += other.sent;
  delivered += other.delivered;
  damaged += other.damaged;
  swallowed += other.swallowed;
  bad += other.bad;
  expected_bad += other.expected_bad;
  missing += other.missing;
  duplicates += other.duplicates;
  nacks_sent += other.nacks_sent;
  nacks_lost += other.nacks_lost;
  nacks_received += other.nacks_received;
  nacks_joined += other.nacks_joined;
  timeouts += other.timeouts;
  replays += other.replays;
  controls_lost += other.controls_lost;
  credits_lost += other.credits_lost;
  discarded += other.discarded;
  queue_max = std::max(queue_max, other.queue_max);
  return *this;
}

RetryEnds::RetryEnds(const LinkRetryParameters& parameters,
                     const std::vector<LinkErrorChange>& changes, const RetrySettings& settings,
                     int latency, std::string path, std::array<std::string, 2> toward,
                     const link::LinkDeviceFactory& make_port)
    : path_(std::move(path)),
      toward_(std::move(toward)),
      latency_(latency),
      settle_cycles_(settings.settle_cycles),
      mask_(std::bit_ceil(static_cast<uint64_t>(latency) + 1) - 1) {
  LINKWRIGHT_CHECK(latency >= 1 && parameters.window_frames >= 0 &&
                   parameters.replay_timer_cycles >= 0 && parameters.ack_spacing_cycles >= 0 &&
                   parameters.ack_spacing_cycles < 1 << 16)
      << path_ << ": settings of its retry";
  for (const std::string& direction : toward_) {
    std::unique_ptr<link::LinkDevice> port =
        make_port ? make_port(settings.sizes) : std::make_unique<link::LinkPort>(settings.sizes);
    LINKWRIGHT_CHECK(port != nullptr) << path_ << " got no port";
    End& end = ends_.emplace_back(std::move(port),
                                  LinkErrors(parameters.rates, changes, parameters.seed,
                                             path_ + "." + direction, settings.line_bytes));
    end.inputs.config = settings.config;
    end.cable.resize(mask_ + 1);
  }
}

void RetryEnds::Arrive(int64_t cycle) {
  for (size_t e = 0; e < 2; ++e) {
    link::LinkWire& arriving = ends_[1 - e].cable[At(cycle)];
    link::LinkWire& in = ends_[e].inputs.wire;
    in.beat.flit.valid = in.control.valid = false;
    if (arriving.beat.flit.valid) in.beat = arriving.beat;
    if (arriving.control.valid) in.control = arriving.control;
    arriving.beat.flit.valid = arriving.control.valid = false;
  }
}

void RetryEnds::TickPort(End& end) {
  link::LinkDevice& port = *end.port;
  const LlrTxState before = port.tx_state();
  const uint32_t nacks = port.counter(LlrCounter::kRxNackCtlOs);
  port.Tick(end.inputs, end.outputs);
  if (end.outputs.taken && end.inputs.offer.flit.tail) ++end.counted.accepted;
  const LlrTxState after = port.tx_state();
  if (before != LlrTxState::kReplay && after == LlrTxState::kReplay) {
    ++end.counted.replays;
    if (!end.replay_asked_for) ++end.counted.timeouts;
    end.replay_asked_for = false;
  }
  if (end.replay_asked_for && after != LlrTxState::kAdvance) {  // flushed before it began
    ++end.counted.nacks_joined;
    end.replay_asked_for = false;
  }
  if (port.counter(LlrCounter::kRxNackCtlOs) == nacks) return;
  if (after == LlrTxState::kReplay || end.replay_asked_for)
    ++end.counted.nacks_joined;
  else
    end.replay_asked_for = true;
}

void RetryEnds::Tick() {
  for (End& end : ends_) TickPort(end);
}

void RetryEnds::Leave(int64_t cycle) {
  LeaveEnd(cycle, ends_[0], ends_[1].counted.nacks_lost);
  LeaveEnd(cycle, ends_[1], ends_[0].counted.nacks_lost);
}

void RetryEnds::LeaveEnd(int64_t cycle, End& end, uint64_t& nacks_lost) {
  link::LinkWire& out = end.cable[At(cycle + latency_)];
  const link::LinkWire& wire = end.outputs.wire;
  out.beat.flit.valid = out.control.valid = false;
  if (!wire.beat.flit.valid && !wire.control.valid) return;
  const bool failed = end.errors.CodewordFails(cycle);
  if (wire.beat.flit.valid) {
    bool& hit = end.frame_hit;
    if (wire.beat.flit.head) {
      hit = end.errors.FrameFails(cycle);
      end.frame_swallowed = false;
    }
    hit = hit || failed;
    end.frame_swallowed = end.frame_swallowed || !up_;
    out.beat = wire.beat;
    out.beat.bad = hit;
    out.beat.flit.valid = up_;
    if (wire.beat.flit.tail) {
      if (end.frame_swallowed)
        ++end.counted.swallowed;
      else if (hit)
        ++end.counted.damaged;
    }
  }
  if (wire.control.valid) {
    const bool lost = end.errors.ControlFails(cycle) || failed || !up_;
    out.control = wire.control;
    out.control.valid = !lost;
    if (lost) ++end.counted.controls_lost;
    if (lost && wire.control.kind == ControlKind::kNack) ++nacks_lost;
  }
}

bool RetryEnds::LosesBeside(int end, int64_t cycle) {
  LinkErrors& errors = ends_[Index(end)].errors;
  return errors.ControlFails(cycle) || errors.CodewordFails(cycle) || !up_;
}

void RetryEnds::SetUp(bool up) {
  if (up == up_) return;
  up_ = up;
  quiet_cycles_ = 0;
  for (size_t e = 0; e < 2; ++e) {
    End& end = ends_[e];
    end.inputs.config.link_up = up;
    end.frame_swallowed = true;  // the open one, if any
    for (link::LinkWire& wire : end.cable) {
      if (wire.beat.flit.valid && wire.beat.flit.tail) ++end.counted.swallowed;
      if (wire.control.valid) ++end.counted.controls_lost;
      if (wire.control.valid && wire.control.kind == ControlKind::kNack)
        ++ends_[1 - e].counted.nacks_lost;
      wire.beat.flit.valid = wire.control.valid = false;
    }
  }
}

bool RetryEnds::Settled(const End& end) const {
  const LlrTxState state = end.port->tx_state();
  // A flushed port of a dead link waits for it; one without retry has nothing to wait for.
  const bool resting = state == LlrTxState::kAdvance || (state == LlrTxState::kFlush && !up_) ||
                       (state == LlrTxState::kOff && !end.inputs.config.retry.tx_enable);
  return resting && end.port->Outstanding() == 0 && !end.outputs.wire.beat.flit.valid &&
         !end.outputs.wire.control.valid && !end.outputs.out.flit.valid;
}

bool RetryEnds::Settled() const { return Settled(ends_[0]) && Settled(ends_[1]); }

RetryCounters RetryEnds::counters(int end) const {
  RetryCounters counters = ends_[Index(end)].counted;
  const link::LinkDevice& here = port(end);
  const link::LinkDevice& far = port(1 - end);
  counters.sent = uint64_t{here.counter(LlrCounter::kTxOk)} + here.counter(LlrCounter::kTxPoisoned);
  counters.nacks_received = here.counter(LlrCounter::kRxNackCtlOs);
  counters.discarded = here.counter(LlrCounter::kTxDiscard);
  counters.delivered = uint64_t{far.counter(LlrCounter::kRxExpectedSeqGood)} +
                       far.counter(LlrCounter::kRxExpectedSeqPoisoned);
  counters.bad = far.counter(LlrCounter::kRxBad);
  counters.expected_bad = far.counter(LlrCounter::kRxExpectedSeqBad);
  counters.missing = far.counter(LlrCounter::kRxMissingSeq);
  counters.duplicates = far.counter(LlrCounter::kRxDuplicateSeq);
  counters.nacks_sent = far.counter(LlrCounter::kTxNackCtlOs);
  return counters;
}

}  // namespace linkwright::retry
