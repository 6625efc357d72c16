// SPDX-License-Identifier: Apache-2.0
// Collectives over Ethernet fabrics of one and two tiers: data, bytes, goodput against the frames'
// arithmetic, and RTL against twins.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "foundation/config/document.h"
#include "host_driver/experiment/run.h"
#include "host_driver/planning/plan.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::experiment {
namespace {

struct Measured {
  Outcome outcome;
  int ranks = 0;

  double Metric(const std::string& name) const {
    for (const telemetry::Metric& metric : outcome.report.metrics()) {
      if (metric.name != name) continue;
      return std::visit([](auto value) { return static_cast<double>(value); }, metric.value);
    }
    ADD_FAILURE() << "no metric " << name;
    return 0;
  }
};

Measured RunScenario(const std::string& yaml) {
  const config::Document document = config::Document::Parse(yaml, "scenario.yaml");
  const planning::Plan plan = planning::MakePlan(scenario::ReadScenario(document), document);
  return {RunPlanOnce(plan, {}), plan.ranks()};
}

std::string Scenario(const std::string& pod, const std::string& algorithm, const std::string& size,
                     const std::string& network = "fidelity: cycle",
                     const std::string& cost = "{}") {
  return fmt::format(
      "pod: {{ready: {}}}\ncollective: {{algorithm: {}, size: {}, protocol: simple, channels: 4}}\n"
      "network: {{{}}}\ncost: {}\n",
      pod, algorithm, size, network, cost);
}

struct Shape {
  const char* pod;
  int ranks;
};
constexpr Shape kShapes[] = {{"eth8", 8}, {"eth16_leaf_spine", 16}};

// Half of a reduce-scatter and half of an all-gather: 2 (n - 1) / n of the buffer; an all-to-all
// (n - 1) / n. The simple protocol adds nothing to the user's bytes.
TEST(EthernetCollectives, MoveTheAlgorithmsBytesAndGetThemRight) {
  for (const Shape& shape : kShapes) {
    for (const bool all_to_all : {false, true}) {
      const Measured run = RunScenario(
          Scenario(shape.pod, all_to_all ? "all_to_all_allpairs" : "all_reduce_ring", "1MiB"));
      SCOPED_TRACE(fmt::format("{} {}", shape.pod, all_to_all ? "all-to-all" : "all-reduce"));
      EXPECT_EQ(run.outcome.result().wrong, 0u);
      const double expected =
          (all_to_all ? 1.0 : 2.0) * (shape.ranks - 1) / shape.ranks * (1 << 20);
      EXPECT_EQ(run.Metric("network.payload_bytes_sent.min"), expected);
      EXPECT_EQ(run.Metric("network.payload_bytes_sent.max"), expected);
      EXPECT_EQ(run.Metric("network.data_bytes_landed.total"), expected * shape.ranks);
      EXPECT_EQ(run.Metric("network.retransmissions"), 0);
      EXPECT_EQ(run.Metric("switches.packets_dropped"), 0);
    }
  }
}

// Thread blocks that take no time, so that what is measured is the network.
constexpr const char* kFastAccelerators = R"({
  memory_rate: 10000 Tb/s, step_overhead: 0 ns, dependence_latency: 0 ns, barrier_latency: 0 ns,
  copy: &fast {floor: 0 ns, rate: 1000 Tb/s}, reduce: *fast, multimem: *fast,
  simple: {signal_latency: 0 ns, wait_latency: 0 ns, credit_latency: 0 ns, send: *fast, recv: *fast, recv_copy_send: *fast,
           recv_reduce_send: *fast, recv_reduce_copy: *fast, recv_reduce_copy_send: *fast}})";

// Closed form: every accelerator sends its payload in frames of 4,096 bytes with 62 bytes around
// them (78 in a message's first) and 20 of preamble and gap, and an acknowledgement of 66 + 20 for
// every one it gets, at 400 Gb/s (42 bytes per 840 ps) all the time.
TEST(EthernetCollectives, GoodputIsThatOfTheFramesWithinThreePercent) {
  struct Case {
    const char* pod;
    const char* algorithm;
    const char* size;
    const char* network;
  };
  for (const Case& c : {Case{"eth8", "all_reduce_ring", "8MiB", "fidelity: cycle"},
                        Case{"eth8", "all_to_all_allpairs", "16MiB", "fidelity: cycle"},
                        Case{"eth16_leaf_spine", "all_reduce_ring", "16MiB",
                             "fidelity: cycle, ethernet: {balance: adaptive}"},
                        Case{"eth16_leaf_spine", "all_to_all_allpairs", "16MiB",
                             "fidelity: cycle, ethernet: {balance: adaptive}"}}) {
    const Measured run =
        RunScenario(Scenario(c.pod, c.algorithm, c.size, c.network, kFastAccelerators));
    EXPECT_EQ(run.outcome.result().wrong, 0u);
    const double n = run.ranks;
    const double payload = run.Metric("network.payload_bytes_sent.total") / n;
    const double wire = payload + run.Metric("network.data_frames_sent.total") / n * (62 + 20) +
                        run.Metric("network.transfers") / n * 16 +
                        run.Metric("network.acknowledgements") / n * (66 + 20);
    const double ideal_ps = wire / 42 * 840;
    const double measured_ps = run.Metric("network.busy_time");
    fmt::print(
        "{} {} {}: {:.2f} GB/s of {:.2f} possible, {:.2f} %; retransmissions {:.0f}, pauses "
        "{:.0f}\n",
        c.pod, c.algorithm, c.size, payload / measured_ps * 1e3, payload / ideal_ps * 1e3,
        100 * ideal_ps / measured_ps, run.Metric("network.retransmissions"),
        run.Metric("switches.pauses_sent"));
    EXPECT_GE(measured_ps, ideal_ps);
    EXPECT_LE(measured_ps, ideal_ps * 1.03) << c.pod << " " << c.algorithm;
  }
}

bool Built(std::string_view variant) { return plugins::HasRtl(plugins::kEthernetSwitch, variant); }

// Everything but who simulated: the same cycles and the same traffic, whatever stands behind the
// sockets.
TEST(EthernetCollectives, OneSwitchInRtlAmongTwinsGivesTheSameCyclesAsAllTwins) {
  if (!Built("p4") || !Built("p8")) GTEST_SKIP() << "built without the RTL of p4 and p8";
  struct Case {
    const char* pod;
    std::vector<const char*> networks;
  };
  const std::vector<Case> cases = {
      {"eth8", {"fidelity: cycle", "fidelity: rtl"}},
      {"eth16_leaf_spine",
       {"fidelity: cycle", "fidelity: cycle, switches: {pod0.leaf1: rtl}",
        "fidelity: cycle, switches: {pod0.spine2: rtl}",
        "fidelity: rtl, switches: {pod0.leaf0: cycle}", "fidelity: rtl"}},
  };
  for (const Case& c : cases) {
    for (const char* algorithm : {"all_reduce_ring", "all_to_all_allpairs"}) {
      int64_t cycles = 0;
      double frames = 0;
      for (const char* network : c.networks) {
        const Measured run = RunScenario(Scenario(
            c.pod, algorithm, "128KiB", std::string(network) + ", ethernet: {balance: flowlet}"));
        EXPECT_EQ(run.outcome.result().wrong, 0u);
        if (cycles == 0) {
          cycles = run.outcome.cycles();
          frames = run.Metric("network.frames_sent.total");
          fmt::print("{} {}: {} cycles\n", c.pod, algorithm, cycles);
        }
        EXPECT_EQ(run.outcome.cycles(), cycles) << c.pod << " " << network;
        EXPECT_EQ(run.Metric("network.frames_sent.total"), frames) << network;
      }
    }
  }
}

// The same with drops, pauses, spraying that reorders, cut-through and a dying link: whatever
// happens, it happens alike, and the data is right.
TEST(EthernetCollectives, TroubleIsTheSameInRtlAndTwinAndTheDataIsRight) {
  const bool rtl = Built("p4") && Built("p8");
  struct Case {
    const char* ethernet;
    const char* counter;  // that must not be 0
    const char* faults = "[]";
  };
  for (const Case& c :
       {Case{"{pfc: false, shared_cells: 150, window_frames: 8, retransmit_timeout: 20us, "
             "retry_limit: 100}",
             "network.retransmissions"},
        Case{"{shared_cells: 100}", "switches.pauses_sent"},
        Case{"{balance: spray, mtu: 1024}", "network.data_frames_sent.total"},
        Case{"{cut_through: true, balance: adaptive}", "network.data_frames_sent.total"},
        Case{"{retransmit_timeout: 20us}", "switches.reroutes",
             "[{kind: link_down, link: 'pod0.leaf2:6', at: 12us}]"}}) {
    int64_t cycles = 0;
    for (const char* fidelity : {"cycle", "rtl"}) {
      if (!rtl && std::string(fidelity) == "rtl") continue;
      const Measured run =
          RunScenario(Scenario("eth16_leaf_spine", "all_to_all_allpairs", "512KiB",
                               fmt::format("fidelity: {}, ethernet: {}", fidelity, c.ethernet)) +
                      fmt::format("faults: {}\n", c.faults));
      EXPECT_EQ(run.outcome.result().wrong, 0u) << c.ethernet;
      EXPECT_GT(run.Metric(c.counter), 0) << c.ethernet;
      EXPECT_EQ(run.Metric("network.data_bytes_landed.total"),
                run.Metric("network.payload_bytes_received.total"));
      if (cycles == 0) {
        cycles = run.outcome.cycles();
        fmt::print("{}: {} cycles, {} {:.0f}, retransmissions {:.0f}, drops {:.0f}\n", c.ethernet,
                   cycles, c.counter, run.Metric(c.counter), run.Metric("network.retransmissions"),
                   run.Metric("switches.packets_dropped"));
      }
      EXPECT_EQ(run.outcome.cycles(), cycles) << c.ethernet;
    }
  }
}

}  // namespace
}  // namespace linkwright::experiment
