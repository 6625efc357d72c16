// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/flow/flow_network.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <utility>
#include <vector>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "systemc_models/endpoints/striping.h"
#include "systemc_models/simulation/simulation.h"

namespace linkwright::flow {
namespace {

using endpoints::FlitsOf;
using endpoints::StripeBytes;
using units::Duration;

constexpr int64_t kFlit = 1000;

FlowNetworkParameters Parameters(int accelerators, int planes) {
  FlowNetworkParameters parameters;
  parameters.accelerators = accelerators;
  parameters.planes = planes;
  parameters.flit_time = Duration::Picoseconds(kFlit);
  parameters.link_latency = Duration::Picoseconds(5000);
  parameters.switch_latency = Duration::Picoseconds(100000);
  parameters.memory_latency = Duration::Picoseconds(200000);
  parameters.reduce_latency = Duration::Picoseconds(30000);
  return parameters;
}
constexpr int64_t kWriteLatency = 2 * 5000 + 100000;

class Client final : public simulation::Client {
 public:
  explicit Client(interfaces::Network& network, simulation::Context context = {})
      : simulation_(network, std::move(context)) {}
  void OnDelivered(uint64_t cookie) override { at[cookie] = simulation_.Now().picoseconds(); }
  void OnTimer(uint64_t) override { timers.push_back(simulation_.Now().picoseconds()); }
  void Start(const interfaces::TransferRequest& request) { simulation_.Start(*this, request); }
  void SetTimer(units::SimTime when, uint64_t cookie) { simulation_.SetTimer(*this, when, cookie); }
  void Run() { simulation_.Run(); }
  std::map<uint64_t, int64_t> at;
  std::vector<int64_t> timers;

 private:
  simulation::Simulation simulation_;
};

class FlowNetworkTest : public ::testing::Test {
 protected:
  interfaces::TransferRequest Write(int from, int to, uint64_t bytes, uint64_t cookie) {
    if (source_.size() < bytes) source_.resize(bytes), landing_.resize(bytes);
    interfaces::TransferRequest request;
    request.initiator = from;
    request.target = to;
    request.bytes = bytes;
    request.cookie = cookie;
    request.source = source_.data();
    request.landing = landing_.data();
    return request;
  }
  std::vector<std::byte> source_ = std::vector<std::byte>(1 << 20),
                         landing_ = std::vector<std::byte>(1 << 20);
};

TEST_F(FlowNetworkTest, AnEmptyPodTakesFlitsPlusLatencyExactly) {
  for (const int planes : {1, 3, 18}) {
    for (const uint64_t bytes : {1u, 64u, 4097u, 1u << 20}) {
      FlowNetwork network(Parameters(4, planes));
      Client client(network);
      client.Start(Write(0, 1, bytes, 1));
      client.Run();
      EXPECT_EQ(client.at[1],
                static_cast<int64_t>(FlitsOf(StripeBytes(bytes, planes))) * kFlit + kWriteLatency);
    }
  }
}

// k senders to one receiver: everybody ends when all volume has passed the receiver's link.
TEST_F(FlowNetworkTest, IncastSharesTheReceiversLink) {
  for (const int k : {2, 3, 7, 31}) {
    FlowNetwork network(Parameters(32, 1));
    Client client(network);
    for (int i = 1; i <= k; ++i) client.Start(Write(i, 0, 256 * 100, static_cast<uint64_t>(i)));
    client.Run();
    for (int i = 1; i <= k; ++i)
      EXPECT_EQ(client.at[static_cast<uint64_t>(i)], k * 500 * kFlit + kWriteLatency) << k;
  }
}

// Half the link until the short one ends, then all of it.
TEST_F(FlowNetworkTest, AFlowSpeedsUpWhenAnotherEnds) {
  FlowNetwork network(Parameters(4, 1));
  Client client(network);
  client.Start(Write(0, 1, 256 * 100, 1));  // 500 flits
  client.Start(Write(0, 2, 256 * 300, 2));  // 1500 flits
  client.Run();
  EXPECT_EQ(client.at[1], 1000 * kFlit + kWriteLatency);
  EXPECT_EQ(client.at[2], 2000 * kFlit + kWriteLatency);
}

// Three flows, two links: 0->2 and 1->2 share 2's downlink, 1->3 shares 1's uplink with the latter.
// All three get a half; when 0->2 ends after 1000 flit times, 1->2 is still bound by its uplink;
// when that ends, too, 1->3 doubles.
TEST_F(FlowNetworkTest, AHandComputedMaxMinExample) {
  FlowNetwork network(Parameters(4, 1));
  Client client(network);
  client.Start(Write(0, 2, 256 * 100, 1));  // 500 flits at 1/2
  client.Start(Write(1, 2, 256 * 200, 2));  // 1000 flits at 1/2
  client.Start(Write(1, 3, 256 * 300, 3));  // 1500 flits: 1000 at 1/2, 500 at 1
  client.Run();
  EXPECT_EQ(client.at[1], 1000 * kFlit + kWriteLatency);
  EXPECT_EQ(client.at[2], 2000 * kFlit + kWriteLatency);
  EXPECT_EQ(client.at[3], 2500 * kFlit + kWriteLatency);
}

TEST_F(FlowNetworkTest, AMulticastLoadsTheSourceOnceAndEveryMember) {
  FlowNetwork network(Parameters(4, 1));
  network.DefineGroup({0, 1, 2, 3});
  Client client(network);
  interfaces::TransferRequest request = Write(0, 0, 256 * 100, 1);
  request.kind = interfaces::TransferKind::kMulticastWrite;
  request.group = 0;
  std::vector<std::vector<std::byte>> landings(4, std::vector<std::byte>(256 * 100));
  std::vector<std::byte*> pointers;
  for (auto& landing : landings) pointers.push_back(landing.data());
  request.member_landings = pointers;
  client.Start(request);
  client.Start(Write(1, 2, 256 * 100, 2));  // shares member 2's downlink, not the source's uplink
  client.Start(Write(0, 1, 256 * 100, 3));  // shares the source's uplink
  client.Run();
  EXPECT_EQ(client.at[1], 1000 * kFlit + kWriteLatency);
  EXPECT_EQ(client.at[2], 1000 * kFlit + kWriteLatency);
  EXPECT_EQ(client.at[3], 1000 * kFlit + kWriteLatency);
}

// An outsider reads from two members: operands and answers run at one flit per flit time; requests
// go the other way.
TEST_F(FlowNetworkTest, AReduceReadCrossesTwiceAndWaitsForMemoryAndTheAdders) {
  FlowNetwork network(Parameters(3, 1));
  network.DefineGroup({1, 2});
  Client client(network);
  std::vector<std::byte> a(1024), b(1024);
  const std::vector<const std::byte*> sources = {a.data(), b.data()};
  interfaces::TransferRequest request = Write(0, 0, 1024, 1);
  request.kind = interfaces::TransferKind::kReduceRead;
  request.group = 0;
  request.member_sources = sources;
  client.Start(request);
  client.Run();
  EXPECT_EQ(client.at[1], 20 * kFlit + 4 * 5000 + 2 * 100000 + 200000 + 30000 + 4 * kFlit);
}

TEST_F(FlowNetworkTest, TheWindowOfOutstandingReduceReadsBoundsTheirRate) {
  FlowNetworkParameters parameters = Parameters(3, 1);
  parameters.reduce_window = 2;
  FlowNetwork network(parameters);
  network.DefineGroup({1, 2});
  Client client(network);
  std::vector<std::byte> a(256000), b(256000);
  const std::vector<const std::byte*> sources = {a.data(), b.data()};
  interfaces::TransferRequest request = Write(0, 0, 256000, 1);
  request.kind = interfaces::TransferKind::kReduceRead;
  request.group = 0;
  request.member_sources = sources;
  client.Start(request);
  client.Run();
  // Two packets per round trip of 450 us plus nine flits.
  EXPECT_NEAR(static_cast<double>(client.at[1]), 1000 / 2.0 * (450000 + 9 * kFlit), 500000);
}

TEST_F(FlowNetworkTest, TimersAreExactToThePicosecond) {
  FlowNetwork network(Parameters(2, 1));
  Client client(network);
  client.SetTimer(units::SimTime::Picoseconds(777), 1);
  client.SetTimer(units::SimTime::Picoseconds(3), 2);
  client.Run();
  EXPECT_EQ(client.timers, (std::vector<int64_t>{3, 777}));
  EXPECT_THROW(client.SetTimer(units::SimTime::Picoseconds(776), 3), diagnostics::InternalError);
}

TEST_F(FlowNetworkTest, AnInterruptStopsTheRun) {
  const std::atomic<bool> interrupted = true;
  FlowNetwork network(Parameters(2, 1));
  Client client(network, {.interrupted = &interrupted});
  client.Start(Write(0, 1, 64, 1));
  client.Start(Write(0, 1, 6400, 2));
  EXPECT_THROW(client.Run(), diagnostics::RunFailure);
}

// One hundred thousand accelerators: every departure touches one flow, so the work is linear in the
// transfers.
TEST_F(FlowNetworkTest, AHundredThousandRingNeighboursCostOneSolutionEach) {
  constexpr int kMany = 100000;
  FlowNetwork network(Parameters(kMany, 1));
  Client client(network);
  for (int i = 0; i < kMany; ++i)
    client.Start(Write(i, (i + 1) % kMany, 64 + 64 * (static_cast<uint64_t>(i) % 97),
                       static_cast<uint64_t>(i)));
  client.Run();
  EXPECT_EQ(client.at.size(), static_cast<size_t>(kMany));
  telemetry::RunReport report;
  network.AppendMetrics(report);
  EXPECT_EQ(std::get<int64_t>(report.Find("network.flows_solved")->value), kMany);
}

TEST_F(FlowNetworkTest, WhatIsSentIsReceived) {
  FlowNetwork network(Parameters(9, 2));
  Client client(network);
  uint64_t bytes = 0;
  for (int i = 0; i < 200; ++i) {
    const uint64_t size = 1 + static_cast<uint64_t>(i) * 37 % 5000;
    bytes += size;
    client.Start(Write(i % 9, i * 5 % 9, size, static_cast<uint64_t>(i)));
  }
  client.Run();
  telemetry::RunReport report;
  network.AppendMetrics(report);
  const auto value = [&](const char* name) { return std::get<int64_t>(report.Find(name)->value); };
  EXPECT_EQ(value("network.payload_bytes_sent.total"), static_cast<int64_t>(bytes));
  EXPECT_EQ(value("network.payload_bytes_received.total"), static_cast<int64_t>(bytes));
  EXPECT_EQ(value("network.flits_sent.total"), value("network.flits_received.total"));
  EXPECT_EQ(value("network.transfers"), 200);
}

}  // namespace
}  // namespace linkwright::flow
