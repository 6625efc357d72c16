// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/scheduler.h"

#include <algorithm>
#include <bit>

#include "systemc_models/ethernet_switch/marking.h"

namespace linkwright::ethernet_switch {

using spec::ethernet_switch::StormAction;

namespace {

constexpr std::uint32_t kSmallestQuantum = spec::ethernet_switch::kBeatBytes;
constexpr std::int32_t kHighestDeficit = 1 << 20;

int Highest(unsigned classes) { return std::bit_width(classes) - 1; }

}  // namespace

void Scheduler::Step(Transmit& transmit) {
  for (int w = 0; w < state_.words; ++w) {
    std::uint64_t ports =
        state_.queues.Outputs().word[w] | state_.pfc.Dirty().word[w] | stale_.word[w];
    for (ports &= transmit.Free().word[w]; ports != 0; ports &= ports - 1) {
      Choose(w * 64 + std::countr_zero(ports), transmit);
    }
  }
  for (const Correction& correction : transmit.corrections()) Correct(correction);
}

void Scheduler::Choose(int output, Transmit& transmit) {
  const Control& control = state_.control;
  const unsigned waiting = state_.queues.Waiting(output);
  if (!control.live.Has(output)) {
    if (waiting != 0) Take(output, Highest(waiting), {}, transmit);
    return;
  }
  if (state_.pfc.Dirty().Has(output)) {
    state_.pfc.Sent(output, state_.scan);
    transmit.Start(output, {});
    return;
  }
  unsigned blocked = state_.pfc.Paused(output);
  if (control.watchdog_action >= static_cast<std::uint32_t>(StormAction::kForward)) {
    blocked &= ~state_.watchdog.Storm(output);
  }
  const unsigned eligible = waiting & ~blocked & ~unsigned{control.backpressure[output]};
  const unsigned strict = eligible & control.strict_classes;
  if (strict != 0) {
    Take(output, Highest(strict), {}, transmit);
  } else {
    ChooseByDeficit(output, eligible, transmit);
  }
}

// Queues that are neither eligible nor stale are passed over without effect, so only the others are
// visited.
void Scheduler::ChooseByDeficit(int output, unsigned eligible, Transmit& transmit) {
  Port& port = port_[output];
  const unsigned stale = Stale(output) & ~state_.control.strict_classes;
  const int turn = port.turn;
  // Bit n: queue (turn + n) mod 8; bit 8: the queue of the turn once more.
  const unsigned twice = (eligible | stale) * 0x101u;
  unsigned visits = twice >> turn & 0xFFu;
  visits |= (visits & 1u) << kClasses;
  for (; visits != 0; visits &= visits - 1) {
    const int step = std::countr_zero(visits);
    const int c = (turn + step) % kClasses;
    if ((eligible >> c & 1) == 0) {
      SetDeficit(port, c, 0);
    } else if (Serve(output, c, step > 0, transmit)) {
      break;
    }
  }
  if (stale_.Has(output) && Stale(output) == 0) stale_.Clear(output);
}

bool Scheduler::Serve(int output, int c, bool gains, Transmit& transmit) {
  Port& port = port_[output];
  std::int32_t deficit = port.deficit[c];
  if (gains) {
    const auto quantum =
        static_cast<std::int32_t>(std::max(state_.control.queue_quantum[c], kSmallestQuantum));
    deficit = std::min(deficit + quantum, kHighestDeficit);
  }
  const std::uint32_t known = KnownBytes(output, c);
  const bool served = deficit >= static_cast<std::int32_t>(known);
  if (served) deficit = state_.queues.IsLast(output, c) ? 0 : deficit - static_cast<int>(known);
  SetDeficit(port, c, deficit);
  if (!served) return false;
  port.turn = static_cast<std::uint8_t>(c);
  Service service;
  service.deficit = true;
  service.known = known;
  Take(output, c, service, transmit);
  return true;
}

std::uint32_t Scheduler::KnownBytes(int output, int c) const {
  const Frame& frame = state_.frames[state_.queues.Head(output, c)];
  if (frame.complete) return frame.bytes;
  return static_cast<std::uint32_t>(frame.stored) * spec::ethernet_switch::kBeatBytes;
}

void Scheduler::Take(int output, int c, const Service& service, Transmit& transmit) {
  Service taken = service;
  taken.frame = state_.queues.Pop(state_.frames, output, c);
  Frame& frame = state_.frames[taken.frame];
  const bool live = state_.control.live.Has(output);
  if (!live) {
    taken.emit = false;
    taken.discard = DropReason::kEgressDead;
  } else if (state_.StormDrops(output, c)) {
    taken.emit = false;
    taken.discard = DropReason::kStorm;
  }
  if (live && state_.control.ecn_at_dequeue != 0 && MayBeMarked(frame)) {
    const std::uint32_t depth = state_.mmu.Depth(output, c);
    if (DecideMark(state_.control, c, depth, state_.leave, output)) frame.marked = true;
  }
  if (Stale(output) != 0) stale_.Set(output);
  transmit.Start(output, taken);
}

void Scheduler::Correct(const Correction& correction) {
  Port& port = port_[correction.output];
  const int c = correction.priority;
  SetDeficit(port, c, port.deficit[c] - static_cast<std::int32_t>(correction.bytes));
  if (Stale(correction.output) != 0) stale_.Set(correction.output);
}

void Scheduler::SetDeficit(Port& port, int c, std::int32_t value) {
  port.deficit[c] = value;
  const unsigned bit = 1u << c;
  port.charged = static_cast<std::uint8_t>(value != 0 ? port.charged | bit : port.charged & ~bit);
}

}  // namespace linkwright::ethernet_switch
