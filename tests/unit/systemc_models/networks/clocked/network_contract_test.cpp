// SPDX-License-Identifier: Apache-2.0
// What the header of Network promises, checked on every network alike.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "foundation/diagnostics/check.h"
#include "systemc_models/networks/completion/movement.h"
#include "systemc_models/networks/flow/flow_network.h"
#include "tests/unit/systemc_models/networks/clocked/pod_under_test.h"

namespace linkwright::clocked {
namespace {

using interfaces::TransferKind;
using interfaces::TransferRequest;

struct Made {
  std::unique_ptr<interfaces::Network> network;
  interfaces::DeviceHost* devices = nullptr;
};

struct Maker {
  std::string name;
  std::function<Made(int accelerators, int planes)> make;
};

Made MakeFluid(int accelerators, int planes) {
  flow::FlowNetworkParameters parameters;
  parameters.accelerators = accelerators;
  parameters.planes = planes;
  return {std::make_unique<flow::FlowNetwork>(parameters), nullptr};
}

Made MakeClocked(int accelerators, int planes) {
  auto pod = MakePod(accelerators, planes, "p8");
  ScaleUpNetwork* devices = pod.get();
  return {std::move(pod), devices};
}

Made MakeOnePlane(int accelerators, int planes) {
  ScaleUpParameters parameters;
  parameters.exploit_symmetry = true;
  auto pod = MakePod(accelerators, planes, "p8", parameters);
  ScaleUpNetwork* devices = pod.get();
  return {std::move(pod), devices};
}

class NetworkContract : public ::testing::TestWithParam<Maker> {
 protected:
  std::unique_ptr<interfaces::Network> Make(const std::vector<std::vector<int>>& groups = {}) {
    Made made = GetParam().make(8, 3);
    Program(*made.network, made.devices, groups);
    return std::move(made.network);
  }
};

TEST_P(NetworkContract, WritesOfAnySizeLandWholeAndTouchNothingElse) {
  auto network = Make();
  std::vector<Buffer> sources, landings;
  std::vector<size_t> sizes = {1, 63, 64, 65, 191, 192, 193, 256, 257, 768, 769, 5000, 100001};
  for (size_t i = 0; i < sizes.size(); ++i) {
    sources.push_back(RandomBytes(sizes[i], i));
    landings.emplace_back(sizes[i] + 64, std::byte{0xAA});
  }
  Recorder recorder(*network);
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
  auto network = Make();
  std::vector<Buffer> sources, landings;
  for (uint64_t i = 0; i < 20; ++i) {
    sources.push_back(RandomBytes(3000 + 100 * i, i));
    landings.emplace_back(sources.back().size());
  }
  Recorder recorder(*network);
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
  auto network = Make();
  Recorder recorder(*network);
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
    auto network = Make();
    Recorder recorder(*network);
    const int64_t start = network->Now().picoseconds();
    recorder.Start(Write(2, 3, source, landing, 1));
    recorder.Run();
    latency = recorder.events.at(0).at_ps - start;
  }
  auto network = Make();
  Recorder recorder(*network);
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
  EXPECT_EQ(recorder.events[1].at_ps, recorder.events[4].at_ps);
}

TEST_P(NetworkContract, TimersNeverFireEarlyAndAtMostOneClockPeriodLate) {
  auto network = Make();
  Recorder recorder(*network);
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
  auto network = Make();
  Recorder recorder(*network);
  recorder.SetTimer(network->Now() + units::Duration::Nanoseconds(10), 1);
  recorder.Run();
  EXPECT_THROW(recorder.SetTimer(units::SimTime::Zero(), 2), diagnostics::InternalError);
}

// A relay: every delivery starts the next write from its callback, and a timer in between.
TEST_P(NetworkContract, CallbacksMayStartTransfersAndSetTimers) {
  auto network = Make();
  Recorder recorder(*network);
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

TEST_P(NetworkContract, AMulticastReachesEveryMemberInMemberOrderIncludingItsSource) {
  auto network = Make({{0, 2, 3, 7}, {1, 2}});
  const Buffer source = RandomBytes(7777, 5);
  std::vector<Buffer> landings(4, Buffer(7777));
  std::vector<std::byte*> pointers;
  for (Buffer& landing : landings) pointers.push_back(landing.data());
  for (const int initiator : {2, 5}) {  // a member and an outsider
    for (Buffer& landing : landings) std::fill(landing.begin(), landing.end(), std::byte{0});
    TransferRequest request;
    request.kind = TransferKind::kMulticastWrite;
    request.initiator = initiator;
    request.group = 0;
    request.bytes = source.size();
    request.source = source.data();
    request.member_landings = pointers;
    Recorder recorder(*network);
    recorder.Start(request);
    recorder.Run();
    EXPECT_EQ(recorder.events.size(), 1u);
    for (const Buffer& landing : landings) EXPECT_EQ(landing, source) << "initiator " << initiator;
  }
}

// Random bits are full of NaN, infinities and subnormals; the sum is compared bit by bit with the
// one written from the page.
TEST_P(NetworkContract, AReduceReadIsBitExactForEveryTypeAndAnyBits) {
  for (const auto type :
       {numerics::DataType::kFp32, numerics::DataType::kBf16, numerics::DataType::kFp16}) {
    auto network = Make({{1, 2, 4, 6, 7}});
    for (const size_t bytes : {4u, 60u, 192u, 20000u}) {
      std::vector<Buffer> sources;
      std::vector<const std::byte*> pointers;
      for (uint64_t i = 0; i < 5; ++i) sources.push_back(RandomBytes(bytes, bytes + i));
      for (const Buffer& source : sources) pointers.push_back(source.data());
      Buffer expected(bytes), landing(bytes);
      completion::SumAsSwitch(type, pointers, 0, bytes, expected.data());
      for (const int initiator : {4, 3}) {  // a member and an outsider
        TransferRequest request;
        request.kind = TransferKind::kReduceRead;
        request.initiator = initiator;
        request.group = 0;
        request.type = type;
        request.bytes = bytes;
        request.landing = landing.data();
        request.member_sources = pointers;
        Recorder recorder(*network);
        recorder.Start(request);
        recorder.Run();
        ASSERT_EQ(recorder.events.size(), 1u);
        EXPECT_EQ(landing, expected)
            << numerics::ToString(type) << ", " << bytes << " bytes, initiator " << initiator;
      }
    }
  }
}

TEST_P(NetworkContract, GroupsMustAscend) {
  auto network = Make();
  EXPECT_THROW(network->DefineGroup({3, 1}), diagnostics::InternalError);
}

TEST_P(NetworkContract, TheSameRunTwiceGivesTheSameEventsAndReport) {
  std::vector<Event> events[2];
  std::string reports[2];
  for (int round = 0; round < 2; ++round) {
    auto network = Make();
    Recorder recorder(*network);
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

INSTANTIATE_TEST_SUITE_P(Networks, NetworkContract,
                         ::testing::Values(Maker{"flow", MakeFluid}, Maker{"cycle", MakeClocked},
                                           Maker{"cycle_one_plane", MakeOnePlane}),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace linkwright::clocked
