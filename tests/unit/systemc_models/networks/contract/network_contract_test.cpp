// SPDX-License-Identifier: Apache-2.0
// What the header of Network promises, checked on every network alike.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "foundation/diagnostics/check.h"
#include "tests/unit/systemc_models/networks/contract/subjects.h"

namespace linkwright::contract {
namespace {

using clocked::Buffer;
using clocked::Event;
using clocked::RandomBytes;
using clocked::Recorder;
using clocked::Write;
using interfaces::TransferRequest;

class NetworkContract : public ::testing::TestWithParam<Kind> {};

TEST_P(NetworkContract, WritesOfAnySizeLandWholeAndTouchNothingElse) {
  const auto subject = GetParam().make({});
  std::vector<Buffer> sources, landings;
  std::vector<size_t> sizes = {1, 63, 64, 65, 191, 192, 193, 256, 257, 768, 769, 5000, 100001};
  for (size_t i = 0; i < sizes.size(); ++i) {
    sources.push_back(RandomBytes(sizes[i], i));
    landings.emplace_back(sizes[i] + 64, std::byte{0xAA});
  }
  Recorder recorder(subject->simulation());
  for (size_t i = 0; i < sizes.size(); ++i) {
    TransferRequest request =
        Write(static_cast<int>(i) % 8, static_cast<int>(i * 3) % 8, sources[i], landings[i], i);
    recorder.Start(request);
  }
  recorder.Run();
  ASSERT_EQ(recorder.events.size(), sizes.size());
  for (size_t i = 0; i < sizes.size(); ++i) {
    EXPECT_TRUE(std::equal(sources[i].begin(), sources[i].end(), landings[i].begin())) << sizes[i];
    EXPECT_TRUE(std::all_of(landings[i].begin() + static_cast<ptrdiff_t>(sizes[i]),
                            landings[i].end(), [](std::byte b) { return b == std::byte{0xAA}; }))
        << sizes[i];
  }
}

TEST_P(NetworkContract, DataIsInPlaceWhenItsDeliveryIsReported) {
  const auto subject = GetParam().make({});
  std::vector<Buffer> sources, landings;
  for (uint64_t i = 0; i < 20; ++i) {
    sources.push_back(RandomBytes(3000 + 100 * i, i));
    landings.emplace_back(sources.back().size());
  }
  Recorder recorder(subject->simulation());
  int in_place = 0;
  recorder.then = [&](const Event& event) {
    in_place += sources[event.cookie] == landings[event.cookie] ? 1 : 0;
  };
  for (size_t i = 0; i < sources.size(); ++i)
    recorder.Start(
        Write(static_cast<int>(i % 8), static_cast<int>(i * 5 % 8), sources[i], landings[i], i));
  recorder.Run();
  EXPECT_EQ(in_place, 20);
}

TEST_P(NetworkContract, RunReturnsAtOnceWhenThereIsNothingToDo) {
  const auto subject = GetParam().make({});
  interfaces::Network* network = &subject->network();
  Recorder recorder(subject->simulation());
  const auto before = network->Now();
  recorder.Run();
  EXPECT_EQ(network->Now(), before);
  EXPECT_TRUE(recorder.events.empty());
}

TEST_P(NetworkContract, TimersOfOneInstantFireInOrderOfSettingAndBeforeDeliveries) {
  // Find the instant of the delivery first.
  const Buffer source = RandomBytes(640, 3);
  Buffer landing(640);
  int64_t latency = 0;
  {
    const auto subject = GetParam().make({});
    interfaces::Network* network = &subject->network();
    Recorder recorder(subject->simulation());
    const int64_t start = network->Now().picoseconds();
    recorder.Start(Write(2, 3, source, landing, 1));
    recorder.Run();
    latency = recorder.events.at(0).at_ps - start;
  }
  const auto subject = GetParam().make({});
  interfaces::Network* network = &subject->network();
  Recorder recorder(subject->simulation());
  const units::SimTime at = network->Now() + units::Duration::Picoseconds(latency);
  recorder.Start(Write(2, 3, source, landing, 1));
  recorder.Start(Write(4, 5, source, landing, 2));
  recorder.SetTimer(at, 10);
  recorder.SetTimer(at, 11);
  recorder.SetTimer(network->Now(), 12);
  recorder.Run();
  std::vector<uint64_t> order;
  for (const Event& event : recorder.events) order.push_back(event.cookie);
  EXPECT_EQ(order, (std::vector<uint64_t>{12, 10, 11, 1, 2}));
  EXPECT_EQ(recorder.events[1].at_ps, recorder.events[3].at_ps);
}

TEST_P(NetworkContract, TimersNeverFireEarlyAndAtMostOneClockPeriodLate) {
  const auto subject = GetParam().make({});
  interfaces::Network* network = &subject->network();
  Recorder recorder(subject->simulation());
  const int64_t now = network->Now().picoseconds();
  for (const int64_t after : {0, 1, 639, 640, 641, 1'000'001, 50'000'000}) {
    recorder.SetTimer(units::SimTime::Picoseconds(now + after), static_cast<uint64_t>(after));
  }
  recorder.Run();
  ASSERT_EQ(recorder.events.size(), 7u);
  for (const Event& event : recorder.events) {
    const int64_t asked = now + static_cast<int64_t>(event.cookie);
    EXPECT_GE(event.at_ps, asked);
    EXPECT_LT(event.at_ps, asked + network->ClockPeriod().picoseconds());
  }
}

TEST_P(NetworkContract, ATimerInThePastIsOurBug) {
  const auto subject = GetParam().make({});
  interfaces::Network* network = &subject->network();
  Recorder recorder(subject->simulation());
  recorder.SetTimer(network->Now() + units::Duration::Nanoseconds(10), 1);
  recorder.Run();
  EXPECT_THROW(recorder.SetTimer(units::SimTime::Zero(), 2), diagnostics::InternalError);
}

// A relay: every delivery starts the next write from its callback, and a timer in between.
TEST_P(NetworkContract, CallbacksMayStartTransfersAndSetTimers) {
  const auto subject = GetParam().make({});
  interfaces::Network* network = &subject->network();
  Recorder recorder(subject->simulation());
  std::vector<Buffer> memory(9, Buffer(2000));
  memory[0] = RandomBytes(2000, 42);
  const auto hop = [&](uint64_t i) {
    recorder.Start(
        Write(static_cast<int>(i % 8), static_cast<int>((i + 1) % 8), memory[i], memory[i + 1], i));
  };
  recorder.then = [&](const Event& event) {
    if (event.timer) return hop(event.cookie);
    if (event.cookie + 1 < 8)
      recorder.SetTimer(network->Now() + units::Duration::Nanoseconds(100), event.cookie + 1);
  };
  hop(0);
  recorder.Run();
  EXPECT_EQ(recorder.events.size(), 15u);
  EXPECT_EQ(memory[8], memory[0]);
  EXPECT_TRUE(std::is_sorted(recorder.events.begin(), recorder.events.end(),
                             [](const Event& a, const Event& b) { return a.at_ps < b.at_ps; }));
}

// The interface itself, without a simulation around it.
class Sink final : public interfaces::TransferSink {
 public:
  explicit Sink(interfaces::Network& network) : network_(network) {}
  void OnDelivered(uint64_t cookie) override {
    cookies.push_back(cookie);
    at_ps.push_back(network_.Now().picoseconds());
  }
  std::vector<uint64_t> cookies;
  std::vector<int64_t> at_ps;

 private:
  interfaces::Network& network_;
};

TEST_P(NetworkContract, RunUntilNeverPassesADeliveryNorTheInstantItWasGiven) {
  const auto subject = GetParam().make({});
  interfaces::Network& network = subject->network();
  const int64_t period = network.ClockPeriod().picoseconds();
  const Buffer source = RandomBytes(2000, 1);
  std::vector<Buffer> landings(3, Buffer(2000));
  Sink sink(network);
  EXPECT_TRUE(network.Quiet());
  for (size_t i = 0; i < 3; ++i)
    network.Start(Write(static_cast<int>(i), 7, source, landings[i], 10 + i), sink);
  EXPECT_FALSE(network.Quiet());
  size_t told = 0;
  while (!network.Quiet()) {
    ASSERT_LT(network.NextEvent(), units::SimTime::Max());
    const units::SimTime before = network.Now();
    const units::SimTime until = before + units::Duration::Nanoseconds(50);
    network.RunUntil(until);
    EXPECT_GT(network.Now(), before);
    EXPECT_LE(network.Now(), until);
    if (sink.cookies.size() == told) continue;
    for (; told < sink.cookies.size(); ++told)
      EXPECT_EQ(sink.at_ps[told], network.Now().picoseconds());
  }
  std::sort(sink.cookies.begin(), sink.cookies.end());
  EXPECT_EQ(sink.cookies, (std::vector<uint64_t>{10, 11, 12}));
  // Nothing more to tell: any instant is reached, rounded down to an edge.
  const units::SimTime later = network.Now() + units::Duration::Nanoseconds(1234);
  while (network.Now().picoseconds() / period < later.picoseconds() / period)
    network.RunUntil(later);
  EXPECT_EQ(network.Now().picoseconds(), later.picoseconds() / period * period);
}

TEST_P(NetworkContract, ATransferMayHaveASizeOnlyAndTakesAsLong) {
  int64_t took[2];
  for (const bool with_memory : {true, false}) {
    const auto subject = GetParam().make({});
    const Buffer source = RandomBytes(5000, 1);
    Buffer landing(5000);
    TransferRequest request = Write(1, 6, source, landing, 1);
    if (!with_memory) request.source = request.landing = nullptr;
    Recorder recorder(subject->simulation());
    const int64_t start = subject->network().Now().picoseconds();
    recorder.Start(request);
    recorder.Run();
    ASSERT_EQ(recorder.events.size(), 1u);
    took[with_memory ? 1 : 0] = recorder.events[0].at_ps - start;
  }
  EXPECT_EQ(took[0], took[1]);
}

TEST_P(NetworkContract, TheSameRunTwiceGivesTheSameEventsAndReport) {
  std::vector<Event> events[2];
  std::string reports[2];
  for (int round = 0; round < 2; ++round) {
    const auto subject = GetParam().make({});
    interfaces::Network* network = &subject->network();
    Recorder recorder(subject->simulation());
    const Buffer source = RandomBytes(4000, 1);
    std::vector<Buffer> landings(40, Buffer(4000));
    for (size_t i = 0; i < landings.size(); ++i) {
      recorder.Start(
          Write(static_cast<int>(i * 7 % 8), static_cast<int>(i * i % 8), source, landings[i], i));
    }
    recorder.Run();
    telemetry::RunReport report;
    network->AppendMetrics(report);
    events[round] = recorder.events;
    reports[round] = report.ToText();
  }
  EXPECT_EQ(events[0], events[1]);
  EXPECT_EQ(reports[0], reports[1]);
}

INSTANTIATE_TEST_SUITE_P(Networks, NetworkContract, ::testing::ValuesIn(AllKinds()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace linkwright::contract
