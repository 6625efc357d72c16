// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_conformance/stimulus_generator.h"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/random/hash_path.h"
#include "systemc_models/lockstep/wire_hash.h"

namespace linkwright::ethernet_conformance {
namespace {

constexpr std::int64_t kReliefCycles = 1500;  // after which thresholds no longer hold frames back
constexpr std::int64_t kWaitCycles = 101000;  // in which every pause expires
constexpr std::int64_t kLongRun = 20000;
constexpr std::int64_t kLongPause = 5000;      // left at the end
constexpr std::int64_t kBeyondBeats = 150000;  // cycles in which a busy port sends 2^16 beats
constexpr int kEnduringPorts = 8;              // variants that are fast enough for it

std::uint64_t RunSeed(const sw::Variant& variant, Family family, std::uint64_t seed) {
  return random::HashPath(seed, fmt::format("ethernet/{}/{}", variant.name, ToString(family)));
}

// Twice what one line takes for a memory full of frames for it, and all pauses besides.
std::int64_t MostDrain(const sw::Variant& variant) {
  const std::int64_t bytes = std::int64_t{variant.cells} * variant.cell_beats * sw::kBeatBytes;
  return 2 * bytes / variant.line_bytes + 2 * kWaitCycles;
}

// 20,000 become 150,000, as they are in a long regression: pauses expire, and a port sends more
// than 2^16 beats.
std::int64_t Lasting(const sw::Variant& variant, Family family, std::int64_t cycles) {
  const bool lasts =
      family == Family::kEndurance && variant.ports <= kEnduringPorts && cycles >= kLongRun;
  return lasts ? cycles * 15 / 2 : cycles;
}

// Every third run meets the wrap of the clock.
std::uint32_t FirstTime(std::int64_t cycles, random::Stream& random) {
  const auto any = static_cast<std::uint32_t>(random.Next());
  if (random.Below(3) != 0) return any;
  return 0U - static_cast<std::uint32_t>(random.Between(1, cycles));
}

}  // namespace

Stimulus::Stimulus(const sw::Variant& variant, Family family, std::uint64_t seed,
                   std::int64_t cycles)
    : variant_(variant),
      family_(family),
      random_(RunSeed(variant, family, seed), "switch"),
      plan_(variant, family, random_),
      books_(variant_, mirror_),
      registers_(variant_, plan_, family, RunSeed(variant, family, seed), mirror_, books_),
      monitor_(variant_, plan_, mirror_),
      down_until_(static_cast<std::size_t>(variant.ports), 0),
      up_(static_cast<std::size_t>(variant.ports), true),
      phase_(DrawPhase(family, 0, random_)),
      pattern_(variant.ports, phase_.family, random_),
      time_(FirstTime(cycles, random_)),
      traffic_end_(Lasting(variant, family, cycles)),
      insist_at_(traffic_end_) {
  // Every other run ends with waiting for what is still paused.
  waits_ = family == Family::kEndurance && variant.ports <= kEnduringPorts && seed % 2 == 1;
  if (waits_) insist_at_ += kWaitCycles;
  peers_.reserve(static_cast<std::size_t>(variant.ports));
  for (int port = 0; port < variant.ports; ++port) {
    peers_.emplace_back(variant_, plan_, port, RunSeed(variant, family, seed));
  }
}

bool Stimulus::Done() const {
  // One more tick after the last read brings its answer.
  return readout_begin_ >= 0 && cycle_ > readout_begin_ && registers_.ReadoutDone();
}

void Stimulus::NextPhase() {
  phase_ = DrawPhase(family_, cycle_, random_);
  pattern_ = Pattern(variant_.ports, phase_.family, random_);
}

// Mostly a port on which somebody is stopped, if there is one.
std::size_t Stimulus::DrawFlap() {
  const std::size_t any = static_cast<std::size_t>(random_.Below(down_until_.size()));
  if (random_.Below(4) == 0) return any;
  for (std::size_t i = 0; i < down_until_.size(); ++i) {
    const std::size_t port = (any + i) % down_until_.size();
    if (monitor_.Stopped(static_cast<int>(port), cycle_)) return port;
  }
  return any;
}

// After the traffic: until nothing is left in the switch.
void Stimulus::Empty(bool idle) {
  const std::int64_t since = cycle_ - traffic_end_;
  if (since < 0 || readout_begin_ >= 0) return;
  if (cycle_ == insist_at_) {
    for (Peer& peer : peers_) peer.Insist();
  } else if (cycle_ == traffic_end_) {
    for (Peer& peer : peers_) peer.Wait();
    for (std::size_t port = 0; port < peers_.size(); ++port) {
      const std::int64_t later = cycle_ + kLongPause;
      if (monitor_.Paused(static_cast<int>(port), later)) expires_ = true;
    }
  }
  if (since == kReliefCycles) registers_.Relieve(cycle_);
  const bool silent =
      std::none_of(peers_.begin(), peers_.end(), [](const Peer& peer) { return peer.sending(); });
  never_empty_ = since >= MostDrain(variant_);
  const bool up = std::find(up_.begin(), up_.end(), false) == up_.end();
  if ((!idle || !silent || !up || !registers_.quiet()) && !never_empty_) return;
  readout_begin_ = cycle_;
  for (Peer& peer : peers_) peer.Rest();
}

void Stimulus::DriveLinks(bool draining, interfaces::SwitchInputs& inputs) {
  if (!draining && static_cast<int>(random_.Below(65536)) < phase_.flap) {
    const std::size_t port = DrawFlap();
    down_until_[port] = cycle_ + random_.Between(1, random_.Below(4) == 0 ? 300 : 12);
    ++flaps_;
  }
  for (std::size_t port = 0; port < down_until_.size(); ++port) {
    if (peers_[port].TakeAbort()) {
      down_until_[port] = cycle_ + random_.Between(1, 6);
      ++aborts_;
    }
    const std::int64_t off = peers_[port].TakeDisable();
    if (off > 0) registers_.DisableFor(static_cast<int>(port), cycle_, off);
    const bool up = cycle_ >= down_until_[port];
    if (up_[port] && !up) {
      monitor_.LinkFell(static_cast<int>(port), cycle_);
      peers_[port].LinkFell();
    }
    up_[port] = up;
    inputs.link_up[port] = up ? 1 : 0;
  }
}

void Stimulus::Drive(const interfaces::SwitchOutputs& wires, interfaces::SwitchInputs& inputs) {
  const bool over = cycle_ >= traffic_end_;
  if (cycle_ >= phase_.end && !over) NextPhase();
  const bool draining = over || phase_.quiet;
  for (std::size_t port = 0; port < peers_.size(); ++port) {
    peers_[port].Observe(wires.port[port].flit, cycle_, monitor_);
  }
  registers_.Observe(wires.bus);
  for (std::size_t port = 0; port < peers_.size(); ++port) {
    books_.Judge(static_cast<int>(port));
    const interfaces::FlitBeat& out = wires.port[port].flit;
    if (out.valid && out.tail) books_.Out();
  }
  monitor_.NoteClasses();
  Empty(wires.idle);
  idle_cycles_ += wires.idle ? 1 : 0;
  irq_cycles_ += wires.interrupt ? 1 : 0;

  for (std::size_t port = 0; port < peers_.size(); ++port) {
    peers_[port].Drive(cycle_, phase_, pattern_, draining, monitor_, inputs.port[port].flit);
    inputs.backpressure[port] = peers_[port].DriveHold(cycle_, phase_, draining);
  }
  monitor_.EndTick();
  DriveLinks(draining, inputs);
  for (std::size_t port = 0; port < peers_.size(); ++port) {
    books_.Note(static_cast<int>(port), inputs.port[port].flit, inputs.link_up[port] != 0);
  }
  inputs.time = time_;
  if (readout_begin_ >= 0) {
    registers_.DriveReadout(inputs.bus);
  } else {
    registers_.Drive(cycle_, phase_, draining, inputs.bus);
  }
  hash_ = lockstep::HashInputs(hash_, cycle_, inputs);
  ++cycle_;
  if (++time_ == 0) ++wraps_;
}

std::int64_t Stimulus::flits_in() const {
  std::uint64_t beats = 0;
  for (const Peer& peer : peers_) beats += peer.counts().beats_sent;
  return static_cast<std::int64_t>(beats);
}

std::int64_t Stimulus::flits_out() const {
  std::uint64_t beats = 0;
  for (const Peer& peer : peers_) beats += peer.counts().beats_received;
  return static_cast<std::int64_t>(beats);
}

std::string Stimulus::complaint() const {
  if (never_empty_) {
    return fmt::format("the switch is not empty {} cycles after the traffic", MostDrain(variant_));
  }
  std::string text = books_.CellComplaint();
  if (text.empty() && plan_.keeps_books()) text = books_.FrameComplaint();
  return text;
}

void Stimulus::CollectCoverage(lockstep::Coverage& coverage) const {
  static const char* const kSizes[kSizeMixes] = {"IMIX",       "all minimum", "all jumbo",
                                                 "cell and 1", "uniform",     "tiny"};
  const auto hit_all = [&](const char* bin, std::uint64_t PeerCounts::*count) {
    for (const Peer& peer : peers_) coverage.Hit(bin, peer.counts().*count);
  };
  for (const Peer& peer : peers_) {
    for (int fault = 0; fault < kFaults; ++fault) {
      coverage.Hit(fmt::format("ingress fault/{}", ToString(static_cast<Fault>(fault))),
                   peer.counts().sent_fault[static_cast<std::size_t>(fault)]);
    }
    for (std::size_t sizes = 0; sizes < kSizeMixes; ++sizes) {
      coverage.Hit(fmt::format("ingress sizes/{}", kSizes[sizes]), peer.counts().sent_sizes[sizes]);
    }
  }
  hit_all("ingress/frames", &PeerCounts::frames_sent);
  hit_all("ingress/gaps inside frames", &PeerCounts::gaps);
  hit_all("ingress/beats faster than the line", &PeerCounts::beyond_line);
  hit_all("peer/pauses", &PeerCounts::pauses);
  hit_all("peer/resumes", &PeerCounts::resumes);
  hit_all("peer/stuck pauses", &PeerCounts::stuck);
  hit_all("peer/ticks of obeying a pause", &PeerCounts::obeyed);
  hit_all("peer/ticks of holding classes", &PeerCounts::held_classes);
  hit_all("peer/ticks of holding the output", &PeerCounts::held_output);
  hit_all("ingress/fragments", &PeerCounts::fragments);
  hit_all("ingress/checksums near two carries", &PeerCounts::near_carry);
  hit_all("peer/timers beside powers of two", &PeerCounts::timers);
  coverage.Hit("switch/idle ticks", idle_cycles_);
  coverage.Hit("switch/books balanced at the end",
               Done() && plan_.keeps_books() && complaint().empty() ? 1 : 0);
  coverage.Hit("switch/interrupt ticks", irq_cycles_);
  coverage.Hit("switch/link flaps", flaps_);
  coverage.Hit("switch/links down inside a frame", aborts_);
  coverage.Hit("switch/wraps of the clock", wraps_);
  if (waits_) {
    coverage.Hit("endurance/long pauses left to expire", expires_ && !never_empty_ ? 1 : 0);
    if (traffic_end_ >= kBeyondBeats) {
      coverage.Hit("endurance/telemetry of a port beyond 2^16 beats", monitor_.late_slots());
    }
  }
  books_.CollectCoverage(coverage);
  monitor_.CollectCoverage(coverage);
  registers_.CollectCoverage(coverage);
}

}  // namespace linkwright::ethernet_conformance
