// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/ethernet/stimulus_peer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "systemc_models/lockstep/ethernet/frame_text.h"

namespace linkwright::lockstep::ethernet {
namespace {

constexpr int kStuckTimer = 65535;
constexpr int kQuantumBytes = 64;
constexpr std::int64_t kInsistEvery = 150;  // ticks

}  // namespace

Peer::Peer(const sw::Variant& variant, const SwitchPlan& plan, int port, std::uint64_t seed)
    : port_(port),
      line_bytes_(variant.line_bytes),
      random_(seed, fmt::format("peer/{}", port)),
      maker_(variant, plan, port),
      serial_(static_cast<std::uint32_t>(port) << kSerialPortShift) {}

void Peer::Observe(const interfaces::FlitBeat& beat, std::int64_t cycle, FrameMonitor& monitor) {
  if (!beat.valid) return;
  ++counts_.flits_received;
  monitor.Out(port_, beat);
  if (!beat.head || ByteOf(beat, 12) != 0x88 || ByteOf(beat, 13) != 0x08) return;
  for (int i = 0; i < sw::kClasses; ++i) {
    if ((ByteOf(beat, 17) >> i & 1U) == 0) continue;
    const int timer = ByteOf(beat, 18 + 2 * i) << 8 | ByteOf(beat, 19 + 2 * i);
    paused_until_[static_cast<std::size_t>(i)] = cycle + timer * kQuantumBytes / line_bytes_;
  }
}

void Peer::Start(const Frame& frame) {
  current_ = frame;
  sending_ = true;
  beat_ = 0;
  const int beats = frame.beats();
  fault_beat_ = beats > 1 ? static_cast<int>(random_.Between(1, beats - 1)) : -1;
}

void Peer::SendPause(std::uint16_t classes, std::int64_t cycle, FrameMonitor& monitor) {
  for (int i = 0; i < sw::kClasses; ++i) {
    if ((classes >> i & 1U) == 0) continue;
    const int timer = timers_[static_cast<std::size_t>(i)];
    monitor.Pause(port_, i, cycle, cycle + timer * kQuantumBytes / line_bytes_);
    const auto bit = static_cast<std::uint16_t>(1U << i);
    outstanding_ =
        static_cast<std::uint16_t>(timer != 0 ? outstanding_ | bit : outstanding_ & ~bit);
  }
  // The upper half of the vector names nothing.
  const auto noise =
      static_cast<std::uint16_t>(random_.Below(4) == 0 ? random_.Next() & 0xFF00U : 0);
  Start(FrameMaker::Pause(static_cast<std::uint16_t>(classes | noise), timers_, random_));
}

void Peer::DrawTimers(PauseStyle style) {
  // A timer loses bits at powers of two, if it loses any; short ones expire within a phase.
  const bool lasting = style == PauseStyle::kLong;
  const bool powers = lasting || (style == PauseStyle::kShort && random_.Below(2) == 0);
  counts_.timers += powers ? 1 : 0;
  for (std::uint16_t& timer : timers_) {
    if (powers) {
      const std::int64_t power = std::int64_t{1} << random_.Below(lasting ? 17 : 10);
      timer = static_cast<std::uint16_t>(
          std::clamp<std::int64_t>(power + random_.Between(-1, 1), 0, kStuckTimer));
    } else if (style == PauseStyle::kStuck) {
      timer = kStuckTimer;
    } else {
      timer = static_cast<std::uint16_t>(style == PauseStyle::kRefreshed ? random_.Between(20, 250)
                                                                         : random_.Between(0, 60));
    }
  }
}

bool Peer::BeginPause(std::int64_t cycle, const Phase& phase, bool draining,
                      FrameMonitor& monitor) {
  const auto resume = [&](std::uint16_t classes) {
    timers_.fill(0);
    refresh_every_ = 0;
    ++counts_.resumes;
    SendPause(classes, cycle, monitor);
    return true;
  };
  if (insists_ && cycle >= insist_at_) {
    insist_at_ = cycle + kInsistEvery;
    return resume(0xFF);
  }
  if (draining) return outstanding_ != 0 && resume(0xFF);
  if (refresh_every_ != 0 && outstanding_ != 0 && cycle >= refresh_at_) {
    refresh_at_ = cycle + refresh_every_;
    ++counts_.pauses;
    SendPause(outstanding_, cycle, monitor);
    return true;
  }
  if (phase.pause_style == PauseStyle::kNone ||
      static_cast<int>(random_.Below(65536)) >= phase.pause) {
    return false;
  }
  auto classes = static_cast<std::uint16_t>(random_.Next() & random_.Next() & 0xFFU);
  // Mostly classes that can be paused.
  const std::uint16_t lossless = monitor.LosslessOf(classes);
  if (lossless != 0 && random_.Below(4) != 0) classes = lossless;
  const bool lasting = phase.pause_style == PauseStyle::kLong;
  if (lasting && random_.Below(64) != 0) {  // what is paused stays so until it expires
    classes = static_cast<std::uint16_t>(classes & ~monitor.PausedClasses(port_, cycle));
    if (classes == 0) return false;
  }
  if (random_.Below(lasting ? 32 : 4) == 0) return resume(random_.Below(2) == 0 ? 0xFF : classes);
  const bool stuck = phase.pause_style == PauseStyle::kStuck;
  refresh_every_ =
      lasting || phase.pause_style == PauseStyle::kShort ? 0 : random_.Between(20, 200);
  refresh_at_ = cycle + refresh_every_;
  counts_.stuck += stuck ? 1 : 0;
  DrawTimers(phase.pause_style);
  ++counts_.pauses;
  SendPause(classes, cycle, monitor);
  return true;
}

bool Peer::Begin(std::int64_t cycle, const Phase& phase, Pattern& pattern, bool draining,
                 FrameMonitor& monitor) {
  if (BeginPause(cycle, phase, draining, monitor)) return true;
  if (draining || static_cast<int>(random_.Below(256)) >= phase.start) return false;
  if (!has_next_) {
    next_ = maker_.Draw(phase, pattern, serial_++, random_);
    has_next_ = true;
    ++counts_.sent_sizes[static_cast<std::size_t>(phase.sizes)];
  }
  if (phase.obeys && next_.kind != FrameKind::kControl &&
      paused_until_[static_cast<std::size_t>(monitor.ClassOf(next_))] > cycle) {
    ++counts_.obeyed;
    return false;
  }
  has_next_ = false;
  Start(next_);
  ++counts_.frames_sent;
  ++counts_.sent_fault[static_cast<std::size_t>(current_.fault)];
  counts_.fragments += current_.fragment ? 1 : 0;
  counts_.near_carry += current_.near_carry ? 1 : 0;
  if (current_.kind != FrameKind::kControl) monitor.Begin(current_, port_, cycle);
  return true;
}

int Peer::Emit(std::int64_t cycle, FrameMonitor& monitor, interfaces::FlitBeat& flit) {
  const Fault fault = current_.fault;
  if (fault == Fault::kAborted && beat_ == std::max(fault_beat_, 1)) {
    abort_ = true;
    sending_ = false;
    return 0;
  }
  const int from = sw::kBeatBytes * beat_;
  const bool last = beat_ + 1 == current_.beats();
  if (from < kFrontBytes) {
    std::memcpy(flit.data.data(), current_.front.data() + from, sizeof flit.data);
  } else {
    for (std::uint64_t& word : flit.data) word = random_.Next();
  }
  flit.valid = true;
  flit.head = fault == Fault::kBeatOutside ? false : beat_ == 0;
  flit.tail = last && fault != Fault::kMissingTail && fault != Fault::kAborted;
  if (fault == Fault::kHeadInside && beat_ == fault_beat_) flit.head = true;
  const int bytes = last ? current_.bytes - from : sw::kBeatBytes;
  flit.bytes = static_cast<std::uint8_t>(bytes);
  flit.error = flit.tail && fault == Fault::kBadFcs;
  if (flit.tail && fault == Fault::kOddByteCount) {
    flit.bytes = static_cast<std::uint8_t>(random_.Below(2) == 0 ? 0 : random_.Between(65, 127));
  }
  if (!flit.tail && random_.Below(32) == 0) {  // means nothing there
    flit.bytes = static_cast<std::uint8_t>(random_.Below(128));
    flit.error = random_.Below(2) == 0;
  }
  ++beat_;
  ++counts_.flits_sent;
  if (last) {
    sending_ = false;
    if (fault == Fault::kAborted) abort_ = true;
    if (current_.kind != FrameKind::kControl) monitor.End(current_, cycle);
  }
  return bytes + (last ? sw::kFrameOverheadBytes : 0);
}

// Beats that stop, once in a frame: about as long as the switch waits, or until its port is
// disabled.
void Peer::Stall(std::int64_t cycle) {
  if (beat_ != fault_beat_) return;
  if (current_.fault == Fault::kStalled) {
    stall_until_ = cycle + (random_.Below(4) == 0 ? random_.Between(100, 600)
                                                  : sw::kFrameGapTicks + random_.Between(-1, 2));
  } else if (current_.fault == Fault::kPortOff) {
    stall_until_ = cycle + random_.Between(2, 30);
    disable_ = random_.Between(1, 40);
  } else {
    return;
  }
  fault_beat_ = -1;
}

void Peer::Drive(std::int64_t cycle, const Phase& phase, Pattern& pattern, bool draining,
                 FrameMonitor& monitor, interfaces::FlitBeat& flit) {
  flit.valid = false;
  const bool line_free = debt_ < 2 * line_bytes_;
  int moved = 0;
  if (line_free || (!phase.line_paced && !draining)) {
    const bool was_sending = sending_;
    if (was_sending) Stall(cycle);
    if (was_sending && cycle < stall_until_) {
      // Silence inside a frame.
    } else if (was_sending && static_cast<int>(random_.Below(256)) < phase.gap && !draining) {
      ++counts_.gaps;
    } else if (was_sending || Begin(cycle, phase, pattern, draining, monitor)) {
      moved = Emit(cycle, monitor, flit);
      counts_.beyond_line += flit.valid && !line_free ? 1 : 0;
    }
  }
  debt_ = std::max(debt_ + moved - line_bytes_, 0);
  if (!phase.line_paced) debt_ = std::min(debt_, 2 * line_bytes_ + sw::kBeatBytes);
}

std::uint16_t Peer::DriveHold(std::int64_t cycle, const Phase& phase, bool draining) {
  if (draining) {
    hold_until_ = stop_until_ = 0;
    return 0;
  }
  if (cycle >= hold_until_) hold_classes_ = 0;
  if (static_cast<int>(random_.Below(65536)) < phase.hold_class) {
    hold_classes_ = static_cast<std::uint16_t>(random_.Next() & 0xFFU);
    hold_until_ = cycle + random_.Between(1, 300);
  }
  if (cycle >= stop_until_ && static_cast<int>(random_.Below(65536)) < phase.hold_beat) {
    stop_until_ = cycle + random_.Between(1, 60);
  }
  const bool stopped = cycle < stop_until_;
  counts_.held_classes += hold_classes_ != 0 ? 1 : 0;
  counts_.held_output += stopped ? 1 : 0;
  return static_cast<std::uint16_t>(hold_classes_ | (stopped ? 0x100U : 0U));
}

}  // namespace linkwright::lockstep::ethernet
