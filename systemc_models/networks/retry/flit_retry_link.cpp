// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/retry/flit_retry_link.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "rtl/spec/generated/scaleup_switch.h"

namespace linkwright::retry {

using interfaces::CreditBeat;
using interfaces::FlitBeat;
using interfaces::PortBeat;

namespace {

// From the first beat of a frame on the wire to the use of its acknowledgement, at the longest.
int Loop(const LinkRetryParameters& parameters, int latency) {
  return 2 * latency + parameters.ack_spacing_cycles + 2 * FlitRetryLink::kLongestFrame +
         RetryEnds::kTurnaround;
}

link::LinkConfig ConfigFor(const LinkRetryParameters& parameters, const link::LinkSizes& sizes,
                           int latency) {
  link::LinkConfig config;
  link::RetryConfig& retry = config.retry;
  retry.tx_enable = retry.rx_enable = true;
  retry.max_frames = static_cast<uint32_t>(
      parameters.window_frames == 0 ? sizes.frame_slots : parameters.window_frames);
  // The same limit in bytes, so that a port with more room behaves alike.
  retry.max_bytes = static_cast<uint32_t>(sizes.buffer_beats * link::kBeatBytes);
  retry.replay_timer =
      static_cast<uint32_t>(parameters.replay_timer_cycles == 0 ? 2 * Loop(parameters, latency)
                                                                : parameters.replay_timer_cycles);
  retry.replay_count = 0;  // never give up: a pod has no other way
  retry.init_action = retry.flush_action = link::FrameAction::kBlock;
  retry.ctl_spacing = static_cast<uint16_t>(parameters.ack_spacing_cycles);
  return config;
}

RetrySettings SettingsFor(const LinkRetryParameters& parameters, int latency) {
  RetrySettings settings;
  settings.sizes = FlitRetryLink::SizesFor(parameters, latency);
  settings.config = ConfigFor(parameters, settings.sizes, latency);
  // Whatever is on the way has come, and the spacings of control sets have run out.
  settings.settle_cycles = latency + parameters.ack_spacing_cycles + RetryEnds::kTurnaround;
  return settings;
}

}  // namespace

FlitRetryLink::FlitRetryLink(const LinkRetryParameters& parameters,
                             const std::vector<LinkErrorChange>& changes, int latency,
                             std::string path, std::array<std::string, 2> toward,
                             const link::LinkDeviceFactory& make_port)
    : RetryLink(RetryEnds(parameters, changes, SettingsFor(parameters, latency), latency,
                          std::move(path), std::move(toward), make_port)),
      latency_(latency),
      repeat_cycles_(parameters.credit_repeat_cycles) {
  LINKWRIGHT_CHECK(parameters.credit_repeat_cycles >= kVirtualChannels)
      << ends_.path() << ": " << parameters.credit_repeat_cycles << " cycles";
  for (Core& core : cores_) core.cable.resize(std::bit_ceil(static_cast<uint64_t>(latency) + 1));
}

link::LinkSizes FlitRetryLink::SizesFor(const LinkRetryParameters& parameters, int latency) {
  link::LinkSizes sizes;
  const int loop = Loop(parameters, latency);
  const int window = parameters.window_frames;
  sizes.frame_slots = PowerOfTwo(window == 0 ? loop : window);
  sizes.buffer_beats = PowerOfTwo(window == 0 ? loop : window * kLongestFrame);
  sizes.max_beats = kLongestFrame;
  sizes.virtual_channels = kVirtualChannels;
  return sizes;
}

uint64_t FlitRetryLink::QueueBound(int end) const {
  uint64_t slots = 0;
  for (const Credit& credit : cores_[Index(1 - end)].credit) slots += credit.slots;
  return slots * kLongestFrame;
}

void FlitRetryLink::Push(int end, const PortBeat& beat) {
  Core& here = cores_[Index(end)];
  if (beat.flit.valid) {
    here.queue.push_back(beat.flit);
    CountQueue(end, here.queue.size());
    LINKWRIGHT_CHECK(here.queue.size() <= QueueBound(end))
        << ends_.path() << ": " << here.queue.size() << " beats wait " << ends_.toward(end)
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

void FlitRetryLink::Offer(int end) {
  link::FrameOffer& offer = ends_.inputs(end).offer;
  const std::deque<FlitBeat>& queue = cores_[Index(end)].queue;
  offer.flit.valid = !queue.empty() && ends_.MayOffer(end);
  if (!offer.flit.valid) return;
  offer.flit = queue.front();
  if (!offer.flit.head) return;
  const auto header = spec::scaleup_switch::Unpack(offer.flit.data);
  const int data = spec::scaleup_switch::HasData(header.op) ? (header.bytes + 63) / 64 : 0;
  LINKWRIGHT_CHECK(data < kLongestFrame)
      << ends_.path() << ": a packet of " << header.bytes << " bytes";
  offer.vc = header.vc;
  offer.length = static_cast<uint16_t>((data + 1) * link::kBeatBytes);
}

void FlitRetryLink::TakeCredit(int end, int64_t cycle, CreditBeat& out) {
  Core& far = cores_[Index(1 - end)];
  CreditBeat& arriving = far.cable[At(cycle)];
  out = arriving;
  arriving.valid = false;
  if (!out.valid) return;
  Credit& credit = far.credit[out.vc];
  credit.delivered = true;
  credit.at_far_end = out.limit;
}

// While the far core lacks a limit; the channels in consecutive cycles.
void FlitRetryLink::Repeat(int64_t cycle, Core& core) const {
  const int64_t phase = cycle % repeat_cycles_;
  if (core.news.valid || phase >= kVirtualChannels) return;
  const Credit& credit = core.credit[static_cast<size_t>(phase)];
  if (credit.missing()) core.news = {true, static_cast<uint8_t>(phase), credit.latest};
}

void FlitRetryLink::SendCredit(int end, int64_t cycle) {
  Core& core = cores_[Index(end)];
  Repeat(cycle, core);
  CreditBeat& out = core.cable[At(cycle + latency_)];
  out.valid = false;
  if (!core.news.valid) return;
  out = core.news;
  core.news.valid = false;
  if (!ends_.LosesBeside(end, cycle)) return;
  out.valid = false;
  ++ends_.counted(end).credits_lost;
}

bool FlitRetryLink::AtRest() const {
  return std::all_of(cores_.begin(), cores_.end(), [](const Core& core) {
    return core.queue.empty() &&
           std::none_of(core.credit.begin(), core.credit.end(),
                        [](const Credit& credit) { return credit.missing(); });
  });
}

void FlitRetryLink::Tick(int64_t cycle, Beats& out) {
  ApplyOutages(cycle);
  ends_.Arrive(cycle);
  for (const int end : {0, 1}) {
    if (was_up_ && !ends_.up()) {
      for (CreditBeat& credit : cores_[Index(end)].cable) {
        if (std::exchange(credit.valid, false)) ++ends_.counted(end).credits_lost;
      }
    }
    Offer(end);
  }
  ends_.Tick();
  for (const int end : {0, 1}) {
    const link::LinkOutputs& got = ends_.outputs(end);
    if (got.taken) cores_[Index(end)].queue.pop_front();
    PortBeat& to_core = out[Index(end)];
    to_core.flit.valid = got.out.flit.valid;
    if (to_core.flit.valid) to_core.flit = got.out.flit;
    TakeCredit(end, cycle, to_core.credit);
  }
  ends_.Leave(cycle);
  for (const int end : {0, 1}) SendCredit(end, cycle);
  was_up_ = ends_.up();
  ends_.Close(AtRest());
}

void FlitRetryLink::Step(int64_t cycle, std::span<const PortBeat> in, Beats& out) {
  for (const int end : {0, 1}) {
    const PortBeat& beat = in[Index(end)];
    if (beat.flit.valid || beat.credit.valid) Push(end, beat);
  }
  Tick(cycle, out);
}

}  // namespace linkwright::retry
