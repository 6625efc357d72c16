// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <type_traits>

#include "foundation/units/literals.h"
#include "foundation/units/units.h"

namespace linkwright::units {
namespace {

using namespace literals;

template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};

TEST(Units, RefuseToMixAtCompileTime) {
  static_assert(Addable<Duration, Duration>);
  static_assert(Addable<SimTime, Duration>);
  static_assert(!Addable<Duration, Bytes>);
  static_assert(!Addable<SimTime, SimTime>);
  static_assert(!Addable<Cycles, Duration>);
  static_assert(!Addable<Duration, int>);
  static_assert(!Addable<Usd, Watt>);
  static_assert(!std::is_convertible_v<int, Bytes>);
  static_assert(!std::is_convertible_v<double, Usd>);
}

TEST(Literals, AreExactForDecimals) {
  static_assert((1.5_us).picoseconds() == 1'500'000);
  static_assert((0.001_ns).picoseconds() == 1);
  static_assert(1'000_ns == 1_us);
  static_assert((106.25_Gbps).bits_per_second() == 106'250'000'000);
  static_assert(1_KiB == 1024_B && 1_MiB == 1024_KiB && 1_GB == 1'000'000'000_B);
  EXPECT_EQ(0.1_us + 0.2_us, 0.3_us);
}

TEST(SimTime, DiffersByDurations) {
  const SimTime start = SimTime::Picoseconds(250);
  const SimTime end = start + 1_ns;
  EXPECT_EQ(end - start, 1000_ps);
  EXPECT_EQ(end - 1_ns, start);
  EXPECT_LT(end, SimTime::Max());
}

TEST(Duration, DividesLikeIntegers) {
  EXPECT_EQ(10_ns / 3_ns, 3);
  EXPECT_EQ(10_ns % 3_ns, 1_ns);
  EXPECT_EQ(10_ns / 3, 3333_ps);
  EXPECT_DOUBLE_EQ(Ratio(10_ns, 4_ns), 2.5);
}

TEST(SerializationTime, IsExactForOneGibibyteAt106Gigabits) {
  // 2^30 * 8e12 / 106e9 = 81037118792.45...: rounded up once. An integer rate in ps per byte
  // (75 instead of 75.47) would be off by -0.625 %.
  EXPECT_EQ(SerializationTime(1_GiB, 106_Gbps).picoseconds(), 81'037'118'793);
}

TEST(SerializationTime, RoundsUpOnlyWhenNotWhole) {
  EXPECT_EQ(SerializationTime(1_B, 8'000_Gbps), 1_ps);
  EXPECT_EQ(SerializationTime(1_B, BitRate::BitsPerSecond(8'000'000'000'001)), 1_ps);
  EXPECT_EQ(SerializationTime(1_B, BitRate::BitsPerSecond(7'999'999'999'999)), 2_ps);
  EXPECT_EQ(SerializationTime(0_B, 1_Gbps), Duration::Zero());
  EXPECT_EQ(SerializationTime(100_KB, 800_Gbps), 1_us);
}

TEST(SerializationTime, RefusesZeroRateAndOverflow) {
  EXPECT_THROW(SerializationTime(1_B, BitRate::Zero()), std::domain_error);
  EXPECT_THROW(SerializationTime(Bytes::Max(), 1_bps), std::overflow_error);
  EXPECT_EQ(SerializationTime(Bytes::Max(), BitRate::Max()), 8_s);
}

TEST(BytesIn, InvertsSerializationTimeUpToABytePerPicosecond) {
  for (const BitRate rate : {1_bps, 3_Mbps, 106.25_Gbps, 800_Gbps, 7'999_Gbps, 8_Tbps}) {
    for (const Bytes size : {1_B, 17_B, 4096_B, 999'983_B}) {
      EXPECT_EQ(BytesIn(SerializationTime(size, rate), rate), size) << rate << " " << size;
      EXPECT_LT(BytesIn(SerializationTime(size, rate) - 1_ps, rate), size) << rate << " " << size;
    }
  }
  EXPECT_EQ(BytesIn(-1_ns, 1_Gbps), 0_B);
}

TEST(Cycles, CoverADurationWithWholePeriods) {
  EXPECT_EQ(CyclesCovering(10_ns, 1_ns), 10_cycles);
  EXPECT_EQ(CyclesCovering(10'001_ps, 1_ns), 11_cycles);
  EXPECT_EQ(CyclesCovering(9'999_ps, 1_ns), 10_cycles);
  EXPECT_EQ(CyclesCovering(0_ns, 1_ns), 0_cycles);
  EXPECT_EQ(ToDuration(3_cycles, 714_ps), 2142_ps);
}

TEST(Physical, PowerTimesTimeIsEnergy) {
  EXPECT_EQ(700_W * 10_s, 7000_J);
  EXPECT_EQ(7000_J / 10_s, 700_W);
  EXPECT_DOUBLE_EQ((3.6e6_J).kilowatt_hours(), 1.0);
  EXPECT_EQ(2.5_usd * 4, 10_usd);
  EXPECT_DOUBLE_EQ(10_usd / 4_usd, 2.5);
}

TEST(FromSeconds, RoundsToTheNearestPicosecondAndRefusesTheRest) {
  EXPECT_EQ(FromSeconds(1.5e-12), 2_ps);
  EXPECT_EQ(FromSeconds(1.4e-12), 1_ps);
  EXPECT_EQ(FromSeconds(1e-6), 1_us);
  EXPECT_EQ(FromSeconds(-1e-9), -1_ns);
  EXPECT_THROW(FromSeconds(1e7), std::overflow_error);
  EXPECT_THROW(FromSeconds(std::nan("")), std::overflow_error);
}

}  // namespace
}  // namespace linkwright::units
