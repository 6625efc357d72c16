// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/ethernet/frame_monitor.h"

#include <fmt/format.h>

#include <algorithm>

#include "systemc_models/lockstep/ethernet/frame_text.h"

namespace linkwright::lockstep::ethernet {
namespace {

namespace reg = sw::registers;

constexpr std::size_t kRemembered = 4096;  // frames of a port
constexpr int kRampFrom = 1000;            // KMAX that queues do not reach
constexpr std::int64_t kClearlyLater = 4;  // ticks
constexpr int kMaskPorts = 64;
constexpr int kManyGroups = 16;
constexpr std::uint32_t kNarrowBeats = 1U << 16;

const char* const kBins[] = {
    "balance/adaptive",
    "balance/adaptive beside a pause",
    "balance/ecmp",
    "balance/ecmp beside a pause",
    "balance/flowlet",
    "balance/flowlet beside a pause",
    "balance/spray",
    "balance/spray beside a pause",
    "balance/all members paused",
    "ecn/at dequeue: ramp, marked",
    "ecn/at dequeue: ramp, not marked",
    "ecn/at dequeue: step, marked",
    "ecn/at dequeue: step, not marked",
    "ecn/at enqueue: ramp, marked",
    "ecn/at enqueue: ramp, not marked",
    "ecn/at enqueue: step, marked",
    "ecn/at enqueue: step, not marked",
    "egress/by MAC",
    "egress/IPv4 by MAC",
    "egress/IPv4 routed",
    "egress/compact",
    "egress/sixty-four bytes",
    "egress/jumbo",
    "egress/cut through",
    "egress/stored first",
    "egress/poisoned",
    "egress/trimmed",
    "enqueue/two frames in one tick",
    "enqueue/three frames in one tick",
    "enqueue/four or more in one tick",
    "pfc/XOFF",
    "pfc/XON",
    "pfc/repeated",
    "pfc/said again after the link was down",
    "pfc/link down while stopped",
    "pfc/link down while pausing",
    "pfc/class left PFC_CLASSES while stopped",
    "pfc/class named that is not lossless",
    "pfc/empty vector",
    "schedule/turn goes on",
    "schedule/larger than the quantum: a deficit carried over",
    "schedule/strict before older",
    "telemetry/slot 0",
    "telemetry/slot 1",
    "telemetry/slot 2",
    "telemetry/slot 3",
    "telemetry/slot 4",
    "telemetry/no slot left",
};

}  // namespace

FrameMonitor::FrameMonitor(const sw::Variant& variant, const SwitchPlan& plan,
                           const RegisterMirror& mirror)
    : plan_(plan),
      mirror_(mirror),
      sent_(static_cast<std::size_t>(variant.ports), std::vector<Sent>(kRemembered)),
      outputs_(static_cast<std::size_t>(variant.ports)),
      paused_until_(static_cast<std::size_t>(variant.ports * sw::kClasses), 0) {
  for (const char* bin : kBins) seen_.Declare(bin);
  if (variant.groups > kManyGroups) seen_.Declare("balance/group 16 and above");
}

FrameMonitor::Sent* FrameMonitor::Find(std::uint32_t serial) {
  const std::size_t port = serial >> kSerialPortShift;
  if (port >= sent_.size()) return nullptr;
  Sent& sent = sent_[port][serial % kRemembered];
  return sent.begin >= 0 && sent.serial == serial ? &sent : nullptr;
}

int FrameMonitor::ClassOf(const Frame& frame) const {
  const auto at = [this](std::uint32_t table) {
    return static_cast<int>(mirror_.Value(table) & 7U);
  };
  if (frame.kind != FrameKind::kMac) return at(reg::DscpClass(frame.dscp));
  const std::uint8_t* type = &frame.front[frame.tagged ? 16 : 12];
  if ((type[0] << 8 | type[1]) == sw::kEtherTypeIpv6)
    return at(reg::DscpClass((type[2] & 15) << 2 | type[3] >> 6));
  if (!frame.tagged) return 0;
  const int pcp = frame.front[14] >> 5;
  return at((frame.front[14] & 0x10) != 0 ? reg::DeiClass(pcp) : reg::PcpClass(pcp));
}

void FrameMonitor::Begin(const Frame& frame, int port, std::int64_t cycle) {
  Sent& sent = sent_[static_cast<std::size_t>(port)][frame.serial % kRemembered];
  sent = {.serial = frame.serial,
          .begin = cycle,
          .end = -1,
          .traffic_class = ClassOf(frame),
          .port = frame.port,
          .group = frame.group,
          .bytes = frame.bytes,
          .hop_count = frame.hop_count,
          .ecn = frame.ecn,
          .kind = frame.kind};
  if (frame.group < 0) return;
  const std::vector<bool>& members = plan_.members(frame.group);
  for (int member = 0; member < std::min<int>(static_cast<int>(members.size()), kMaskPorts);
       ++member) {
    if (!members[static_cast<std::size_t>(member)]) continue;
    sent.members |= std::uint64_t{1} << member;
    if (paused_until_[Index(member, sent.traffic_class)] > cycle) {
      sent.paused |= std::uint64_t{1} << member;
    }
  }
}

void FrameMonitor::End(const Frame& frame, std::int64_t cycle) {
  Sent* sent = Find(frame.serial);
  if (sent == nullptr) return;
  sent->end = cycle;
  if (frame.fault == Fault::kNone && frame.port >= 0) {
    ended_.push_back(Index(frame.port, sent->traffic_class));
  }
}

void FrameMonitor::EndTick() {
  std::sort(ended_.begin(), ended_.end());
  for (std::size_t begin = 0; begin < ended_.size();) {
    std::size_t end = begin;
    while (end < ended_.size() && ended_[end] == ended_[begin]) ++end;
    const std::size_t together = end - begin;
    if (together == 2) seen_.Hit("enqueue/two frames in one tick");
    if (together == 3) seen_.Hit("enqueue/three frames in one tick");
    if (together > 3) seen_.Hit("enqueue/four or more in one tick");
    begin = end;
  }
  ended_.clear();
}

void FrameMonitor::PauseOut(Output& output, const interfaces::FlitBeat& beat) {
  std::uint32_t xoff = 0;
  for (int i = 0; i < sw::kClasses; ++i) {
    if ((ByteOf(beat, 18 + 2 * i) | ByteOf(beat, 19 + 2 * i)) != 0) xoff |= 1U << i;
  }
  if ((xoff & ~output.xoff) != 0) seen_.Hit("pfc/XOFF");
  if ((output.xoff & ~xoff) != 0) seen_.Hit("pfc/XON");
  if (xoff != 0 && xoff == output.xoff) seen_.Hit("pfc/repeated");
  if (output.fell && xoff != 0) seen_.Hit("pfc/said again after the link was down");
  if (ByteOf(beat, 17) == 0) seen_.Hit("pfc/empty vector");
  output.fell = false;
  output.xoff = xoff;
}

std::uint16_t FrameMonitor::LosslessOf(std::uint16_t classes) const {
  return static_cast<std::uint16_t>(classes & mirror_.Value(reg::kPfcClasses) & 0xFFU);
}

void FrameMonitor::Pause(int port, int traffic_class, std::int64_t cycle, std::int64_t until) {
  if (LosslessOf(static_cast<std::uint16_t>(1U << traffic_class)) != 0) {
    paused_until_[Index(port, traffic_class)] = until;
  } else if (until > cycle) {
    seen_.Hit("pfc/class named that is not lossless");
  }
}

void FrameMonitor::LinkFell(int port, std::int64_t cycle) {
  Output& output = outputs_[static_cast<std::size_t>(port)];
  if (output.xoff != 0) {
    seen_.Hit("pfc/link down while stopped");
    output.fell = true;
    output.xoff = 0;
  }
  bool paused = false;
  for (int c = 0; c < sw::kClasses; ++c) {
    std::int64_t& until = paused_until_[Index(port, c)];
    paused = paused || until > cycle;
    until = 0;
  }
  if (paused) seen_.Hit("pfc/link down while pausing");
}

void FrameMonitor::NoteClasses() {
  const std::uint32_t classes = mirror_.Value(reg::kPfcClasses) & 0xFFU;
  const std::uint32_t left = classes_ & ~classes;
  classes_ = classes;
  if (left == 0) return;
  for (const Output& output : outputs_) {
    if ((output.xoff & left) != 0) seen_.Hit("pfc/class left PFC_CLASSES while stopped");
  }
}

bool FrameMonitor::Stopped(int port, std::int64_t cycle) const {
  return outputs_[static_cast<std::size_t>(port)].xoff != 0 || Paused(port, cycle);
}

std::uint16_t FrameMonitor::PausedClasses(int port, std::int64_t cycle) const {
  unsigned classes = 0;
  for (int c = 0; c < sw::kClasses; ++c) {
    if (paused_until_[Index(port, c)] > cycle) classes |= 1U << c;
  }
  return static_cast<std::uint16_t>(classes);
}

void FrameMonitor::Balanced(const Sent& sent, int port) {
  if (sent.group < 0) return;
  const auto mode = static_cast<sw::Balance>(mirror_.Value(reg::GroupMode(sent.group)) & 3U);
  const std::string bin = fmt::format("balance/{}", sw::Name(mode));
  seen_.Hit(bin);
  if (sent.group >= kManyGroups) seen_.Hit("balance/group 16 and above");
  if (port >= kMaskPorts || sent.paused == 0) return;
  if (sent.paused == sent.members) {
    seen_.Hit("balance/all members paused");
  } else if ((sent.paused >> port & 1U) == 0 || mode == sw::Balance::kEcmp ||
             mode == sw::Balance::kFlowlet) {
    seen_.Hit(bin + " beside a pause");
  }
}

void FrameMonitor::Scheduled(Output& output, const Sent& sent) {
  const int c = sent.traffic_class;
  const bool strict = (mirror_.Value(reg::kStrictClasses) >> c & 1U) != 0;
  if (strict) {
    auto& youngest = output.strict_end[static_cast<std::size_t>(c)];
    youngest = std::max(youngest, sent.end);
    output.last_class = -1;
  } else {
    for (const std::int64_t end : output.strict_end) {
      if (sent.end >= 0 && end > sent.end + kClearlyLater) {
        seen_.Hit("schedule/strict before older");
        break;
      }
    }
    if (output.last_class >= 0 && output.last_class != c) seen_.Hit("schedule/turn goes on");
    output.last_class = c;
    if (static_cast<int>(mirror_.Value(reg::QueueQuantum(c)) & 0xFFFFU) < sent.bytes) {
      seen_.Hit("schedule/larger than the quantum: a deficit carried over");
    }
  }
}

void FrameMonitor::Head(Output& output, int port, const interfaces::FlitBeat& beat) {
  output.frame.reset();
  if (ByteOf(beat, 12) == 0x88 && ByteOf(beat, 13) == 0x08) {
    PauseOut(output, beat);
    return;
  }
  const auto serial = SerialOf(beat);
  const Sent* sent = serial ? Find(*serial) : nullptr;
  if (sent == nullptr) return;
  output.frame = *sent;
  const int at = ByteOf(beat, 12) == 0x81 ? 18 : 14;
  const int tos = ByteOf(beat, sent->kind == FrameKind::kCompact ? at : at + 1);
  output.ce = (tos & 3) == 3;
  static const char* const kKinds[] = {"by MAC", "IPv4 by MAC", "IPv4 routed", "compact",
                                       "control"};
  seen_.Hit(fmt::format("egress/{}", kKinds[static_cast<std::size_t>(sent->kind)]));
  seen_.Hit(sent->end < 0 ? "egress/cut through" : "egress/stored first");
  Balanced(*sent, port);
  Scheduled(output, *sent);
}

void FrameMonitor::Tail(const Output& output, const interfaces::FlitBeat& beat) {
  const Sent& sent = *output.frame;
  const int bytes = sw::kBeatBytes * output.beat + beat.bytes;
  if (beat.error) seen_.Hit("egress/poisoned");
  if (bytes == sw::kMinFrameBytes) seen_.Hit("egress/sixty-four bytes");
  if (bytes > 9000) seen_.Hit("egress/jumbo");
  const auto dscp = mirror_.Value(reg::kTrimDscp, reg::kTrimDscpReset);
  if (bytes < sent.bytes && !beat.error && dscp != 0) seen_.Hit("egress/trimmed");
  if (sent.kind == FrameKind::kMac || sent.ecn == 0 || sent.ecn == 3) return;
  const std::uint32_t low = mirror_.Value(reg::EcnKmin(sent.traffic_class)) & 0xFFFFFU;
  const std::uint32_t high = mirror_.Value(reg::EcnKmax(sent.traffic_class)) & 0xFFFFFU;
  if (high == 0) return;
  const bool ramp = high >= kRampFrom && low + 1 < high;
  if (!ramp && low + 1 < high) return;  // either could be the reason
  seen_.Hit(fmt::format("ecn/at {}: {}, {}",
                        (mirror_.Value(reg::kEcnAtDequeue) & 1U) != 0 ? "dequeue" : "enqueue",
                        ramp ? "ramp" : "step", output.ce ? "marked" : "not marked"));
}

void FrameMonitor::Out(int port, const interfaces::FlitBeat& beat) {
  Output& output = outputs_[static_cast<std::size_t>(port)];
  if (beat.head) {
    output.beat = 0;
    Head(output, port, beat);
  }
  if (output.frame) {
    if (output.beat == 1 && output.frame->hop_count >= 0) {
      const int hops = ByteOf(beat, 0);
      if (hops == output.frame->hop_count + 1) {
        seen_.Hit(fmt::format("telemetry/slot {}", output.frame->hop_count));
        late_slots_ += output.beats >= kNarrowBeats ? 1 : 0;
      } else if (output.frame->hop_count >= sw::kTelemetryHops &&
                 mirror_.Value(reg::kTelemetryUdpPort) == sw::kRoceUdpPort) {
        seen_.Hit("telemetry/no slot left");
      }
    }
    if (beat.tail) Tail(output, beat);
  }
  ++output.beat;
  ++output.beats;
}

void FrameMonitor::CollectCoverage(Coverage& coverage) const { coverage.Add(seen_); }

}  // namespace linkwright::lockstep::ethernet
