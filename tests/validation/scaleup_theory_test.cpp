// SPDX-License-Identifier: Apache-2.0
// What queueing theory knows about input-queued switches, measured on the scale-up switch. Sixteen
// ports, single-flit packets, uniform destinations. The factory is a parameter, so that every model
// of the switch can be held to the same figures.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>

#ifdef LINKWRIGHT_THEORY_ON_RTL
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"
#else
#include "systemc_models/scaleup_switch/scaleup_switch.h"
#endif
#include "systemc_models/traffic/uniform_traffic.h"

namespace linkwright::traffic {
namespace {

using spec::scaleup_switch::FindVariant;

struct Model {
  const char* name;
  std::unique_ptr<interfaces::ClockedSwitch> (*factory)(const Variant&);
};
void PrintTo(const Model& model, std::ostream* out) { *out << model.name; }

class TheoryOf : public testing::TestWithParam<Model> {
 protected:
  explicit TheoryOf(const char* variant) : variant_(*FindVariant(variant)) {}
  void SetUp() override {
    if (!GetParam().factory(variant_)) GTEST_SKIP() << "built without " << variant_.name;
  }

  const Variant& variant_;
};

class FifoInputs : public TheoryOf {
 protected:
  FifoInputs() : TheoryOf("p16_fifo") {}
};

class VirtualOutputQueues : public TheoryOf {
 protected:
  VirtualOutputQueues() : TheoryOf("p16_deep") {}

  // Waiting beyond the empty switch, in cycles.
  WaitMeasurement Wait(int iterations, double load, std::int64_t cycles,
                       std::int64_t warm_up = 5000) {
    const WaitMeasurement result =
        MeasureWait(GetParam().factory, variant_, iterations, load, {warm_up, cycles, 1});
    fmt::print("{}: iSLIP-{} load {:.2f}: mean wait {:.4g} cycles over {} packets\n",
               GetParam().name, iterations, load, result.mean, result.packets);
    EXPECT_TRUE(result.clean);
    return result;
  }
};

// Output queueing: the mean wait of a slot-synchronous M/D/1-like queue fed by N Bernoulli inputs
// (Karol, Hluchyj and Morgan 1987).
double OutputQueueWait(int ports, double load) {
  return (ports - 1.0) / ports * load / (2 * (1 - load));
}

TEST_P(FifoInputs, SaturateAtKarolsLimit) {
  const double throughput =
      MeasureSaturation(GetParam().factory, variant_, 4, 200, {2000, 60000, 1});
  fmt::print("{}: FIFO saturation throughput {:.4f}, theory 0.602\n", GetParam().name, throughput);
  EXPECT_NEAR(throughput, 0.602, 0.005);
}

TEST_P(VirtualOutputQueues, WaitAtHalfLoadMatchesIslip) {
  EXPECT_NEAR(Wait(1, 0.5, 60000).mean, 1.31, 1.31 * 0.03);
  EXPECT_NEAR(Wait(2, 0.5, 60000).mean, 0.72, 0.72 * 0.03);
  EXPECT_NEAR(Wait(4, 0.5, 60000).mean, 0.72, 0.72 * 0.03);
}

TEST_P(VirtualOutputQueues, WaitAtEightTenthsMatchesIslip) {
  EXPECT_NEAR(Wait(1, 0.8, 150000, 10000).mean, 44, 44 * 0.10);
  EXPECT_NEAR(Wait(2, 0.8, 150000).mean, 4.6, 4.6 * 0.05);
  EXPECT_NEAR(Wait(4, 0.8, 150000).mean, 3.76, 3.76 * 0.03);
}

TEST_P(VirtualOutputQueues, WaitAtNineTenthsMatchesIslip) {
  EXPECT_NEAR(Wait(1, 0.9, 400000, 20000).mean, 114, 114 * 0.10);
  EXPECT_NEAR(Wait(2, 0.9, 300000, 10000).mean, 24, 24 * 0.08);
  EXPECT_NEAR(Wait(4, 0.9, 300000, 10000).mean, 9.8, 9.8 * 0.08);
}

TEST_P(VirtualOutputQueues, ReachFullThroughputWithEveryIterationCount) {
  for (int iterations = 1; iterations <= 4; ++iterations) {
    const double throughput =
        MeasureSaturation(GetParam().factory, variant_, iterations, 3000, {3000, 10000, 1});
    fmt::print("{}: iSLIP-{} saturation throughput {:.5f}\n", GetParam().name, iterations,
               throughput);
    EXPECT_GE(throughput, 0.999) << iterations << " iterations";
  }
}

TEST_P(VirtualOutputQueues, NeverBeatOutputQueueing) {
  for (const double load : {0.5, 0.8}) {
    const double bound = OutputQueueWait(16, load);
    EXPECT_GT(Wait(4, load, 60000).mean, bound) << "load " << load;
  }
}

#ifdef LINKWRIGHT_THEORY_ON_RTL
std::unique_ptr<interfaces::ClockedSwitch> MakeRtl(const Variant& variant) {
  return plugins::MakeRtl(plugins::kScaleUpSwitch, variant.name);
}
constexpr Model kModel{"rtl", MakeRtl};
#else
constexpr Model kModel{"twin", scaleup_switch::MakeScaleUpSwitch};
#endif

std::string NameOf(const testing::TestParamInfo<Model>& test) { return test.param.name; }

INSTANTIATE_TEST_SUITE_P(Models, FifoInputs, testing::Values(kModel), NameOf);
INSTANTIATE_TEST_SUITE_P(Models, VirtualOutputQueues, testing::Values(kModel), NameOf);

}  // namespace
}  // namespace linkwright::traffic
