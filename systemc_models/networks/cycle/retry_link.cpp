// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/cycle/retry_link.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "rtl/spec/generated/scaleup_switch.h"

namespace linkwright::cycle {

using interfaces::CreditBeat;
using interfaces::FlitBeat;
using interfaces::PortBeat;
using link::ControlKind;
using link::LlrCounter;
using link::LlrTxState;

namespace {

constexpr int kTurnaround = 8;  // ticks inside both ports between a tail and the use of its ACK

// From the first beat of a frame on the wire to the use of its acknowledgement, at the longest.
int Loop(const LinkRetryParameters& parameters, int latency) {
  return 2 * latency + parameters.ack_spacing_cycles + 2 * RetryLink::kLongestFrame + kTurnaround;
}

int PowerOfTwo(int at_least) {
  return static_cast<int>(std::bit_ceil(static_cast<unsigned>(at_least)));
}

link::LinkSizes SizesFor(const LinkRetryParameters& parameters, int latency) {
  link::LinkSizes sizes;
  const int loop = Loop(parameters, latency);
  const int window = parameters.window_frames;
  sizes.frame_slots = PowerOfTwo(window == 0 ? loop : window);
  sizes.buffer_beats = PowerOfTwo(window == 0 ? loop : window * RetryLink::kLongestFrame);
  sizes.max_beats = RetryLink::kLongestFrame;
  sizes.virtual_channels = RetryLink::kVirtualChannels;
  return sizes;
}

link::LinkConfig ConfigFor(const LinkRetryParameters& parameters, const link::LinkSizes& sizes,
                           int latency) {
  link::LinkConfig config;
  link::RetryConfig& retry = config.retry;
  retry.tx_enable = retry.rx_enable = true;
  retry.max_frames = static_cast<uint32_t>(
      parameters.window_frames == 0 ? sizes.frame_slots : parameters.window_frames);
  retry.replay_timer =
      static_cast<uint32_t>(parameters.replay_timer_cycles == 0 ? 2 * Loop(parameters, latency)
                                                                : parameters.replay_timer_cycles);
  retry.replay_count = 0;  // never give up: a pod has no other way
  retry.init_action = retry.flush_action = link::FrameAction::kBlock;
  retry.ctl_spacing = static_cast<uint16_t>(parameters.ack_spacing_cycles);
  return config;
}

}  // namespace

RetryCounters& RetryCounters::operator+=(const RetryCounters& other) {
  accepted += other.accepted;
  sent += other.sent;
  delivered += other.delivered;
  damaged += other.damaged;
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
  queue_max = std::max(queue_max, other.queue_max);
  return *this;
}

RetryLink::RetryLink(const LinkRetryParameters& parameters, std::vector<LinkErrorChange> changes,
                     int latency, std::string path, std::array<std::string, 2> toward)
    : path_(std::move(path)),
      toward_(std::move(toward)),
      latency_(latency),
      repeat_cycles_(parameters.credit_repeat_cycles),
      // Whatever is on the way has come, and the spacings of control sets have run out.
      settle_cycles_(latency + parameters.ack_spacing_cycles + kTurnaround),
      mask_(std::bit_ceil(static_cast<uint64_t>(latency) + 1) - 1) {
  LINKWRIGHT_CHECK(latency >= 1 && parameters.window_frames >= 0 &&
                   parameters.replay_timer_cycles >= 0 && parameters.ack_spacing_cycles >= 0 &&
                   parameters.ack_spacing_cycles < 1 << 16 &&
                   parameters.credit_repeat_cycles >= kVirtualChannels)
      << path_ << ": settings of its retry";
  const link::LinkSizes sizes = SizesFor(parameters, latency);
  for (const std::string& direction : toward_) {
    End& end = ends_.emplace_back(
        sizes, LinkErrors(parameters.rates, changes, parameters.seed, path_ + "." + direction));
    end.inputs.config = ConfigFor(parameters, sizes, latency);
    end.cable.resize(mask_ + 1);
  }
}

uint64_t RetryLink::QueueBound(int end) const {
  uint64_t slots = 0;
  for (const Credit& credit : ends_[Index(1 - end)].credit) slots += credit.slots;
  return slots * kLongestFrame;
}

void RetryLink::Push(int end, const PortBeat& beat) {
  End& here = ends_[Index(end)];
  if (beat.flit.valid) {
    here.queue.push_back(beat.flit);
    here.counted.queue_max = std::max<uint64_t>(here.counted.queue_max, here.queue.size());
    LINKWRIGHT_CHECK(here.queue.size() <= QueueBound(end))
        << path_ << ": " << here.queue.size() << " beats wait " << toward_[Index(end)]
        << ", credits allow " << QueueBound(end);
  }
  // A limit is a state: only a new one is worth sending.
  if (!beat.credit.valid || beat.credit.vc >= kVirtualChannels) return;
  Credit& credit = here.credit[beat.credit.vc];
  if (credit.known && credit.latest == beat.credit.limit) return;
  if (!credit.known) credit.slots = beat.credit.limit;
  credit.known = true;
  credit.latest = beat.credit.limit;
  here.news = beat.credit;
}

void RetryLink::Offer(End& end) const {
  link::FrameOffer& offer = end.inputs.offer;
  offer.flit.valid = !end.queue.empty();
  if (end.queue.empty()) return;
  offer.flit = end.queue.front();
  if (!offer.flit.head) return;
  const auto header = spec::scaleup_switch::Unpack(offer.flit.data);
  const int data = spec::scaleup_switch::HasData(header.op) ? (header.bytes + 63) / 64 : 0;
  LINKWRIGHT_CHECK(data < kLongestFrame) << path_ << ": a packet of " << header.bytes << " bytes";
  offer.vc = header.vc;
  offer.length = static_cast<uint16_t>((data + 1) * link::kBeatBytes);
}

void RetryLink::TickPort(End& end) {
  const LlrTxState before = end.port.transmitter().state();
  const uint32_t nacks = end.port.counters()[LlrCounter::kRxNackCtlOs];
  end.port.Tick(end.inputs, end.outputs);
  if (end.outputs.taken) {
    if (end.queue.front().tail) ++end.counted.accepted;
    end.queue.pop_front();
  }
  const LlrTxState after = end.port.transmitter().state();
  if (before != LlrTxState::kReplay && after == LlrTxState::kReplay) {
    ++end.counted.replays;
    if (!end.replay_asked_for) ++end.counted.timeouts;
    end.replay_asked_for = false;
  }
  if (end.port.counters()[LlrCounter::kRxNackCtlOs] == nacks) return;
  if (after == LlrTxState::kReplay || end.replay_asked_for)
    ++end.counted.nacks_joined;
  else
    end.replay_asked_for = true;
}

// While the far core lacks a limit; the channels in consecutive cycles.
void RetryLink::Repeat(int64_t cycle, End& end) const {
  const int64_t phase = cycle % repeat_cycles_;
  if (end.news.valid || phase >= kVirtualChannels) return;
  const Credit& credit = end.credit[static_cast<size_t>(phase)];
  if (credit.missing()) end.news = {true, static_cast<uint8_t>(phase), credit.latest};
}

void RetryLink::Leave(int64_t cycle, End& end, uint64_t& nacks_lost) {
  Transmission& out = end.cable[At(cycle + latency_)];
  const link::LinkWire& wire = end.outputs.wire;
  out.wire.beat.flit.valid = out.wire.control.valid = out.credit.valid = false;
  if (!wire.beat.flit.valid && !wire.control.valid && !end.news.valid) return;
  const bool failed = end.errors.CodewordFails(cycle);
  if (wire.beat.flit.valid) {
    bool& hit = end.frame_hit;
    if (wire.beat.flit.head) hit = end.errors.FrameFails(cycle);
    hit = hit || failed;
    out.wire.beat = wire.beat;
    out.wire.beat.bad = hit;
    if (wire.beat.flit.tail && hit) ++end.counted.damaged;
  }
  if (wire.control.valid) {
    const bool lost = end.errors.ControlFails(cycle) || failed;
    out.wire.control = wire.control;
    out.wire.control.valid = !lost;
    if (lost) ++end.counted.controls_lost;
    if (lost && wire.control.kind == ControlKind::kNack) ++nacks_lost;
  }
  if (end.news.valid) {
    const bool lost = end.errors.ControlFails(cycle) || failed;
    out.credit = end.news;
    out.credit.valid = !lost;
    if (lost) ++end.counted.credits_lost;
    end.news.valid = false;
  }
}

bool RetryLink::Settled(const End& end) const {
  const bool credits_missing = std::any_of(end.credit.begin(), end.credit.end(),
                                           [](const Credit& credit) { return credit.missing(); });
  return !credits_missing && end.queue.empty() && end.port.transmitter().Outstanding() == 0 &&
         end.port.transmitter().state() == LlrTxState::kAdvance &&
         !end.outputs.wire.beat.flit.valid && !end.outputs.wire.control.valid &&
         !end.outputs.out.flit.valid;
}

void RetryLink::Tick(int64_t cycle, std::array<PortBeat, 2>& out) {
  for (size_t e = 0; e < 2; ++e) {
    End& end = ends_[e];
    End& far = ends_[1 - e];
    Transmission& arriving = far.cable[At(cycle)];
    end.inputs.wire.beat.flit.valid = end.inputs.wire.control.valid = false;
    if (arriving.wire.beat.flit.valid) end.inputs.wire.beat = arriving.wire.beat;
    if (arriving.wire.control.valid) end.inputs.wire.control = arriving.wire.control;
    out[e].credit = arriving.credit;
    if (arriving.credit.valid) {
      Credit& credit = far.credit[arriving.credit.vc];
      credit.delivered = true;
      credit.at_far_end = arriving.credit.limit;
    }
    arriving.wire.beat.flit.valid = arriving.wire.control.valid = arriving.credit.valid = false;
    Offer(end);
    TickPort(end);
    out[e].flit.valid = end.outputs.out.flit.valid;
    if (out[e].flit.valid) out[e].flit = end.outputs.out.flit;
  }
  for (size_t e = 0; e < 2; ++e) {
    Repeat(cycle, ends_[e]);
    Leave(cycle, ends_[e], ends_[1 - e].counted.nacks_lost);
  }
  quiet_cycles_ = Settled(ends_[0]) && Settled(ends_[1]) ? quiet_cycles_ + 1 : 0;
}

RetryCounters RetryLink::counters(int end) const {
  RetryCounters counters = ends_[Index(end)].counted;
  const link::LlrCounters& here = port(end).counters();
  const link::LlrCounters& far = port(1 - end).counters();
  counters.sent = here[LlrCounter::kTxOk] + here[LlrCounter::kTxPoisoned];
  counters.nacks_received = here[LlrCounter::kRxNackCtlOs];
  counters.delivered =
      far[LlrCounter::kRxExpectedSeqGood] + far[LlrCounter::kRxExpectedSeqPoisoned];
  counters.bad = far[LlrCounter::kRxBad];
  counters.expected_bad = far[LlrCounter::kRxExpectedSeqBad];
  counters.missing = far[LlrCounter::kRxMissingSeq];
  counters.duplicates = far[LlrCounter::kRxDuplicateSeq];
  counters.nacks_sent = far[LlrCounter::kTxNackCtlOs];
  return counters;
}

std::string RetryLink::DescribeWait() const {
  std::string text;
  for (int end : {0, 1}) {
    const uint32_t outstanding = port(end).transmitter().Outstanding();
    const size_t queued = ends_[Index(end)].queue.size();
    if (outstanding == 0 && queued == 0) continue;
    text += fmt::format("{}{} {}: {} frames unacknowledged and {} beats waiting after {} replays",
                        text.empty() ? "" : "; ", path_, toward(end), outstanding, queued,
                        ends_[Index(end)].counted.replays);
  }
  return text;
}

}  // namespace linkwright::cycle
