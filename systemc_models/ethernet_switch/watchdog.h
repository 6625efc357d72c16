// SPDX-License-Identifier: Apache-2.0
// Finds queues that a neighbour keeps paused for too long.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "systemc_models/ethernet_switch/control.h"
#include "systemc_models/ethernet_switch/counters.h"
#include "systemc_models/ethernet_switch/pfc.h"
#include "systemc_models/ethernet_switch/queues.h"

namespace linkwright::ethernet_switch {

class Watchdog {
 public:
  explicit Watchdog(int ports) : words_(WordsFor(ports)), storm_(ports), since_(ports), changes_() {
    changes_.reserve(ports);
  }

  unsigned Storm(int port) const { return storm_[port]; }
  bool Storm(int port, int c) const { return (storm_[port] >> c & 1) != 0; }
  /// Neither a storm nor a queue that is being timed.
  bool Settled() const { return settled_; }

  /// Judges one class of all ports; before any stage of the tick. `scan`: the switch's count of
  /// ticks.
  void Scan(const Control& control, const Pfc& pfc, const Queues& queues, std::uint32_t scan);
  /// The edge.
  void Commit(Counters& counters);

 private:
  enum class Event : std::uint8_t { kTiming, kNotTiming, kRestart, kStorm, kEnd };
  struct Change {
    int port;
    Event event;
  };
  void Judge(const Control& control, const Pfc& pfc, const Queues& queues, int port);

  bool AnyTimedOrInStorm() const;

  int words_;
  bool settled_ = true;
  std::vector<std::uint8_t> storm_;
  std::array<PortSet, kClasses> storm_ports_;
  std::array<PortSet, kClasses> timing_;
  std::vector<std::array<std::uint32_t, kClasses>> since_;

  std::vector<Change> changes_;  // of this tick, class class_ at scan_
  int class_ = 0;
  std::uint32_t scan_ = 0;
};

}  // namespace linkwright::ethernet_switch
