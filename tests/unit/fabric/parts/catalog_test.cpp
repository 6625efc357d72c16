// SPDX-License-Identifier: Apache-2.0
#include "fabric/parts/catalog.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "fabric/parts/embedded_text.h"
#include "fabric/parts/part_fields.h"
#include "foundation/config/document.h"

namespace linkwright::parts {

std::span<const EmbeddedText> EmbeddedParts();

namespace {

using diagnostics::UserError;
using testing::HasSubstr;

const Catalog& BuiltIn() {
  static const Catalog catalog = LoadCatalog();
  return catalog;
}

std::string ErrorOf(std::string_view yaml) {
  try {
    LoadCatalogWith(yaml, "mine.yaml");
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Calls visit(path, estimate as JSON) for every estimate of the catalog.
template <class Visit>
void ForEachEstimate(const config::Json& json, const std::string& path, const Visit& visit) {
  if (!json.is_object()) return;
  if (json.contains("low")) {
    visit(path, json);
    return;
  }
  for (const auto& [key, value] : json.items()) ForEachEstimate(value, path + "." + key, visit);
}

TEST(Provenance, EveryNumberOfEveryPartHasRangeUnitSourceAndDate) {
  int estimates = 0;
  ForEachEstimate(config::Write(BuiltIn()), "", [&](const std::string& path, const auto& e) {
    SCOPED_TRACE(path);
    ++estimates;
    EXPECT_LE(e["low"].template get<double>(), e["mode"].template get<double>());
    EXPECT_LE(e["mode"].template get<double>(), e["high"].template get<double>());
    EXPECT_FALSE(e["unit"].template get<std::string>().empty());
    EXPECT_FALSE(e["source"].template get<std::string>().empty());
    EXPECT_FALSE(e["date"].template get<std::string>().empty());
  });
  EXPECT_GT(estimates, 200);
}

TEST(Provenance, NoNumberOfAPartStandsOutsideAnEstimate) {
  const config::Json json = config::Write(BuiltIn());
  for (const char* section :
       {"classes", "accelerators", "switches", "trays", "racks", "power_shelves", "links"}) {
    for (const auto& [key, part] : json[section].items()) {
      for (const auto& [field, value] : part.items()) {
        EXPECT_FALSE(value.is_number()) << section << "." << key << "." << field;
      }
    }
  }
}

TEST(Provenance, JudgementsExplainThemselves) {
  ForEachEstimate(config::Write(BuiltIn()), "", [](const std::string& path, const auto& e) {
    const bool is_range = e["low"] != e["high"];
    if (e["source"] == "estimate" && is_range && !path.ends_with("rack_units")) {
      EXPECT_FALSE(e["note"].template get<std::string>().empty()) << path;
    }
  });
}

TEST(Catalog, HoldsTheThreePodsToCompare) {
  const PodSpec& nvlink = BuiltIn().pod("nvlink72");
  EXPECT_EQ(nvlink.accelerators, 72);
  EXPECT_EQ(nvlink.planes, 18);
  EXPECT_EQ(nvlink.variant, "p72");
  for (const char* name : {"ualink64", "sue64"}) {
    EXPECT_EQ(BuiltIn().pod(name).accelerators, 64);
    EXPECT_EQ(BuiltIn().pod(name).planes, 9);
    EXPECT_EQ(BuiltIn().pod(name).variant, "p64");
  }
}

TEST(Catalog, BuildsEveryPod) {
  for (const std::string& name : BuiltIn().pod_names()) {
    const PodSpec& spec = BuiltIn().pod(name);
    const topology::Topology pod = BuildPod(BuiltIn(), spec);
    EXPECT_EQ(pod.accelerators(), spec.accelerators) << name;
    EXPECT_EQ(pod.switches(), spec.switches()) << name;
    const int uplinks = spec.ethernet ? spec.ethernet->leaves * spec.ethernet->spines *
                                            spec.ethernet->links_per_pair
                                      : 0;
    EXPECT_EQ(pod.links().size(),
              static_cast<std::size_t>(spec.accelerators * spec.planes + uplinks));
    EXPECT_EQ(pod.part(pod.links()[0].part), spec.link);
  }
}

// Ports that the specification of a kind of switch gives a variant; 0: there is no such variant.
double PortsOfVariant(const std::string& kind, const std::string& name) {
  const auto spec =
      config::Document::Load(LINKWRIGHT_SOURCE_DIR "/rtl/spec/" + kind + "_switch.yaml");
  for (const config::Node& variant : spec.root().Find("variants")->items()) {
    if (variant.Find("name")->text() == name) return std::stod(variant.Find("Ports")->text());
  }
  return 0;
}

TEST(Catalog, PodsNameSwitchVariantsWithTheirPorts) {
  for (const auto& [key, pod] : BuiltIn().pods) {
    const std::string kind = pod.ethernet ? "ethernet" : "scaleup";
    EXPECT_EQ(PortsOfVariant(kind, pod.variant), BuiltIn().switch_chip(pod.switch_chip).ports.mode)
        << key;
    if (!pod.ethernet || pod.ethernet->spines == 0) continue;
    EXPECT_EQ(
        PortsOfVariant(kind, pod.ethernet->spine_variant.value_or(pod.variant)),
        BuiltIn().switch_chip(pod.ethernet->spine_switch.value_or(pod.switch_chip)).ports.mode)
        << key;
  }
}

TEST(Catalog, RefusesEthernetFabricsWhoseSwitchesLackPorts) {
  EXPECT_THAT(ErrorOf("pods: {eth16_leaf_spine: {accelerators: 17}}"),
              testing::HasSubstr("need 9 ports per leaf, ethernet_switch_8 has 8"));
  EXPECT_THAT(ErrorOf("pods: {eth16_leaf_spine: {ethernet: {leaves: 5}}}"),
              testing::HasSubstr("5 leaves need 5 ports per spine"));
  EXPECT_THAT(ErrorOf("pods: {eth8: {ethernet: {leaves: 2}}}"),
              testing::HasSubstr("2 leaves without a spine"));
  EXPECT_THAT(ErrorOf("pods: {eth8: {ethernet: {spine_switch: ethernet_swich_4}}}"),
              testing::HasSubstr("ethernet_switch_4"));
}

TEST(Catalog, AcceleratorsOfEthernetFabricsHaveCardsAndOthersDoNot) {
  EXPECT_THAT(ErrorOf("pods: {eth8: {accelerator: nvlink5_accelerator}}"),
              HasSubstr("mine.yaml:1:28: error: nvlink5_accelerator has no network card (nic)"));
  EXPECT_THAT(ErrorOf("pods: {bench8: {accelerator: roce_accelerator}}"),
              HasSubstr("roce_accelerator has network cards; the accelerators of a scale-up pod"));
}

TEST(BenchPod, IsTheSmallestSwitchThatFits) {
  const PodSpec five = BenchPod(BuiltIn(), 5);
  EXPECT_EQ(five.accelerators, 5);
  EXPECT_EQ(five.variant, "p8");
  EXPECT_EQ(BenchPod(BuiltIn(), 16).variant, "p16");
  EXPECT_EQ(BenchPod(BuiltIn(), 17).variant, "p18");
  EXPECT_EQ(BenchPod(BuiltIn(), 72).variant, "p72");
  EXPECT_THROW(BenchPod(BuiltIn(), 73), UserError);
  EXPECT_THROW(BenchPod(BuiltIn(), 0), UserError);
}

TEST(Override, ChangesOneEstimateAndKeepsTheRest) {
  const Catalog mine = LoadCatalogWith(R"(
switches:
  nvlink5_switch:
    price: {low: 1, mode: 2, high: 3, unit: USD, source: "estimate: a quote", date: "2026-11"}
)",
                                       "mine.yaml");
  EXPECT_EQ(mine.switch_chip("nvlink5_switch").price.mode, 2);
  EXPECT_EQ(mine.switch_chip("nvlink5_switch").price.source, "estimate: a quote");
  EXPECT_EQ(mine.switch_chip("nvlink5_switch").ports.mode, 72);
  EXPECT_EQ(mine.switch_chip("sue_switch_51t").price.mode,
            BuiltIn().switch_chip("sue_switch_51t").price.mode);
}

TEST(Override, MayAddAPod) {
  const Catalog mine = LoadCatalogWith(R"(
pods:
  half: {title: t, accelerators: 36, planes: 18, accelerator: nvlink5_accelerator,
         switch: nvlink5_switch, link: nvlink5_copper, variant: p72, product_style: true,
         source: estimate}
)",
                                       "mine.yaml");
  EXPECT_EQ(BuildPod(mine, mine.pod("half")).links().size(), 36u * 18u);
}

TEST(Override, IsReadFromFilesAndFolders) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "linkwright_parts_override";
  std::filesystem::create_directories(folder);
  const auto file = folder / "b.yaml";
  std::ofstream(file) << "pods: {bench4: {accelerators: 3}}\n";
  std::ofstream(folder / "a.yaml") << "pods: {bench4: {accelerators: 2, title: two}}\n";
  const std::string one[] = {file.string()};
  EXPECT_EQ(LoadCatalog(one).pod("bench4").accelerators, 3);
  const std::string all[] = {folder.string()};
  EXPECT_EQ(LoadCatalog(all).pod("bench4").accelerators, 3) << "b.yaml comes after a.yaml";
  EXPECT_EQ(LoadCatalog(all).pod("bench4").title, "two");
  std::filesystem::remove_all(folder);
  EXPECT_THROW(LoadCatalog(all), UserError);
}

TEST(Override, RefusesABareNumber) {
  EXPECT_THAT(ErrorOf("switches: {nvlink5_switch: {price: 15000}}"),
              HasSubstr("mine.yaml:1:36: error:"));
}

TEST(Override, RefusesANumberWithoutSource) {
  EXPECT_THAT(ErrorOf("switches:\n  nvlink5_switch:\n    price: {low: 1, mode: 1, high: 1, unit: "
                      "USD, date: \"2026\"}\n"),
              testing::AllOf(HasSubstr("mine.yaml:3:12: error:"), HasSubstr("source")));
}

TEST(Override, RefusesASourceThatDoesNotSayHowWellItIsKnown) {
  EXPECT_THAT(ErrorOf("switches:\n  nvlink5_switch:\n    price: {low: 1, mode: 1, high: 1, unit: "
                      "USD, date: \"2026\", source: somebody}\n"),
              HasSubstr("expected a source that opens with [V]"));
}

TEST(Override, RefusesAWrongUnitAtItsPlace) {
  EXPECT_THAT(ErrorOf("switches:\n  nvlink5_switch:\n    price: {low: 1, mode: 1, high: 1, unit: "
                      "EUR, date: \"2026\", source: \"[M] x\"}\n"),
              HasSubstr("mine.yaml:3:45: error: price: expected unit 'USD', found 'EUR'"));
}

TEST(Override, RefusesLowAboveMode) {
  EXPECT_THAT(ErrorOf("switches:\n  nvlink5_switch:\n    price: {low: 3, mode: 2, high: 4, unit: "
                      "USD, date: \"2026\", source: \"[M] x\"}\n"),
              HasSubstr("expected low <= mode <= high, found 3, 2, 4"));
}

TEST(Override, RefusesAFecLatencyShorterThanItsCodewords) {
  EXPECT_THAT(ErrorOf("links:\n  sue_800g_dac:\n    fec_latency: {low: 1, mode: 20, high: 120, "
                      "unit: ns, date: \"2026\", source: \"[M] x\", note: \"\"}\n"),
              HasSubstr("less than the 25.6 ns in which 4 codewords accumulate"));
}

// The next step would divide by a rate of no bits, or take so long a latency that time overflows.
TEST(Override, RefusesNumbersThatNoPartHas) {
  const auto link = [](std::string_view key, std::string_view value, std::string_view unit) {
    return ErrorOf(
        fmt::format("links:\n  sue_800g_dac:\n    {0}: {{low: {1}, mode: {1}, high: {1}, "
                    "unit: {2}, date: \"2026\", source: \"[M] x\", note: \"\"}}\n",
                    key, value, unit));
  };
  EXPECT_THAT(link("rate", "1e-10", "Gb/s"),
              HasSubstr("mine.yaml:3:17: error: rate: expected at least 0.001, found 1e-10"));
  EXPECT_THAT(link("rate", "1e20", "Gb/s"), HasSubstr("rate: expected at most 100000 Gb/s"));
  EXPECT_THAT(link("fec_latency", "1e300", "ns"),
              HasSubstr("fec_latency: expected at most 100000 ns, found 1e+300"));
  EXPECT_THAT(link("length", "1e20", "m"), HasSubstr("length: expected at most 20000 m"));
  EXPECT_THAT(link("fec_interleave", "1e19", "codewords"),
              HasSubstr("fec_interleave: expected at most 100 codewords"));
  EXPECT_THAT(link("price", "1e308", "USD"), HasSubstr("price: expected at most 1e+09 USD"));
  EXPECT_THAT(link("serdes_energy", "1e306", "pJ/b"), HasSubstr("expected at most 1e+06 pJ/b"));
}

TEST(Override, RefusesUnknownKeysWithASuggestion) {
  EXPECT_THAT(ErrorOf("switchs: {}"), HasSubstr("did you mean 'switches'?"));
  EXPECT_THAT(ErrorOf("pods: {bench4: {acelerators: 2}}"),
              testing::AllOf(HasSubstr("mine.yaml:1:17: error:"),
                             HasSubstr("did you mean 'accelerators'?")));
}

TEST(Override, RefusesUnknownPartsWithASuggestion) {
  EXPECT_THAT(ErrorOf("pods:\n  bench4:\n    switch: bench_swich_4\n"),
              HasSubstr("mine.yaml:3:13: error: no switch is called 'bench_swich_4'; did you mean "
                        "'bench_switch_4'?"));
}

TEST(Override, RefusesMoreAcceleratorsThanPorts) {
  EXPECT_THAT(ErrorOf("pods:\n  bench4:\n    accelerators: 5\n"),
              HasSubstr("mine.yaml:3:19: error: 5 accelerators do not fit the 4 ports"));
}

TEST(Embedded, TextsAreTheFilesOfTheSourceTree) {
  std::set<std::string> embedded;
  for (const EmbeddedText& file : EmbeddedParts()) {
    EXPECT_EQ(file.text, ReadText(std::filesystem::path(LINKWRIGHT_SOURCE_DIR) / file.name));
    embedded.insert(std::string(file.name));
  }
  for (const auto& entry :
       std::filesystem::directory_iterator(LINKWRIGHT_SOURCE_DIR "/fabric/parts/data")) {
    EXPECT_TRUE(embedded.contains("fabric/parts/data/" + entry.path().filename().string()));
  }
}

TEST(Reference, PageIsFresh) {
  const std::string path = LINKWRIGHT_SOURCE_DIR "/docs/reference/parts.md";
  const std::string page = ReferenceMarkdown(BuiltIn());
  if (std::getenv("LINKWRIGHT_UPDATE_DOCS") != nullptr) std::ofstream(path) << page;
  EXPECT_TRUE(ReadText(path) == page) << "docs/reference/parts.md is stale: run "
                                         "LINKWRIGHT_UPDATE_DOCS=1 ctest -R Reference.PageIsFresh";
}

}  // namespace
}  // namespace linkwright::parts
