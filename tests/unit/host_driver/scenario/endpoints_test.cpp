// SPDX-License-Identifier: Apache-2.0
#include "host_driver/scenario/endpoints.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "foundation/config/document.h"
#include "host_driver/scenario/collective.h"

namespace linkwright::scenario {
namespace {

using config::Codec;

std::vector<int> Read(const std::string& yaml) {
  config::Diagnostics problems;
  Endpoints endpoints;
  const config::Document document = config::Document::Parse("ranks: " + yaml, "s.yaml");
  Codec<Endpoints>::Read(*document.root().Find("ranks"), "ranks", endpoints, problems);
  problems.ThrowIfAny();
  return endpoints.by_rank;
}

std::string RefusalOf(const std::string& yaml) {
  try {
    Read(yaml);
  } catch (const diagnostics::UserError& error) {
    return error.diagnostics().front().message;
  }
  return "accepted";
}

TEST(Endpoints, ANumberIsTheFirstSoMany) { EXPECT_EQ(Read("3"), (std::vector<int>{0, 1, 2})); }

TEST(Endpoints, RangesListsAndStridesKeepTheOrderOfRanks) {
  EXPECT_EQ(Read("0-3"), (std::vector<int>{0, 1, 2, 3}));
  EXPECT_EQ(Read("'0-1, 6-7'"), (std::vector<int>{0, 1, 6, 7}));
  EXPECT_EQ(Read("[6, 4, 2, 0]"), (std::vector<int>{6, 4, 2, 0}));
  EXPECT_EQ(Read("[0-1, 7]"), (std::vector<int>{0, 1, 7}));
  EXPECT_EQ(Read("{first: 1, count: 3, stride: 2}"), (std::vector<int>{1, 3, 5}));
  EXPECT_EQ(Read("{count: 2}"), (std::vector<int>{0, 1}));
}

TEST(Endpoints, WhatIsNoCommunicatorIsRefused) {
  EXPECT_NE(RefusalOf("1").find("expected 2 to 1048576 ranks, found 1"), std::string::npos);
  EXPECT_NE(RefusalOf("[]").find("found 0"), std::string::npos);
  EXPECT_NE(RefusalOf("[0, 3, 0]").find("accelerator 0 has two ranks"), std::string::npos);
  EXPECT_NE(RefusalOf("'0-3,2'").find("accelerator 2 has two ranks"), std::string::npos);
  EXPECT_NE(RefusalOf("3-0").find("expected a number of ranks (8), ranges"), std::string::npos);
  EXPECT_NE(RefusalOf("0-").find("expected a number of ranks"), std::string::npos);
  EXPECT_NE(RefusalOf("9999999").find("expected a number of ranks"), std::string::npos);
  EXPECT_NE(RefusalOf("[a]").find("expected an accelerator or a range"), std::string::npos);
  EXPECT_NE(RefusalOf("{first: 4}").find("needs 'count'"), std::string::npos);
  EXPECT_NE(RefusalOf("{count: 1000000, stride: 1000}").find("past 1048576"), std::string::npos);
}

TEST(Endpoints, AreWrittenAsReadTheShortestWay) {
  EXPECT_EQ(Codec<Endpoints>::Write({{0, 1, 2}}), config::Json(3));
  EXPECT_EQ(Codec<Endpoints>::Write({{0, 2}}).dump(), "[0,2]");
  EXPECT_TRUE(Codec<Endpoints>::Write({}).is_null());
}

}  // namespace
}  // namespace linkwright::scenario
