// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_conformance/stimulus_generator.h"

#include <fmt/format.h>

#include "foundation/random/hash_path.h"
#include "systemc_models/lockstep/wire_hash.h"

namespace linkwright::ethernet_conformance {
namespace {

constexpr std::int64_t kDrainCycles = 800;  // beyond the egress pad, before registers are read

std::uint64_t RunSeed(const sw::Variant& variant, Family family, std::uint64_t seed) {
  return random::HashPath(seed, fmt::format("ethernet/{}/{}", variant.name, ToString(family)));
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
      registers_(variant_, plan_, family, RunSeed(variant, family, seed), mirror_),
      monitor_(variant_, plan_, mirror_),
      down_until_(static_cast<std::size_t>(variant.ports), 0),
      phase_(DrawPhase(family, 0, random_)),
      pattern_(variant.ports, phase_.family, random_),
      time_(FirstTime(cycles, random_)),
      traffic_end_(cycles),
      readout_begin_(cycles + kDrainCycles + variant.egress_pad) {
  peers_.reserve(static_cast<std::size_t>(variant.ports));
  for (int port = 0; port < variant.ports; ++port) {
    peers_.emplace_back(variant_, plan_, port, RunSeed(variant, family, seed));
  }
}

bool Stimulus::Done() const {
  // One more tick after the last read brings its answer.
  return cycle_ > readout_begin_ && registers_.ReadoutDone();
}

void Stimulus::NextPhase() {
  phase_ = DrawPhase(family_, cycle_, random_);
  pattern_ = Pattern(variant_.ports, phase_.family, random_);
}

void Stimulus::DriveLinks(bool draining, interfaces::SwitchInputs& inputs) {
  if (!draining && static_cast<int>(random_.Below(65536)) < phase_.flap) {
    const auto port = static_cast<std::size_t>(random_.Below(down_until_.size()));
    down_until_[port] = cycle_ + random_.Between(1, random_.Below(4) == 0 ? 300 : 12);
    ++flaps_;
  }
  for (std::size_t port = 0; port < down_until_.size(); ++port) {
    if (peers_[port].TakeAbort()) {
      down_until_[port] = cycle_ + random_.Between(1, 6);
      ++aborts_;
    }
    inputs.link_up[port] = cycle_ >= down_until_[port] ? 1 : 0;
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
  idle_cycles_ += wires.idle ? 1 : 0;
  irq_cycles_ += wires.interrupt ? 1 : 0;

  for (std::size_t port = 0; port < peers_.size(); ++port) {
    peers_[port].Drive(cycle_, phase_, pattern_, draining, monitor_, inputs.port[port].flit);
    inputs.hold[port] = peers_[port].DriveHold(cycle_, phase_, draining);
  }
  monitor_.EndTick();
  DriveLinks(draining, inputs);
  inputs.time = time_;
  if (cycle_ >= readout_begin_) {
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
  coverage.Hit("switch/idle ticks", idle_cycles_);
  coverage.Hit("switch/interrupt ticks", irq_cycles_);
  coverage.Hit("switch/link flaps", flaps_);
  coverage.Hit("switch/links down inside a frame", aborts_);
  coverage.Hit("switch/wraps of the clock", wraps_);
  monitor_.CollectCoverage(coverage);
  registers_.CollectCoverage(coverage);
}

}  // namespace linkwright::ethernet_conformance
