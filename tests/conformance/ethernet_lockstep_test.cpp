// SPDX-License-Identifier: Apache-2.0
// CI's share of the lock-step regression of the Ethernet switch: small variants, every family, few
// seeds. The long set is ethernet_long_test.cpp.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <tuple>

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/lockstep/ethernet/ethernet_kind.h"
#include "systemc_models/lockstep/harness/run.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::lockstep::ethernet {
namespace {

namespace sw = spec::ethernet_switch;

constexpr int kMostPorts = 16;  // of a variant that CI runs

std::vector<std::string> SmallVariants() {
  std::vector<std::string> names;
  for (const std::string& name : EthernetKind().verifiable) {
    if (sw::FindVariant(name)->ports <= kMostPorts) names.push_back(name);
  }
  return names;
}

using Case = std::tuple<std::string, std::string>;

class EthernetLockStep : public testing::TestWithParam<Case> {};

TEST_P(EthernetLockStep, TwinEqualsRtlOnEveryPortInEveryCycle) {
  const auto& [variant, family] = GetParam();
  const bool large = sw::FindVariant(variant)->ports >= kMostPorts;
  VerifyRequest request;
  request.variants = {variant};
  request.families = {family};
  request.seeds = large ? 1 : 2;
  request.cycles = large ? 2000 : 2500;
  const VerifyReport report = RunVerify(EthernetKind(), request);
  EXPECT_TRUE(report.passed()) << FormatReport(report, request);
  std::int64_t beats = 0;
  for (const VerifyRow& row : report.rows) beats += row.flits_out;
  EXPECT_GT(beats, 500) << "the stimulus hardly got through the switch";
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(EthernetLockStep);
INSTANTIATE_TEST_SUITE_P(SmallVariants, EthernetLockStep,
                         testing::Combine(testing::ValuesIn(SmallVariants()),
                                          testing::ValuesIn(EthernetKind().families)),
                         [](const testing::TestParamInfo<Case>& test) {
                           return std::get<0>(test.param) + "_" + std::get<1>(test.param);
                         });

// What the stimulus claims to exercise it does exercise: no bin stays empty.
class EthernetCoverage : public testing::TestWithParam<std::string> {};

TEST_P(EthernetCoverage, LeavesNoBinEmpty) {
  VerifyRequest request;
  request.variants = {GetParam()};
  request.seeds = 3;
  request.cycles = 7500;  // until every cell is in use
  const VerifyReport report = RunVerify(EthernetKind(), request);
  ASSERT_TRUE(report.passed()) << FormatReport(report, request);
  EXPECT_GT(report.coverage.bins().size(), 140U);
  EXPECT_EQ(report.coverage.Missed(""), 0U) << report.coverage.Format();
}

std::vector<std::string> CoveredVariants() {
  std::vector<std::string> names;
  for (const std::string& name : SmallVariants()) {
    if (name == "p4_small" || name == "p8") names.push_back(name);
  }
  return names;
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(EthernetCoverage);
INSTANTIATE_TEST_SUITE_P(SmallVariants, EthernetCoverage, testing::ValuesIn(CoveredVariants()),
                         [](const testing::TestParamInfo<std::string>& test) {
                           return test.param;
                         });

VerifyRow RunRtl(const std::string& variant, const std::string& family, std::uint64_t seed,
                 std::uint64_t initial_values) {
  const auto rtl = plugins::MakeRtl(plugins::kEthernetSwitch, variant, initial_values);
  lockstep::Coverage coverage;
  return lockstep::RunAlone(EthernetKind(), {variant, family, seed, 3000}, *rtl, coverage);
}

// Verilator has no X: registers and memories start at random bits instead, different ones per seed,
// and a design that is reset and never reads what it did not write behaves the same for all.
TEST(VerilatedEthernetSwitch, OutputsDoNotDependOnInitialValues) {
  for (const std::string& name : CoveredVariants()) {
    for (const char* family : {"mixed", "balance", "pfc_storm"}) {
      std::set<std::uint64_t> responses;
      for (const int initial_values : {0, 1, 12345, 987654321}) {
        const VerifyRow row = RunRtl(name, family, 5, initial_values);
        EXPECT_TRUE(row.failure.empty()) << row.failure;
        responses.insert(row.response_hash);
      }
      EXPECT_EQ(responses.size(), 1U) << name << " " << family;
    }
  }
}

TEST(VerilatedEthernetSwitch, ResetsToTheStateOfANewOne) {
  for (const std::string& name : CoveredVariants()) {
    const auto rtl = plugins::MakeRtl(plugins::kEthernetSwitch, name);
    lockstep::Coverage coverage;
    const lockstep::Scenario what{name, "mixed", 11, 2000};
    const VerifyRow first = lockstep::RunAlone(EthernetKind(), what, *rtl, coverage);
    const VerifyRow second = lockstep::RunAlone(EthernetKind(), what, *rtl, coverage);
    EXPECT_EQ(first.response_hash, second.response_hash) << name;
  }
}

}  // namespace
}  // namespace linkwright::lockstep::ethernet
