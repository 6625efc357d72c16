// SPDX-License-Identifier: Apache-2.0
// All wires that end at one module, a bundle per port: beats and credits, `latency` cycles long,
// and what a link layer says beside them, one cycle long: backpressure to a core, occupancy to a
// link.
//
// Beats stand in a ring of cycles, those of all ports side by side, so that the consumer may use a
// cycle's as its input array. A wire from another clock domain ends in FIFOs that synchronise, one
// for flits and one for credits: what is driven while the consumer's cycle is c arrives in
// c + latency + kSynchroniserCycles or, if others wait before it, later; one flit and one credit
// per cycle, in order, none lost. A credit takes the place of one that still waits for the same
// channel: limits are cumulative.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/networks/clocked/clocked.h"
#include "systemc_models/networks/clocked/delayed.h"

namespace linkwright::clocked {

// Cells that a switch has in use for the frames of a port, by class.
using Occupancy = std::array<uint32_t, 8>;

class Wires {
 public:
  static constexpr int kSynchroniserCycles = 2;

  Wires(int ports, Clocked& consumer)
      : consumer_(consumer), ports_(static_cast<size_t>(ports)), ring_(1), arrivals_(1, 0) {
    ring_[0].resize(ports_.size());
  }

  // Before the first cycle. `latency`: cycles from driving to sampling, >= 1.
  void Connect(int port, const Clock& producer, int latency);

  // Producer, in its own cycles: the beat to put a flit or a credit into (valid flags are false);
  // Sent tells that something was. A dead wire swallows it.
  interfaces::PortBeat& Driven(int64_t cycle, int port) {
    Port& at = ports_[Index(port)];
    if (at.crossing >= 0) return crossings_[Index(at.crossing)].driven;
    return ring_[At(cycle + at.latency)][Index(port)];
  }
  void Sent(int64_t cycle, int port) {
    Port& at = ports_[Index(port)];
    if (!at.up || at.crossing >= 0) return SentOtherwise(cycle, port);
    ++arrivals_[At(cycle + at.latency)];
    ++in_flight_;
    consumer_.Wake();
  }
  void SetBackpressure(int64_t cycle, int port, uint16_t value) {
    ports_[Index(port)].backpressure.Set(cycle, value);
    any_backpressure_ = true;
    consumer_.Wake();
  }
  void SetOccupancy(int64_t cycle, int port, const Occupancy& cells) {
    ports_[Index(port)].occupancy.Set(cycle, cells);
  }

  // Consumer: how many beats arrive in `cycle`, and all of them; Taken clears their valid flags.
  int arrivals(int64_t cycle) {
    if (!crossings_.empty()) Cross(cycle);
    return arrivals_[At(cycle)];
  }
  std::vector<interfaces::PortBeat>& Arriving(int64_t cycle) {
    if (!crossings_.empty()) Cross(cycle);
    return ring_[At(cycle)];
  }
  void Taken(int64_t cycle) {
    int& arrived = arrivals_[At(cycle)];
    if (arrived == 0) return;
    for (interfaces::PortBeat& beat : ring_[At(cycle)]) beat.flit.valid = beat.credit.valid = false;
    in_flight_ -= arrived;
    arrived = 0;
  }
  bool any_backpressure() const { return any_backpressure_; }  // has ever been said
  uint16_t backpressure(int64_t cycle, int port) const {
    return ports_[Index(port)].backpressure.Get(cycle);
  }
  // Was it said in this very cycle? It acts in the next.
  bool BackpressureChanges(int64_t cycle, int port) const {
    return ports_[Index(port)].backpressure.SetIn(cycle);
  }
  const Occupancy& occupancy(int64_t cycle, int port) const {
    return ports_[Index(port)].occupancy.Get(cycle);
  }
  bool empty() const { return in_flight_ == 0; }

  // Between edges. What is on a wire that dies is lost. False if nothing changes.
  bool SetUp(int port, bool up);

 private:
  struct Port {
    int latency = 0;
    int crossing = -1;  // index, if its producer has another clock
    bool up = true;
    Delayed<uint16_t> backpressure;
    Delayed<Occupancy> occupancy;
  };
  struct Crossing {
    struct Flit {
      int64_t from = 0;  // the first cycle in which it may arrive
      interfaces::FlitBeat beat;
    };
    struct Credit {
      int64_t from = 0;
      interfaces::CreditBeat beat;
    };
    int port = 0;
    uint64_t producer_ps = 1;
    interfaces::PortBeat driven;
    std::deque<Flit> flits;
    std::deque<Credit> credits;
  };

  static size_t Index(int port) { return static_cast<size_t>(port); }
  size_t At(int64_t cycle) const { return static_cast<uint64_t>(cycle) & (ring_.size() - 1); }
  void SentOtherwise(int64_t cycle, int port);
  void SendCredit(Crossing& crossing, int64_t from);
  void Cross(int64_t cycle);

  Clocked& consumer_;
  std::vector<Port> ports_;
  std::vector<std::vector<interfaces::PortBeat>> ring_;  // a power of two long
  std::vector<int> arrivals_;                            // beats with a valid flit or credit
  std::vector<Crossing> crossings_;
  int64_t crossed_ = -1;  // the last cycle for which FIFOs were looked at
  int64_t in_flight_ = 0;
  bool any_backpressure_ = false;
};

}  // namespace linkwright::clocked
