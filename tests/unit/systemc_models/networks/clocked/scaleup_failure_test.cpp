// SPDX-License-Identifier: Apache-2.0
// Registers of a clocked pod, and what a pod says when something is wrong.
#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "tests/unit/systemc_models/networks/clocked/pod_under_test.h"

namespace linkwright::clocked {
namespace {

namespace registers = spec::scaleup_switch::registers;
using interfaces::TransferKind;
using interfaces::TransferRequest;

int64_t Period() { return ScaleUpParameters{}.clock_period.picoseconds(); }

template <class Action>
std::string FailureOf(Action action) {
  try {
    action();
  } catch (const diagnostics::RunFailure& failure) {
    return failure.what();
  }
  return "nothing was thrown";
}

TEST(CycleNetworkRegisters, AreReachedThroughTheMailboxAndErrorsNameTheRegister) {
  auto pod = MakePod(4, 1, "p4");
  interfaces::Device& device = *pod->Devices().at(0);
  EXPECT_EQ(device.name(), "pod0.plane0.switch0");
  EXPECT_EQ(device.Read(registers::kIdentity), 0x4C575355u);
  EXPECT_EQ(device.Read(registers::kPorts), 4u);
  const auto before = pod->Now();
  for (int i = 0; i < 50; ++i) device.Write(registers::RouteCount(i), 3);
  EXPECT_EQ(pod->Now(), before);  // posted
  EXPECT_EQ(device.Read(registers::RouteCount(49)), 3u);
  EXPECT_EQ((pod->Now() - before).picoseconds() / Period(),
            51);  // one per cycle, the read behind them
  device.Write(registers::kIdentity, 1);
  EXPECT_EQ(FailureOf([&] { device.Flush(); }),
            "pod0.plane0.switch0: access to register 0x00000 was refused");
  EXPECT_FALSE(device.InterruptPending());
  device.Write(registers::kInterruptMask, 0x1F);
  device.Flush();
  device.Read(registers::kPorts);
  EXPECT_TRUE(device.InterruptPending());  // bus_error
}

TEST(CycleNetworkRegisters, ReadWhileTrafficFlowsLosesNoDelivery) {
  auto pod = MakePod(4, 1, "p4");
  Program(*pod);
  const Buffer source = RandomBytes(6400, 9);
  std::vector<Buffer> landings(3, Buffer(6400));
  Recorder recorder(*pod);
  uint32_t flits = 0;
  recorder.then = [&](const Event& event) {
    if (!event.timer) return;
    for (int i = 0; i < 200; ++i) flits = pod->Devices()[0]->Read(registers::PortRxFlits(1));
  };
  for (uint64_t i = 0; i < 3; ++i)
    recorder.Start(Write(1, static_cast<int>(i), source, landings[i], i));
  recorder.SetTimer(pod->Now() + units::Duration::Nanoseconds(10), 99);
  recorder.Run();
  EXPECT_EQ(recorder.events.size(), 4u);
  for (const Buffer& landing : landings) EXPECT_EQ(landing, source);
  EXPECT_GT(flits, 0u);
}

TEST(CycleNetworkFailure, AnUnprogrammedSwitchIsReportedAsLostPackets) {
  auto pod = MakePod(4, 1, "p4");
  const Buffer source = RandomBytes(500, 9);
  Buffer landing(500);
  Recorder recorder(*pod);
  recorder.Start(Write(0, 1, source, landing, 1));
  EXPECT_EQ(FailureOf([&] { recorder.Run(); }).substr(0, 64),
            "deadlock: 1 transfers in flight and nothing moves at cycle 256; ");
}

// A switch that never returns a credit.
class MuteSwitch final : public interfaces::ClockedSwitch {
 public:
  int ports() const override { return 4; }
  void Reset(interfaces::SwitchOutputs& outputs) override { outputs.idle = true; }
  void Tick(const interfaces::SwitchInputs&, interfaces::SwitchOutputs& outputs) override {
    outputs.idle = true;
  }
};

TEST(CycleNetworkFailure, ADeadlockSaysWhichPortWaitsForWhatCredit) {
  for (const bool gating : {true, false}) {
    ScaleUpParameters parameters;
    parameters.clock_gating = gating;
    parameters.watchdog_cycles = 2000;
    NetworkContext context;
    context.make_switch = [](int) { return std::make_unique<MuteSwitch>(); };
    ScaleUpNetwork pod(SingleTier(4, 1, 4), parameters, context);
    const Buffer source = RandomBytes(500, 9);
    Buffer landing(500);
    Recorder recorder(pod);
    recorder.Start(Write(2, 1, source, landing, 1));
    EXPECT_EQ(FailureOf([&] { recorder.Run(); }),
              "deadlock: 1 transfers in flight and nothing moves at cycle 2048; "
              "pod0.accelerator2.port0 waits for credit on "
              "virtual channel 0 (used 0, limit 0)");
  }
}

TEST(CycleNetworkFailure, AnErrorResponseEndsTheRun) {
  ScaleUpParameters parameters;
  parameters.memory_latency_cycles = 500;
  auto pod = MakePod(8, 1, "p8", parameters);
  Program(*pod, {{1, 2, 3}});
  pod->Devices()[0]->Write(registers::kReductionTimeout, 30);  // shorter than the memory's latency
  pod->Devices()[0]->Flush();
  const Buffer source = RandomBytes(64, 1);
  Buffer landing(64);
  const std::vector<const std::byte*> sources(3, source.data());
  TransferRequest request = Write(0, 0, source, landing, 7);
  request.kind = TransferKind::kReduceRead;
  request.group = 0;
  request.member_sources = sources;
  Recorder recorder(*pod);
  recorder.Start(request);
  EXPECT_EQ(FailureOf([&] { recorder.Run(); }),
            "pod0.accelerator0.port0: a reduce-read from accelerator 0 failed, status timeout: not "
            "every member answered");
}

TEST(CycleNetworkFailure, AnInterruptStopsTheRunCleanly) {
  std::atomic<bool> interrupted = false;
  auto pod = MakePod(4, 1, "p4");
  Program(*pod);
  const Buffer source = RandomBytes(100000, 9);
  Buffer landing(100000);
  Recorder recorder(*pod, {.interrupted = &interrupted});
  recorder.then = [&](const Event&) { interrupted = true; };
  recorder.Start(Write(0, 1, source, landing, 1));
  recorder.SetTimer(pod->Now() + units::Duration::Nanoseconds(200), 1);
  const std::string message = FailureOf([&] { recorder.Run(); });
  EXPECT_EQ(message.substr(0, 20), "interrupted at cycle");
  EXPECT_NE(message.find("with 1 transfers in flight"), std::string::npos) << message;
}

TEST(CycleNetworkFailure, RefusesAPodThatIsNoSingleTier) {
  NetworkContext context;
  context.make_switch = [](int) { return std::make_unique<MuteSwitch>(); };
  EXPECT_THROW(ScaleUpNetwork(SingleTier(5, 1, 5), {}, context), diagnostics::InternalError);
}

}  // namespace
}  // namespace linkwright::clocked
