// SPDX-License-Identifier: Apache-2.0
// Networks in which the two ends of a link are RTL: same cycles and same metrics as twins, on pods
// of flits and on Ethernet fabrics, with losses, credits, and a link that dies.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "systemc_models/plugins/link_library.h"
#include "tests/unit/systemc_models/networks/clocked/fabric_under_test.h"
#include "tests/unit/systemc_models/networks/clocked/pod_under_test.h"
#include "tests/unit/systemc_models/networks/clocked/ring_all_reduce.h"

namespace linkwright {
namespace {

using clocked::RingAllReduce;

struct Outcome {
  std::vector<clocked::Event> events;
  std::string metrics;
  int rtl_links = 0;
  int64_t replays = 0;
};

constexpr int kNoLink = -1, kVictim = 2;  // the link of accelerator 2

std::function<link::LinkDeviceFactory(int)> Ends(int rtl, Outcome& outcome) {
  return [rtl, &outcome](int link) -> link::LinkDeviceFactory {
    if (link != rtl) return {};
    ++outcome.rtl_links;
    return [](const link::LinkSizes& sizes) { return plugins::MakeLinkRtl(sizes); };
  };
}

void Collect(const interfaces::Network& network, Outcome& outcome) {
  telemetry::RunReport report;
  network.AppendMetrics(report);
  outcome.metrics = report.ToText();
  outcome.replays = std::get<int64_t>(report.Find("network.retry.replays")->value);
  EXPECT_GT(std::get<int64_t>(report.Find("network.retry.frames_swallowed")->value), 0);
}

retry::LinkRetryParameters Losses() {
  retry::LinkRetryParameters retry;
  retry.rates.frame_error_rate = 1e-2;
  retry.rates.control_loss_rate = 1e-2;
  retry::LinkErrorRates worse;
  worse.bit_error_rate = 2e-3;
  retry.changes = {{2'000, 2, -1, worse, -1}, {6'000, 2, -1, retry.rates, -1}};
  return retry;
}

Outcome OnFabric(int rtl, bool credits) {
  Outcome outcome;
  clocked::FabricOptions options;
  options.network.retry = Losses();
  options.settings.cbfc = credits;
  options.network.nic.transport.timeout_cycles = 20'000;
  topology::Topology topology = clocked::OneTier(8, 8);
  const topology::LinkId victim = topology.LinkAt({topology.accelerator(2), 0});
  EXPECT_EQ(victim, kVictim);
  for (const int at : {1, 3, 5}) {
    options.faults.push_back({units::Duration::Microseconds(at), victim, false});
    options.faults.push_back({units::Duration::Microseconds(at + 1), victim, true});
  }
  options.make_link_port = Ends(rtl, outcome);
  clocked::FabricUnderTest fabric(std::move(topology), options);
  RingAllReduce ring(8, 16 << 10);
  outcome.events = ring.Run(fabric.simulation());
  EXPECT_TRUE(ring.Correct());
  Collect(fabric.network(), outcome);
  return outcome;
}

Outcome OnPod(int rtl) {
  Outcome outcome;
  clocked::ScaleUpParameters parameters;
  parameters.link_latency_cycles = 5;
  parameters.retry = Losses();
  parameters.retry->outages = {{3'000, 3'500, 2, -1, -1}};
  const auto* variant = spec::scaleup_switch::FindVariant("p4");
  parameters.virtual_channels = variant->virtual_channels;
  clocked::NetworkContext context;
  context.make_switch = [variant](int) { return scaleup_switch::MakeScaleUpSwitch(*variant); };
  context.make_link_port = Ends(rtl, outcome);
  clocked::ScaleUpNetwork pod(clocked::SingleTier(4, 1, variant->ports), parameters, context);
  clocked::Program(pod);
  RingAllReduce ring(4, 64 << 10);
  outcome.events = ring.Run(pod);
  EXPECT_TRUE(ring.Correct());
  Collect(pod, outcome);
  return outcome;
}

void ExpectAlike(const Outcome& twins, const Outcome& rtl, const char* what) {
  EXPECT_EQ(twins.rtl_links, 0);
  EXPECT_EQ(rtl.rtl_links, 1);
  EXPECT_GT(twins.replays, 0);
  EXPECT_EQ(twins.events, rtl.events);
  EXPECT_EQ(twins.metrics, rtl.metrics);
  fmt::print("{}: {} deliveries, {} replays, alike\n", what, rtl.events.size(), rtl.replays);
}

TEST(LinkRtl, EndsInRtlOnAnEthernetFabricChangeNothing) {
  for (const bool credits : {false, true}) {
    ExpectAlike(OnFabric(kNoLink, credits), OnFabric(kVictim, credits),
                credits ? "Ethernet with credits" : "Ethernet");
  }
}

TEST(LinkRtl, EndsInRtlOnAPodOfFlitsChangeNothing) {
  ExpectAlike(OnPod(kNoLink), OnPod(kVictim), "flits");
}

}  // namespace
}  // namespace linkwright
