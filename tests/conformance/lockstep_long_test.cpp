// SPDX-License-Identifier: Apache-2.0
// The whole regression, the same rows as `linkwright verify --variant all --seeds 20 --cycles
// 20000`: label `long`, not part of CI.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>

#include "systemc_models/lockstep/scaleup/scaleup_kind.h"

namespace linkwright::lockstep::scaleup {
namespace {

class LockStepLong : public testing::TestWithParam<std::string> {};

TEST_P(LockStepLong, TwentySeedsOfTwentyThousandCyclesInSixFamilies) {
  VerifyRequest request;
  request.variants = {GetParam()};
  request.seeds = 20;
  request.cycles = 20000;
  request.jobs = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
  const VerifyReport report = RunVerify(ScaleUpKind(), request);
  EXPECT_TRUE(report.passed());
  EXPECT_EQ(report.rows.size(), 120U);
  testing::Test::RecordProperty("rows", static_cast<int>(report.rows.size()));
  std::puts(FormatReport(report, request, {}).c_str());
}

std::string CaseName(const testing::TestParamInfo<std::string>& test) { return test.param; }

INSTANTIATE_TEST_SUITE_P(AllVariants, LockStepLong, testing::ValuesIn(ScaleUpKind().verifiable),
                         CaseName);

}  // namespace
}  // namespace linkwright::lockstep::scaleup
