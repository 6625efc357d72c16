// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/ethernet/stimulus_generator.h"

#include <fmt/format.h>

#include <algorithm>

namespace linkwright::lockstep::ethernet {
namespace {

constexpr std::int64_t kReliefCycles = 1500;  // after which thresholds no longer hold frames back
constexpr std::int64_t kWaitCycles = 101000;  // in which every pause expires
constexpr std::int64_t kLongRun = 20000;
constexpr std::int64_t kLongPause = 5000;      // left at the end
constexpr std::int64_t kBeyondBeats = 150000;  // cycles in which a busy port sends 2^16 beats
constexpr int kEnduringPorts = 8;              // variants that are fast enough for it

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
    : PhasedStimulus(variant, family, seed, Lasting(variant, family, cycles), kNotYet),
      books_(variant_, mirror_),
      registers_(variant_, plan_, family, run_seed_, mirror_, books_),
      monitor_(variant_, plan_, mirror_),
      up_(peers_.size(), true),
      time_(FirstTime(cycles, random_)),
      // Every other run ends with waiting for what is still paused.
      waits_(family == Family::kEndurance && variant.ports <= kEnduringPorts && seed % 2 == 1),
      insist_at_(traffic_end_ + (waits_ ? kWaitCycles : 0)) {}

// Mostly a port on which somebody is stopped, if there is one.
std::size_t Stimulus::DrawFlap() {
  const std::size_t any = DrawAnyPort();
  if (random_.Below(4) == 0) return any;
  for (std::size_t i = 0; i < peers_.size(); ++i) {
    const std::size_t port = (any + i) % peers_.size();
    if (monitor_.Stopped(static_cast<int>(port), cycle_)) return port;
  }
  return any;
}

// After the traffic: until nothing is left in the switch.
void Stimulus::Empty(bool idle) {
  const std::int64_t since = cycle_ - traffic_end_;
  if (since < 0 || readout_begin_ != kNotYet) return;
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

void Stimulus::ObservePorts(const interfaces::SwitchOutputs& wires) {
  for (std::size_t port = 0; port < peers_.size(); ++port) {
    peers_[port].Observe(wires.port[port].flit, cycle_, monitor_);
  }
}

void Stimulus::ObserveSwitch(const interfaces::SwitchOutputs& wires) {
  for (std::size_t port = 0; port < peers_.size(); ++port) {
    books_.Judge(static_cast<int>(port));
    const interfaces::FlitBeat& out = wires.port[port].flit;
    if (out.valid && out.tail) books_.Out();
  }
  monitor_.NoteClasses();
  Empty(wires.idle);
}

void Stimulus::DrivePorts(bool draining, interfaces::SwitchInputs& inputs) {
  for (std::size_t port = 0; port < peers_.size(); ++port) {
    peers_[port].Drive(cycle_, phase_, pattern_, draining, monitor_, inputs.port[port].flit);
    inputs.backpressure[port] = peers_[port].DriveHold(cycle_, phase_, draining);
  }
  monitor_.EndTick();
}

void Stimulus::BreakLinks() {
  for (std::size_t port = 0; port < peers_.size(); ++port) {
    if (peers_[port].TakeAbort()) {
      DropLink(port, random_.Between(1, 6));
      ++aborts_;
    }
    const std::int64_t off = peers_[port].TakeDisable();
    if (off > 0) registers_.DisableFor(static_cast<int>(port), cycle_, off);
  }
}

void Stimulus::DriveSwitch(interfaces::SwitchInputs& inputs) {
  for (std::size_t port = 0; port < peers_.size(); ++port) {
    const bool up = inputs.link_up[port] != 0;
    if (up_[port] && !up) {
      monitor_.LinkFell(static_cast<int>(port), cycle_);
      peers_[port].LinkFell();
    }
    up_[port] = up;
    books_.Note(static_cast<int>(port), inputs.port[port].flit, up);
  }
  inputs.time = time_;
  if (++time_ == 0) ++wraps_;
}

std::string Stimulus::complaint() const {
  if (never_empty_) {
    return fmt::format("the switch is not empty {} cycles after the traffic", MostDrain(variant_));
  }
  std::string text = books_.CellComplaint();
  if (text.empty() && plan_.keeps_books()) text = books_.FrameComplaint();
  return text;
}

void Stimulus::CollectCoverage(Coverage& coverage) const {
  static const char* const kSizes[kSizeMixes] = {"IMIX",       "all minimum", "all jumbo",
                                                 "cell and 1", "uniform",     "tiny"};
  HitSums(coverage, "ingress fault", &PeerCounts::sent_fault,
          [](std::size_t fault) { return ToString(static_cast<Fault>(fault)); });
  HitSums(coverage, "ingress sizes", &PeerCounts::sent_sizes,
          [](std::size_t sizes) { return kSizes[sizes]; });
  HitSum(coverage, "ingress/frames", &PeerCounts::frames_sent);
  HitSum(coverage, "ingress/gaps inside frames", &PeerCounts::gaps);
  HitSum(coverage, "ingress/beats faster than the line", &PeerCounts::beyond_line);
  HitSum(coverage, "peer/pauses", &PeerCounts::pauses);
  HitSum(coverage, "peer/resumes", &PeerCounts::resumes);
  HitSum(coverage, "peer/stuck pauses", &PeerCounts::stuck);
  HitSum(coverage, "peer/ticks of obeying a pause", &PeerCounts::obeyed);
  HitSum(coverage, "peer/ticks of holding classes", &PeerCounts::held_classes);
  HitSum(coverage, "peer/ticks of holding the output", &PeerCounts::held_output);
  HitSum(coverage, "ingress/fragments", &PeerCounts::fragments);
  HitSum(coverage, "ingress/checksums near two carries", &PeerCounts::near_carry);
  HitSum(coverage, "peer/timers beside powers of two", &PeerCounts::timers);
  coverage.Hit("switch/books balanced at the end",
               Done() && plan_.keeps_books() && complaint().empty() ? 1 : 0);
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
  PhasedStimulus::CollectCoverage(coverage);
}

}  // namespace linkwright::lockstep::ethernet
