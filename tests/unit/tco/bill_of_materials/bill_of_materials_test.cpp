// SPDX-License-Identifier: Apache-2.0
#include "tco/bill_of_materials/bill_of_materials.h"

#include <gtest/gtest.h>

#include "fabric/builders/builders.h"
#include "foundation/config/document.h"

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

// Two pods of 8 with two scale-up planes, a NIC per accelerator, 4 leaves and 2 spines.
TEST(BillOfMaterials, CountsByDomainAndTier) {
  const topology::Topology pods = builders::Build(
      config::Document::Parse(
          "pods: {pods: 2, accelerators: 8, nics: 1, accelerator: bench_accelerator, nic: "
          "nic_400g, scale_up: {single_tier: {planes: 2, switch_ports: 8, switch: bench_switch_8, "
          "link: bench_800g}}, scale_out: {leaf_spine: {leaves: 4, spines: 2, leaf_ports: 8, "
          "spine_ports: 4, switch: ethernet_switch_8, upper_switch: ethernet_switch_4, link: "
          "ethernet_400g_dac}}}",
          "pods.yaml")
          .root());
  EXPECT_EQ(parts::PartsMissing(Catalog(), pods), "");
  const BillOfMaterials bom = Count(pods, Catalog());
  struct Expected {
    topology::Domain domain;
    int tier, chips, bought, used, links;
  };
  const std::vector<Expected> expected = {
      {topology::Domain::kScaleUp, 1, 4, 32, 32, 32},
      {topology::Domain::kScaleOut, 1, 4, 32, 16 + 8, 16},
      {topology::Domain::kScaleOut, 2, 2, 8, 8, 8},
      {topology::Domain::kHost, 0, 0, 0, 0, 16},
  };
  ASSERT_EQ(bom.counts.tiers.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const TierCounts& tier = bom.counts.tiers[i];
    EXPECT_EQ(tier.domain, expected[i].domain);
    EXPECT_EQ(tier.tier, expected[i].tier);
    EXPECT_EQ(tier.switch_chips, expected[i].chips);
    EXPECT_EQ(tier.ports_bought, expected[i].bought);
    EXPECT_EQ(tier.ports_used, expected[i].used);
    EXPECT_EQ(tier.links, expected[i].links);
  }
  EXPECT_EQ(bom.counts.nics, 16);
  EXPECT_EQ(CountOf(bom, "nic_400g"), 16);
  EXPECT_EQ(CountOf(bom, "bench_switch_8"), 4);
  EXPECT_EQ(CountOf(bom, "ethernet_400g_dac"), 16 + 8);
  EXPECT_EQ(bom.counts.bisection_links, 0 + 4) << "nothing between pods but the spines";
}

TEST(BillOfMaterials, OfATopologyWithoutPartsIsRefusedBeforeItIsCounted) {
  const topology::Topology bare = builders::Build(
      config::Document::Parse("single_tier: {accelerators: 2, switch_ports: 2, accelerator: "
                              "bench_accelerator, switch: bench_switch_9}",
                              "bare.yaml")
          .root());
  EXPECT_EQ(parts::PartsMissing(Catalog(), bare),
            "pod0.plane0.switch0 names the switch part 'bench_switch_9', which is not in the "
            "catalog");
}

}  // namespace
}  // namespace linkwright::bill_of_materials
