// SPDX-License-Identifier: Apache-2.0
// A full-duplex link between two clocked modules: an object of its own, which carries one beat per
// cycle each way and can die. Modules know their link and which end of it they hold, nothing of one
// another.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/networks/cycle/clocked.h"
#include "systemc_models/networks/ethernet/delayed.h"

namespace linkwright::ethernet {

// A module at which links end.
class Station : public cycle::Clocked {
 public:
  using Clocked::Clocked;

  // A beat is on its way here.
  void Expect() {
    ++expected_;
    Wake();
  }
  void Expected(int64_t beats) { expected_ -= beats; }
  // The link at a port has come up or gone down; takes effect at the next edge.
  virtual void LinkChanged(int port, bool up) = 0;

 protected:
  bool expecting() const { return expected_ > 0; }

 private:
  int64_t expected_ = 0;
};

class Link {
 public:
  struct End {
    Station* station = nullptr;
    int port = 0;
  };

  // `latency`: cycles from driving to sampling, >= 1.
  Link(int latency, End a, End b)
      : latency_(latency),
        mask_(std::bit_ceil(static_cast<uint64_t>(latency) + 1) - 1),
        ends_{a, b} {
    for (auto& ring : to_) ring.resize(mask_ + 1);
  }

  int latency() const { return latency_; }
  bool up() const { return up_; }

  // The end `from` drives a valid beat in `cycle`. A dead link swallows it.
  void Drive(int from, int64_t cycle, const interfaces::FlitBeat& beat) {
    if (!up_) return;
    const size_t to = static_cast<size_t>(1 - from);
    to_[to][At(cycle + latency_)] = beat;
    ends_[to].station->Expect();
  }
  // The beat that arrives at the end `at` in `cycle`, or null. To be asked once per cycle.
  const interfaces::FlitBeat* Take(int at, int64_t cycle) {
    interfaces::FlitBeat& beat = to_[static_cast<size_t>(at)][At(cycle)];
    if (!beat.valid) return nullptr;
    beat.valid = false;
    ends_[static_cast<size_t>(at)].station->Expected(1);
    return &beat;
  }

  // Both ends see it at the next edge; beats on their way are lost.
  void SetUp(bool up);

 private:
  size_t At(int64_t cycle) const { return static_cast<uint64_t>(cycle) & mask_; }

  int latency_;
  uint64_t mask_;
  std::array<End, 2> ends_;
  std::array<std::vector<interfaces::FlitBeat>, 2> to_;
  bool up_ = true;
};

// Cells that a switch holds of the frames of a port, by class.
using Occupancy = std::array<uint32_t, 8>;

// A station's hold of one end of a link; without a link nothing arrives and nothing leaves.
struct Plug {
  Link* link = nullptr;
  int end = 0;
  // Of a link that may hold its module back (SwitchInputs::backpressure), and of one that wants to
  // know what its station holds; else null.
  const Delayed<uint16_t>* backpressure = nullptr;
  Delayed<Occupancy>* occupancy = nullptr;

  const interfaces::FlitBeat* Take(int64_t cycle) const {
    return link == nullptr ? nullptr : link->Take(end, cycle);
  }
  void Drive(int64_t cycle, const interfaces::FlitBeat& beat) const {
    if (link != nullptr) link->Drive(end, cycle, beat);
  }
};

}  // namespace linkwright::ethernet
