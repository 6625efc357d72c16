// SPDX-License-Identifier: Apache-2.0
#include "foundation/units/readable.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace linkwright::units {
namespace {

std::string Whole(long long value, const char* unit) { return Readable(value, unit).text(); }
std::string Real(double value, const char* unit) { return Readable(value, unit).text(); }

TEST(FourDigits, KeepsFourSignificantDigits) {
  EXPECT_EQ(FourDigits(0), "0");
  EXPECT_EQ(FourDigits(0.123456), "0.1235");
  EXPECT_EQ(FourDigits(12.3456), "12.35");
  EXPECT_EQ(FourDigits(999.9), "999.9");
  EXPECT_EQ(FourDigits(1234.5), "1,235");
  EXPECT_EQ(FourDigits(1234567), "1,234,567");
  EXPECT_EQ(FourDigits(-4321), "-4,321");
}

TEST(Grouped, HandlesTheSmallestNumber) {
  EXPECT_EQ(Grouped(INT64_MIN), "-9,223,372,036,854,775,808");
  EXPECT_EQ(Grouped(-999), "-999");
  EXPECT_EQ(Grouped(1000), "1,000");
}

TEST(Readable, ChoosesTheUnitOfATime) {
  EXPECT_EQ(Whole(13279040, "ps"), "13.28 us");
  EXPECT_EQ(Whole(0, "ps"), "0 ps");
  EXPECT_EQ(Whole(999, "ps"), "999 ps");
  EXPECT_EQ(Whole(999960, "ps"), "1.000 us");
  EXPECT_EQ(Whole(400000, "ps"), "400 ns");
  EXPECT_EQ(Whole(-2500000, "ps"), "-2.500 us");
  EXPECT_EQ(Whole(7200000000000000, "ps"), "7,200 s");
}

TEST(Readable, ShowsFewBytesExactlyAndManyInBinaryMultiples) {
  EXPECT_EQ(Whole(1000, "B"), "1,000 B");
  EXPECT_EQ(Whole(1024, "B"), "1 KiB");
  EXPECT_EQ(Whole(1048576, "bytes"), "1 MiB");
  EXPECT_EQ(Whole(1835008, "B"), "1.750 MiB");
  EXPECT_EQ(Readable(Bytes(8)), "8 B");
}

TEST(Readable, ScalesMoneyPowerAndEnergy) {
  EXPECT_EQ(Real(1200, "USD"), "1,200 USD");
  EXPECT_EQ(Real(1234567, "USD"), "1.235 MUSD");
  EXPECT_EQ(Real(34567, "W"), "34.57 kW");
  EXPECT_EQ(Real(1.5e-7, "J"), "150 nJ");
  EXPECT_EQ(Real(0, "J"), "0 J");
}

TEST(Readable, KeepsUnitsWithoutMultiples) {
  EXPECT_EQ(Whole(1234567, "flits"), "1,234,567 flits");
  EXPECT_EQ(Real(12.3456, "GB/s"), "12.35 GB/s");
  EXPECT_EQ(Real(0.5, "1"), "0.5000");
}

}  // namespace
}  // namespace linkwright::units
