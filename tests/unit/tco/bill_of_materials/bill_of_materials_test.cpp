// SPDX-License-Identifier: Apache-2.0
#include "tco/bill_of_materials/bill_of_materials.h"

#include <gtest/gtest.h>

namespace linkwright::bill_of_materials {
namespace {

const parts::Catalog& Catalog() {
  static const parts::Catalog catalog = parts::LoadCatalog();
  return catalog;
}

BillOfMaterials BomOf(const parts::PodSpec& pod) {
  return Count(parts::BuildPod(Catalog(), pod), Catalog());
}
BillOfMaterials BomOf(const char* pod) { return BomOf(Catalog().pod(pod)); }

double CountOf(const BillOfMaterials& bom, const std::string& part) {
  for (const Line& line : bom.lines) {
    if (line.part == part) return line.count;
  }
  return 0;
}

TEST(BillOfMaterials, Nvl72HasEighteenChipsNineTraysFourCartridges) {
  const BillOfMaterials bom = BomOf("nvlink72");
  EXPECT_EQ(bom.counts.accelerators, 72);
  EXPECT_EQ(bom.counts.switch_chips, 18);
  EXPECT_EQ(bom.counts.trays, 9);
  EXPECT_EQ(bom.counts.links, 1296);
  EXPECT_EQ(bom.counts.cables, 4);
  EXPECT_EQ(bom.counts.modules, 0);
  EXPECT_EQ(CountOf(bom, "nvlink5_switch"), 18);
  EXPECT_EQ(CountOf(bom, "nvlink5_switch_tray"), 9);
  EXPECT_EQ(CountOf(bom, "nvlink5_copper"), 4);
  EXPECT_EQ(CountOf(bom, "nvlink5_accelerator"), 72);
}

TEST(BillOfMaterials, Nvl72UsesEveryPortItBuys) {
  const BillOfMaterials bom = BomOf("nvlink72");
  EXPECT_EQ(bom.counts.ports_bought, 18 * 72);
  EXPECT_EQ(bom.counts.ports_used, 1296);
}

TEST(BillOfMaterials, Nvl72Carries129Point6TerabytesPerSecondBothWays) {
  const BillOfMaterials bom = BomOf("nvlink72");
  EXPECT_NEAR(2 * bom.counts.injected_gbps / 8, 129'600, 1e-6);
  EXPECT_NEAR(2 * bom.counts.bisection_gbps / 8, 36 * 1'800, 1e-6);
}

TEST(BillOfMaterials, EveryComparedPodInjectsNineHundredGigabytesPerAccelerator) {
  for (const char* pod : {"nvlink72", "ualink64", "sue64"}) {
    const BillOfMaterials bom = BomOf(pod);
    EXPECT_NEAR(bom.counts.injected_gbps / bom.counts.accelerators / 8, 900, 1e-9) << pod;
  }
}

TEST(BillOfMaterials, SixtyFourAcceleratorPodsHaveNineSwitchesAndACablePerLink) {
  for (const char* pod : {"ualink64", "sue64"}) {
    const BillOfMaterials bom = BomOf(pod);
    EXPECT_EQ(bom.counts.switch_chips, 9) << pod;
    EXPECT_EQ(bom.counts.trays, 9) << pod;
    EXPECT_EQ(bom.counts.links, 576) << pod;
    EXPECT_EQ(bom.counts.cables, 576) << pod;
  }
}

TEST(BillOfMaterials, HalfFullSwitchesAreBoughtWhole) {
  parts::PodSpec pod = Catalog().pod("sue64");
  pod.accelerators = 32;
  const BillOfMaterials bom = BomOf(pod);
  EXPECT_EQ(bom.counts.ports_bought, 576);
  EXPECT_EQ(bom.counts.ports_used, 288);
  EXPECT_EQ(CountOf(bom, "sue_switch_51t"), 9);
}

TEST(BillOfMaterials, RoundsTraysAndCartridgesUp) {
  parts::PodSpec pod = Catalog().pod("nvlink72");
  pod.planes = 17;
  const BillOfMaterials bom = BomOf(pod);
  EXPECT_EQ(bom.counts.trays, 9) << "17 chips, two per tray";
  EXPECT_EQ(bom.counts.cables, 4) << "1,224 links, 324 per cartridge";
}

TEST(BillOfMaterials, OpticsAreTwoModulesAndAFibrePerLink) {
  parts::PodSpec pod = Catalog().pod("sue64");
  pod.link = "sue_800g_dr8";
  const BillOfMaterials bom = BomOf(pod);
  EXPECT_EQ(bom.counts.modules, 2 * 576);
  EXPECT_EQ(CountOf(bom, "sue_800g_dr8.module"), 2 * 576);
  EXPECT_EQ(CountOf(bom, "sue_800g_dr8"), 576);
}

TEST(BillOfMaterials, SharesRacksByHeightAndPowerShelvesByMaximumPower) {
  const BillOfMaterials bom = BomOf("nvlink72");
  EXPECT_DOUBLE_EQ(CountOf(bom, "nvl72_rack"), 9.0 / 48);
  EXPECT_DOUBLE_EQ(CountOf(bom, "shelf_33kw"), (18 * 650.0 + 9 * 200.0) / 33'000);
}

TEST(BillOfMaterials, LinksOfAnEthernetFabricEndInCardsWhoseWattsContainTheirSerDes) {
  const BillOfMaterials fabric = BomOf("eth8");
  EXPECT_EQ(fabric.counts.nics, 8);
  EXPECT_EQ(CountOf(fabric, "nic_400g"), 8);
  EXPECT_EQ(fabric.counts.accelerator_port_watts, parts::Range{});
  const BillOfMaterials pod = BomOf("bench8");
  EXPECT_EQ(pod.counts.nics, 0);
  EXPECT_GT(pod.counts.accelerator_port_watts.low, 0);
}

TEST(BillOfMaterials, EveryLineSaysHowItWasCounted) {
  for (const std::string& pod : Catalog().pod_names()) {
    for (const Line& line : BomOf(pod.c_str()).lines) {
      EXPECT_FALSE(line.how.empty()) << pod << " " << line.part;
      EXPECT_GT(line.count, 0) << pod << " " << line.part;
    }
  }
}

}  // namespace
}  // namespace linkwright::bill_of_materials
