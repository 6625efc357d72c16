// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/retry/frame_retry_link.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "foundation/diagnostics/check.h"

namespace linkwright::retry {

using interfaces::FlitBeat;

namespace {

constexpr int kFrameOverheadBytes = 20;  // preamble and smallest gap
constexpr int kShortestFrame = 64;
constexpr uint32_t kPcsTimeout = 8;  // cycles after which a dead link gives up what it had
constexpr uint32_t kHealingPeriod = 4096;
constexpr uint16_t kCreditSpacing = 16;  // cycles between two CF_UPDATEs

int CeilDiv(int a, int b) { return (a + b - 1) / b; }

// From the first beat of a frame on the wire to the use of its acknowledgement, at the longest.
int Loop(const LinkRetryParameters& retry, const FrameLinkParameters& p) {
  return 2 * p.latency + retry.ack_spacing_cycles +
         2 * CeilDiv(p.frame_bytes + kFrameOverheadBytes, p.line_bytes) + RetryEnds::kTurnaround;
}

int WindowFrames(const LinkRetryParameters& retry, const FrameLinkParameters& p) {
  if (retry.window_frames > 0) return retry.window_frames;
  return Loop(retry, p) * p.line_bytes / (kShortestFrame + kFrameOverheadBytes) + 2;
}

int WindowBytes(const LinkRetryParameters& retry, const FrameLinkParameters& p) {
  if (retry.window_frames > 0) return retry.window_frames * p.frame_bytes;
  return Loop(retry, p) * p.line_bytes + 2 * p.frame_bytes;
}

void ConfigureCredits(const interfaces::LinkCredits& credits, int end, link::CreditConfig& config) {
  if (credits.cell_bytes == 0) return;
  const auto& near = credits.at[static_cast<size_t>(end)].limit;
  const auto& far = credits.at[static_cast<size_t>(1 - end)].limit;
  config.shift = static_cast<uint8_t>(std::countr_zero(static_cast<unsigned>(credits.cell_bytes)));
  config.overhead = 0;
  config.cf_min_spacing = kCreditSpacing;
  for (size_t c = 0; c < kClasses; ++c) {
    if (near[c] > 0) config.rx_enable |= 1U << c;
    if (far[c] > 0) config.tx_enable |= 1U << c;
    config.limit[c] = static_cast<uint32_t>(far[c]);
  }
}

RetrySettings SettingsFor(const LinkRetryParameters& retry, bool enabled,
                          const FrameLinkParameters& p) {
  RetrySettings settings;
  settings.sizes = FrameRetryLink::SizesFor(retry, p);
  settings.line_bytes = p.line_bytes;
  link::RetryConfig& config = settings.config.retry;
  config.tx_enable = config.rx_enable = enabled;
  config.max_frames = static_cast<uint32_t>(WindowFrames(retry, p));
  config.max_bytes = static_cast<uint32_t>(WindowBytes(retry, p));
  config.replay_timer = static_cast<uint32_t>(
      retry.replay_timer_cycles == 0 ? 2 * Loop(retry, p) : retry.replay_timer_cycles);
  config.replay_count = 0;  // never give up while the link is up
  config.pcs_timeout = kPcsTimeout;
  config.init_action = link::FrameAction::kBlock;
  config.flush_action = link::FrameAction::kDiscard;
  config.reinit_on_flush = true;
  config.ctl_spacing = static_cast<uint16_t>(retry.ack_spacing_cycles);
  // Whatever is on the way has come, and the spacings of control sets have run out.
  settings.settle_cycles =
      p.latency + std::max<int>(retry.ack_spacing_cycles, kCreditSpacing) + RetryEnds::kTurnaround;
  return settings;
}

FrameFront FrontAt(int end, const FrameLinkParameters& p, const std::string& path) {
  const auto at = static_cast<size_t>(end);
  return {{p.line_bytes,
           p.class_of_dscp,
           {},
           p.credits.cell_bytes,
           p.tells_occupancy[at],
           p.credits.at[1 - at]},
          path};
}

}  // namespace

link::LinkSizes FrameRetryLink::SizesFor(const LinkRetryParameters& retry,
                                         const FrameLinkParameters& p) {
  link::LinkSizes sizes;
  const int frames = WindowFrames(retry, p);
  sizes.frame_slots = PowerOfTwo(frames);
  // A frame's last beat may be short: a beat more for each.
  sizes.buffer_beats = PowerOfTwo(WindowBytes(retry, p) / link::kBeatBytes + frames + kMaxBeats);
  sizes.max_beats = kMaxBeats;
  sizes.virtual_channels = kClasses;
  return sizes;
}

FrameRetryLink::FrameRetryLink(const LinkRetryParameters* retry,
                               const FrameLinkParameters& parameters, std::string path,
                               std::array<std::string, 2> toward,
                               const link::LinkDeviceFactory& make_port)
    : RetryLink(RetryEnds(retry != nullptr ? *retry : LinkRetryParameters{}, {},
                          SettingsFor(retry != nullptr ? *retry : LinkRetryParameters{},
                                      retry != nullptr, parameters),
                          parameters.latency, std::move(path), std::move(toward), make_port),
                parameters.tells_occupancy),
      parameters_(parameters),
      fronts_{FrontAt(0, parameters, ends_.path()), FrontAt(1, parameters, ends_.path())} {
  LINKWRIGHT_CHECK(parameters.line_bytes > 0 && parameters.line_bytes <= link::kBeatBytes &&
                   parameters.frame_bytes <= kMaxBeats * link::kBeatBytes)
      << ends_.path() << ": " << parameters.line_bytes << " bytes a cycle, frames of "
      << parameters.frame_bytes;
  for (const int end : {0, 1})
    ConfigureCredits(parameters.credits, end, ends_.inputs(end).config.credit);
}

void FrameRetryLink::Push(int end, const FlitBeat& beat) {
  FrameFront& front = fronts_[Index(end)];
  front.Push(beat);
  CountQueue(end, front.beats());
  if (!beat.head || !ends_.up()) return;
  // Backpressure came early enough: no frame waits for credits in front of another class.
  const auto& limits = parameters_.credits.at[Index(1 - end)].limit;
  for (int c = 0; c < kClasses; ++c) {
    const int limit = limits[Index(c)];
    const int promised = front.CreditsPromised(ends_.port(end), c);
    LINKWRIGHT_CHECK(limit == 0 || promised <= limit)
        << ends_.path() << " " << ends_.toward(end) << ": class " << c << " needs " << promised
        << " credits of " << limit;
  }
}

bool FrameRetryLink::AtRest() const {
  for (const int end : {0, 1}) {
    if (!fronts_[Index(end)].AtRest()) return false;
    if (parameters_.credits.cell_bytes == 0 || !ends_.up()) continue;
    for (int c = 0; c < kClasses; ++c) {
      const link::CreditCounts here = ends_.port(end).ReceiverCredits(c);
      if (FrameFront::CreditsInUse(ends_.port(end), c) > 0 || here.consumed != here.freed)
        return false;
    }
  }
  return true;
}

void FrameRetryLink::Tick(int64_t cycle, Beats& out) {
  ends_.Arrive(cycle);
  for (const int end : {0, 1}) {
    fronts_[Index(end)].Drive(ends_.MayOffer(end), ends_.outputs(end).out, occupancy_[Index(end)],
                              ends_.inputs(end));
  }
  ends_.Tick();
  for (const int end : {0, 1}) {
    FrameFront& front = fronts_[Index(end)];
    const link::LinkOutputs& got = ends_.outputs(end);
    front.Take(got);
    FlitBeat& to_core = out[Index(end)].flit;
    to_core.valid = got.out.flit.valid;
    if (to_core.valid) to_core = got.out.flit;
    backpressure_[Index(end)] = front.Backpressure(ends_.port(end));
  }
  ends_.Leave(cycle);
  const bool at_rest = AtRest();
  ends_.Close(at_rest);
  // The rounds of credits that heal losses begin anew with the traffic: a link that slept must not
  // differ from one that did not.
  const uint32_t period = at_rest && ends_.Settled() ? 0 : kHealingPeriod;
  for (const int end : {0, 1}) {
    link::CreditConfig& credit = ends_.inputs(end).config.credit;
    credit.cc_period = credit.cf_max_spacing = period;
  }
}

void FrameRetryLink::Step(int64_t cycle, std::span<const interfaces::PortBeat> in, Beats& out) {
  for (const int end : {0, 1}) {
    const FlitBeat& beat = in[Index(end)].flit;
    if (beat.valid) Push(end, beat);
  }
  Tick(cycle, out);
}

}  // namespace linkwright::retry
