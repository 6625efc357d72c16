// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/scaleup/stimulus_generator.h"

#include <fmt/format.h>

#include "systemc_models/lockstep/harness/wire_hash.h"

namespace linkwright::lockstep::scaleup {
namespace {

constexpr std::int64_t kDrainCycles = 400;  // beyond the egress pad, before counters are read
constexpr std::size_t kRememberedCopies = 4096;

}  // namespace

Stimulus::Stimulus(const sw::Variant& variant, Family family, std::uint64_t seed,
                   std::int64_t cycles)
    : PhasedStimulus(variant, family, seed, cycles, cycles + kDrainCycles + variant.egress_pad),
      registers_(variant_, plan_, run_seed_) {}

void Stimulus::ObserveCopies(const interfaces::SwitchOutputs& wires) {
  for (const interfaces::PortBeat& beat : wires.port) {
    if (!beat.flit.valid || !beat.flit.head) continue;
    const sw::Header header = sw::Unpack(beat.flit.data);
    if (header.op != sw::Operation::kMulticastWrite) continue;
    if (first_copy_.size() > kRememberedCopies) first_copy_.clear();
    const std::uint64_t key = Fold(Fold(header.src, header.tag), header.address);
    const auto [entry, first] = first_copy_.try_emplace(key, cycle_);
    if (first) continue;
    ++(entry->second == cycle_ ? copies_together_ : copies_apart_);
  }
}

void Stimulus::ObservePorts(const interfaces::SwitchOutputs& wires) {
  for (std::size_t port = 0; port < peers_.size(); ++port) {
    peers_[port].Observe(wires.port[port], cycle_, phase_);
  }
  if (plan_.usable_groups() > 0) ObserveCopies(wires);
}

void Stimulus::DrivePorts(bool draining, interfaces::SwitchInputs& inputs) {
  for (std::size_t port = 0; port < peers_.size(); ++port) {
    peers_[port].Drive(cycle_, phase_, pattern_, draining, inputs.port[port]);
  }
}

void Stimulus::CollectCoverage(Coverage& coverage) const {
  for (const sw::Operation op : sw::Operations()) {
    const auto code = static_cast<std::size_t>(op);
    coverage.Hit(fmt::format("family x operation/{} {}", ToString(family_), sw::Name(op)),
                 Sum(&PeerCounts::sent_op, code));
    coverage.Hit(fmt::format("egress operation/{}", sw::Name(op)),
                 Sum(&PeerCounts::received_op, code));
  }
  HitSums(coverage, "ingress fault", &PeerCounts::sent_fault,
          [](std::size_t fault) { return ToString(static_cast<Fault>(fault)); });
  HitSum(coverage, "ingress/gaps inside packets", &PeerCounts::gaps);
  HitSum(coverage, "ingress/ticks without credit", &PeerCounts::blocked);
  HitSum(coverage, "ingress/sent without credit", &PeerCounts::rude);
  HitSum(coverage, "egress/credit updates lost", &PeerCounts::credits_lost);
  HitSum(coverage, "group/member answers missing", &PeerCounts::members_silent);
  HitSum(coverage, "group/member answers wrong", &PeerCounts::members_wrong);
  HitSum(coverage, "group/member answers late", &PeerCounts::members_late);
  HitSum(coverage, "group/member answers poisoned", &PeerCounts::members_poisoned);
  coverage.Hit("group/copies in one tick", copies_together_);
  coverage.Hit("group/copies split over ticks", copies_apart_);
  PhasedStimulus::CollectCoverage(coverage);
}

}  // namespace linkwright::lockstep::scaleup
