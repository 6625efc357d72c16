// SPDX-License-Identifier: Apache-2.0
// Ethernet fabrics whose links have link-level retry: what it costs, what it hides, and what
// happens when such a link dies.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "systemc_models/channel/reed_solomon.h"
#include "systemc_models/networks/retry/retry_ends.h"
#include "tests/unit/systemc_models/networks/clocked/fabric_under_test.h"
#include "tests/unit/systemc_models/networks/clocked/patterns.h"
#include "tests/unit/systemc_models/networks/clocked/pod_under_test.h"
#include "tests/unit/systemc_models/networks/clocked/ring_all_reduce.h"

namespace linkwright::clocked {
namespace {

using retry::LinkErrorRates;

constexpr int kLine = 42;
constexpr double kFrameTime = (4158.0 + 20) / kLine;  // cycles of a full frame

struct Report {
  explicit Report(const EthernetNetwork& network) { network.AppendMetrics(text); }
  int64_t operator[](const std::string& name) const {
    const telemetry::Metric* metric = text.Find("network." + name);
    EXPECT_NE(metric, nullptr) << name;
    return metric == nullptr ? -1 : std::get<int64_t>(metric->value);
  }
  telemetry::RunReport text;
};

// Until the links have nothing left to do.
void Settle(simulation::Simulation& simulation) {
  Recorder silence(simulation);
  silence.SetTimer(simulation.Now() + units::Duration::Microseconds(30), 0);
  silence.Run();
}

void ExpectEveryReplayExplained(const Report& r) {
  EXPECT_EQ(r["retry.frames_delivered"], r["retry.frames_accepted"]);
  EXPECT_EQ(r["retry.frames_sent"], r["retry.frames_delivered"] + r["retry.frames_expected_bad"] +
                                        r["retry.frames_missing"] + r["retry.frames_duplicate"]);
  EXPECT_EQ(r["retry.frames_bad"], r["retry.frames_damaged"]);
  EXPECT_EQ(r["retry.nacks_sent"], r["retry.frames_expected_bad"]);
  EXPECT_EQ(r["retry.nacks_received"], r["retry.nacks_sent"] - r["retry.nacks_lost"]);
  EXPECT_EQ(r["retry.replays"],
            r["retry.nacks_received"] - r["retry.nacks_joined"] + r["retry.timeouts"]);
  EXPECT_EQ(r["retry.frames_swallowed"] + r["retry.frames_discarded"], 0);
}

void ExpectNothingSentAgainEndToEnd(const Report& r) {
  EXPECT_EQ(r["retransmissions"], 0);
  EXPECT_EQ(r["sequence_naks"], 0);
  EXPECT_EQ(r["timeouts"], 0);
  EXPECT_EQ(r["duplicates"], 0);
  EXPECT_EQ(r["data_bytes_landed.total"], r["payload_bytes_received.total"]);
}

FabricOptions WithRetry(double frame_error_rate = 0, double control_loss_rate = 0) {
  FabricOptions options;
  options.network.retry.emplace();
  options.network.retry->rates.frame_error_rate = frame_error_rate;
  options.network.retry->rates.control_loss_rate = control_loss_rate;
  return options;
}

// One write over one switch; cycles from its start to its delivery.
int64_t WriteCycles(FabricOptions options, size_t bytes) {
  FabricUnderTest fabric(OneTier(8, 8), std::move(options));
  const Buffer source = RandomBytes(bytes, 1);
  Buffer landing(bytes);
  Settle(fabric.simulation());  // links have come up
  Recorder recorder(fabric.simulation());
  const int64_t before = fabric.network().Now().picoseconds() / 840;
  recorder.Start(Write(1, 6, source, landing, 0));
  recorder.Run();
  EXPECT_EQ(source, landing);
  return recorder.LastDeliveryPs() / 840 - before;
}

TEST(EthernetRetry, AnEmptyCrossingTakesTwoCyclesAndTheFramesBeatsMore) {
  for (const size_t bytes : {4u, 100u, 1000u, 4096u}) {
    for (const int latency : {1, 20, 200}) {
      FabricOptions plain, retry = WithRetry();
      plain.link_latency_cycles = retry.link_latency_cycles = latency;
      const size_t frame = endpoints::RoceFrameBytes(endpoints::RoceOpcode::kWriteOnly, bytes);
      const auto beats = static_cast<int64_t>((frame + 63) / 64);
      EXPECT_EQ(WriteCycles(retry, bytes) - WriteCycles(plain, bytes), 2 * (2 + beats))
          << bytes << " bytes, latency " << latency;
    }
  }
}

// A stream of writes over one switch, from 1 to 6, with times of delivery in cycles from its start.
struct Stream {
  Stream(FabricOptions options, int transfers, size_t bytes)
      : fabric(OneTier(8, 8), WithWindow(std::move(options))), source(RandomBytes(bytes, 1)) {
    landings.assign(static_cast<size_t>(transfers), Buffer(bytes));
    Recorder recorder(fabric.simulation());
    const int64_t start = fabric.network().Now().picoseconds() / 840;
    for (int i = 0; i < transfers; ++i) {
      const auto at = static_cast<size_t>(i);
      recorder.Start(Write(1, 6, source, landings[at], at));
    }
    recorder.Run();
    for (const clocked::Event& event : recorder.events)
      delivered.push_back(event.at_ps / 840 - start);
    EXPECT_EQ(recorder.events.size(), landings.size());
    EXPECT_TRUE(std::all_of(landings.begin(), landings.end(),
                            [&](const Buffer& landing) { return landing == source; }));
    Settle(fabric.simulation());
  }
  int64_t cycles() const { return delivered.back(); }
  int64_t DeliveredIn(int64_t from, int64_t to) const {
    return std::count_if(delivered.begin(), delivered.end(),
                         [=](int64_t at) { return at >= from && at < to; });
  }
  static FabricOptions WithWindow(FabricOptions options) {
    options.network.nic.transport.window_frames = 512;
    return options;
  }

  FabricUnderTest fabric;
  Buffer source;
  std::vector<Buffer> landings;
  std::vector<int64_t> delivered;
};

// Frames sent in vain for a damaged one, itself included; see frame_retry_link_test.cpp.
double Window(int latency, double frame_time = kFrameTime) {
  return std::ceil((frame_time - 2.5 + 2 * latency + 2) / frame_time);
}

TEST(EthernetRetry, AStreamOverALossyLinkKeepsTheGoodputOfGoBackN) {
  constexpr int kTransfers = 60, kLatency = 238;  // 50 m
  constexpr size_t kBytes = 256 * 4096;
  FabricOptions clean = WithRetry();
  clean.link_latency_cycles = kLatency;
  const int64_t reference = Stream(clean, kTransfers, kBytes).cycles();
  const double window = Window(kLatency);
  for (const double p : {1e-4, 1e-3, 1e-2}) {
    FabricOptions options = clean;
    LinkErrorRates rates;
    rates.frame_error_rate = p;
    options.network.retry->changes = {{0, 1, -1, rates, -1}};  // the sender's link only
    Stream stream(options, kTransfers, kBytes);
    const Report report(stream.fabric.network());
    const double measured = static_cast<double>(reference) / static_cast<double>(stream.cycles());
    const double formula = (1 - p) / (1 - p + window * p);
    fmt::print("p {:.0e}: W {:.0f}, {} of {} frames hit, goodput {:.4f}, formula {:.4f}\n", p,
               window, report["retry.frames_damaged"], report["retry.frames_accepted"], measured,
               formula);
    EXPECT_NEAR(measured, formula, 0.01 * formula);
    EXPECT_GT(report["retry.frames_damaged"], 0);
    ExpectEveryReplayExplained(report);
    ExpectNothingSentAgainEndToEnd(report);
    EXPECT_EQ(stream.fabric.AllDrops(), 0u);
  }
}

TEST(EthernetRetry, ABitErrorRateThatComesAndGoesTakesItsGoodputOnlyMeanwhile) {
  constexpr int kTransfers = 1200, kLatency = 60;
  constexpr size_t kBytes = 16 * 4096;
  constexpr int64_t kFrom = 500'000, kTo = 1'300'000, kWarm = 20'000;
  FabricOptions options = WithRetry();
  options.link_latency_cycles = kLatency;
  LinkErrorRates bad;
  bad.bit_error_rate = 1.2e-3;
  options.network.retry->rates.bit_error_rate = 1e-5;
  LinkErrorRates good = options.network.retry->rates;
  options.network.retry->changes = {{kFrom, 1, -1, bad, -1}, {kTo, 1, -1, good, -1}};
  Stream stream(options, kTransfers, kBytes);
  const Report report(stream.fabric.network());
  const auto rate = [&](int64_t from, int64_t to) {
    return static_cast<double>(stream.DeliveredIn(from, to)) * 16 * kFrameTime /
           static_cast<double>(to - from);
  };
  const double before = rate(kWarm, kFrom), during = rate(kFrom + kWarm, kTo),
               after = rate(kTo + kWarm, stream.cycles());
  const double codeword =
      channel::CodewordFailureProbability(channel::SymbolErrorProbability(bad.bit_error_rate));
  const double p = codeword * (4158 + 20) / 640;
  const double window = Window(kLatency);
  const double formula = (1 - p) / (1 - p + window * p);
  fmt::print(
      "goodput before {:.4f}, during {:.4f} (formula {:.4f}, {:.2e} codewords lost per frame), "
      "after {:.4f}; {} frames hit, {} replays\n",
      before, during, formula, p, after, report["retry.frames_damaged"], report["retry.replays"]);
  EXPECT_NEAR(before, 1, 0.005);
  EXPECT_NEAR(after, 1, 0.005);
  EXPECT_NEAR(during, formula, 0.01);
  ExpectEveryReplayExplained(report);
  ExpectNothingSentAgainEndToEnd(report);
}

TEST(EthernetRetry, ACollectiveOverTwoTiersOfLossyLinksIsRightAndNothingIsSentAgainEndToEnd) {
  int64_t clean = 0;
  for (const double rate : {0.0, 1e-3, 1e-2}) {
    // ECMP, which keeps the order of a queue pair: what overtakes is sent again.
    FabricOptions options = WithRetry(rate, rate / 10);
    FabricUnderTest fabric(TwoTiers(16, 4, 4), options);
    RingAllReduce ring(16, 32 << 10);
    const auto events = ring.Run(fabric.simulation());
    EXPECT_TRUE(ring.Correct());
    const Report report(fabric.network());
    if (rate == 0) clean = events.back().at_ps;
    fmt::print("frame error {:.0e}: {:.1f} % longer, {} of {} frames hit, {} replays\n", rate,
               100.0 * static_cast<double>(events.back().at_ps) / static_cast<double>(clean) - 100,
               report["retry.frames_damaged"], report["retry.frames_accepted"],
               report["retry.replays"]);
    EXPECT_EQ(report["retry.replays"] > 0, rate > 0);
    ExpectEveryReplayExplained(report);
    ExpectNothingSentAgainEndToEnd(report);
    EXPECT_EQ(fabric.AllDrops(), 0u);
  }
}

TEST(EthernetRetry, ABitErrorRateRaisedDuringACollectiveSlowsItAndTheDataIsRight) {
  std::vector<clocked::Event> events[2];
  for (const bool degraded : {false, true}) {
    FabricOptions options = WithRetry();
    options.network.retry->rates.bit_error_rate = 1e-5;
    LinkErrorRates bad;
    bad.bit_error_rate = 2e-3;
    const LinkErrorRates good = options.network.retry->rates;
    if (degraded)
      options.network.retry->changes = {{40'000, 3, -1, bad, -1}, {80'000, 3, -1, good, -1}};
    FabricUnderTest fabric(OneTier(8, 8), options);
    RingAllReduce ring(8, 256 << 10);
    events[degraded ? 1 : 0] = ring.Run(fabric.simulation());
    EXPECT_TRUE(ring.Correct());
    const Report report(fabric.network());
    ExpectEveryReplayExplained(report);
    ExpectNothingSentAgainEndToEnd(report);
    EXPECT_EQ(report["retry.replays"] > 0, degraded);
    if (degraded) {
      EXPECT_GT(report["retry.pod0.accelerator3.link0.to_switch.replays"], 0);
      EXPECT_EQ(report.text.Find("network.retry.pod0.accelerator4.link0.to_switch.replays"),
                nullptr);
    }
  }
  const int64_t clean = events[0].back().at_ps / 840, slow = events[1].back().at_ps / 840;
  fmt::print("ring all-reduce {} cycles, with 40,000 bad ones {}\n", clean, slow);
  EXPECT_GT(slow, clean + 5'000);
  size_t same = 0;
  while (events[0][same] == events[1][same]) ++same;
  EXPECT_GE(events[0][same].at_ps / 840, 40'000) << "nothing changes before the rate does";
}

// Headroom covers what a replay each way adds to the loop of PFC.
TEST(EthernetRetry, PfcOverLossyLinksLosesNothing) {
  int64_t headroom[2];
  for (const bool retry : {false, true}) {
    FabricOptions options = retry ? WithRetry(1e-3) : FabricOptions{};
    options.settings.shared_cells = 150;
    options.settings.ecn = false;
    FabricUnderTest fabric(OneTier(8, 8), options);
    headroom[retry ? 1 : 0] = fabric.fabric().largest_headroom_cells();
    Recorder recorder(fabric.simulation());
    Incast incast(recorder, 400'000);
    recorder.Run();
    Settle(fabric.simulation());
    EXPECT_EQ(incast.sources, incast.landings);
    EXPECT_EQ(fabric.AllDrops(), 0u);
    const Report report(fabric.network());
    EXPECT_GT(report["pauses"], 0);
    EXPECT_EQ(report["retransmissions"], 0);
    uint32_t most = 0;
    for (int port = 0; port < 8; ++port)
      most =
          std::max(most, fabric.fabric().drivers()[0].ReadPortCounters(port).headroom_watermark[3]);
    fmt::print("headroom {} cells, {} used, {} pauses\n", headroom[retry ? 1 : 0], most,
               report["pauses"]);
    EXPECT_LE(most, headroom[retry ? 1 : 0]);
  }
  EXPECT_GT(headroom[1], headroom[0]);
}

// An uplink dies in the middle of an exchange and comes back: what is on it is lost, once, and RoCE
// sends it again another way. Late replays of the link itself must not come.
TEST(EthernetRetry, TrafficMovesAwayFromALinkThatDiesAndBackWhenItComesUp) {
  for (const double rate : {0.0, 1e-3}) {
    FabricOptions options = WithRetry(rate);
    options.network.nic.transport.timeout_cycles = 60'000;
    topology::Topology topology = TwoTiers(16, 4, 4);
    const topology::LinkId victim = topology.LinkAt({topology.switch_node(0), 5});
    options.faults = {{units::Duration::Microseconds(15), victim, false},
                      {units::Duration::Microseconds(35), victim, true}};
    FabricUnderTest fabric(std::move(topology), options);
    Recorder recorder(fabric.simulation());
    Exchange exchange(recorder, 100'000);
    recorder.Run();
    Settle(fabric.simulation());
    EXPECT_EQ(recorder.events.size(), 240u);
    EXPECT_EQ(exchange.Wrong(16), 0);
    const Report report(fabric.network());
    EXPECT_EQ(fabric.fabric().events().interrupts, 4u) << "one at each end, down and up";
    EXPECT_EQ(fabric.fabric().events().reroutes, 2u);
    EXPECT_EQ(fabric.fabric().events().dead_links, 0u);
    EXPECT_EQ(report["data_bytes_landed.total"], report["payload_bytes_received.total"]);
    EXPECT_EQ(report["bad_frames"], 0);
    const int64_t gone = report["retry.frames_accepted"] - report["retry.frames_delivered"];
    fmt::print("{} frames lost with the link ({} on it, {} in front of it), {} sent again\n", gone,
               report["retry.frames_swallowed"], report["retry.frames_discarded"],
               report["retransmissions"]);
    EXPECT_GT(gone, 0);
    EXPECT_GT(report["retransmissions"], 0);
    EXPECT_GT(report["retry.frames_swallowed"], 0);
    EXPECT_EQ(report["retry.frames_sent"],
              report["retry.frames_delivered"] + report["retry.frames_expected_bad"] +
                  report["retry.frames_missing"] + report["retry.frames_duplicate"] +
                  report["retry.frames_swallowed"]);
    // It carries again.
    const uint64_t before = fabric.network().link_ends(victim).counters(0).delivered;
    Exchange again(recorder, 5'000);
    recorder.Run();
    EXPECT_EQ(again.Wrong(16), 0);
    EXPECT_GT(fabric.network().link_ends(victim).counters(0).delivered, before);
  }
}

TEST(EthernetRetry, AnAcceleratorsLinkThatFlapsLosesOnlyTime) {
  FabricOptions options = WithRetry(1e-3);
  options.network.nic.transport.timeout_cycles = 20'000;
  topology::Topology topology = OneTier(8, 8);
  const topology::LinkId victim = topology.LinkAt({topology.accelerator(5), 0});
  for (int flap = 0; flap < 5; ++flap) {
    options.faults.push_back({units::Duration::Nanoseconds(10'000 + 15'007 * flap), victim, false});
    options.faults.push_back({units::Duration::Nanoseconds(14'000 + 15'007 * flap), victim, true});
  }
  FabricUnderTest fabric(std::move(topology), options);
  RingAllReduce ring(8, 256 << 10);
  ring.Run(fabric.simulation());
  EXPECT_TRUE(ring.Correct());
  const Report report(fabric.network());
  EXPECT_EQ(report["link_events"], 10);
  EXPECT_EQ(report["data_bytes_landed.total"], report["payload_bytes_received.total"]);
  EXPECT_EQ(report["bad_frames"], 0);
  EXPECT_GT(report["retransmissions"], 0);
}

TEST(EthernetRetry, StoppingIdleClocksChangesNothing) {
  std::vector<clocked::Event> events[2];
  std::string text[2];
  for (const int gated : {0, 1}) {
    FabricOptions options = WithRetry(1e-2, 1e-2);
    options.network.retry->rates.bit_error_rate = 1e-3;
    options.network.clock_gating = gated == 1;
    FabricUnderTest fabric(TwoTiers(8, 4, 2), options);
    RingAllReduce ring(8, 16 << 10);
    events[gated] = ring.Run(fabric.simulation());
    EXPECT_TRUE(ring.Correct());
    const Report report(fabric.network());
    for (const telemetry::Metric& metric : report.text.metrics()) {
      if (metric.name.find("_ticks") == std::string::npos)
        text[gated] += metric.name + " " + std::to_string(std::get<int64_t>(metric.value)) + "\n";
    }
  }
  EXPECT_EQ(events[0], events[1]);
  EXPECT_EQ(text[0], text[1]);
}

}  // namespace
}  // namespace linkwright::clocked
