// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/ethernet_scenes.h"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

#include "foundation/random/stream.h"
#include "host_driver/device/pfc_headroom.h"
#include "systemc_models/oracle/ethernet_oracle.h"
#include "tests/validation/ethernet_model.h"

namespace linkwright::conformance {

namespace {

namespace regs = spec::ethernet_switch::registers;
using oracle::EthernetOracle;
using oracle::EthernetPromises;

constexpr int kClass = 3;
constexpr std::uint16_t kHeld = 0xFF;  // no class may start a frame

/// A bench of p4 with an oracle at its wires.
class Scene {
 public:
  Scene(Device device, const EthernetPromises& promises, TimeSource time)
      : bench(std::move(device), *spec::ethernet_switch::FindVariant("p4")),
        oracle(bench.variant().ports, promises) {
    traffic::BringUp(bench);
    bench.Write(regs::kPfcClasses, 1 << kClass);
    for (int port = 0; port < bench.variant().ports; ++port) {
      bench.Write(regs::PgHeadroom(port, kClass), 300);
    }
    bench.before_tick = [this, time](interfaces::SwitchInputs& inputs) {
      if (time == TimeSource::kStands) inputs.time = 5;
      if (time == TimeSource::kStepsByEight) inputs.time *= 8;
      before_ = inputs;
    };
    bench.after_tick = [this](const interfaces::SwitchOutputs& outputs) {
      oracle.Observe(before_, outputs);
    };
  }
  void Send(int from, int to, int bytes = 68) {
    bench.Send(from, Named(traffic::FrameTo(to, bytes, kClass), from * 16 + to));
  }
  traffic::FrameBytes Named(traffic::FrameBytes frame, int flow) {
    oracle::NameFrame(frame, {static_cast<std::uint32_t>(flow), sequence_++});
    return frame;
  }
  /// Frames to `mac` go to the members of group 1.
  void LeadToGroup(std::uint64_t mac, std::uint32_t members, spec::ethernet_switch::Balance mode) {
    // The last way of the row: hosts have the first ones.
    const int entry = 4 * routing::MacRow(mac, bench.variant().mac_rows) + 3;
    bench.Write(regs::MacKeyLow(entry), static_cast<std::uint32_t>(mac));
    bench.Write(regs::MacKeyHigh(entry), static_cast<std::uint32_t>(mac >> 32));
    bench.Write(regs::MacTarget(entry), 0x80008000u | 1);
    bench.Write(regs::GroupMask(1, 0), members);
    bench.Write(regs::GroupMode(1), static_cast<std::uint32_t>(mode));
  }
  SceneOutcome Outcome() {
    oracle.Finish();
    return {oracle.findings(), oracle.frames_out(), oracle.pauses(), oracle.longest_stop()};
  }

  traffic::FrameBench bench;
  EthernetOracle oracle;

 private:
  interfaces::SwitchInputs before_{4};
  std::uint64_t sequence_ = 0;
};

}  // namespace

// Let go within a scan of the eight classes and two ticks to the wires.
SceneOutcome StoppedClassDrains(Device device, TimeSource time) {
  EthernetPromises promises;
  promises.most_ticks_stopped = 8 + 2 + 1;
  promises.most_ticks_inside = 3000;
  Scene scene(std::move(device), promises, time);
  scene.bench.Write(regs::PgAlpha(kClass), 0);  // every cell is headroom
  for (int round = 0; round < 8; ++round) {
    scene.bench.inputs().backpressure[1] = kHeld;
    for (int n = 0; n < 5 + round; ++n) scene.Send(0, 1);
    scene.bench.Run(200 + round);
    scene.bench.inputs().backpressure[1] = 0;
    scene.bench.Run(300);
  }
  return scene.Outcome();
}

SceneOutcome StoppedClassIsToldAgain(Device device, TimeSource time) {
  constexpr int kRefresh = 400;
  EthernetPromises promises;
  promises.most_ticks_to_repeat = kRefresh + 8 + 2;
  Scene scene(std::move(device), promises, time);
  scene.bench.Write(regs::PgAlpha(kClass), 0);
  scene.bench.Write(regs::kPfcRefresh, kRefresh);
  scene.bench.inputs().backpressure[1] = kHeld;
  for (int n = 0; n < 5; ++n) scene.Send(0, 1);
  scene.bench.Run(5000);
  scene.bench.inputs().backpressure[1] = 0;
  scene.bench.Run(500);
  return scene.Outcome();
}

SceneOutcome PauseStorm(Device device, TimeSource time) {
  constexpr int kDetect = 500;
  EthernetPromises promises;
  // Two scans that frame the time, and the way through.
  promises.most_ticks_inside = kDetect + 8 + 8 + 10;
  Scene scene(std::move(device), promises, time);
  scene.bench.Write(regs::kWatchdogDetect, kDetect);
  scene.bench.Write(regs::kWatchdogRestore, 0xFFFFFFFF);
  scene.bench.Write(regs::kWatchdogAction,
                    static_cast<std::uint32_t>(spec::ethernet_switch::StormAction::kForward));
  std::array<std::uint16_t, 8> timers{};
  timers[kClass] = 0xFFFF;
  for (int round = 0; round < 5; ++round) {
    scene.bench.Send(1, traffic::MakePfcFrame(1 << kClass, timers));
    scene.bench.Run(10);
    scene.Send(0, 1);
    scene.Send(2, 1);
    scene.bench.Run(1000);
  }
  return scene.Outcome();
}

namespace {

constexpr std::uint64_t kGroupMac = 0x020000000500;

traffic::FrameBytes FrameToGroup(std::uint64_t source, int bytes) {
  traffic::MacFrameSpec spec;
  spec.destination = kGroupMac;
  spec.source = source;
  spec.bytes = bytes;
  return traffic::MakeMacFrame(spec);
}

}  // namespace

// Whole, chosen and gone: a frame that shares its output waits for another one in front.
SceneOutcome SprayersBeginTogether(Device device) {
  constexpr int kBytes = 1480;
  EthernetPromises promises;
  promises.most_ticks_inside = 4 + (kBytes + 20) / 42 + 4;
  Scene scene(std::move(device), promises, TimeSource::kCounts);
  scene.LeadToGroup(kGroupMac, 0b1100, spec::ethernet_switch::Balance::kSpray);
  for (int n = 0; n < 40; ++n) {
    for (const int from : {0, 1}) {
      scene.bench.Send(from, scene.Named(FrameToGroup(0x020000000700, kBytes), 100 * from + n));
    }
  }
  scene.bench.Run(3000);
  return scene.Outcome();
}

// A beat per round is the least: 1,500 bytes take 24 rounds of the other queue's 1,500.
SceneOutcome QuantumOfZero(Device device) {
  EthernetPromises promises;
  promises.most_ticks_inside = 24 * 37 + 100;
  Scene scene(std::move(device), promises, TimeSource::kCounts);
  scene.bench.Write(regs::QueueQuantum(kClass), 0);
  scene.bench.Write(regs::QueueQuantum(1), 1500);
  for (int round = 0; round < 3; ++round) {
    for (int n = 0; n < 40; ++n) {
      for (const int from : {1, 2}) scene.bench.Send(from, traffic::FrameTo(3, 1480, 1));
    }
    scene.bench.Run(100);
    scene.Send(0, 3, 1480);
    scene.bench.Run(2500);
  }
  return scene.Outcome();
}

SceneOutcome LostWays(Device device) {
  EthernetPromises promises;
  promises.lossless = false;  // what is queued for a port that goes down is lost with it
  promises.steady_ways = true;
  Scene scene(std::move(device), promises, TimeSource::kCounts);
  scene.LeadToGroup(kGroupMac, 0b1110, spec::ethernet_switch::Balance::kEcmp);
  const auto round = [&scene] {
    for (int flow = 0; flow < 96; ++flow) {
      scene.bench.Send(
          0,
          scene.Named(FrameToGroup(0x020000001000 + static_cast<std::uint64_t>(flow), 64), flow));
    }
    scene.bench.Run(400);
  };
  round();
  for (const int way : {2, 1, 3, 2}) {
    scene.bench.inputs().link_up[static_cast<std::size_t>(way)] = 0;
    round();
    scene.bench.inputs().link_up[static_cast<std::size_t>(way)] = 1;
    round();
  }
  // Two at once, one after the other.
  scene.bench.inputs().link_up[1] = 0;
  round();
  scene.bench.inputs().link_up[3] = 0;
  round();
  return scene.Outcome();
}

SceneOutcome LosslessBurstIntoAFullPool(Device device) {
  constexpr int kPool = 60;
  constexpr int kShare = 25;
  EthernetPromises promises;
  promises.lossless = false;  // of lossy frames
  promises.cells_unstopped = kShare;
  Scene scene(std::move(device), promises, TimeSource::kCounts);
  scene.bench.Write(regs::kSharedCells, kPool);
  scene.bench.Write(regs::kLosslessSharedCells, kShare);
  for (const int port : {2, 3}) scene.bench.inputs().backpressure[port] = kHeld;
  for (int n = 0; n < 2 * kPool; ++n) scene.bench.Send(1, traffic::FrameTo(2, 68, 1));
  scene.bench.Run(600);
  for (int n = 0; n < kShare; ++n) scene.Send(0, 3);
  scene.bench.Run(300);
  for (const int port : {2, 3}) scene.bench.inputs().backpressure[port] = 0;
  scene.bench.Run(1000);
  return scene.Outcome();
}

namespace {

// The far end of port 0, at the other end of a cable: frames of the lossless class to port 2 at the
// pace of the line, unless the switch has told it to stop.
class ObedientSender {
 public:
  ObedientSender(Scene& scene, const device::PfcLink& link) : scene_(scene), link_(link) {}

  bool sends = false;

  // Drives the wires of this tick.
  void Drive(interfaces::FlitBeat& arriving) {
    interfaces::FlitBeat wire;
    const bool may_begin = sends && (!stopped_ || tick_ < heeds_);
    if (debt_ < 2 * link_.line_bytes && (sent_ > 0 || may_begin)) {
      if (sent_ == 0) frame_ = scene_.Named(traffic::FrameTo(2, kSmallest, kClass), 2);
      traffic::DriveBeat(frame_, sent_, false, wire);
      sent_ = wire.tail ? 0 : sent_ + wire.bytes;
      debt_ += wire.bytes + (wire.tail ? spec::ethernet_switch::kFrameOverheadBytes : 0);
    }
    debt_ = std::max(0, debt_ - link_.line_bytes);
    cable_.push_back(wire);
    arriving.valid = false;
    if (static_cast<int>(cable_.size()) > link_.from_peer) {
      arriving = cable_.front();
      cable_.pop_front();
    }
    ++tick_;
  }
  // What the switch drove behind this tick.
  void Hear(const interfaces::FlitBeat& beat) {
    if (!beat.valid || !beat.head || !beat.tail || (beat.data[1] >> 32 & 0xFFFF) != 0x0888) return;
    const bool stops =
        (beat.data[(18 + 2 * kClass) / 8] >> (8 * ((18 + 2 * kClass) % 8)) & 0xFFFF) != 0;
    // Of several that are on the cable the first one that stops counts.
    if (stops && !stopped_) heeds_ = tick_ + link_.to_peer + link_.response - 1;
    stopped_ = stops;
  }

  static constexpr int kSmallest = 68;

 private:
  Scene& scene_;
  device::PfcLink link_;
  traffic::FrameBytes frame_;
  std::size_t sent_ = 0;
  int debt_ = 0;
  bool stopped_ = false;
  std::int64_t tick_ = 0, heeds_ = 0;
  std::deque<interfaces::FlitBeat> cable_;
};

// Frames of a lossy class into port 1, with idle ticks between the beats of each.
class GappySender {
 public:
  explicit GappySender(int gap) : gap_(gap), frame_(traffic::FrameTo(0, kLargest, 1)) {}

  void Drive(interfaces::FlitBeat& wire) {
    wire.valid = wait_ == 0;
    if (wait_ > 0) {
      --wait_;
      return;
    }
    traffic::DriveBeat(frame_, sent_, false, wire);
    sent_ = wire.tail ? 0 : sent_ + wire.bytes;
    wait_ = wire.tail ? 3 : gap_;
  }

  static constexpr int kLargest = 1518;

 private:
  int gap_;
  traffic::FrameBytes frame_;
  std::size_t sent_ = 0;
  int wait_ = 0;
};

}  // namespace

SceneOutcome PauseBehindASlowFrame(Device device, int gap, int more) {
  constexpr int kCable = 20;
  constexpr int kPool = 40;
  Scene scene(std::move(device), {}, TimeSource::kCounts);
  traffic::FrameBench& bench = scene.bench;
  device::PfcLink link;
  link.line_bytes = bench.variant().line_bytes;
  link.cell_beats = bench.variant().cell_beats;
  link.egress_pad = bench.variant().egress_pad;
  link.from_peer = kCable;
  link.to_peer = kCable + 1;
  link.smallest_frame = ObedientSender::kSmallest;
  link.largest_frame = GappySender::kLargest;
  link.cuts_through = true;
  const int headroom = device::HeadroomForAnyFrames(link).cells + more;
  bench.Write(regs::kCutThrough, 1);
  bench.Write(regs::kSharedCells, kPool);
  bench.Write(regs::PgReserved(1), 60000);  // the other way takes no shared cells
  bench.Write(regs::PgHeadroom(0, kClass), static_cast<std::uint32_t>(headroom));
  ObedientSender sender(scene, link);
  GappySender other(gap);
  random::Stream random(static_cast<std::uint64_t>(gap) + 1, "phases");
  const auto observe = bench.before_tick;
  bench.before_tick = [&](interfaces::SwitchInputs& inputs) {
    sender.Drive(inputs.port[0].flit);
    other.Drive(inputs.port[1].flit);
    observe(inputs);
  };
  const auto judge = bench.after_tick;
  bench.after_tick = [&](const interfaces::SwitchOutputs& outputs) {
    sender.Hear(outputs.port[0].flit);
    judge(outputs);
  };
  for (int round = 0; round < 60; ++round) {
    bench.inputs().backpressure[2] = kHeld;
    bench.Run(static_cast<std::int64_t>(random.Below(400)));
    sender.sends = true;
    bench.Run(1200);
    sender.sends = false;
    bench.inputs().backpressure[2] = 0;
    bench.Run(1000);
  }
  return scene.Outcome();
}

}  // namespace linkwright::conformance
