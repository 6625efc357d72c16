// SPDX-License-Identifier: Apache-2.0
// Two clock domains that meet at a link: a synchronising wire between two modules, and pods whose
// accelerators have a clock of their own.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "systemc_models/networks/clocked/kernel.h"
#include "systemc_models/networks/clocked/port_module.h"
#include "tests/unit/systemc_models/networks/clocked/pod_under_test.h"
#include "tests/unit/systemc_models/networks/clocked/ring_all_reduce.h"

namespace linkwright::clocked {
namespace {

constexpr int kFlits = 100;
constexpr int kLatency = 3;

Clock ClockOf(uint64_t period_ps) {
  Clock clock;
  clock.period_ps = period_ps;
  clock.period = sc_core::sc_time::from_value(period_ps);
  return clock;
}

// Sends a numbered flit in each of its first cycles, and notes what it gets.
class Peer final : public PortModule {
 public:
  Peer(sc_core::sc_module_name name, Clock& clock) : PortModule(name, clock, 1) {}
  void LinkChanged(int, bool) override {}
  std::vector<std::pair<int64_t, uint64_t>> got;  // cycle, number

 private:
  bool Step(int64_t cycle) override {
    const interfaces::FlitBeat& in = wires_.Arriving(cycle)[0].flit;
    if (in.valid) got.emplace_back(cycle, in.data[0]);
    wires_.Taken(cycle);
    if (cycle <= kFlits) {
      interfaces::PortBeat out;
      out.flit.valid = true;
      out.flit.data[0] = static_cast<uint64_t>(cycle);
      Drive(cycle, 0, out);
    }
    return cycle < kFlits || !wires_.empty();
  }
};

TEST(TwoClocks, AWireBetweenThemLosesNothingAndTakesTheCyclesItSays) {
  Clock fast = ClockOf(640), slow = ClockOf(1280);
  Kernel kernel;
  Kernel::Scope scope(kernel);
  Peer a("fast", fast), b("slow", slow);
  PortModule::Connect({&a, 0}, {&b, 0}, kLatency);
  sc_core::sc_start(sc_core::sc_time::from_value(1280 * 4 * kFlits));
  ASSERT_EQ(a.got.size(), static_cast<size_t>(kFlits));
  ASSERT_EQ(b.got.size(), static_cast<size_t>(kFlits));
  for (int64_t i = 1; i <= kFlits; ++i) {
    const int64_t wire = kLatency + Wires::kSynchroniserCycles;
    const auto at = static_cast<size_t>(i - 1);
    // Twice as many cycles pass here as there; what is driven there in i comes from 2 i on.
    EXPECT_EQ(a.got[at], std::pair(2 * i + wire, static_cast<uint64_t>(i)));
    // Two are driven in one cycle of the slow one, which takes one of them.
    EXPECT_EQ(b.got[at], std::pair(i - 1 + wire, static_cast<uint64_t>(i)));
  }
  EXPECT_EQ(fast.awake + slow.awake, 0) << "both sleep when nothing is on its way";
}

struct Outcome {
  std::vector<Event> events;
  std::map<std::string, int64_t> metrics;
  bool operator==(const Outcome&) const = default;
};

Outcome AllReduce(int64_t endpoint_ps, bool retry, bool gating = true) {
  ScaleUpParameters parameters;
  parameters.link_latency_cycles = 5;
  parameters.endpoint_clock_period = units::Duration::Picoseconds(endpoint_ps);
  parameters.clock_gating = gating;
  if (retry) {
    parameters.retry.emplace();
    parameters.retry->rates.frame_error_rate = 0.01;
  }
  auto pod = MakePod(4, 2, "p4", parameters);
  Program(*pod);
  RingAllReduce ring(4, 16 << 10);
  Outcome outcome;
  outcome.events = ring.Run(*pod);
  EXPECT_TRUE(ring.Correct());
  telemetry::RunReport report;
  pod->AppendMetrics(report);
  for (const telemetry::Metric& metric : report.metrics()) {
    if (const auto* value = std::get_if<int64_t>(&metric.value))
      outcome.metrics[metric.name] = *value;
  }
  return outcome;
}

TEST(TwoClocks, APodSumsRightWithFasterAndWithSlowerAcceleratorsAndRetry) {
  for (const bool retry : {false, true}) {
    for (const int64_t endpoint_ps : {640, 1280, 320, 1000}) {
      const Outcome once = AllReduce(endpoint_ps, retry);
      const Outcome again = AllReduce(endpoint_ps, retry);
      EXPECT_TRUE(once == again) << "the same to the picosecond, " << endpoint_ps;
      EXPECT_EQ(once.metrics.at("network.flits_sent.total"),
                once.metrics.at("network.flits_received.total"));
      EXPECT_EQ(once.metrics.at("network.transfers"), 24);
    }
  }
}

TEST(TwoClocks, TheSlowerClockSetsThePace) {
  const auto last = [](const Outcome& outcome) { return outcome.events.back().at_ps; };
  const int64_t one = last(AllReduce(640, false));
  const int64_t half = last(AllReduce(1280, false));
  const int64_t twice = last(AllReduce(320, false));
  EXPECT_GT(half, one * 3 / 2) << "half the flits in a second";
  EXPECT_LT(half, one * 5 / 2);
  EXPECT_GT(twice, one * 9 / 10) << "switches pass on no faster";
  EXPECT_LT(twice, one * 3 / 2);
}

TEST(TwoClocks, StoppingIdleClocksChangesNothing) {
  EXPECT_EQ(AllReduce(1280, false, true).events, AllReduce(1280, false, false).events);
  EXPECT_EQ(AllReduce(1000, true, true).events, AllReduce(1000, true, false).events);
}

}  // namespace
}  // namespace linkwright::clocked
