// SPDX-License-Identifier: Apache-2.0
// A run of phases, as it drives a switch of any kind: one peer per port, links that fall, register
// traffic, and a read of all that tells something once the traffic is over. Everything is drawn
// from streams of one seed; the hash over all inputs names the stimulus.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/random/hash_path.h"
#include "foundation/random/stream.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/harness/coverage.h"
#include "systemc_models/lockstep/harness/stimulus.h"
#include "systemc_models/lockstep/harness/wire_hash.h"

namespace linkwright::lockstep {

/// What peers of every kind count.
struct TrafficCounts {
  std::uint64_t flits_sent = 0;  ///< of an Ethernet switch: beats
  std::uint64_t flits_received = 0;
  std::uint64_t gaps = 0;  ///< cycles without, inside a packet or frame
};

/// `Parts` says Variant, Family (with ToString), Plan (of a variant, family and stream), Phase (a
/// TrafficPhase that DrawPhase draws), Pattern (of ports, a phase's family and a stream), Peer (of
/// a variant, plan, port and seed), PeerCounts (TrafficCounts, of Peer::counts()), Registers (a
/// RegisterTraffic), kSeedPath, which stands in front of variant and family, and kLongestFlap in
/// cycles.
template <class Parts>
class PhasedStimulus : public Stimulus {
 public:
  using Variant = typename Parts::Variant;
  using Family = typename Parts::Family;
  using Peer = typename Parts::Peer;

  PhasedStimulus(const PhasedStimulus&) = delete;
  PhasedStimulus& operator=(const PhasedStimulus&) = delete;

  void Drive(const interfaces::SwitchOutputs& wires, interfaces::SwitchInputs& inputs) final {
    const bool over = cycle_ >= traffic_end_;
    if (cycle_ >= phase_.end && !over) NextPhase();
    const bool draining = over || phase_.quiet;
    ObservePorts(wires);
    registers().Observe(wires.bus);
    ObserveSwitch(wires);
    idle_cycles_ += wires.idle ? 1 : 0;
    irq_cycles_ += wires.interrupt ? 1 : 0;

    DrivePorts(draining, inputs);
    DriveLinks(draining, inputs);
    DriveSwitch(inputs);
    if (cycle_ >= readout_begin_) {
      registers().DriveReadout(inputs.bus);
    } else {
      registers().Drive(cycle_, phase_, draining, inputs.bus);
    }
    hash_ = HashInputs(hash_, cycle_, inputs);
    ++cycle_;
  }
  /// One more tick after the last read brings its answer.
  bool Done() const override { return cycle_ > readout_begin_ && registers().ReadoutDone(); }

  std::int64_t cycle() const override { return cycle_; }
  std::uint64_t hash() const override { return hash_; }
  std::int64_t flits_in() const override { return Sum(&TrafficCounts::flits_sent); }
  std::int64_t flits_out() const override { return Sum(&TrafficCounts::flits_received); }
  void CollectCoverage(Coverage& coverage) const override {
    coverage.Hit("switch/idle ticks", idle_cycles_);
    coverage.Hit("switch/interrupt ticks", irq_cycles_);
    coverage.Hit("switch/link flaps", flaps_);
    registers().CollectCoverage(coverage);
  }

 protected:
  using Counts = typename Parts::PeerCounts;

  static constexpr std::int64_t kNotYet = std::numeric_limits<std::int64_t>::max();

  /// `traffic` cycles of traffic; the read-out begins in cycle `readout_begin`, or when a kind sets
  /// it.
  PhasedStimulus(const Variant& variant, Family family, std::uint64_t seed, std::int64_t traffic,
                 std::int64_t readout_begin)
      : variant_(variant),
        family_(family),
        run_seed_(random::HashPath(seed, std::string(Parts::kSeedPath) + std::string(variant.name) +
                                             "/" + std::string(ToString(family)))),
        random_(run_seed_, "switch"),
        plan_(variant, family, random_),
        phase_(DrawPhase(family, 0, random_)),
        pattern_(variant.ports, phase_.family, random_),
        down_until_(static_cast<std::size_t>(variant.ports), 0),
        traffic_end_(traffic),
        readout_begin_(readout_begin) {
    peers_.reserve(down_until_.size());
    for (int port = 0; port < variant.ports; ++port) {
      peers_.emplace_back(variant_, plan_, port, run_seed_);
    }
  }

  virtual typename Parts::Registers& registers() = 0;
  virtual const typename Parts::Registers& registers() const = 0;
  /// What comes out of the ports, before the answer of the bus is known, and the rest after it.
  virtual void ObservePorts(const interfaces::SwitchOutputs& wires) = 0;
  virtual void ObserveSwitch(const interfaces::SwitchOutputs&) {}
  /// What the peers drive; draining: they begin nothing.
  virtual void DrivePorts(bool draining, interfaces::SwitchInputs& inputs) = 0;
  /// Calls DropLink for links that fall in this cycle for a reason.
  virtual void BreakLinks() {}
  /// What depends on all ports and links of this cycle.
  virtual void DriveSwitch(interfaces::SwitchInputs&) {}
  /// The link that falls without a reason.
  virtual std::size_t DrawFlap() { return DrawAnyPort(); }

  std::size_t DrawAnyPort() { return static_cast<std::size_t>(random_.Below(peers_.size())); }
  void DropLink(std::size_t port, std::int64_t cycles) { down_until_[port] = cycle_ + cycles; }

  std::int64_t Sum(std::uint64_t Counts::*count) const {
    std::uint64_t sum = 0;
    for (const Peer& peer : peers_) sum += peer.counts().*count;
    return static_cast<std::int64_t>(sum);
  }
  void HitSum(Coverage& coverage, const char* bin, std::uint64_t Counts::*count) const {
    coverage.Hit(bin, static_cast<std::uint64_t>(Sum(count)));
  }
  template <std::size_t kCounts>
  std::uint64_t Sum(std::array<std::uint64_t, kCounts> Counts::*counts, std::size_t at) const {
    std::uint64_t sum = 0;
    for (const Peer& peer : peers_) sum += (peer.counts().*counts)[at];
    return sum;
  }
  /// A bin for each of an array of counts, called name(place).
  template <std::size_t kCounts, class Name>
  void HitSums(Coverage& coverage, const std::string& group,
               std::array<std::uint64_t, kCounts> Counts::*counts, Name name) const {
    for (std::size_t i = 0; i < kCounts; ++i) {
      coverage.Hit(group + "/" + std::string(name(i)), Sum(counts, i));
    }
  }

  const Variant& variant_;
  const Family family_;
  const std::uint64_t run_seed_;
  random::Stream random_;
  const typename Parts::Plan plan_;
  typename Parts::Phase phase_;
  typename Parts::Pattern pattern_;
  std::vector<Peer> peers_;
  std::vector<std::int64_t> down_until_;
  std::int64_t cycle_ = 0;
  const std::int64_t traffic_end_;
  std::int64_t readout_begin_;

 private:
  void NextPhase() {
    phase_ = DrawPhase(family_, cycle_, random_);
    pattern_ = typename Parts::Pattern(variant_.ports, phase_.family, random_);
  }

  void DriveLinks(bool draining, interfaces::SwitchInputs& inputs) {
    if (!draining && static_cast<int>(random_.Below(65536)) < phase_.flap) {
      const std::size_t port = DrawFlap();
      DropLink(port, random_.Between(1, random_.Below(4) == 0 ? Parts::kLongestFlap : 12));
      ++flaps_;
    }
    BreakLinks();
    for (std::size_t port = 0; port < down_until_.size(); ++port) {
      inputs.link_up[port] = cycle_ >= down_until_[port] ? 1 : 0;
    }
  }

  std::uint64_t hash_ = 0;
  std::uint64_t flaps_ = 0, idle_cycles_ = 0, irq_cycles_ = 0;
};

}  // namespace linkwright::lockstep
