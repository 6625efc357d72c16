// SPDX-License-Identifier: Apache-2.0
// What is plugged into a port of the device under test: an end of a link (the twin) with a core
// that sends flows, checks every frame that it gets, and drains virtual channels as it is told.
// Tester (with faults on its wires, see bench.h) and endpoint are both stations.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "systemc_models/conformance/bench/frames.h"
#include "systemc_models/link/link_port.h"

namespace linkwright::conformance {

inline constexpr int kChannels = 8;

/// What became of a flow so far.
struct FlowCount {
  std::int64_t sent = 0;  // taken by the sender's port
  std::int64_t received = 0;
  std::int64_t bad = 0;            // other bytes than those sent, or damaged
  std::int64_t out_of_order = 0;   // behind a later one, or again
  std::int64_t other_channel = 0;  // on another virtual channel than that of the flow
  std::int64_t overrun = 0;        // the receiver had no room for it
  std::int64_t waited = 0;         // ticks in which it had a frame and no credits
  std::int64_t latency_sum = 0;    // ticks, first beat taken to last beat delivered
  std::int64_t last_tick = 0;      // of the last one received
};

/// A flow with both its ends' books; shared by the stations.
struct RunningFlow {
  Flow flow;
  traffic::FrameBytes frame;
  std::vector<std::int64_t> born;  // tick of the first beat, by number
  std::int64_t next_number = 0;    // expected
  std::int64_t tokens = 0;         // line bytes that it may use, in thousandths
  bool stopped = false;
  FlowCount count;

  bool HasMore() const { return !stopped && (flow.frames < 0 || count.sent < flow.frames); }
};

class Station {
 public:
  Station(int port, int line_bytes, std::deque<RunningFlow>& flows);

  link::LinkConfig& config() { return inputs_.config; }
  const link::LinkPort& port() const { return port_; }
  void ClearCounters() { inputs_.clear_counters = true; }

  /// How much of the line the frames of a channel are taken out of the buffer at; 1: at once.
  void SetDrain(int vc, double share) { drains_[static_cast<std::size_t>(vc)].share = share; }
  /// Credits that the other end was told it may use.
  void SetBuffer(int vc, std::uint32_t credits) {
    drains_[static_cast<std::size_t>(vc)].buffer = credits;
  }
  void AddFlow(std::uint16_t number) { sending_.push_back(number); }

  /// One tick; `arriving`: what is on the wires from the port.
  void Tick(std::int64_t now, const link::LinkWire& arriving);
  /// What it drives in the next one.
  link::LinkWire& wire() { return outputs_.wire; }

  /// Nothing half sent, nothing in its buffers.
  bool AtRest() const;

 private:
  struct Drain {
    double share = 1;
    std::uint32_t buffer = UINT32_MAX;
    std::uint32_t stored = 0;  // credits
    std::int64_t tokens = 0;   // thousandths of bytes
    std::deque<std::uint16_t> lengths;
  };

  void Offer(std::int64_t now);
  bool MayStart(RunningFlow& flow) const;
  void Free();
  void Receive(std::int64_t now);
  void Judge(std::int64_t now, const link::DeliveredBeat& tail);

  int number_;
  int line_bytes_;
  std::deque<RunningFlow>& flows_;
  link::LinkPort port_;
  link::LinkInputs inputs_;
  link::LinkOutputs outputs_;
  std::vector<std::uint16_t> sending_;
  std::size_t turn_ = 0;
  RunningFlow* current_ = nullptr;  // whose frame is on its way into the port, or offered
  bool begun_ = false;              // a beat of it was taken
  std::size_t offset_ = 0;
  int debt_ = 0;
  traffic::FrameBytes incoming_;
  std::array<Drain, kChannels> drains_;
  int next_drain_ = 0;
};

}  // namespace linkwright::conformance
