// SPDX-License-Identifier: Apache-2.0
// Random life of a port and of the peer at the other end of its cable: frames of all sizes, a cable
// that damages and loses beats and control ordered sets, links that drop, settings that change
// while traffic flows, and now and then something on the wire that no peer would send.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "foundation/random/stream.h"
#include "systemc_models/link/link_port.h"

namespace linkwright::link {

/// The core at one end: offers frames, and frees what it got after a while.
class RandomCore {
 public:
  RandomCore(const LinkSizes& sizes, std::uint64_t seed, const std::string& path);

  /// Sets offer and freed of this tick.
  void Drive(LinkInputs& inputs);
  /// After the tick.
  void Observe(const LinkOutputs& outputs);

 private:
  void NewFrame();

  LinkSizes sizes_;
  random::Stream random_;
  FrameOffer offer_;
  int beats_left_ = 0;  // after the offered one
  bool open_ = false;
  double rate_ = 0.9;
  std::deque<FreedFrame> stored_;
  std::uint32_t collected_ = 0;
};

/// One direction of the cable.
class RandomCable {
 public:
  RandomCable(int delay, std::uint64_t seed, const std::string& path);

  /// What arrives in this tick, given what is sent.
  LinkWire Carry(const LinkWire& sent);
  void SetRates(double damage, double loss, double control_loss, double noise, int seq_bits);

 private:
  random::Stream random_;
  std::deque<LinkWire> line_;
  double damage_ = 0, loss_ = 0, control_loss_ = 0, noise_ = 0;
  std::uint32_t mask_ = 0;
};

/// New settings at random, everything that LinkConfig has.
LinkConfig RandomConfig(const LinkSizes& sizes, random::Stream& random);

}  // namespace linkwright::link
