// SPDX-License-Identifier: Apache-2.0
#include "host_driver/cli/names.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "fabric/parts/catalog.h"
#include "host_driver/help/topics.h"
#include "tests/unit/host_driver/cli/cli_under_test.h"
#include "workloads/algorithms/register_all.h"

namespace linkwright::cli {
namespace {

const NamedSection& Section(const std::vector<NamedSection>& sections, const std::string& title) {
  return *std::find_if(sections.begin(), sections.end(),
                       [&](const NamedSection& s) { return s.title == title; });
}

const Named* Entry(const NamedSection& section, const std::string& name) {
  for (const Named& entry : section.entries) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

TEST(Names, EverySectionHasEntriesOfDifferentNamesWithALine) {
  const auto sections = NamedSections();
  ASSERT_EQ(sections.size(), kSectionTitles.size());
  for (size_t s = 0; s < sections.size(); ++s) {
    EXPECT_EQ(sections[s].title, kSectionTitles[s]);
    EXPECT_FALSE(sections[s].entries.empty()) << sections[s].title;
    std::set<std::string> names;
    for (const Named& entry : sections[s].entries) {
      EXPECT_TRUE(names.insert(entry.name).second) << entry.name << " twice";
      EXPECT_FALSE(entry.doc.empty()) << entry.name;
      EXPECT_EQ(entry.doc.find('\n'), std::string::npos) << entry.name;
    }
  }
}

TEST(Names, AlgorithmsAreGroupedByTheWholeNameOfTheirCollective) {
  const auto sections = NamedSections();
  const NamedSection& algorithms = Section(sections, "algorithms");
  EXPECT_EQ(algorithms.entries.size(), algorithms::BuiltIn().all().size());
  ASSERT_NE(Entry(algorithms, "all_reduce_ring"), nullptr);
  EXPECT_EQ(Entry(algorithms, "all_reduce_ring")->group, "all_reduce");
  ASSERT_NE(Entry(algorithms, "reduce_scatter_ring"), nullptr);
  EXPECT_EQ(Entry(algorithms, "reduce_scatter_ring")->group, "reduce_scatter") << "not reduce";
  for (const Named& entry : algorithms.entries)
    EXPECT_TRUE(entry.name.starts_with(entry.group + "_")) << entry.name << ": " << entry.group;
}

TEST(Names, PodsSayTheirKindAndShape) {
  const auto sections = NamedSections();
  const NamedSection& pods = Section(sections, "pods");
  EXPECT_EQ(Entry(pods, "nvlink72")->group, "scale-up pods");
  EXPECT_NE(Entry(pods, "nvlink72")->doc.find("72 accelerators, 18 planes, p72"), std::string::npos)
      << Entry(pods, "nvlink72")->doc;
  EXPECT_EQ(Entry(pods, "eth8")->group, "Ethernet fabrics");
  EXPECT_NE(Entry(pods, "eth8")->doc.find("Ethernet: 1 switch"), std::string::npos);
}

TEST(Names, ShapesAreCountedInWords) {
  const parts::Catalog catalog = parts::LoadCatalog();
  EXPECT_EQ(ShapeOf(catalog.pod("bench8")), "1 plane");
  EXPECT_EQ(ShapeOf(catalog.pod("nvlink72")), "18 planes");
  EXPECT_EQ(ShapeOf(catalog.pod("eth8")), "1 switch");
  EXPECT_EQ(ShapeOf(catalog.pod("eth16_leaf_spine")), "4 leaves, 4 spines");
}

TEST(Names, VariantsWithoutRtlSaySo) {
  const auto sections = NamedSections();
  const auto without = [](const Named& n) { return n.doc.ends_with("(no RTL)"); };
  EXPECT_TRUE(without(*Entry(Section(sections, "variants"), "p144")));
  EXPECT_FALSE(without(*Entry(Section(sections, "variants"), "p8")));
  EXPECT_TRUE(without(*Entry(Section(sections, "ethernet_variants"), "p512")));
  EXPECT_NE(Entry(Section(sections, "ethernet_variants"), "p8")->doc.find("cells of 256 bytes"),
            std::string::npos)
      << "four beats of 64 bytes";
}

TEST(Names, FidelitiesAndSymmetriesAreTheScenarios) {
  EXPECT_EQ(NameOf(scenario::Fidelity::kFlow), "flow");
  EXPECT_EQ(NameOf(scenario::Fidelity::kCycle), "cycle");
  EXPECT_EQ(NameOf(scenario::Fidelity::kRtl), "rtl");
  EXPECT_EQ(NameOf(scenario::Symmetry::kSimulateAll), "simulate_all");
  EXPECT_EQ(NameOf(scenario::Symmetry::kExploit), "exploit");
}

// The words that complete a type: between -W " and ".
std::vector<std::string> Completions(const std::string& script, const std::string& type) {
  const size_t begin = script.find("    '" + type + "') ");
  if (begin == std::string::npos) return {};
  const size_t open = script.find("-W \"", begin) + 4;
  std::istringstream words(script.substr(open, script.find('"', open) - open));
  return {std::istream_iterator<std::string>(words), {}};
}

TEST(Completion, OffersWhatThereIs) {
  const std::string script = Linkwright({"completion"}).out;
  const auto has = [&](const std::string& type, const std::string& word) {
    const auto words = Completions(script, type);
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  const struct {
    const char* type;
    std::vector<std::string> all;
  } lists[] = {{"TYPE", {"fp32", "bf16", "fp16", "int32"}}, {"OP", {"sum", "min", "max"}},
               {"PROTOCOL", {"simple", "ll", "ll128"}},     {"LEVEL", {"flow", "cycle", "rtl"}},
               {"HOW", {"simulate_all", "exploit"}},        {"CHECK", {"on", "off"}}};
  for (const auto& list : lists) {
    auto words = Completions(script, list.type), expected = list.all;
    std::sort(words.begin(), words.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(words, expected) << list.type;
  }
  EXPECT_EQ(Completions(script, "TOPIC").size(), help::Topics().size());
  EXPECT_EQ(Completions(script, "SECTION").size(), kSectionTitles.size());
  EXPECT_EQ(Completions(script, "POD").size(), parts::LoadCatalog().pods.size());
  for (const char* field : {"seed=", "pod.ready=", "network.fidelity=", "network.ethernet.mtu=",
                            "cost.simple.message=", "network.retry.bit_error_rate="})
    EXPECT_TRUE(has("a.b=VALUE", field)) << field;
  EXPECT_FALSE(has("a.b=VALUE", "pod=")) << "it has fields of its own";
}

TEST(Completion, OffersEachNameOnce) {
  const std::string script = Linkwright({"completion"}).out;
  for (const char* type : {"VARIANT", "FAMILY", "THING|FILE"}) {
    const auto words = Completions(script, type);
    EXPECT_GT(words.size(), 8u) << type;
    EXPECT_EQ(std::set<std::string>(words.begin(), words.end()).size(), words.size()) << type;
  }
}

// An option with a value whose type nothing completes would offer nothing, and no error.
TEST(Completion, KnowsTheTypeOfEveryOptionThatNamesSomething) {
  const std::string script = Linkwright({"completion"}).out;
  for (const char* option : {"'bench --on') type='POD'", "'bench --algorithm') type='NAME|FILE'",
                             "'bench --fidelity') type='LEVEL'", "'run --set') type='a.b=VALUE'",
                             "'compare --type') type='TYPE'", "'verify --variant') type='VARIANT'",
                             "'bench --json') type='FILE'"})
    EXPECT_NE(script.find(option), std::string::npos) << option;
  EXPECT_NE(script.find("    run) options=\""), std::string::npos);
  EXPECT_NE(script.find("positional='SCENARIO'"), std::string::npos);
}

}  // namespace
}  // namespace linkwright::cli
