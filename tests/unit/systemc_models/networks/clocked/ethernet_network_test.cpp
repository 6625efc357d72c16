// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/ethernet_network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "tests/unit/systemc_models/networks/clocked/fabric_under_test.h"
#include "tests/unit/systemc_models/networks/clocked/patterns.h"
#include "tests/unit/systemc_models/networks/clocked/pod_under_test.h"

namespace linkwright::clocked {
namespace {

using spec::ethernet_switch::DropReason;

uint64_t Sum(EthernetNetwork& network, uint64_t (*of)(const endpoints::RoceNic&)) {
  uint64_t sum = 0;
  for (int a = 0; a < network.endpoints(); ++a) sum += of(network.nic(a));
  return sum;
}

TEST(EthernetNetwork, CarriesWritesOfAnySizeOverOneTier) {
  FabricUnderTest fabric(OneTier(8, 8));
  Recorder recorder(fabric.simulation());
  std::vector<Buffer> sources, landings;
  const std::vector<size_t> sizes = {1, 3, 4, 63, 64, 65, 4095, 4096, 4097, 8192, 8193, 100001};
  for (size_t i = 0; i < sizes.size(); ++i) {
    sources.push_back(RandomBytes(sizes[i], i));
    landings.emplace_back(sizes[i]);
  }
  for (size_t i = 0; i < sizes.size(); ++i) {
    recorder.Start(
        Write(static_cast<int>(i) % 8, static_cast<int>(i * 3) % 8, sources[i], landings[i], i));
  }
  recorder.Run();
  EXPECT_EQ(recorder.events.size(), sizes.size());
  for (size_t i = 0; i < sizes.size(); ++i) EXPECT_EQ(sources[i], landings[i]) << sizes[i];
  EXPECT_EQ(fabric.AllDrops(), 0u);
}

TEST(EthernetNetwork, CarriesAllToAllOverTwoTiersWithoutLossOrDuplicates) {
  for (const int mtu : {1024, 4096}) {
    FabricOptions options;
    options.network.nic.transport.mtu = mtu;
    FabricUnderTest fabric(TwoTiers(16, 4, 4), options);
    Recorder recorder(fabric.simulation());
    Exchange exchange(recorder, 20000, true);
    recorder.Run();
    EXPECT_EQ(recorder.events.size(), 256u);
    EXPECT_EQ(exchange.Wrong(16, true), 0);
    EXPECT_EQ(fabric.AllDrops(), 0u);
    EXPECT_EQ(Sum(fabric.network(),
                  [](const endpoints::RoceNic& nic) { return nic.sender().retransmissions; }),
              0u);
  }
}

// Tick, after the first, in which the line takes beat `beat` of a frame: full beats of 64 bytes, 42
// bytes a tick, a beat may leave when the line is less than two ticks behind.
int64_t BeatTick(int64_t beat) {
  int64_t tick = -1, debt = 0;
  for (int64_t sent = 0; sent <= beat;) {
    ++tick;
    const bool can = debt < 2 * 42;
    debt = std::max<int64_t>(debt + (can ? 64 : 0) - 42, 0);
    sent += can ? 1 : 0;
  }
  return tick;
}

// The last beat must be in before the switch may choose the frame: 5 + EgressPad ticks from
// sampling to sampling.
TEST(EthernetNetwork, AFrameOnAnEmptySwitchTakesLineTimeWiresAndPipeline) {
  for (const size_t bytes : {4u, 100u, 1000u, 4096u}) {
    for (const int latency : {1, 7, 50}) {
      FabricOptions options;
      options.link_latency_cycles = latency;
      FabricUnderTest fabric(OneTier(8, 8), options);
      const Buffer source = RandomBytes(bytes, 1);
      Buffer landing(bytes);
      Recorder recorder(fabric.simulation());
      const int64_t before = fabric.network().Now().picoseconds() / 840;
      recorder.Start(Write(1, 6, source, landing, 0));
      recorder.Run();
      const auto frame =
          static_cast<int64_t>(endpoints::RoceFrameBytes(endpoints::RoceOpcode::kWriteOnly, bytes));
      const int64_t last = BeatTick((frame + 63) / 64 - 1);
      constexpr int64_t kPipeline = 5 + 3;  // variant p8
      EXPECT_EQ(recorder.LastDeliveryPs() / 840 - before,
                1 + last + latency + kPipeline - 1 + last + latency)
          << bytes << " bytes, latency " << latency;
    }
  }
}

TEST(EthernetNetwork, ClockGatingMakesNoDifference) {
  std::vector<clocked::Event> events[2];
  std::string text[2];
  uint64_t ticks[2] = {};
  for (const int round : {0, 1}) {
    FabricOptions options;
    options.network.clock_gating = round == 0;
    FabricUnderTest fabric(TwoTiers(8, 4, 2), options);
    Recorder recorder(fabric.simulation());
    Exchange exchange(recorder, 3000);
    recorder.SetTimer(fabric.network().Now() + units::Duration::Microseconds(30), 777);
    recorder.Run();
    EXPECT_EQ(exchange.Wrong(8), 0);
    events[round] = recorder.events;
    telemetry::RunReport report;
    fabric.network().AppendMetrics(report);
    for (const telemetry::Metric& metric : report.metrics()) {
      if (metric.name == "network.switch_ticks")
        ticks[round] = static_cast<uint64_t>(std::get<int64_t>(metric.value));
      if (metric.name.find("_ticks") != std::string::npos) continue;
      text[round] += metric.name + " " + std::to_string(std::get<int64_t>(metric.value)) + "\n";
    }
  }
  EXPECT_EQ(events[0], events[1]);
  EXPECT_EQ(text[0], text[1]);
  EXPECT_LT(ticks[0], ticks[1] / 2);
}

TEST(EthernetNetwork, ABrokenFrameIsSentAgainAndNothingLandsTwice) {
  FabricUnderTest fabric(OneTier(8, 8));
  Recorder recorder(fabric.simulation());
  const Buffer source = RandomBytes(100'000, 3);
  Buffer landing(source.size());
  fabric.network().Devices()[0]->Write(spec::ethernet_switch::registers::kErrorInject,
                                       1u << 10 | 2);
  fabric.network().Devices()[0]->Flush();
  recorder.Start(Write(2, 5, source, landing, 0));
  recorder.Run();
  EXPECT_EQ(recorder.events.size(), 1u);
  EXPECT_EQ(source, landing);
  const endpoints::RoceNic& sender = fabric.network().nic(2);
  const endpoints::RoceNic& receiver = fabric.network().nic(5);
  EXPECT_EQ(fabric.Drops(DropReason::kBadFcs), 1u);
  EXPECT_EQ(receiver.responder().naks, 1u);
  EXPECT_EQ(sender.sender().naks, 1u);
  EXPECT_EQ(sender.sender().timeouts, 0u);
  // All that was on its way when the NAK came is sent again.
  EXPECT_EQ(sender.sender().retransmissions, 1 + receiver.responder().out_of_order);
  EXPECT_EQ(receiver.responder().payload_bytes, source.size());
  EXPECT_EQ(receiver.responder().duplicates, 0u);
}

TEST(EthernetNetwork, ALostLastFrameIsFoundByTheTimer) {
  FabricOptions options;
  options.network.nic.transport.timeout_cycles = 5000;
  FabricUnderTest fabric(OneTier(8, 8), options);
  Recorder recorder(fabric.simulation());
  const Buffer source = RandomBytes(300, 3);
  Buffer landing(source.size());
  fabric.network().Devices()[0]->Write(spec::ethernet_switch::registers::kErrorInject,
                                       1u << 10 | 2);
  fabric.network().Devices()[0]->Flush();
  const int64_t before = fabric.network().Now().picoseconds() / 840;
  recorder.Start(Write(2, 5, source, landing, 0));
  recorder.Run();
  EXPECT_EQ(source, landing);
  EXPECT_EQ(fabric.network().nic(2).sender().timeouts, 1u);
  EXPECT_EQ(fabric.network().nic(2).sender().retransmissions, 1u);
  const int64_t took = recorder.LastDeliveryPs() / 840 - before;
  EXPECT_GE(took, 5000);
  EXPECT_LT(took, 5100);
}

// A lost acknowledgement: the data has landed and its transfer is over when the frames come again.
TEST(EthernetNetwork, FramesOfADeliveredTransferAreThrownAwayWhenTheyComeAgain) {
  FabricOptions options;
  options.network.nic.transport.timeout_cycles = 5000;
  FabricUnderTest fabric(OneTier(8, 8), options);
  Recorder recorder(fabric.simulation());
  Buffer source = RandomBytes(3000, 3);
  Buffer landing(source.size());
  fabric.network().Devices()[0]->Write(spec::ethernet_switch::registers::kErrorInject,
                                       1u << 10 | 5);
  fabric.network().Devices()[0]->Flush();
  recorder.Start(Write(2, 5, source, landing, 0));
  const Buffer sent = source;
  recorder.then = [&](const clocked::Event& event) {
    if (event.timer || event.cookie != 0) return;
    std::fill(source.begin(), source.end(), std::byte{0});  // the memory is its owner's again
    source.clear();
    source.shrink_to_fit();
    recorder.SetTimer(fabric.network().Now() + units::Duration::Microseconds(10), 1);
  };
  recorder.Run();
  EXPECT_EQ(landing, sent);
  EXPECT_EQ(recorder.events.size(), 2u);
  EXPECT_EQ(fabric.network().nic(2).sender().timeouts, 1u);
  EXPECT_EQ(fabric.network().nic(5).responder().duplicates, 1u);
  EXPECT_EQ(fabric.network().nic(5).responder().payload_bytes, sent.size());
}

TEST(EthernetNetwork, ATinyBufferWithoutPfcDropsAndGoBackNRecovers) {
  FabricOptions options;
  options.settings.pfc = false;
  options.settings.shared_cells = 150;
  options.network.nic.transport.timeout_cycles = 20'000;
  options.network.nic.transport.retry_limit = 50;
  FabricUnderTest fabric(OneTier(8, 8), options);
  Recorder recorder(fabric.simulation());
  Incast incast(recorder, 200'000);
  recorder.Run();
  EXPECT_EQ(recorder.events.size(), 7u);
  EXPECT_EQ(incast.sources, incast.landings);
  EXPECT_GT(fabric.AllDrops(), 0u);
  EXPECT_GT(Sum(fabric.network(),
                [](const endpoints::RoceNic& nic) { return nic.sender().retransmissions; }),
            0u);
  EXPECT_EQ(fabric.network().nic(0).responder().payload_bytes, 7u * 200'000);
}

TEST(EthernetNetwork, PfcPausesTheSendersInsteadAndNothingIsLost) {
  for (const bool two_tiers : {false, true}) {
    FabricOptions options;
    options.settings.shared_cells = 150;
    options.settings.ecn = false;
    FabricUnderTest fabric(two_tiers ? TwoTiers(16, 4, 4) : OneTier(8, 8), options);
    Recorder recorder(fabric.simulation());
    Incast incast(recorder, 200'000);
    recorder.Run();
    EXPECT_EQ(incast.sources, incast.landings);
    EXPECT_EQ(fabric.AllDrops(), 0u);
    EXPECT_GT(
        Sum(fabric.network(), [](const endpoints::RoceNic& nic) { return nic.counters().pauses; }),
        0u);
    EXPECT_EQ(Sum(fabric.network(),
                  [](const endpoints::RoceNic& nic) { return nic.sender().retransmissions; }),
              0u);
  }
}

// Frame by frame over four spines whose queues differ: order is lost, and what comes early is sent
// again. ECMP keeps the order of every queue pair.
TEST(EthernetNetwork, SprayingReordersAndGoBackNStillDelivers) {
  uint64_t out_of_order[2] = {};
  for (const auto balance :
       {spec::ethernet_switch::Balance::kEcmp, spec::ethernet_switch::Balance::kSpray}) {
    FabricOptions options;
    options.settings.balance = balance;
    FabricUnderTest fabric(TwoTiers(16, 4, 4), options);
    Recorder recorder(fabric.simulation());
    std::vector<Buffer> sources, landings;
    for (uint64_t i = 0; i < 200; ++i) {
      sources.push_back(RandomBytes(100 + i * i % 7 * 9001, i));
      landings.emplace_back(sources.back().size());
    }
    for (size_t i = 0; i < sources.size(); ++i) {
      recorder.Start(Write(static_cast<int>(i % 16), static_cast<int>(i * i % 13), sources[i],
                           landings[i], i));
    }
    recorder.Run();
    EXPECT_EQ(sources, landings);
    EXPECT_EQ(fabric.AllDrops(), 0u);
    out_of_order[balance == spec::ethernet_switch::Balance::kSpray] =
        Sum(fabric.network(),
            [](const endpoints::RoceNic& nic) { return nic.responder().out_of_order; });
  }
  EXPECT_EQ(out_of_order[0], 0u);
  EXPECT_GT(out_of_order[1], 0u);
}

TEST(EthernetNetwork, DeepQueuesMarkAndTheReceiverCounts) {
  FabricOptions options;
  options.settings.ecn_kmin_bytes = 20'000;
  options.settings.ecn_kmax_bytes = 40'000;
  FabricUnderTest fabric(OneTier(8, 8), options);
  Recorder recorder(fabric.simulation());
  Incast incast(recorder, 100'000);
  recorder.Run();
  uint64_t marked = 0;
  for (int port = 0; port < 8; ++port) {
    for (const uint32_t count : fabric.fabric().drivers()[0].ReadPortCounters(port).marked)
      marked += count;
  }
  EXPECT_GT(marked, 20u);
  EXPECT_EQ(fabric.network().nic(0).counters().marked_frames, marked);
}

// An uplink of leaf 0 dies in the middle of an exchange: both ends interrupt, the driver takes the
// spine out of every group that would use it for leaf 0, and everything arrives once.
TEST(EthernetNetwork, TrafficMovesAwayFromALinkThatDies) {
  for (const auto balance :
       {spec::ethernet_switch::Balance::kEcmp, spec::ethernet_switch::Balance::kAdaptive}) {
    FabricOptions options;
    options.settings.balance = balance;
    options.network.nic.transport.timeout_cycles = 20'000;
    topology::Topology topology = TwoTiers(16, 4, 4);
    const topology::LinkId victim = topology.LinkAt({topology.switch_node(0), 5});
    options.faults = {{units::Duration::Microseconds(5), victim, false}};
    FabricUnderTest fabric(std::move(topology), options);
    Recorder recorder(fabric.simulation());
    Exchange exchange(recorder, 40'000);
    recorder.Run();
    EXPECT_EQ(recorder.events.size(), 240u);
    EXPECT_EQ(exchange.Wrong(16), 0);
    EXPECT_EQ(fabric.fabric().events().interrupts, 2u) << "one at each end";
    EXPECT_EQ(fabric.fabric().events().reroutes, 1u);
    EXPECT_EQ(fabric.fabric().events().dead_links, 1u);
    EXPECT_GT(Sum(fabric.network(),
                  [](const endpoints::RoceNic& nic) { return nic.sender().retransmissions; }),
              0u);
    uint64_t landed = 0;
    for (const Buffer& landing : exchange.landings) landed += landing.size();
    for (int i = 0; i < 16; ++i) landed -= exchange.landings[static_cast<size_t>(17 * i)].size();
    EXPECT_EQ(Sum(fabric.network(),
                  [](const endpoints::RoceNic& nic) { return nic.responder().payload_bytes; }),
              landed);
    // What comes later does not even try the dead way.
    const uint64_t drops = fabric.AllDrops();
    Exchange again(recorder, 5'000);
    recorder.Run();
    EXPECT_EQ(again.Wrong(16), 0);
    EXPECT_EQ(fabric.AllDrops(), drops);
  }
}

TEST(EthernetNetwork, AnAcceleratorThatIsCutOffEndsTheRunByName) {
  FabricOptions options;
  options.network.nic.transport.timeout_cycles = 2000;
  options.network.nic.transport.retry_limit = 3;
  topology::Topology topology = OneTier(8, 8);
  options.faults = {
      {units::Duration::Microseconds(1), topology.LinkAt({topology.accelerator(5), 0}), false}};
  FabricUnderTest fabric(std::move(topology), options);
  Recorder recorder(fabric.simulation());
  const Buffer source = RandomBytes(1'000'000, 3);
  Buffer landing(source.size());
  recorder.Start(Write(2, 5, source, landing, 0));
  try {
    recorder.Run();
    FAIL() << "the run ended";
  } catch (const diagnostics::RunFailure& failure) {
    EXPECT_EQ(std::string(failure.what())
                  .rfind("link pod0.plane0.switch0:5 went down 1 us after the first transfer", 0),
              0u)
        << failure.what();
    EXPECT_NE(std::string(failure.what())
                  .find("pod0.accelerator2.nic0: accelerator 5 has acknowledged nothing after 3"),
              std::string::npos)
        << failure.what();
  }
}

TEST(EthernetNetwork, CarriesWritesOnly) {
  FabricUnderTest fabric(OneTier(8, 8));
  Recorder recorder(fabric.simulation());
  interfaces::TransferRequest request;
  request.kind = interfaces::TransferKind::kMulticastWrite;
  request.bytes = 64;
  EXPECT_THROW(recorder.Start(request), diagnostics::InternalError);
  EXPECT_THROW(fabric.network().DefineGroup({0, 1}), diagnostics::InternalError);
}

}  // namespace
}  // namespace linkwright::clocked
