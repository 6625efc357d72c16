// SPDX-License-Identifier: Apache-2.0
// The whole regression of the Ethernet switch, the same rows as
// `linkwright verify --switch ethernet --variant all --seeds 20 --cycles 20000`: label `long`, not
// part of CI. Rows of `endurance` last 150,000 cycles, for variants of up to eight ports.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <thread>

#include "systemc_models/lockstep/ethernet/ethernet_kind.h"

namespace linkwright::lockstep::ethernet {
namespace {

class EthernetLockStepLong : public testing::TestWithParam<std::string> {};

TEST_P(EthernetLockStepLong, TwentySeedsOfTwentyThousandCyclesInElevenFamilies) {
  lockstep::VerifyRequest request;
  request.variants = {GetParam()};
  request.seeds = 20;
  request.cycles = 20000;
  request.jobs = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
  const lockstep::VerifyReport report = RunVerify(EthernetKind(), request);
  EXPECT_TRUE(report.passed());
  EXPECT_EQ(report.rows.size(), 20 * EthernetKind().families.size());
  EXPECT_EQ(report.coverage.Missed(""), 0U) << report.coverage.Format();
  std::puts(lockstep::FormatReport(report, request, {}).c_str());
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(EthernetLockStepLong);
INSTANTIATE_TEST_SUITE_P(AllVariants, EthernetLockStepLong,
                         testing::ValuesIn(EthernetKind().verifiable),
                         [](const testing::TestParamInfo<std::string>& test) {
                           return test.param;
                         });

}  // namespace
}  // namespace linkwright::lockstep::ethernet
