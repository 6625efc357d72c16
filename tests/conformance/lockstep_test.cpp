// SPDX-License-Identifier: Apache-2.0
// CI's share of the lock-step regression: every variant and family, few seeds. The long set is
// lockstep_long_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/lockstep/scaleup/scaleup_kind.h"

namespace linkwright::lockstep::scaleup {
namespace {

namespace sw = spec::scaleup_switch;

using Case = std::tuple<std::string, std::string>;

class LockStep : public testing::TestWithParam<Case> {};

TEST_P(LockStep, TwinEqualsRtlOnEveryPortInEveryCycle) {
  const auto& [variant, family] = GetParam();
  const bool large = sw::FindVariant(variant)->ports >= 64;
  VerifyRequest request;
  request.variants = {variant};
  request.families = {family};
  request.seeds = large ? 1 : 3;
  request.cycles = large ? 2500 : 5000;
  const VerifyReport report = RunVerify(ScaleUpKind(), request);
  EXPECT_TRUE(report.passed()) << FormatReport(report, request);
  std::int64_t flits = 0;
  for (const VerifyRow& row : report.rows) flits += row.flits_out;
  EXPECT_GT(flits, 1000) << "the stimulus hardly got through the switch";
}

std::string CaseName(const testing::TestParamInfo<Case>& test) {
  return std::get<0>(test.param) + "_" + std::get<1>(test.param);
}

INSTANTIATE_TEST_SUITE_P(AllVariants, LockStep,
                         testing::Combine(testing::ValuesIn(ScaleUpKind().verifiable),
                                          testing::ValuesIn(ScaleUpKind().all_families)),
                         CaseName);

// What the stimulus claims to exercise it does exercise, over the families of a small variant.
TEST(LockStepCoverage, EveryDropReasonInterruptAndOperationOccurs) {
  VerifyRequest request;
  request.variants = {"p8"};
  request.families = ScaleUpKind().all_families;
  request.seeds = 2;
  request.cycles = 10000;
  const VerifyReport report = RunVerify(ScaleUpKind(), request);
  ASSERT_TRUE(report.passed()) << FormatReport(report, request);
  const std::string bins = report.coverage.Format();
  for (const char* group : {"drop/", "interrupt/", "ingress/", "ingress fault/", "egress/", "bus/",
                            "group/", "switch/"}) {
    EXPECT_EQ(report.coverage.Missed(group), 0U) << group << "\n" << bins;
  }
  for (const char* op :
       {"read", "member_read", "write", "atomic", "multicast_write", "write_response",
        "error_response", "read_response", "atomic_response", "reduce_response"}) {
    EXPECT_GT(report.coverage.Count(std::string("egress operation/") + op), 0U) << op << "\n"
                                                                                << bins;
  }
}

TEST(LockStepCoverage, EveryFamilySendsEveryOperation) {
  VerifyRequest request;
  request.variants = {"p4"};
  request.seeds = 2;
  request.cycles = 10000;
  const VerifyReport report = RunVerify(ScaleUpKind(), request);
  EXPECT_EQ(report.coverage.Missed("family x operation/"), 0U) << report.coverage.Format();
}

// A parallel run gives the same rows as a serial one.
TEST(LockStepRegression, RowsDoNotDependOnTheNumberOfJobs) {
  VerifyRequest request;
  request.variants = {"p4"};
  request.seeds = 3;
  request.cycles = 1500;
  const VerifyReport serial = RunVerify(ScaleUpKind(), request);
  request.jobs = 2;
  std::size_t announced = 0;
  request.progress = [&](const VerifyProgress& progress) {
    announced = std::max(announced, progress.rows_done);
  };
  const VerifyReport parallel = RunVerify(ScaleUpKind(), request);
  EXPECT_EQ(FormatReport(serial, request), FormatReport(parallel, request));
  EXPECT_EQ(announced, serial.rows.size());
}

}  // namespace
}  // namespace linkwright::lockstep::scaleup
