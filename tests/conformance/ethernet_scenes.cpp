// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/ethernet_scenes.h"

#include <array>
#include <utility>

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
    return {oracle.verdicts(), oracle.frames_out(), oracle.pauses(), oracle.longest_stop()};
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

}  // namespace linkwright::conformance
