// SPDX-License-Identifier: Apache-2.0
// The loop, around a network that does what a test tells it to.
#include "systemc_models/simulation/simulation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::simulation {
namespace {

using units::Duration;
using units::SimTime;

constexpr int64_t kPeriod = 10;

// One transfer at a time, delivered at `delivers`; clocked while it is awake.
class TestNetwork final : public interfaces::Network,
                          public interfaces::FaultTarget,
                          public interfaces::DeviceHost {
 public:
  int endpoints() const override { return 2; }
  SimTime Now() const override { return now_; }
  Duration ClockPeriod() const override { return Duration::Picoseconds(kPeriod); }
  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink) override {
    sink_ = &sink;
    cookie_ = request.cookie;
  }
  SimTime NextEvent() const override {
    if (awake) return now_ + ClockPeriod();
    return sink_ == nullptr ? SimTime::Max() : delivers;
  }
  void RunUntil(SimTime t) override {
    now_ = SimTime::At(ClockPeriod() * (std::min(t, delivers).since_start() / ClockPeriod()));
    for (SimTime& rise : rises) {
      if (rise <= now_) raised_ = true;
    }
    std::erase_if(rises, [this](SimTime rise) { return rise <= now_; });
    if (sink_ == nullptr || now_ < delivers) return;
    delivers = SimTime::Max();
    std::exchange(sink_, nullptr)->OnDelivered(cookie_);
  }
  bool Quiet() const override { return sink_ == nullptr; }
  interfaces::GroupId DefineGroup(std::vector<interfaces::EndpointId>) override { return 0; }
  void AppendMetrics(telemetry::RunReport&) const override {}
  interfaces::Activity activity() const override {
    interfaces::Activity activity = state;
    activity.recovering = now_ < recovers_until;
    return activity;
  }
  std::string DescribeWait() const override { return "port 1 waits for credit"; }

  void SetLink(int link, bool up) override {
    changes.push_back(std::to_string(link) + (up ? " up at " : " down at ") +
                      std::to_string(now_.picoseconds()));
    if (up) delivers = now_ + Duration::Picoseconds(100);
  }
  std::string LinkName(int link) const override { return "pod0.link" + std::to_string(link); }

  std::vector<interfaces::Device*> Devices() override { return {nullptr, nullptr}; }
  bool TakeInterrupt(int device) override { return device == 1 && std::exchange(raised_, false); }

  bool awake = false;
  SimTime delivers = SimTime::Max();
  SimTime recovers_until;
  interfaces::Activity state{.patience = Duration::Picoseconds(100'000)};
  std::vector<std::string> changes;
  std::vector<SimTime> rises;  // of device 1's interrupt

 private:
  SimTime now_;
  interfaces::TransferSink* sink_ = nullptr;
  uint64_t cookie_ = 0;
  bool raised_ = false;
};

class Listener final : public Client {
 public:
  explicit Listener(Simulation& simulation) : simulation_(simulation) {}
  void Start(uint64_t cookie) {
    interfaces::TransferRequest request;
    request.bytes = 64;
    request.cookie = cookie;
    simulation_.Start(*this, request);
  }
  void OnDelivered(uint64_t cookie) override { Note("d", cookie); }
  void OnTimer(uint64_t cookie) override { Note("t", cookie); }
  std::string heard;

 private:
  void Note(const char* what, uint64_t cookie) {
    heard +=
        what + std::to_string(cookie) + "@" + std::to_string(simulation_.Now().picoseconds()) + " ";
  }
  Simulation& simulation_;
};

std::string FailureOf(Simulation& simulation) {
  try {
    simulation.Run();
  } catch (const diagnostics::RunFailure& failure) {
    return failure.what();
  }
  return "nothing was thrown";
}

TEST(Simulation, TimersAreRoundedUpToAnEdge) {
  TestNetwork network;
  Simulation simulation(network);
  Listener client(simulation);
  simulation.SetTimer(client, SimTime::Picoseconds(11), 1);
  simulation.SetTimer(client, SimTime::Picoseconds(20), 2);
  simulation.SetTimer(client, SimTime::Picoseconds(0), 3);
  simulation.Run();
  EXPECT_EQ(client.heard, "t3@0 t1@20 t2@20 ");
  EXPECT_THROW(simulation.SetTimer(client, SimTime::Picoseconds(19), 4),
               diagnostics::InternalError);
}

TEST(Simulation, TimePast106DaysIsAFailedRun) {
  TestNetwork network;
  Simulation simulation(network);
  Listener client(simulation);
  const SimTime late = SimTime::Max() - Duration::Picoseconds(1000);
  EXPECT_NO_THROW(simulation.SetTimer(client, late, 1));
  EXPECT_THROW(simulation.SetTimer(client, SimTime::Max() - Duration::Picoseconds(1), 2),
               diagnostics::RunFailure);
  // What a sum past the end of time looks like.
  EXPECT_THROW(simulation.SetTimer(client, SimTime::Picoseconds(-1000), 3),
               diagnostics::RunFailure);
}

TEST(Watchdog, WhereNothingWillEverHappenIsADeadlockAtOnce) {
  TestNetwork network;
  Simulation simulation(network);
  Listener client(simulation);
  client.Start(1);
  EXPECT_EQ(
      FailureOf(simulation),
      "deadlock: 1 transfers in flight and nothing moves at cycle 0; port 1 waits for credit");
}

TEST(Watchdog, SilenceOfAnAwakeNetworkIsADeadlockAfterItsPatience) {
  TestNetwork network;
  network.awake = true;
  Simulation simulation(network);
  Listener client(simulation);
  client.Start(1);
  EXPECT_EQ(FailureOf(simulation),
            "deadlock: 1 transfers in flight and nothing moves at cycle 10240; port 1 waits for "
            "credit");
}

TEST(Watchdog, WaitsWhileALinkRecovers) {
  TestNetwork network;
  network.awake = true;
  network.delivers = SimTime::Picoseconds(5'000'000);
  network.recovers_until = SimTime::Picoseconds(4'950'000);
  Simulation simulation(network);
  Listener client(simulation);
  client.Start(1);
  simulation.Run();
  EXPECT_EQ(client.heard, "d1@5000000 ");
}

TEST(Watchdog, WaitsForTimersToCome) {
  TestNetwork network;
  network.awake = true;
  network.delivers = SimTime::Picoseconds(5'000'000);
  Simulation simulation(network);
  Listener client(simulation);
  client.Start(1);
  simulation.SetTimer(client, SimTime::Picoseconds(4'950'000), 2);
  simulation.Run();
  EXPECT_EQ(client.heard, "t2@4950000 d1@5000000 ");
}

TEST(Watchdog, WaitsForAFaultThatHeals) {
  TestNetwork network;
  Simulation simulation(network);
  simulation.SetFaults(
      network, {{Duration::Picoseconds(3'000'000), 4, true}, {Duration::Picoseconds(5), 4, false}});
  Listener client(simulation);
  client.Start(1);
  simulation.Run();
  EXPECT_EQ(network.changes, (std::vector<std::string>{"4 down at 10", "4 up at 3000000"}));
  EXPECT_EQ(client.heard, "d1@3000100 ");
}

TEST(FaultScript, CountsFromTheFirstStartAndDoesNotKeepARunAlive) {
  TestNetwork network;
  Simulation simulation(network);
  simulation.SetFaults(network, {{Duration::Picoseconds(50), 0, false},
                                 {Duration::Picoseconds(70), 0, true},
                                 {Duration::Picoseconds(1'000'000), 2, false}});
  Listener client(simulation);
  simulation.SetTimer(client, SimTime::Picoseconds(1000), 1);
  simulation.Run();
  EXPECT_TRUE(network.changes.empty());  // nothing was started
  client.Start(2);
  simulation.Run();
  EXPECT_EQ(network.changes, (std::vector<std::string>{"0 down at 1050", "0 up at 1070"}));
  EXPECT_EQ(client.heard, "t1@1000 d2@1170 ");
}

TEST(FaultScript, AFailureNamesTheDeadLinkFirst) {
  TestNetwork network;
  Simulation simulation(network);
  simulation.SetFaults(network, {{Duration::Nanoseconds(2), 7, false}});
  Listener client(simulation);
  client.Start(1);
  EXPECT_EQ(
      FailureOf(simulation),
      "link pod0.link7 went down 2 ns after the first transfer began; deadlock: 1 transfers in "
      "flight and nothing moves at cycle 200; port 1 waits for credit");
}

TEST(Interrupts, AreServedBetweenInstantsByTheHandler) {
  TestNetwork network;
  network.rises = {SimTime::Picoseconds(40), SimTime::Picoseconds(400)};
  std::vector<std::string> served;
  Simulation simulation(network, {.devices = &network, .on_interrupt = [&](int device) {
                                    served.push_back(std::to_string(device) + "@" +
                                                     std::to_string(network.Now().picoseconds()));
                                  }});
  Listener client(simulation);
  for (const int at : {40, 200, 400}) simulation.SetTimer(client, SimTime::Picoseconds(at), 1);
  simulation.Run();
  EXPECT_EQ(served, (std::vector<std::string>{"1@40", "1@400"}));
}

TEST(Settle, RunsUntilLinksHaveCarriedNothingForAWhileOrNeverWill) {
  TestNetwork network;
  Simulation simulation(network);
  simulation.Settle(Duration::Picoseconds(500));
  EXPECT_EQ(network.Now().picoseconds(), 1000);  // once for what is on its way, once in silence
  network.state.hopeless = true;
  simulation.Settle(Duration::Picoseconds(500));
  EXPECT_EQ(network.Now().picoseconds(), 1500);
}

}  // namespace
}  // namespace linkwright::simulation
