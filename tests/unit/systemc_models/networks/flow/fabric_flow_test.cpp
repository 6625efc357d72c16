// SPDX-License-Identifier: Apache-2.0
// The flow network over topologies: rates against a solver of another kind,
// closed forms, and the bytes of every tier.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "fabric/builders/builders.h"
#include "fabric/routing/paths.h"
#include "foundation/config/document.h"
#include "systemc_models/networks/flow/fair_share.h"
#include "systemc_models/networks/flow/flow_network.h"
#include "systemc_models/simulation/simulation.h"

namespace linkwright::flow {
namespace {

using units::BitRate;
using units::Duration;

topology::Topology Built(const std::string& yaml) {
  return builders::Build(config::Document::Parse(yaml, "topology.yaml").root());
}

// Every link 100 Gb/s (12.5 bytes per ns) but those whose part is called fast,
// 400 Gb/s; a link takes 10 ns, a node 100 ns.
class Fabric {
 public:
  explicit Fabric(const std::string& yaml, Spread spread = Spread::kEqual)
      : topology_(Built(yaml)), routes_(topology_) {
    FabricFlowParameters parameters;
    parameters.routes = &routes_;
    for (const std::string& name : topology_.part_names()) {
      const int gigabits = name == "fast" ? 400 : 100;
      parameters.links.push_back({BitRate::GigabitsPerSecond(gigabits), Duration::Nanoseconds(10)});
      parameters.nodes.push_back(Duration::Nanoseconds(100));
    }
    parameters.spread = spread;
    network_ = std::make_unique<FlowNetwork>(parameters);
  }

  const topology::Topology& topology() const { return topology_; }
  const routing::Routes& routes() const { return routes_; }
  FlowNetwork& network() { return *network_; }
  int64_t Metric(const std::string& name) const {
    telemetry::RunReport report;
    network_->AppendMetrics(report);
    const telemetry::Metric* metric = report.Find("network." + name);
    return metric == nullptr ? -1 : std::get<int64_t>(metric->value);
  }

 private:
  topology::Topology topology_;
  routing::Routes routes_;
  std::unique_ptr<FlowNetwork> network_;
};

class Client final : public simulation::Client {
 public:
  explicit Client(interfaces::Network& network) : simulation_(network) {}
  void OnDelivered(uint64_t cookie) override { at[cookie] = simulation_.Now().picoseconds(); }
  void OnTimer(uint64_t) override {}
  void Start(int from, int to, uint64_t bytes, uint64_t cookie) {
    interfaces::TransferRequest request;
    request.initiator = from;
    request.target = to;
    request.bytes = bytes;
    request.cookie = cookie;
    simulation_.Start(*this, request);
  }
  void Run() { simulation_.Run(); }
  std::map<uint64_t, int64_t> at;

 private:
  simulation::Simulation simulation_;
};

constexpr const char* kFatTree = R"(
fat_tree: {accelerators: 16, tiers: 3, switch_ports: 4, switch: chip, link: cable}
)";

TEST(FabricFlow, LatencyIsThePathsAndAnEmptyFabricGivesTheWholeRate) {
  Fabric fabric(kFatTree);
  Client client(fabric.network());
  client.Start(0, 1, 12'500, 1);   // one leaf between: 2 links, 1 node
  client.Start(4, 15, 12'500, 2);  // up to a core and down: 6 links, 5 nodes
  client.Run();
  EXPECT_EQ(client.at[1], 1'000'000 + 2 * 10'000 + 100'000);
  EXPECT_EQ(client.at[2], 1'000'000 + 6 * 10'000 + 5 * 100'000);
}

TEST(FabricFlow, BytesAreCountedOnEveryTierTheyCross) {
  for (const Spread spread : {Spread::kEqual, Spread::kHash}) {
    Fabric fabric(kFatTree, spread);
    Client client(fabric.network());
    client.Start(0, 1, 1'000, 1);    // two links of tier 1
    client.Start(2, 15, 10'000, 2);  // two of each tier
    client.Run();
    EXPECT_EQ(fabric.Metric("links.scale_out.tier1.bytes"), 2 * 1'000 + 2 * 10'000);
    EXPECT_EQ(fabric.Metric("links.scale_out.tier2.bytes"), 2 * 10'000);
    EXPECT_EQ(fabric.Metric("links.scale_out.tier3.bytes"), 2 * 10'000);
    EXPECT_EQ(fabric.Metric("links.scale_out.tier3.busiest"),
              spread == Spread::kEqual ? 10'000 / 4 : 10'000);
    EXPECT_EQ(fabric.Metric("payload_bytes_sent.total"), 11'000);
    EXPECT_EQ(fabric.Metric("payload_bytes_received.max"), 10'000);
  }
}

// Every endpoint sends to the one half the fabric away: all traffic crosses the
// leaves' uplinks.
TEST(FabricFlow, AnOversubscribedFatTreeGivesEveryPairItsShareOfTheUplinks) {
  for (const int over : {1, 3}) {
    Fabric fabric(
        "fat_tree: {accelerators: 48, tiers: 2, switch_ports: 16, "
        "oversubscription: " +
        std::to_string(over) + ", switch: chip, link: cable}");
    Client client(fabric.network());
    for (int a = 0; a < 48; ++a) client.Start(a, (a + 24) % 48, 125'000, static_cast<uint64_t>(a));
    client.Run();
    const int64_t wire = 10'000'000 * over;  // 125,000 bytes at 12.5 bytes per ns, over
    for (const auto& [cookie, at] : client.at) {
      EXPECT_NEAR(static_cast<double>(at), static_cast<double>(wire + 4 * 10'000 + 3 * 100'000), 2)
          << over << " " << cookie;
    }
  }
}

TEST(FabricFlow, PodsUseTheirScaleUpLinksInsideAndTheirNicsBetween) {
  Fabric fabric(R"(
pods:
  pods: 2
  accelerators: 8
  nics: 1
  accelerator: gpu
  nic: nic
  host_link: cable
  scale_up: {single_tier: {planes: 4, switch_ports: 8, switch: chip, link: fast}}
  scale_out: {leaf_spine: {leaves: 2, spines: 2, leaf_ports: 16, spine_ports: 2, switch: chip, link: cable}}
)");
  Client client(fabric.network());
  client.Start(0, 5, 200'000, 1);  // four planes of 400 Gb/s: 200 bytes per ns
  client.Start(1, 9, 12'500, 2);
  client.Run();
  EXPECT_EQ(client.at[1], 1'000'000 + 2 * 10'000 + 100'000);
  EXPECT_EQ(fabric.Metric("links.scale_up.tier1.bytes"), 2 * 200'000);
  EXPECT_EQ(fabric.Metric("links.host.bytes"), 2 * 12'500) << "out through one NIC, in through one";
  EXPECT_EQ(fabric.Metric("links.scale_out.tier1.bytes"), 2 * 12'500);
}

// Water filling by small steps: all rates grow together by what the tightest
// link allows, and those that meet a full link stop. Another algorithm, on
// dense matrices, than the one under test.
std::vector<double> WaterFilling(const std::vector<std::vector<Use>>& flows,
                                 std::vector<double> room) {
  std::vector<double> rate(flows.size(), 0);
  std::vector<bool> growing(flows.size(), true);
  while (std::find(growing.begin(), growing.end(), true) != growing.end()) {
    std::vector<double> load(room.size(), 0);
    for (std::size_t f = 0; f < flows.size(); ++f) {
      if (!growing[f]) continue;
      for (const Use& use : flows[f]) load[static_cast<std::size_t>(use.resource)] += use.weight;
    }
    double step = 1e300;
    for (std::size_t r = 0; r < room.size(); ++r) {
      if (load[r] > 0) step = std::min(step, room[r] / load[r]);
    }
    for (std::size_t f = 0; f < flows.size(); ++f) rate[f] += growing[f] ? step : 0;
    for (std::size_t r = 0; r < room.size(); ++r) room[r] -= load[r] * step;
    for (std::size_t f = 0; f < flows.size(); ++f) {
      for (const Use& use : flows[f]) {
        const auto r = static_cast<std::size_t>(use.resource);
        if (growing[f] && room[r] <= 1e-9 * load[r] * step) growing[f] = false;
      }
    }
  }
  return rate;
}

TEST(FabricFlow, RatesOnRandomTopologiesAreThoseOfWaterFilling) {
  std::mt19937 random(7);
  const auto pick = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  for (int trial = 0; trial < 30; ++trial) {
    const int leaves = pick(2, 5);
    const int spines = pick(1, 4);
    const int per_leaf = pick(2, 6);
    Fabric fabric("leaf_spine: {accelerators: " + std::to_string(leaves * per_leaf) +
                  ", leaves: " + std::to_string(leaves) + ", spines: " + std::to_string(spines) +
                  ", leaf_ports: 64, spine_ports: 64, switch: chip, link: " +
                  (pick(0, 1) == 0 ? "cable, uplink: fast}" : "fast, uplink: cable}"));
    routing::Paths paths(fabric.routes());
    const topology::Topology& topology = fabric.topology();
    std::vector<double> capacities;
    for (const topology::Link& link : topology.links()) {
      capacities.insert(capacities.end(), 2, topology.part(link.part) == "fast" ? 0.05 : 0.0125);
    }
    FairShare shares(capacities);
    std::vector<std::vector<Use>> flows;
    std::vector<FlowId> ids;
    for (int f = pick(2, 40); f > 0; --f) {
      const int from = pick(0, topology.accelerators() - 1);
      const int to = (from + pick(1, topology.accelerators() - 1)) % topology.accelerators();
      std::vector<Use> uses;
      double in = 0;
      double out = 0;
      for (const routing::LinkShare& use :
           paths.SplitEvenly(from, to, routing::ChooseDomain(topology, from, to))) {
        uses.push_back({2 * use.link + (use.from_a ? 0 : 1), use.share});
        const topology::Link& link = topology.link(use.link);
        if (link.a.node == topology.accelerator(from)) out += use.share;
        if (link.a.node == topology.accelerator(to)) in += use.share;
      }
      EXPECT_NEAR(out, 1, 1e-12) << "everything leaves the source";
      EXPECT_NEAR(in, 1, 1e-12) << "and arrives";
      ids.push_back(shares.Add(uses));
      flows.push_back(uses);
    }
    shares.Solve();
    const std::vector<double> expected = WaterFilling(flows, capacities);
    for (std::size_t f = 0; f < flows.size(); ++f) {
      EXPECT_NEAR(shares.rate(ids[f]), expected[f], 1e-9 * expected[f]) << trial << " " << f;
    }
  }
}

}  // namespace
}  // namespace linkwright::flow
