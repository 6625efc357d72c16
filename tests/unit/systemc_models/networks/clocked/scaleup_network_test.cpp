// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/scaleup_network.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/systemc_models/networks/clocked/pod_under_test.h"

namespace linkwright::clocked {
namespace {

using interfaces::TransferKind;
using interfaces::TransferRequest;

int64_t Period() { return ScaleUpParameters{}.clock_period.picoseconds(); }

int64_t MetricOf(const interfaces::Network& network, const char* name) {
  telemetry::RunReport report;
  network.AppendMetrics(report);
  return std::get<int64_t>(report.Find(name)->value);
}

// Everything at once: writes with waits between them, multicasts, and sums, on every accelerator.
class MixedTraffic {
 public:
  MixedTraffic() : sources_(8, Buffer(kBytes)), landings_(64, Buffer(kBytes)) {
    for (size_t i = 0; i < sources_.size(); ++i) sources_[i] = RandomBytes(kBytes, i + 1);
    for (const Buffer& source : sources_) source_pointers_.push_back(source.data());
    for (size_t i = 0; i < 8; ++i) {
      for (size_t k = 0; k < 8; ++k) landing_pointers_.push_back(landings_[8 * i + k].data());
    }
  }

  // Events relative to the first Start.
  std::vector<Event> Run(interfaces::Network& network) {
    Recorder recorder(network);
    const int64_t begin = network.Now().picoseconds();
    for (size_t i = 0; i < 8; ++i) {
      recorder.SetTimer(network.Now() + units::Duration::Nanoseconds(static_cast<int64_t>(900 * i)),
                        i);
    }
    recorder.then = [&](const Event& event) {
      if (event.timer) StartRound(recorder, event.cookie);
    };
    recorder.Run();
    for (Event& event : recorder.events) event.at_ps -= begin;
    return recorder.events;
  }
  const std::vector<Buffer>& landings() const { return landings_; }

 private:
  static constexpr size_t kBytes = 3000;

  void StartRound(Recorder& recorder, size_t i) {
    TransferRequest request;
    request.initiator = static_cast<int>(i);
    request.group = 0;
    request.bytes = kBytes;
    request.source = sources_[i].data();
    request.cookie = 100 + i;
    if (i % 3 == 0) {
      request.kind = TransferKind::kMulticastWrite;
      request.member_landings = std::span(landing_pointers_).subspan(8 * i, 8);
      recorder.Start(request);
    } else if (i % 3 == 1) {
      request.kind = TransferKind::kReduceRead;
      request.landing = landings_[8 * i].data();
      request.member_sources = source_pointers_;
      recorder.Start(request);
    }
    for (size_t k = 1; k < 4 && i % 3 != 0; ++k) {
      request.kind = TransferKind::kWrite;
      request.target = static_cast<int>((i + 2 * k) % 8);
      request.landing = landings_[8 * i + k].data();
      request.cookie = 1000 * k + i;
      recorder.Start(request);
    }
  }

  std::vector<Buffer> sources_, landings_;
  std::vector<const std::byte*> source_pointers_;
  std::vector<std::byte*> landing_pointers_;
};

const std::vector<std::vector<int>> kEverybody = {{0, 1, 2, 3, 4, 5, 6, 7}};

// One packet of four data flits: header leaves one cycle after Start, five flits follow each other,
// two links and the switch's 3 + EgressPad.
TEST(ScaleUpNetwork, AWriteTakesTheCyclesThePagePromises) {
  for (const int link : {1, 2, 7}) {
    for (const char* variant : {"p4", "p8"}) {
      ScaleUpParameters parameters;
      parameters.link_latency_cycles = link;
      auto pod = MakePod(4, 1, variant, parameters);
      Program(*pod);
      const Buffer source = RandomBytes(1024, 1);
      Buffer landing(1024);
      Recorder recorder(*pod);
      const int64_t start = pod->Now().picoseconds();
      recorder.Start(Write(1, 2, source, landing, 7));
      recorder.Run();
      const int pad = spec::scaleup_switch::FindVariant(variant)->egress_pad;
      ASSERT_EQ(recorder.events.size(), 1u);
      EXPECT_EQ((recorder.events[0].at_ps - start) / Period(), 20 + 2 * link + 3 + pad)
          << variant << " link " << link;
      EXPECT_EQ(landing, source);
    }
  }
}

// Two crossings, the memory, the last packet's operand flits, and ReduceLatency + 2 cycles from the
// last operand to a result ready to leave.
TEST(ScaleUpNetwork, AReduceReadOfOnePacketTakesTheCyclesThePagePromises) {
  for (const int data_flits : {1, 2, 4}) {
    ScaleUpParameters parameters;
    parameters.link_latency_cycles = 5;
    parameters.memory_latency_cycles = 40;
    auto pod = MakePod(8, 1, "p8", parameters);
    Program(*pod, {{1, 2, 3}});
    const Buffer source = RandomBytes(64 * static_cast<size_t>(data_flits), 1);
    Buffer landing(source.size());
    const std::vector<const std::byte*> sources(3, source.data());
    TransferRequest request = Write(0, 0, source, landing, 7);
    request.kind = TransferKind::kReduceRead;
    request.group = 0;
    request.member_sources = sources;
    Recorder recorder(*pod);
    const int64_t start = pod->Now().picoseconds();
    recorder.Start(request);
    recorder.Run();
    const auto* variant = spec::scaleup_switch::FindVariant("p8");
    const int latency = 4 * 5 + 2 * (3 + variant->egress_pad) + 40 + variant->reduce_latency + 2;
    EXPECT_EQ((recorder.events.at(0).at_ps - start) / Period(), latency + 2 * data_flits + 1)
        << data_flits;
  }
}

// A slot is taken when the switch grants its packet and given back 2 L + 7 + EgressPad cycles later
// (five flits, two links, the pipeline): with K slots a packet leaves every max(5, loop / K)
// cycles.
TEST(ScaleUpNetwork, TheCreditLoopOfAReceiverHasItsKneeAtTheExactSlot) {
  constexpr int kPackets = 2000;
  const Buffer source = RandomBytes(256 * kPackets, 1);
  Buffer landing(source.size());
  for (const char* variant : {"p4", "p8"}) {
    for (const int link : {1, 5, 10, 20}) {
      const int loop = 2 * link + 7 + spec::scaleup_switch::FindVariant(variant)->egress_pad;
      const int knee = (loop + 4) / 5;
      for (const int slots : {1, knee - 1, knee, knee + 1}) {
        ScaleUpParameters parameters;
        parameters.link_latency_cycles = link;
        parameters.endpoint_slots_per_vc = slots;
        auto pod = MakePod(4, 1, variant, parameters);
        Program(*pod);
        Recorder recorder(*pod);
        const auto start = pod->Now();
        recorder.Start(Write(0, 1, source, landing, 1));
        recorder.Run();
        const double cycles = static_cast<double>((pod->Now() - start).picoseconds() / Period());
        const double expected = std::max(5.0, static_cast<double>(loop) / slots);
        EXPECT_NEAR(cycles / kPackets, expected, 0.04)
            << variant << ", link " << link << ", " << slots << " slots";
      }
    }
  }
}

TEST(ScaleUpNetwork, StoppingIdleClocksChangesNothingButTheWork) {
  MixedTraffic traffic[2];
  std::vector<Event> events[2];
  int64_t ticks[2], cycles[2], flits[2], stalls[2];
  for (const int gated : {0, 1}) {
    ScaleUpParameters parameters;
    parameters.clock_gating = gated == 1;
    parameters.endpoint_slots_per_vc = 2;
    auto pod = MakePod(8, 2, "p8_wavefront", parameters);
    Program(*pod, kEverybody);
    events[gated] = traffic[gated].Run(*pod);
    ticks[gated] = MetricOf(*pod, "network.switch_ticks");
    cycles[gated] = MetricOf(*pod, "network.cycles");
    flits[gated] = MetricOf(*pod, "network.flits_sent.total");
    stalls[gated] = MetricOf(*pod, "network.credit_stall_cycles");
  }
  EXPECT_EQ(events[0], events[1]);
  EXPECT_EQ(traffic[0].landings(), traffic[1].landings());
  EXPECT_EQ(cycles[0], cycles[1]);
  EXPECT_EQ(flits[0], flits[1]);
  EXPECT_EQ(stalls[0], stalls[1]);
  EXPECT_EQ(ticks[0], 2 * cycles[0]);
  fmt::print("{} cycles of 2 switches: {} ticks ungated, {} gated\n", cycles[0], ticks[0],
             ticks[1]);
  EXPECT_LT(ticks[1], ticks[0] / 2);
}

TEST(ScaleUpNetwork, AnIdlePodCostsNothing) {
  auto pod = MakePod(8, 2, "p8");
  Program(*pod);
  Recorder recorder(*pod);
  const int64_t before = MetricOf(*pod, "network.switch_ticks");
  recorder.SetTimer(pod->Now() + units::Duration::Milliseconds(10), 1);  // 15.6 million cycles
  recorder.Run();
  EXPECT_EQ(recorder.events.size(), 1u);
  EXPECT_LT(MetricOf(*pod, "network.switch_ticks") - before, 20);
  EXPECT_GT(MetricOf(*pod, "network.cycles"), 15'000'000);
}

TEST(ScaleUpNetwork, OnePlaneStandsForAllWhenSymmetryIsExploited) {
  MixedTraffic traffic[2];
  std::vector<Event> events[2];
  telemetry::RunReport reports[2];
  for (const int exploit : {0, 1}) {
    ScaleUpParameters parameters;
    parameters.exploit_symmetry = exploit == 1;
    auto pod = MakePod(8, 3, "p8", parameters);
    EXPECT_EQ(pod->Devices().size(), exploit == 1 ? 1u : 3u);
    Program(*pod, kEverybody);
    events[exploit] = traffic[exploit].Run(*pod);
    pod->AppendMetrics(reports[exploit]);
  }
  EXPECT_EQ(events[0], events[1]);
  EXPECT_EQ(traffic[0].landings(), traffic[1].landings());
  for (const telemetry::Metric& metric : reports[0].metrics()) {
    const auto& other = *reports[1].Find(metric.name);
    if (metric.name == "network.simulated_planes") {
      EXPECT_EQ(telemetry::AsDouble(metric), 3);
      EXPECT_EQ(telemetry::AsDouble(other), 1);
    } else if (metric.name.ends_with("_ticks")) {  // work done, not traffic
      EXPECT_EQ(telemetry::AsDouble(metric), 3 * telemetry::AsDouble(other));
    } else {
      EXPECT_EQ(metric, other);
    }
  }
}

TEST(ScaleUpNetwork, PodsMayLiveOneAfterAnotherAndSideBySide) {
  for (int round = 0; round < 3; ++round) {
    auto first = MakePod(4, 1, "p4");
    auto second = MakePod(8, 2, "p8");
    const Buffer source = RandomBytes(900, 9);
    Buffer landing_one(900), landing_two(900);
    Recorder one(*first), two(*second);
    Program(*first);
    Program(*second);
    one.Start(Write(0, 3, source, landing_one, 1));
    two.Start(Write(7, 2, source, landing_two, 2));
    two.Run();
    one.Run();
    EXPECT_EQ(landing_one, source);
    EXPECT_EQ(landing_two, source);
    second.reset();
    one.Start(Write(3, 0, source, landing_one, 3));
    one.Run();
    EXPECT_EQ(one.events.size(), 2u);
  }
}

}  // namespace
}  // namespace linkwright::clocked
