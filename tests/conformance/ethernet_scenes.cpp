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
    traffic::FrameBytes frame = traffic::FrameTo(to, bytes, kClass);
    oracle::NameFrame(frame, {static_cast<std::uint32_t>(from * 16 + to), sequence_++});
    bench.Send(from, std::move(frame));
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

}  // namespace linkwright::conformance
