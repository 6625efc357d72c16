// SPDX-License-Identifier: Apache-2.0
// Ethernet fabrics whose links have credits instead of PFC.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "foundation/diagnostics/diagnostic.h"
#include "systemc_models/networks/retry/retry_ends.h"
#include "tests/unit/systemc_models/networks/clocked/fabric_under_test.h"
#include "tests/unit/systemc_models/networks/clocked/patterns.h"
#include "tests/unit/systemc_models/networks/clocked/ring_all_reduce.h"

namespace linkwright::clocked {
namespace {

constexpr int kDataClass = 3, kResponseClass = 6;

FabricOptions WithCredits(int credit_cells = 0) {
  FabricOptions options;
  options.settings.cbfc = true;
  options.settings.credit_cells = credit_cells;
  options.settings.ecn = false;
  return options;
}

FabricOptions WithLosses(FabricOptions options, double rate) {
  options.network.retry.emplace();
  options.network.retry->rates.frame_error_rate = rate;
  options.network.retry->rates.control_loss_rate = rate;
  return options;
}

int64_t Metric(const EthernetNetwork& network, const std::string& name) {
  telemetry::RunReport report;
  network.AppendMetrics(report);
  return std::get<int64_t>(report.Find("network." + name)->value);
}

void Settle(simulation::Simulation& simulation) {
  Recorder silence(simulation);
  silence.SetTimer(simulation.Now() + units::Duration::Microseconds(30), 0);
  silence.Run();
}

// Most cells that a port held of a class, over all ports, and whether any held more than it had
// promised the far end of its link.
struct CellsInUse {
  uint32_t most[2] = {0, 0};
  int beyond = 0;

  explicit CellsInUse(FabricUnderTest& fabric) {
    const topology::Topology& topology = fabric.topology();
    for (size_t i = 0; i < topology.links().size(); ++i) {
      for (const int end : {0, 1}) {
        const topology::Link& link = topology.links()[i];
        const topology::Attachment& at = end == 0 ? link.a : link.b;
        const topology::Node& node = topology.node(at.node);
        if (node.kind != topology::NodeKind::kSwitch) continue;
        interfaces::Device& device = *fabric.network().Devices()[static_cast<size_t>(node.index)];
        for (const int c : {kDataClass, kResponseClass}) {
          const uint32_t held =
              device.Read(spec::ethernet_switch::registers::PgWatermark(at.port, c));
          uint32_t& most_of = most[c == kDataClass ? 0 : 1];
          most_of = std::max(most_of, held);
          const int limit =
              fabric.credits()[i].at[static_cast<size_t>(end)].limit[static_cast<size_t>(c)];
          beyond += static_cast<int>(held) > limit ? 1 : 0;
        }
      }
    }
  }
};

// Every credit has come back to its sender.
void ExpectNoCreditLeaked(FabricUnderTest& fabric) {
  Settle(fabric.simulation());
  for (size_t i = 0; i < fabric.topology().links().size(); ++i) {
    const retry::RetryEnds& ends = fabric.network().link_ends(static_cast<topology::LinkId>(i));
    for (const int end : {0, 1}) {
      for (const int c : {kDataClass, kResponseClass}) {
        const link::CreditCounts sender = ends.port(end).SenderCredits(c);
        const link::CreditCounts receiver = ends.port(1 - end).ReceiverCredits(c);
        EXPECT_EQ(sender.consumed, sender.freed) << ends.path() << " " << c;
        EXPECT_EQ(sender.consumed, receiver.consumed) << ends.path() << " " << c;
        EXPECT_EQ(receiver.consumed, receiver.freed) << ends.path() << " " << c;
      }
    }
  }
}

int64_t IncastCycles(FabricUnderTest& fabric, size_t bytes) {
  Recorder recorder(fabric.simulation());
  Incast incast(recorder, bytes);
  const int64_t start = fabric.network().Now().picoseconds();
  recorder.Run();
  EXPECT_EQ(incast.sources, incast.landings);
  EXPECT_EQ(fabric.AllDrops(), 0u);
  EXPECT_EQ(Metric(fabric.network(), "retransmissions"), 0);
  return (recorder.LastDeliveryPs() - start) / 840;
}

TEST(EthernetCredits, AnIncastWithoutPfcLosesNothingAndIsAsFast) {
  constexpr size_t kBytes = 400'000;
  FabricOptions pfc;
  pfc.settings.shared_cells = 150;
  pfc.settings.ecn = false;
  FabricUnderTest paused(OneTier(8, 8), pfc);
  const int64_t with_pfc = IncastCycles(paused, kBytes);
  EXPECT_GT(Metric(paused.network(), "pauses"), 0);
  for (const bool retry : {false, true}) {
    FabricUnderTest fabric(OneTier(8, 8), retry ? WithLosses(WithCredits(), 0) : WithCredits());
    const int64_t cycles = IncastCycles(fabric, kBytes);
    EXPECT_EQ(Metric(fabric.network(), "pauses"), 0);
    const CellsInUse held(fabric);
    EXPECT_EQ(held.beyond, 0);
    const interfaces::LinkCredits::Buffer& buffer = fabric.credits().front().at[1];
    fmt::print(
        "7 to 1: {} cycles with credits, {} with PFC ({:+.2f} %); most cells held {} of {} "
        "(data), {} of {} (responses)\n",
        cycles, with_pfc, 100.0 * static_cast<double>(cycles) / static_cast<double>(with_pfc) - 100,
        held.most[0], buffer.limit[kDataClass], held.most[1], buffer.limit[kResponseClass]);
    EXPECT_GT(held.most[0], static_cast<uint32_t>(buffer.limit[kDataClass]) / 2)
        << "credits were what held the senders back";
    EXPECT_NEAR(static_cast<double>(cycles), static_cast<double>(with_pfc),
                0.01 * static_cast<double>(with_pfc));
    ExpectNoCreditLeaked(fabric);
  }
}

TEST(EthernetCredits, OneStreamFillsTheLineWithTheCreditsOfThePlan) {
  for (const int latency : {1, 20, 240}) {
    FabricOptions plain, credits = WithCredits();
    plain.link_latency_cycles = credits.link_latency_cycles = latency;
    plain.network.nic.transport.window_frames = credits.network.nic.transport.window_frames = 512;
    int64_t cycles[2];
    for (const bool with : {false, true}) {
      FabricUnderTest fabric(OneTier(8, 8), with ? credits : plain);
      const Buffer source = RandomBytes(4'000'000, 1);
      Buffer landing(source.size());
      Recorder recorder(fabric.simulation());
      const int64_t start = fabric.network().Now().picoseconds();
      recorder.Start(Write(1, 6, source, landing, 0));
      recorder.Run();
      EXPECT_EQ(source, landing);
      cycles[with ? 1 : 0] = (recorder.LastDeliveryPs() - start) / 840;
    }
    fmt::print("latency {}: {} cycles, with credits {}\n", latency, cycles[0], cycles[1]);
    EXPECT_LE(cycles[1], cycles[0] + 2 * (2 + 66) + 2 * latency + 40);
  }
}

TEST(EthernetCredits, FewerCreditsThanAFrameNeedsAreRefusedByThePlan) {
  const auto refusal = [](int cells) -> std::string {
    try {
      FabricUnderTest fabric(OneTier(8, 8), WithCredits(cells));
    } catch (const diagnostics::RunFailure& failure) {
      return failure.what();
    }
    return "";
  };
  const int frame = (4174 + 255) / 256;
  EXPECT_NE(refusal(frame - 1).find("16 credits are too few: a frame of 4174 bytes takes 17"),
            std::string::npos)
      << refusal(frame - 1);
  // A NIC acts at once, a switch EgressPad later.
  const auto* variant = spec::ethernet_switch::FindVariant("p8");
  const int fewest = device::FewestCredits(*variant, 4 + variant->egress_pad, 4174);
  EXPECT_FALSE(refusal(fewest - 1).empty());
  EXPECT_EQ(refusal(fewest), "");
  // With the fewest it still works, slowly.
  FabricUnderTest fabric(OneTier(8, 8), WithCredits(fewest));
  IncastCycles(fabric, 50'000);
  EXPECT_EQ(CellsInUse(fabric).beyond, 0);
  ExpectNoCreditLeaked(fabric);
}

TEST(EthernetCredits, CellsOfTwoSizesAtALinkAreRefusedByThePlan) {
  EXPECT_THROW(FabricUnderTest(TwoTiers(16, 4, 4), WithCredits()), diagnostics::RunFailure);
}

TEST(EthernetCredits, LossesOfFramesAndCreditsLeakNoneOverTwoTiers) {
  for (const double rate : {0.0, 1e-2}) {
    FabricUnderTest fabric(TwoTiers(16, 8, 2), WithLosses(WithCredits(120), rate));
    Recorder recorder(fabric.simulation());
    Exchange exchange(recorder, 20'000);
    recorder.Run();
    EXPECT_EQ(recorder.events.size(), 240u);
    EXPECT_EQ(exchange.Wrong(16), 0);
    EXPECT_EQ(fabric.AllDrops(), 0u);
    EXPECT_EQ(Metric(fabric.network(), "retransmissions"), 0);
    EXPECT_EQ(Metric(fabric.network(), "retry.replays") > 0, rate > 0);
    EXPECT_EQ(CellsInUse(fabric).beyond, 0);
    ExpectNoCreditLeaked(fabric);
  }
}

TEST(EthernetCredits, ALinkThatDiesLeavesNoCreditBehindAndCarriesAgain) {
  FabricOptions options = WithLosses(WithCredits(), 1e-3);
  options.network.nic.transport.timeout_cycles = 60'000;
  topology::Topology topology = TwoTiers(16, 8, 2);
  const topology::LinkId victim = topology.LinkAt({topology.switch_node(0), 2});
  options.faults = {{units::Duration::Microseconds(8), victim, false},
                    {units::Duration::Microseconds(20), victim, true}};
  FabricUnderTest fabric(std::move(topology), options);
  Recorder recorder(fabric.simulation());
  Exchange exchange(recorder, 60'000);
  recorder.Run();
  EXPECT_EQ(exchange.Wrong(16), 0);
  EXPECT_GT(Metric(fabric.network(), "retry.frames_swallowed"), 0);
  EXPECT_EQ(CellsInUse(fabric).beyond, 0);
  ExpectNoCreditLeaked(fabric);
}

TEST(EthernetCredits, StoppingIdleClocksChangesNothing) {
  std::vector<clocked::Event> events[2];
  std::string text[2];
  for (const int gated : {0, 1}) {
    FabricOptions options = WithLosses(WithCredits(), 1e-2);
    options.network.clock_gating = gated == 1;
    FabricUnderTest fabric(OneTier(8, 8), options);
    RingAllReduce ring(8, 16 << 10);
    events[gated] = ring.Run(fabric.simulation());
    EXPECT_TRUE(ring.Correct());
    telemetry::RunReport report;
    fabric.network().AppendMetrics(report);
    for (const telemetry::Metric& metric : report.metrics()) {
      if (metric.name.find("_ticks") == std::string::npos)
        text[gated] += metric.name + " " + std::to_string(std::get<int64_t>(metric.value)) + "\n";
    }
  }
  EXPECT_EQ(events[0], events[1]);
  EXPECT_EQ(text[0], text[1]);
}

}  // namespace
}  // namespace linkwright::clocked
