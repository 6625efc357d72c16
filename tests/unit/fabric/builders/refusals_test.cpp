// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fabric/builders/builders.h"
#include "foundation/config/document.h"

namespace linkwright::builders {
namespace {

using diagnostics::UserError;
using testing::HasSubstr;

std::string Refusal(const std::string& yaml) {
  try {
    Build(config::Document::Parse(yaml, "t.yaml").root());
  } catch (const UserError& error) {
    return error.what();
  }
  return "built";
}

TEST(Builders, TellThePlaceAndTheLimitThatSettingsBreak) {
  EXPECT_THAT(
      Refusal("fat_tree: {accelerators: 33, tiers: 2, switch_ports: 8}"),
      HasSubstr("t.yaml:1:11: error: 2 tiers of switches with 8 ports join at most 8 leaves "
                "of 4 endpoints, 32 in all; found 9 leaves"));
  EXPECT_THAT(Refusal("single_tier: {accelerators: 9, switch_ports: 8}"),
              HasSubstr("joins at most 8 endpoints, found 9"));
  EXPECT_THAT(Refusal("torus: {x: 4, y: 4, accelerators: 15}"),
              HasSubstr("a torus of 4 x 4 x 1 has 16 accelerators, found 15"));
  EXPECT_THAT(Refusal("dragonfly: {accelerators: 8, endpoints_per_router: 2, routers_per_group: 2, "
                      "global_links_per_router: 1, switch_ports: 3}"),
              HasSubstr("a router needs 2 + 2 - 1 + 1 = 4 ports, found 3"));
  EXPECT_THAT(Refusal("dragonfly: {accelerators: 16, endpoints_per_router: 2, routers_per_group: "
                      "2, global_links_per_router: 1, switch_ports: 4}"),
              HasSubstr("join at most 3 groups, found 4"));
  EXPECT_THAT(Refusal("leaf_spine: {accelerators: 16, leaves: 2, spines: 4, leaf_ports: 11, "
                      "spine_ports: 2}"),
              HasSubstr("need 12 ports per leaf, found 11"));
  EXPECT_THAT(Refusal("two_level: {accelerators: 8, accelerators_per_tray: 4, switch_ports: 4, "
                      "upper_ports: 8}"),
              HasSubstr("needs 4 ports for accelerators and 1 up, found 4"));
  EXPECT_THAT(Refusal("rail_only: {accelerators: 9, rails: 2, switch_ports: 8}"),
              HasSubstr("9 endpoints do not divide into 2 rails"));
  EXPECT_THAT(Refusal("rail_optimised: {accelerators: 9, switch_ports: 8}"),
              HasSubstr("expected rails, found 0"));
  EXPECT_THAT(Refusal("fat_tree: {accelerators: 8, switch_ports: 4, oversubscription: 0.1}"),
              HasSubstr("a switch of 4 ports has none up or none down"));
  EXPECT_THAT(Refusal("fat_tree: {switch_ports: 4}"), HasSubstr("expected accelerators, found 0"));
}

TEST(Builders, TellWhatWasProbablyMeant) {
  EXPECT_THAT(Refusal("fattree: {accelerators: 8}"), HasSubstr("did you mean 'fat_tree'?"));
  EXPECT_THAT(Refusal("fat_tree: {accelerator_s: 8, switch_ports: 4}"),
              HasSubstr("did you mean 'accelerators'?"));
  EXPECT_THAT(Refusal("{torus: {x: 2, y: 2}, fat_tree: {}}"),
              HasSubstr("expected one builder and its settings (single_tier, "));
}

TEST(Builders, OfPodsRefuseWhatIsNoPartOfThem) {
  const std::string pods = "pods: {pods: 2, accelerators: 2, scale_up: ";
  EXPECT_THAT(Refusal(pods + "{fat_tree: {switch_ports: 4}}, scale_out: {fat_tree: {switch_ports: "
                             "4}}}"),
              HasSubstr("t.yaml:1:45: error: expected single_tier, two_level, torus, found "
                        "'fat_tree'"));
  EXPECT_THAT(Refusal(pods + "{single_tier: {switch_ports: 2}}, scale_out: {fat_tree: "
                             "{accelerators: 4, switch_ports: 4}}}"),
              HasSubstr("the pods say how many endpoints there are"));
}

TEST(Builders, EachHasANameALineOfDocAndAReference) {
  ASSERT_EQ(Builders().size(), 10u);
  for (const BuilderInfo& builder : Builders()) {
    EXPECT_FALSE(builder.name.empty());
    EXPECT_FALSE(builder.doc.empty());
    EXPECT_EQ(builder.doc.find('\n'), std::string_view::npos);
    EXPECT_THAT(builder.reference(), HasSubstr(std::string(builder.name)));
  }
}

}  // namespace
}  // namespace linkwright::builders
