// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/stimulus_generator.h"

#include <fmt/format.h>

#include "foundation/random/hash_path.h"
#include "systemc_models/lockstep/wire_hash.h"

namespace linkwright::conformance {
namespace {

constexpr std::int64_t kDrainCycles = 400;  // beyond the egress pad, before counters are read
constexpr std::size_t kRememberedCopies = 4096;

std::uint64_t RunSeed(const sw::Variant& variant, Family family, std::uint64_t seed) {
  return random::HashPath(seed, fmt::format("{}/{}", variant.name, ToString(family)));
}

}  // namespace

Stimulus::Stimulus(const sw::Variant& variant, Family family, std::uint64_t seed,
                   std::int64_t cycles)
    : variant_(variant),
      family_(family),
      random_(RunSeed(variant, family, seed), "switch"),
      plan_(variant, random_),
      registers_(variant_, plan_, RunSeed(variant, family, seed)),
      down_until_(static_cast<std::size_t>(variant.ports), 0),
      phase_(DrawPhase(family, 0, random_)),
      pattern_(variant.ports, phase_.family, random_),
      traffic_end_(cycles),
      readout_begin_(cycles + kDrainCycles + variant.egress_pad),
      hash_(0) {
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
    down_until_[port] = cycle_ + random_.Between(1, random_.Below(4) == 0 ? 200 : 12);
    ++flaps_;
  }
  for (std::size_t port = 0; port < down_until_.size(); ++port) {
    inputs.link_up[port] = cycle_ >= down_until_[port] ? 1 : 0;
  }
}

void Stimulus::ObserveCopies(const interfaces::SwitchOutputs& wires) {
  for (const interfaces::PortBeat& beat : wires.port) {
    if (!beat.flit.valid || !beat.flit.head) continue;
    const sw::Header header = sw::Unpack(beat.flit.data);
    if (header.op != sw::Operation::kMulticastWrite) continue;
    if (first_copy_.size() > kRememberedCopies) first_copy_.clear();
    const std::uint64_t key =
        lockstep::Fold(lockstep::Fold(header.src, header.tag), header.address);
    const auto [entry, first] = first_copy_.try_emplace(key, cycle_);
    if (first) continue;
    ++(entry->second == cycle_ ? copies_together_ : copies_apart_);
  }
}

void Stimulus::Drive(const interfaces::SwitchOutputs& wires, interfaces::SwitchInputs& inputs) {
  const bool over = cycle_ >= traffic_end_;
  if (cycle_ >= phase_.end && !over) NextPhase();
  const bool draining = over || phase_.quiet;
  for (std::size_t port = 0; port < peers_.size(); ++port) {
    peers_[port].Observe(wires.port[port], cycle_, phase_);
  }
  if (plan_.usable_groups() > 0) ObserveCopies(wires);
  registers_.Observe(wires.bus);
  idle_cycles_ += wires.idle ? 1 : 0;
  irq_cycles_ += wires.interrupt ? 1 : 0;

  for (std::size_t port = 0; port < peers_.size(); ++port) {
    peers_[port].Drive(cycle_, phase_, pattern_, draining, inputs.port[port]);
  }
  DriveLinks(draining, inputs);
  if (cycle_ >= readout_begin_) {
    registers_.DriveReadout(inputs.bus);
  } else {
    registers_.Drive(cycle_, phase_, draining, inputs.bus);
  }
  hash_ = lockstep::HashInputs(hash_, cycle_, inputs);
  ++cycle_;
}

std::int64_t Stimulus::flits_in() const {
  std::uint64_t flits = 0;
  for (const Peer& peer : peers_) flits += peer.counts().flits_sent;
  return static_cast<std::int64_t>(flits);
}

std::int64_t Stimulus::flits_out() const {
  std::uint64_t flits = 0;
  for (const Peer& peer : peers_) flits += peer.counts().flits_received;
  return static_cast<std::int64_t>(flits);
}

void Stimulus::CollectCoverage(lockstep::Coverage& coverage) const {
  PeerCounts sum;
  for (const Peer& peer : peers_) {
    const PeerCounts& counts = peer.counts();
    for (std::size_t op = 0; op < sum.sent_op.size(); ++op) {
      sum.sent_op[op] += counts.sent_op[op];
      sum.received_op[op] += counts.received_op[op];
    }
    for (std::size_t fault = 0; fault < sum.sent_fault.size(); ++fault) {
      sum.sent_fault[fault] += counts.sent_fault[fault];
    }
    sum.gaps += counts.gaps;
    sum.blocked += counts.blocked;
    sum.rude += counts.rude;
    sum.credits_lost += counts.credits_lost;
    sum.members_silent += counts.members_silent;
    sum.members_wrong += counts.members_wrong;
    sum.members_late += counts.members_late;
    sum.members_poisoned += counts.members_poisoned;
  }
  for (const sw::Operation op : sw::Operations()) {
    const auto code = static_cast<std::size_t>(op);
    coverage.Hit(fmt::format("family x operation/{} {}", ToString(family_), sw::Name(op)),
                 sum.sent_op[code]);
    coverage.Hit(fmt::format("egress operation/{}", sw::Name(op)), sum.received_op[code]);
  }
  for (int fault = 0; fault < kFaults; ++fault) {
    coverage.Hit(fmt::format("ingress fault/{}", ToString(static_cast<Fault>(fault))),
                 sum.sent_fault[static_cast<std::size_t>(fault)]);
  }
  coverage.Hit("ingress/gaps inside packets", sum.gaps);
  coverage.Hit("ingress/ticks without credit", sum.blocked);
  coverage.Hit("ingress/sent without credit", sum.rude);
  coverage.Hit("egress/credit updates lost", sum.credits_lost);
  coverage.Hit("group/member answers missing", sum.members_silent);
  coverage.Hit("group/member answers wrong", sum.members_wrong);
  coverage.Hit("group/member answers late", sum.members_late);
  coverage.Hit("group/member answers poisoned", sum.members_poisoned);
  coverage.Hit("group/copies in one tick", copies_together_);
  coverage.Hit("group/copies split over ticks", copies_apart_);
  coverage.Hit("switch/idle ticks", idle_cycles_);
  coverage.Hit("switch/interrupt ticks", irq_cycles_);
  coverage.Hit("switch/link flaps", flaps_);
  registers_.CollectCoverage(coverage);
}

}  // namespace linkwright::conformance
