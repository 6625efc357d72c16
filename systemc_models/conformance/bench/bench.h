// SPDX-License-Identifier: Apache-2.0
// The set-up of the test standard: a device under test, stations at its ports, cables between them,
// and what a tester can do to the wires of its own port.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "systemc_models/conformance/bench/device_under_test.h"
#include "systemc_models/conformance/bench/station.h"

namespace linkwright::conformance {

struct BenchOptions {
  std::vector<int> ports = {1, 2};
  bool retry = false;         // link-level retry at both ends of every link, both directions
  std::uint8_t lossless = 0;  // virtual channels with credits
  int device_credits = 512;   // of such a channel behind a port of the device
  int station_credits = 512;  // and behind a station
  // A queue of the switch waits while its channel lacks credits; or frames wait in front of the
  // transmitter, whatever stands behind them: with one channel the link end alone keeps the limit.
  bool queues_wait = true;
  int largest_frame = 9216;        // of those channels
  link::RetryConfig retry_config;  // see the constructor for what it begins with

  BenchOptions();
};

class Bench {
 public:
  static constexpr int kCable = 5;  // ticks each way

  Bench(const Models& models, const BenchOptions& options);

  /// Programs the switch, brings the links up and clears all counters; false if they do not come
  /// up. Hooks and configurations may be set before.
  bool BringUp();

  DeviceUnderTest& device() { return device_; }
  Station& station(int port) { return *stations_[Index(port)]; }
  std::int64_t now() const { return now_; }
  const Variant& variant() const { return device_.variant(); }
  int credit_bytes() const { return variant().cell_beats * link::kBeatBytes; }
  std::uint32_t CreditsOf(int frame_bytes) const {
    return static_cast<std::uint32_t>((frame_bytes + credit_bytes() - 1) / credit_bytes());
  }

  /// What the tester at `port` does to what it sends to the device and to what comes from it; the
  /// wire may be changed. Times: the tick in which it is driven.
  using Hook = std::function<void(link::LinkWire&)>;
  void OnWayToDevice(int port, Hook hook) { cables_[Index(port)].to_device.hook = std::move(hook); }
  void OnWayFromDevice(int port, Hook hook) {
    cables_[Index(port)].from_device.hook = std::move(hook);
  }
  /// Control sets to the device take that many ticks longer.
  void DelayControls(int port, int ticks) { cables_[Index(port)].to_device.control_delay = ticks; }
  /// And those from it.
  void DelayControlsFrom(int port, int ticks) {
    cables_[Index(port)].from_device.control_delay = ticks;
  }

  /// Begins to send; its number.
  int Start(const Flow& flow);
  void Stop(int flow) { flows_[static_cast<std::size_t>(flow)].stopped = true; }
  const FlowCount& count(int flow) const { return flows_[static_cast<std::size_t>(flow)].count; }
  int frame_bytes(int flow) const {
    return static_cast<int>(flows_[static_cast<std::size_t>(flow)].frame.size());
  }
  bool AllSent(int flow) const { return !flows_[static_cast<std::size_t>(flow)].HasMore(); }

  void Tick();
  void Run(std::int64_t ticks);
  /// Until `done` says so; false after `patience` ticks.
  bool RunUntil(const std::function<bool()>& done, std::int64_t patience);
  /// Until nothing is under way any more; false after `patience` ticks.
  bool Settle(std::int64_t patience = 400000);

  /// A tick each.
  std::uint32_t Read(std::uint32_t address);
  void Write(std::uint32_t address, std::uint32_t value);
  /// Frames that the switch dropped, at all ports together.
  std::int64_t Drops();

  /// Asked every few thousand ticks; may throw.
  std::function<void()> poll;

 private:
  struct Direction {
    std::deque<link::LinkBeat> beats;       // one for every tick of cable
    std::deque<link::ControlSet> controls;  // that many and control_delay
    int control_delay = 0;
    Hook hook;

    void Carry(link::LinkWire& in, link::LinkWire& out);
  };
  struct Cable {
    Direction to_device, from_device;
  };

  static std::size_t Index(int port) { return static_cast<std::size_t>(port - 1); }
  void Program();
  void Configure(link::LinkConfig& config, std::uint32_t limit) const;

  BenchOptions options_;
  DeviceUnderTest device_;
  std::deque<RunningFlow> flows_;
  std::array<std::optional<Station>, kTestPorts> stations_;
  std::array<Cable, kTestPorts> cables_;
  std::array<link::LinkWire, kTestPorts> to_device_, to_station_;
  std::int64_t now_ = 0;
};

}  // namespace linkwright::conformance
