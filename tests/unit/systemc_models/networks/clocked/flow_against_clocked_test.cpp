// SPDX-License-Identifier: Apache-2.0
// The two fidelities on the same traffic. The differences are printed, and the stated bounds are
// what docs/models/flow_network.md promises.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "systemc_models/networks/flow/flow_network.h"
#include "tests/unit/systemc_models/networks/clocked/pod_under_test.h"

namespace linkwright::clocked {
namespace {

constexpr int kAccelerators = 8;
constexpr int kPlanes = 2;

flow::FlowNetworkParameters FluidOf(const ScaleUpParameters& cycle,
                                    const spec::scaleup_switch::Variant& variant) {
  flow::FlowNetworkParameters fluid;
  fluid.accelerators = kAccelerators;
  fluid.planes = kPlanes;
  fluid.flit_time = cycle.clock_period;
  fluid.link_latency = cycle.clock_period * cycle.link_latency_cycles;
  fluid.switch_latency = cycle.clock_period * (3 + variant.egress_pad);
  fluid.memory_latency = cycle.clock_period * cycle.memory_latency_cycles;
  fluid.reduce_latency = cycle.clock_period * (variant.reduce_latency + 2);
  fluid.reduce_window = cycle.reduce_window;
  fluid.reduction_entries = variant.reduction_entries;
  return fluid;
}

// All transfers of a pattern may share one source and land side by side: only times matter here.
struct Memory {
  explicit Memory(uint64_t bytes) : source(bytes), landings(kAccelerators, Buffer(bytes)) {
    for (Buffer& landing : landings) {
      landing_pointers.push_back(landing.data());
      source_pointers.push_back(source.data());
    }
  }
  Buffer source;
  std::vector<Buffer> landings;
  std::vector<std::byte*> landing_pointers;
  std::vector<const std::byte*> source_pointers;
};

class FlowAgainstCycle : public ::testing::Test {
 protected:
  struct Times {
    int64_t flow_ps = 0;
    int64_t cycle_ps = 0;
    double difference() const {
      return static_cast<double>(flow_ps - cycle_ps) / static_cast<double>(cycle_ps);
    }
  };

  using StartPattern = std::function<void(Recorder&, Memory&)>;

  static int64_t Measure(interfaces::Network& network, uint64_t bytes, const StartPattern& start) {
    Memory memory(bytes);
    Recorder recorder(network);
    const int64_t begin = network.Now().picoseconds();
    start(recorder, memory);
    recorder.Run();
    return recorder.LastDeliveryPs() - begin;
  }

  static Times Compare(const char* name, uint64_t bytes, const StartPattern& start) {
    ScaleUpParameters parameters;
    parameters.link_latency_cycles = 5;
    parameters.memory_latency_cycles = 40;
    const auto* variant = spec::scaleup_switch::FindVariant("p8");
    auto pod = MakePod(kAccelerators, kPlanes, "p8", parameters);
    flow::FlowNetwork fluid(FluidOf(parameters, *variant));
    std::vector<int> all;
    for (int i = 0; i < kAccelerators; ++i) all.push_back(i);
    Program(*pod, {all});
    Program(fluid, nullptr, {all});
    const Times times{Measure(fluid, bytes, start), Measure(*pod, bytes, start)};
    fmt::print("{:<28} {:>9} B  flow {:>12} ps  cycle {:>12} ps  {:+.2f} %\n", name, bytes,
               times.flow_ps, times.cycle_ps, 100 * times.difference());
    return times;
  }
};

void StartWrite(Recorder& recorder, Memory& memory, int from, int to) {
  recorder.Start(Write(from, to, memory.source, memory.landings[static_cast<size_t>(to)], 0));
}

void StartReduce(Recorder& recorder, Memory& memory, int initiator) {
  interfaces::TransferRequest request;
  request.kind = interfaces::TransferKind::kReduceRead;
  request.initiator = initiator;
  request.group = 0;
  request.bytes = memory.source.size();
  request.landing = memory.landings[static_cast<size_t>(initiator)].data();
  request.member_sources = memory.source_pointers;
  recorder.Start(request);
}

void StartMulticast(Recorder& recorder, Memory& memory, int initiator) {
  interfaces::TransferRequest request;
  request.kind = interfaces::TransferKind::kMulticastWrite;
  request.initiator = initiator;
  request.group = 0;
  request.bytes = memory.source.size();
  request.source = memory.source.data();
  request.member_landings = memory.landing_pointers;
  recorder.Start(request);
}

void RingNeighbours(Recorder& recorder, Memory& memory) {
  for (int i = 0; i < kAccelerators; ++i) StartWrite(recorder, memory, i, (i + 1) % kAccelerators);
}

void AllToAll(Recorder& recorder, Memory& memory) {
  for (int step = 1; step < kAccelerators; ++step) {
    for (int i = 0; i < kAccelerators; ++i)
      StartWrite(recorder, memory, i, (i + step) % kAccelerators);
  }
}

void Incast(Recorder& recorder, Memory& memory) {
  for (int i = 1; i < kAccelerators; ++i) StartWrite(recorder, memory, i, 0);
}

void AllReduceReads(Recorder& recorder, Memory& memory) {
  for (int i = 0; i < kAccelerators; ++i) StartReduce(recorder, memory, i);
}

void AllMulticasts(Recorder& recorder, Memory& memory) {
  for (int i = 0; i < kAccelerators; ++i) StartMulticast(recorder, memory, i);
}

TEST_F(FlowAgainstCycle, UncontendedTransfersTakeTheSamePicoseconds) {
  for (const uint64_t bytes : {64u, 512u, 1000u, 1u << 20}) {
    const Times write = Compare("one write", bytes, [](auto& recorder, Memory& memory) {
      StartWrite(recorder, memory, 1, 2);
    });
    EXPECT_EQ(write.flow_ps, write.cycle_ps);
    const Times multicast = Compare("one multicast", bytes, [](auto& recorder, Memory& memory) {
      StartMulticast(recorder, memory, 1);
    });
    EXPECT_EQ(multicast.flow_ps, multicast.cycle_ps);
  }
}

// Per-packet round robin at every contended place is what max-min fairness idealises; for writes
// and multicasts nothing is lost.
TEST_F(FlowAgainstCycle, RingNeighboursAllToAllIncastAndMulticastsAgreeWithinAPerMille) {
  for (const uint64_t bytes : {4096u, 65536u, 1u << 20}) {
    EXPECT_NEAR(Compare("ring neighbours", bytes, RingNeighbours).difference(), 0, 0.001);
    EXPECT_NEAR(Compare("all to all", bytes, AllToAll).difference(), 0, 0.001);
    EXPECT_NEAR(Compare("incast", bytes, Incast).difference(), 0, 0.001);
    EXPECT_NEAR(Compare("multicasts by all", bytes, AllMulticasts).difference(), 0, 0.001);
  }
}

// While a pipeline fills, requests and operands share a link less evenly than a fluid does.
TEST_F(FlowAgainstCycle, ReduceReadsAgreeWithinAFewPercentWhenShortAndHalfAPercentWhenLong) {
  const auto one = [](auto& recorder, Memory& memory) { StartReduce(recorder, memory, 1); };
  for (const uint64_t bytes : {64u, 512u, 4096u, 65536u, 1u << 20}) {
    const bool is_long = bytes >= 1u << 20;
    EXPECT_NEAR(Compare("reduce-reads by all", bytes, AllReduceReads).difference(), 0,
                is_long ? 0.005 : 0.03);
    EXPECT_NEAR(Compare("one reduce-read", bytes, one).difference(), 0, is_long ? 0.005 : 0.07);
  }
}

// An outsider reads alone, so that nothing but its window or its entries in the switch bounds it.
TEST_F(FlowAgainstCycle, OutstandingReduceReadsBoundTheRateAlike) {
  for (const char* name : {"p8", "p8_wavefront", "p64"}) {  // 32, 4 and 8 entries
    for (const int window : {2, 4, 8, 16, 64}) {
      ScaleUpParameters parameters;
      parameters.link_latency_cycles = 5;
      parameters.memory_latency_cycles = 40;
      parameters.reduce_window = window;
      const auto* variant = spec::scaleup_switch::FindVariant(name);
      auto pod = MakePod(kAccelerators, kPlanes, name, parameters);
      flow::FlowNetwork fluid(FluidOf(parameters, *variant));
      Program(*pod, {{1, 2, 3, 4, 5, 6, 7}});
      Program(fluid, nullptr, {{1, 2, 3, 4, 5, 6, 7}});
      const auto start = [](auto& recorder, Memory& memory) {
        memory.source_pointers.pop_back();
        StartReduce(recorder, memory, 0);
      };
      const Times times{Measure(fluid, 1 << 19, start), Measure(*pod, 1 << 19, start)};
      fmt::print("{:<13} window {:>2}, {:>2} entries  flow {:>9} ps  cycle {:>9} ps  {:+.2f} %\n",
                 name, window, variant->reduction_entries, times.flow_ps, times.cycle_ps,
                 100 * times.difference());
      EXPECT_NEAR(times.difference(), 0, 0.01);
    }
  }
}

// Where the two differ by construction: a switch is fair per input, the fluid per transfer.
TEST_F(FlowAgainstCycle, AnOutputIsSharedPerInputByTheSwitchAndPerTransferByTheFluid) {
  ScaleUpParameters parameters;
  auto pod = MakePod(kAccelerators, kPlanes, "p8", parameters);
  flow::FlowNetwork fluid(FluidOf(parameters, *spec::scaleup_switch::FindVariant("p8")));
  Program(*pod);
  interfaces::Network* networks[2] = {&fluid, pod.get()};
  int64_t alone_ps[2], last_ps[2];
  for (int i = 0; i < 2; ++i) {
    Memory memory(1 << 18);
    Recorder recorder(*networks[i]);
    const int64_t begin = networks[i]->Now().picoseconds();
    recorder.Start(Write(0, 7, memory.source, memory.landings[0], 1));
    recorder.Start(Write(0, 7, memory.source, memory.landings[1], 2));
    recorder.Start(Write(1, 7, memory.source, memory.landings[2], 3));
    recorder.Run();
    for (const Event& event : recorder.events) {
      if (event.cookie == 3) alone_ps[i] = event.at_ps - begin;
    }
    last_ps[i] = recorder.LastDeliveryPs() - begin;
  }
  EXPECT_NEAR(static_cast<double>(alone_ps[0]) / static_cast<double>(last_ps[0]), 1.0, 0.01);
  EXPECT_NEAR(static_cast<double>(alone_ps[1]) / static_cast<double>(last_ps[1]), 2.0 / 3, 0.01);
  EXPECT_NEAR(static_cast<double>(last_ps[0]) / static_cast<double>(last_ps[1]), 1.0, 0.001);
}

TEST_F(FlowAgainstCycle, BothCountTheSameTraffic) {
  ScaleUpParameters parameters;
  auto pod = MakePod(kAccelerators, kPlanes, "p8", parameters);
  flow::FlowNetwork fluid(FluidOf(parameters, *spec::scaleup_switch::FindVariant("p8")));
  telemetry::RunReport reports[2];
  interfaces::Network* networks[2] = {pod.get(), &fluid};
  for (int i = 0; i < 2; ++i) {
    Program(*networks[i], i == 0 ? pod.get() : nullptr, {{0, 1, 2, 3, 4, 5, 6, 7}});
    for (const auto& start : {RingNeighbours, Incast, AllReduceReads, AllMulticasts})
      Measure(*networks[i], 5000, start);
    networks[i]->AppendMetrics(reports[i]);
  }
  int compared = 0;
  for (const telemetry::Metric& metric : reports[0].metrics()) {
    if (metric.name.find("_sent.") == std::string::npos &&
        metric.name.find("_received.") == std::string::npos)
      continue;
    ASSERT_NE(reports[1].Find(metric.name), nullptr) << metric.name;
    EXPECT_EQ(reports[1].Find(metric.name)->value, metric.value) << metric.name;
    ++compared;
  }
  EXPECT_EQ(compared, 21);
}

}  // namespace
}  // namespace linkwright::clocked
