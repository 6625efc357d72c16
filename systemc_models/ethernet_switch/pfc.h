// SPDX-License-Identifier: Apache-2.0
// Priority flow control in both directions: what neighbours have paused here (expiry ticks, so that
// a running timer costs nothing), and for what this switch has sent, or is to send, XOFF.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "systemc_models/ethernet_switch/control.h"
#include "systemc_models/ethernet_switch/counters.h"
#include "systemc_models/ethernet_switch/mmu.h"
#include "systemc_models/ethernet_switch/port_set.h"

namespace linkwright::ethernet_switch {

class Pfc {
 public:
  Pfc(int ports, int line_bytes);

  unsigned Paused(int port) const { return paused_[port]; }
  bool Paused(int port, int c) const { return (paused_[port] >> c & 1) != 0; }
  const PortSet& PausedPorts(int c) const { return paused_ports_[c]; }
  unsigned Xoff(int port) const { return xoff_[port]; }
  /// Ports that owe a PFC frame.
  const PortSet& Dirty() const { return dirty_; }

  /// Classes that the last PFC frame sent has stopped.
  unsigned Told(int port) const { return told_[port]; }
  void Tell(int port, unsigned stopped) { told_[port] = static_cast<std::uint8_t>(stopped); }

  /// A PFC frame was taken: `timers` are in quanta, those of `classes` count. Not for a port whose
  /// link is down.
  void Take(int port, unsigned classes, const std::array<std::uint16_t, kClasses>& timers);
  /// (port, c) must stop its sender.
  void SetXoff(int port, int c) { sets_.push_back({port, c}); }
  /// An output took a PFC frame to send.
  void Sent(int port, std::uint32_t scan) {
    dirty_.Clear(port);
    sent_[port] = scan;
  }
  /// Looks for XON and refreshes; before any stage of the tick. `scan`: the switch's count of
  /// ticks.
  void Scan(const Control& control, const Mmu& mmu, std::uint32_t scan);
  /// The edge that ends tick `tick`.
  void Commit(std::uint64_t tick);
  /// At the same edge, after Commit: links came up and went down.
  void LinksChanged(const PortSet& up, const PortSet& down);

  /// Something is paused, or is told to stop: the count of ticks goes on.
  bool Timed() const { return paused_count_ != 0 || xoff_count_ != 0; }
  /// Nothing paused, no XOFF and no PFC frame owed that could leave.
  bool Settled(const PortSet& live) const {
    return !Timed() && !Intersection(dirty_, live, words_).Any(words_);
  }

 private:
  struct Event {
    int port;
    int priority;
  };
  struct Timer {
    int port;
    int priority;
    std::uint32_t left;  // bytes
  };
  void SetPaused(int port, int c, bool value);
  void ForgetPauses();
  void Expire(std::uint64_t next_tick);

  int words_;
  std::uint32_t line_bytes_;
  std::vector<std::uint8_t> paused_;
  std::array<PortSet, kClasses> paused_ports_;
  std::vector<std::array<std::uint64_t, kClasses>> expiry_;  // first tick not paused any more
  std::uint64_t next_expiry_ = ~std::uint64_t{0};            // not after any expiry
  int paused_count_ = 0;

  std::vector<std::uint8_t> xoff_;
  std::array<PortSet, kClasses> xoff_ports_;
  PortSet dirty_;
  int xoff_count_ = 0;
  std::vector<std::uint32_t> sent_;
  std::vector<std::uint8_t> told_;

  PortSet lost_;  // their link went down at the edge that began this tick
  bool losing_ = false;

  // Of this tick.
  std::vector<Timer> timers_;
  std::vector<Event> sets_;
  std::vector<Event> resumes_;
  PortSet refresh_;
  bool refreshing_ = false;
};

}  // namespace linkwright::ethernet_switch
