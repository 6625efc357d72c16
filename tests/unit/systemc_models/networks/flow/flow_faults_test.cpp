// SPDX-License-Identifier: Apache-2.0
// Links that break and heal under a fluid, against closed forms: one tier with its planes alike,
// and topologies.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fabric/builders/builders.h"
#include "foundation/config/document.h"
#include "foundation/diagnostics/diagnostic.h"
#include "systemc_models/networks/flow/flow_network.h"
#include "systemc_models/simulation/simulation.h"

namespace linkwright::flow {
namespace {

using simulation::LinkFault;
using units::Duration;

class Client final : public simulation::Client {
 public:
  Client(FlowNetwork& network, std::vector<LinkFault> faults) : simulation_(network) {
    simulation_.SetFaults(network, std::move(faults));
  }
  void OnDelivered(uint64_t cookie) override { at[cookie] = simulation_.Now().picoseconds(); }
  void OnTimer(uint64_t cookie) override { Start(later_.at(cookie)); }
  void Start(const interfaces::TransferRequest& request) { simulation_.Start(*this, request); }
  void Start(int from, int to, uint64_t bytes, uint64_t cookie) {
    Start(Write(from, to, bytes, cookie));
  }
  void StartAt(Duration when, int from, int to, uint64_t bytes, uint64_t cookie) {
    later_[cookie] = Write(from, to, bytes, cookie);
    simulation_.SetTimer(*this, units::SimTime::At(when), cookie);
  }
  void Run() { simulation_.Run(); }
  std::string Failure() {
    try {
      Run();
    } catch (const diagnostics::RunFailure& failure) {
      return failure.what();
    }
    return "it ended";
  }
  std::map<uint64_t, int64_t> at;

 private:
  static interfaces::TransferRequest Write(int from, int to, uint64_t bytes, uint64_t cookie) {
    interfaces::TransferRequest request;
    request.initiator = from;
    request.target = to;
    request.bytes = bytes;
    request.cookie = cookie;
    return request;
  }
  simulation::Simulation simulation_;
  std::map<uint64_t, interfaces::TransferRequest> later_;
};

Duration Ps(int64_t ps) { return Duration::Picoseconds(ps); }

// Two planes of four accelerators; a flit takes 1 ns.
FlowNetworkParameters OneTier() {
  FlowNetworkParameters parameters;
  parameters.accelerators = 4;
  parameters.planes = 2;
  parameters.flit_time = Ps(1000);
  for (int plane = 0; plane < 2; ++plane) {
    for (int accelerator = 0; accelerator < 4; ++accelerator) {
      parameters.links.push_back({accelerator, fmt::format("plane{}:{}", plane, accelerator)});
    }
  }
  return parameters;
}

int64_t EndOnOneTier(std::vector<LinkFault> faults, int from = 0, int to = 1) {
  FlowNetwork network(OneTier());
  Client client(network, std::move(faults));
  client.Start(from, to, 100'000, 1);
  client.Run();
  return client.at.at(1);
}

TEST(FlowFaults, ATransferThatStallsEndsAsMuchLater) {
  const int64_t healthy = EndOnOneTier({});
  for (const int64_t down : {1, 777, 5'000, 123'456'789}) {
    const auto outage = [down](int link) {
      return std::vector<LinkFault>{{Ps(300'017), link, false}, {Ps(300'017 + down), link, true}};
    };
    EXPECT_EQ(EndOnOneTier(outage(0)), healthy + down) << "its source's link in one plane";
    EXPECT_EQ(EndOnOneTier(outage(5)), healthy + down) << "its target's link in the other";
    EXPECT_EQ(EndOnOneTier(outage(2)), healthy) << "nobody's link";
  }
}

TEST(FlowFaults, AnOutageBeforeTheFirstByteOrAfterTheLastMovesAllOrNothing) {
  const int64_t healthy = EndOnOneTier({});
  EXPECT_EQ(EndOnOneTier({{Ps(0), 0, false}, {Ps(4'000), 0, true}}), healthy + 4'000);
  EXPECT_EQ(EndOnOneTier({{Ps(healthy), 0, false}}), healthy) << "what has left arrives";
}

TEST(FlowFaults, OutagesOfTwoLinksThatOverlapCountOnce) {
  EXPECT_EQ(EndOnOneTier({{Ps(1'000), 0, false},
                          {Ps(2'000), 4, false},
                          {Ps(5'000), 0, true},
                          {Ps(9'000), 4, true}}),
            EndOnOneTier({}) + 8'000);
}

TEST(FlowFaults, WhatTheStalledTransferLeavesGoesToOthers) {
  FlowNetwork network(OneTier());
  Client client(network, {{Ps(0), 1, false}, {Ps(10'000'000), 1, true}});
  client.Start(0, 1, 100'000, 1);
  client.Start(0, 2, 100'000, 2);
  client.Run();
  EXPECT_EQ(client.at[2], EndOnOneTier({})) << "the whole uplink is its own";
  EXPECT_EQ(client.at[1], EndOnOneTier({}) + 10'000'000);
}

TEST(FlowFaults, ALinkThatStaysDownIsNamedWithThoseWhoWait) {
  FlowNetwork network(OneTier());
  Client client(network, {{Ps(2'000), 4, false}});
  client.Start(0, 1, 100'000, 1);
  client.Start(3, 0, 100'000, 2);
  client.Start(2, 3, 100'000, 3);
  const std::string said = client.Failure();
  EXPECT_EQ(said.rfind("link plane1:0 went down 2 ns after the first transfer began; deadlock: 2 "
                       "transfers in flight",
                       0),
            0u)
      << said;
  EXPECT_NE(said.find("accelerator 0 to accelerator 1 waits for plane1:0; accelerator 3 to "
                      "accelerator 0 waits for plane1:0"),
            std::string::npos)
      << said;
  EXPECT_EQ(client.at.count(3), 1u) << "whoever needs it not is not held up";
}

// A topology in which every link has 100 Gb/s (12.5 bytes per ns) and takes 10 ns, a node 100 ns.
class Topology {
 public:
  explicit Topology(const std::string& yaml)
      : topology_(builders::Build(config::Document::Parse(yaml, "topology.yaml").root())),
        routes_(topology_) {
    FabricFlowParameters parameters;
    parameters.routes = &routes_;
    for (size_t part = 0; part < topology_.part_names().size(); ++part) {
      parameters.links.push_back(
          {units::BitRate::GigabitsPerSecond(100), Duration::Nanoseconds(10)});
      parameters.nodes.push_back(Duration::Nanoseconds(100));
    }
    network_ = std::make_unique<FlowNetwork>(parameters);
  }
  FlowNetwork& network() { return *network_; }
  int Link(const std::string& name) const {
    for (int link = 0; link < static_cast<int>(topology_.links().size()); ++link) {
      if (network_->LinkName(link) == name) return link;
    }
    ADD_FAILURE() << "no link " << name;
    return 0;
  }
  int64_t Metric(const std::string& name) const {
    telemetry::RunReport report;
    network_->AppendMetrics(report);
    return std::get<int64_t>(report.Find("network." + name)->value);
  }

 private:
  topology::Topology topology_;
  routing::Routes routes_;
  std::unique_ptr<FlowNetwork> network_;
};

constexpr int64_t kLatency = 2 * 10'000 + 100'000;     // one switch
constexpr int64_t kFarLatency = 4 * 10'000 + 300'000;  // leaf, spine, leaf

constexpr const char* kFourPlanes =
    "single_tier: {accelerators: 4, planes: 4, switch_ports: 4, switch: chip, link: cable}";
constexpr const char* kLeafSpine =
    "leaf_spine: {accelerators: 8, leaves: 2, spines: 4, leaf_ports: 8, spine_ports: 2, switch: "
    "chip, link: cable}";

TEST(FlowFaultsOverATopology, WithPOfNPlanesDownTheRateIsWhatTheOthersCarry) {
  for (int dead = 0; dead < 4; ++dead) {
    Topology pod(kFourPlanes);
    std::vector<LinkFault> faults;
    for (int plane = 0; plane < dead; ++plane) {
      faults.push_back({Ps(0), pod.Link(fmt::format("pod0.plane{}.switch0:0", plane)), false});
    }
    Client client(pod.network(), faults);
    client.Start(0, 1, 600'000, 1);
    client.Run();
    EXPECT_EQ(client.at[1], 48'000'000 / (4 - dead) + kLatency) << dead;
  }
}

// 4 planes for 6 us, 3 for 6 us, 2 for 6 us, 3 again until the end.
TEST(FlowFaultsOverATopology, ARateChangesInTheMiddleOfATransfer) {
  Topology pod(kFourPlanes);
  const int first = pod.Link("pod0.plane1.switch0:0"), second = pod.Link("pod0.plane2.switch0:1");
  Client client(pod.network(), {{Ps(6'000'000), first, false},
                                {Ps(12'000'000), second, false},
                                {Ps(18'000'000), first, true}});
  client.Start(0, 1, 12'000 * 75, 1);
  client.Run();
  // 75 * 12,000 bytes are 72 us of one plane; 24 + 18 + 12 are done after 18 us.
  EXPECT_EQ(client.at[1], 18'000'000 + (72 - 54) * 1'000'000 / 3 + kLatency);
  EXPECT_EQ(pod.Metric("links.scale_up.tier1.bytes"), 2 * 12'000 * 75) << "each byte crosses twice";
}

TEST(FlowFaultsOverATopology, UplinksThatDieLeaveTheirLoadToTheOthers) {
  for (int dead = 0; dead < 4; ++dead) {
    Topology fabric(kLeafSpine);
    std::vector<LinkFault> faults;
    for (int spine = 0; spine < dead; ++spine) {
      faults.push_back({Ps(0), fabric.Link(fmt::format("pod0.leaf0:{}", 4 + spine)), false});
    }
    Client client(fabric.network(), faults);
    for (int a = 0; a < 4; ++a) client.Start(a, a + 4, 125'000, static_cast<uint64_t>(a));
    client.Run();
    for (const auto& [cookie, at] : client.at) {
      EXPECT_NEAR(static_cast<double>(at), 10'000'000.0 * 4 / (4 - dead) + kFarLatency, 2)
          << dead << " of four uplinks, accelerator " << cookie;
    }
  }
}

TEST(FlowFaultsOverATopology, WithoutAnotherWayATransferWaits) {
  Topology fabric(kLeafSpine);
  const int edge = fabric.Link("pod0.leaf0:0");
  Client client(fabric.network(), {{Ps(1'000'000), edge, false}, {Ps(31'000'000), edge, true}});
  client.Start(0, 4, 125'000, 1);
  client.StartAt(Ps(2'000'000), 5, 0, 125'000, 2);  // while it is down
  client.Run();
  EXPECT_EQ(client.at[1], 10'000'000 + 30'000'000 + kFarLatency);
  EXPECT_EQ(client.at[2], 31'000'000 + 10'000'000 + kFarLatency);
}

TEST(FlowFaultsOverATopology, ALinkThatStaysDownIsNamedWithThoseWhoWait) {
  Topology fabric(kLeafSpine);
  Client client(fabric.network(), {{Ps(1'000'000), fabric.Link("pod0.leaf0:2"), false}});
  client.Start(2, 7, 125'000, 1);
  client.Start(2, 7, 125'000, 2);
  const std::string said = client.Failure();
  EXPECT_EQ(said.rfind("link pod0.leaf0:2 went down 1 us after the first transfer began; ", 0), 0u)
      << said;
  EXPECT_NE(said.find("accelerator 2 to accelerator 7 waits for pod0.leaf0:2 (2 transfers)"),
            std::string::npos)
      << said;
}

TEST(FlowFaultsOverATopology, HealedLinksLeaveNoTrace) {
  const auto end = [](bool faulty) {
    Topology fabric(kLeafSpine);
    const int uplink = fabric.Link("pod0.leaf0:5");
    Client client(fabric.network(), faulty ? std::vector<LinkFault>{{Ps(0), uplink, false},
                                                                    {Ps(500'000), uplink, true}}
                                           : std::vector<LinkFault>{});
    for (int a = 0; a < 8; ++a) {
      client.StartAt(Ps(600'000), a, (a + 3) % 8, 100'000, static_cast<uint64_t>(a));
    }
    client.Run();
    return client.at;
  };
  EXPECT_EQ(end(true), end(false));
}

}  // namespace
}  // namespace linkwright::flow
