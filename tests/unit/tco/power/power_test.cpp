// SPDX-License-Identifier: Apache-2.0
#include "tco/power/power.h"

#include <gtest/gtest.h>

#include "foundation/units/literals.h"

namespace linkwright::power {
namespace {

using namespace units::literals;  // NOLINT: literals

const parts::Catalog& Catalog() {
  static const parts::Catalog catalog = parts::LoadCatalog();
  return catalog;
}

struct Pod {
  bill_of_materials::BillOfMaterials bom;
  Power power;
};

Pod PodOf(parts::PodSpec spec) {
  Pod pod{bill_of_materials::Count(parts::BuildPod(Catalog(), spec), Catalog()), {}};
  pod.power = PowerOf(pod.bom);
  return pod;
}

// 18 chips, 9 trays and 13.5 kW worth of a 33 kW shelf, by hand.
TEST(Power, OfNvl72IsTheSumByHand) {
  const Power power = PodOf(Catalog().pod("nvlink72")).power;
  const double shelf = 13'500.0 / 33'000;
  EXPECT_NEAR(power.network_typical.mode, 18 * 500 + 9 * 100 + shelf * 700, 1e-6);
  EXPECT_NEAR(power.network_max.mode, 18 * 650 + 9 * 200 + shelf * 1'000, 1e-6);
  EXPECT_NEAR(power.network_typical.mode, 10'186.36, 0.01);
}

TEST(Power, KeepsAcceleratorsApart) {
  const Power power = PodOf(Catalog().pod("nvlink72")).power;
  EXPECT_DOUBLE_EQ(power.accelerators_max.mode, 72 * 1'200.0);
  EXPECT_LT(power.network_max.mode, power.accelerators_max.mode);
}

TEST(Power, TypicalNeverExceedsMaximum) {
  for (const std::string& name : Catalog().pod_names()) {
    const Power power = PodOf(Catalog().pod(name)).power;
    EXPECT_LE(power.network_typical.mode, power.network_max.mode) << name;
    EXPECT_LE(power.network_typical.low, power.network_typical.high) << name;
  }
}

// 1,296 ports of 400 Gb/s at 5 pJ/b are 2 W each.
TEST(Power, PicojoulesPerBitCountSwitchesCablesAndAcceleratorPortsOnce) {
  const Pod pod = PodOf(Catalog().pod("nvlink72"));
  EXPECT_NEAR(pod.power.accelerator_ports.mode, 1'296 * 2, 1e-9);
  EXPECT_NEAR(pod.power.picojoules_per_bit.mode, (10'186.3636 + 2'592) / 518.4e12 * 1e12, 1e-4);
}

// Replacing copper by optics adds two modules a link, once, and the shelf that feeds them.
TEST(Power, CountsOpticsOnce) {
  parts::PodSpec copper = Catalog().pod("sue64");
  parts::PodSpec optics = copper;
  optics.link = "sue_800g_dr8";
  const Power with_copper = PodOf(copper).power;
  const Power with_optics = PodOf(optics).power;
  const double modules = 2 * 576 * 16.0;
  const double cables = 576 * 0.1;
  EXPECT_NEAR(with_optics.network_typical.mode - with_copper.network_typical.mode,
              (modules - cables) * (1 + 700.0 / 33'000), 1e-6);
}

TEST(Energy, IsPowerTimesTimePlusTheBytesSent) {
  const Pod pod = PodOf(Catalog().pod("nvlink72"));
  const parts::Range idle = EnergyOf(pod.power, pod.bom.counts, 1_ms, 0);
  EXPECT_NEAR(idle.mode, 10.18636, 1e-5);
  const parts::Range busy = EnergyOf(pod.power, pod.bom.counts, 1_ms, 1'000'000'000);
  EXPECT_NEAR(busy.mode - idle.mode, 8e9 * 5e-12, 1e-9) << "5 pJ for each bit";
}

}  // namespace
}  // namespace linkwright::power
