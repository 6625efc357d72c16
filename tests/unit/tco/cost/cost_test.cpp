// SPDX-License-Identifier: Apache-2.0
#include "tco/cost/cost.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::cost {
namespace {

parts::Catalog BuiltIn() { return parts::LoadCatalog(); }

Cost CostIn(const parts::Catalog& catalog, const char* pod,
            const Assumptions& assumptions = LoadAssumptions()) {
  const auto bom = bill_of_materials::Count(parts::BuildPod(catalog, catalog.pod(pod)), catalog);
  return CostOf(bom, power::PowerOf(bom), catalog, assumptions);
}

// Barroso, Clidaras, Hoelzle chapter 6: 12 $/W over 12 years and 8 $/W over 4 years at 8 %.
TEST(Annuity, ReproducesTheDataCentreBook) {
  EXPECT_NEAR(Annuity(12, 0.08, 12) / 12, 0.13, 0.0005);
  EXPECT_NEAR(Annuity(8, 0.08, 4) / 12, 0.195, 0.0005);
  EXPECT_NEAR(Annuity(12, 0, 12) / 12, 0.0833, 0.0001);
  EXPECT_NEAR(Annuity(8, 0, 4) / 12, 0.1667, 0.0001);
}

TEST(Annuity, PaysBackThePriceWithInterest) {
  const double monthly = Annuity(1'000, 0.06, 3, 100) / 12;
  double debt = 1'000;
  for (int month = 0; month < 36; ++month) debt = debt * (1 + 0.06 / 12) - monthly;
  EXPECT_NEAR(debt, 100, 1e-9) << "what is left is the salvage value";
}

// Chips, trays, cartridges, 9U of a 48U rack, 13.5 kW of a 33 kW shelf.
TEST(Cost, OfNvl72IsTheSumByHand) {
  const double by_hand =
      18 * 15'000 + 9 * 12'000 + 4 * 18'000 + 9.0 / 48 * 60'000 + 13'500.0 / 33'000 * 9'000;
  EXPECT_NEAR(by_hand, 464'931.82, 0.01);
  EXPECT_NEAR(CostIn(BuiltIn(), "nvlink72").network_capex.mode, by_hand, 1e-6);
}

TEST(Cost, OfTheEthernetPodIsTheSumByHand) {
  const double watts = 9 * (763 + 637) + 576 * 0.1;
  const double by_hand =
      9 * (33'000 + 12'000) + 576 * 175 + 18.0 / 48 * 25'000 + watts / 33'000 * 9'000;
  EXPECT_NEAR(CostIn(BuiltIn(), "sue64").network_capex.mode, by_hand, 1e-6);
}

TEST(Cost, KeepsAcceleratorsOutOfTheNetwork) {
  const Cost cost = CostIn(BuiltIn(), "nvlink72");
  EXPECT_DOUBLE_EQ(cost.accelerators_capex.mode, 72 * 35'000.0);
  parts::Catalog dear = BuiltIn();
  dear.accelerators.at("nvlink5_accelerator").price.mode *= 2;
  EXPECT_EQ(CostIn(dear, "nvlink72").network_capex, cost.network_capex);
  EXPECT_EQ(CostIn(dear, "nvlink72").annual_total, cost.annual_total);
}

// 10,186.36 W at PUE 1.2 for 8,760 h and 9 cents.
TEST(Cost, OfEnergyIsPowerTimesPueTimesHoursTimesPrice) {
  const Cost cost = CostIn(BuiltIn(), "nvlink72");
  EXPECT_NEAR(cost.annual_kilowatt_hours.mode, 10'186.3636 * 1.2 * 8.76, 0.01);
  EXPECT_NEAR(cost.annual_energy.mode, 10'186.3636 * 1.2 * 8.76 * 0.09, 0.01);
  EXPECT_NEAR(cost.annual_maintenance.mode, 0.05 * 464'931.818, 0.01);
  EXPECT_NEAR(cost.annual_total.mode,
              cost.annual_capital.mode + cost.annual_energy.mode + cost.annual_maintenance.mode,
              1e-6);
}

TEST(Cost, BoundsStayInOrder) {
  const parts::Catalog catalog = BuiltIn();
  for (const std::string& pod : catalog.pod_names()) {
    const Cost cost = CostIn(catalog, pod.c_str());
    for (const parts::Range& range :
         {cost.network_capex, cost.annual_capital, cost.annual_energy, cost.annual_total}) {
      EXPECT_LT(range.low, range.mode) << pod;
      EXPECT_LT(range.mode, range.high) << pod;
    }
  }
}

TEST(Sensitivity, ADollarOnAUnitPriceIsADollarTimesItsCount) {
  const double before = CostIn(BuiltIn(), "nvlink72").network_capex.mode;
  double last = before;
  for (int step = 1; step <= 3; ++step) {
    parts::Catalog catalog = BuiltIn();
    catalog.switches.at("nvlink5_switch").price.mode += 1'000 * step;
    const double now = CostIn(catalog, "nvlink72").network_capex.mode;
    EXPECT_GT(now, last);
    EXPECT_NEAR(now - before, 18'000 * step, 1e-6);
    last = now;
  }
}

TEST(Sensitivity, DearerInputsNeverMakeAYearCheaper) {
  const double before = CostIn(BuiltIn(), "ualink64").annual_total.mode;
  const auto dearer = [&](auto change) {
    parts::Catalog catalog = BuiltIn();
    Assumptions assumptions = LoadAssumptions();
    change(catalog, assumptions);
    return CostIn(catalog, "ualink64", assumptions).annual_total.mode - before;
  };
  EXPECT_GT(dearer([](auto&, auto& a) { a.pue.mode *= 1.1; }), 0);
  EXPECT_GT(dearer([](auto&, auto& a) { a.energy_price.mode *= 1.1; }), 0);
  EXPECT_GT(dearer([](auto&, auto& a) { a.interest.mode *= 1.1; }), 0);
  EXPECT_GT(dearer([](auto&, auto& a) { a.maintenance.mode *= 1.1; }), 0);
  EXPECT_GT(dearer([](auto& c, auto&) { c.links.at("ualink_800g_aec").price.mode += 1; }), 0);
  EXPECT_GT(dearer([](auto& c, auto&) { c.links.at("ualink_800g_aec").power_typical.mode += 1; }),
            0);
  EXPECT_GT(dearer([](auto& c, auto&) { c.trays.at("ualink_switch_tray").price.mode += 1; }), 0);
  EXPECT_GT(dearer([](auto& c, auto&) { c.racks.at("rack_48u").price.mode += 1; }), 0);
  EXPECT_GT(dearer([](auto& c, auto&) { c.power_shelves.at("shelf_33kw").price.mode += 1; }), 0);
  EXPECT_LT(dearer([](auto& c, auto&) { c.classes.at("switch_silicon").life.mode += 1; }), 0)
      << "a longer life is cheaper";
}

class AssumptionsFile : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }
  std::string Write(const std::string& text) {
    std::ofstream(path_) << text;
    return path_.string();
  }
  std::filesystem::path path_ =
      std::filesystem::path(testing::TempDir()) / "linkwright_assumptions.yaml";
};

TEST_F(AssumptionsFile, ChangesOneAndKeepsTheRest) {
  const std::string files[] = {
      Write("assumptions:\n  pue: {low: 1, mode: 1.5, high: 2, unit: \"1\", date: \"2026\", "
            "source: \"[M] ours\"}\n")};
  EXPECT_EQ(LoadAssumptions(files).pue.mode, 1.5);
  EXPECT_EQ(LoadAssumptions(files).interest.mode, LoadAssumptions().interest.mode);
  EXPECT_NO_THROW(parts::LoadCatalog(files)) << "parts and assumptions may share a file";
}

TEST_F(AssumptionsFile, RefusesAWrongUnit) {
  const std::string files[] = {
      Write("assumptions:\n  energy_price: {low: 1, mode: 1, high: 1, unit: EUR/kWh, date: "
            "\"2026\", source: \"[M] ours\"}\n")};
  try {
    LoadAssumptions(files);
    FAIL() << "accepted";
  } catch (const diagnostics::UserError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("expected unit 'USD/kWh', found 'EUR/kWh'"));
    EXPECT_THAT(error.what(), testing::HasSubstr("linkwright_assumptions.yaml:2:"));
  }
}

TEST(Assumptions, AreInTheModelPageAsTheyAre) {
  std::ifstream in(LINKWRIGHT_SOURCE_DIR "/docs/models/tco.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  EXPECT_THAT(page, testing::HasSubstr(AssumptionsMarkdown(LoadAssumptions())));
}

}  // namespace
}  // namespace linkwright::cost
