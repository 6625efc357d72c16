// SPDX-License-Identifier: Apache-2.0
#include "foundation/units/text.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "foundation/units/literals.h"

namespace linkwright::units {
namespace {

using namespace literals;

template <class T>
std::string MessageOf(std::string_view text) {
  const Parsed<T> parsed = Parse<T>(text);
  EXPECT_FALSE(parsed) << text;
  return parsed.message;
}

TEST(ParseUnits, AcceptsWhatScenariosSay) {
  EXPECT_EQ(*Parse<BitRate>("800 Gb/s"), 800_Gbps);
  EXPECT_EQ(*Parse<BitRate>("800Gbps"), 800_Gbps);
  EXPECT_EQ(*Parse<BitRate>("12.5 GB/s"), 100_Gbps);
  EXPECT_EQ(*Parse<BitRate>("1 GiB/s").value, BitRate::BitsPerSecond(8ULL << 30));
  EXPECT_EQ(*Parse<Duration>("30ns"), 30_ns);
  EXPECT_EQ(*Parse<Duration>(" 0.5 ns "), 500_ps);
  EXPECT_EQ(*Parse<SimTime>("1.5 us"), SimTime::At(1500_ns));
  EXPECT_EQ(*Parse<Bytes>("1 MiB"), 1_MiB);
  EXPECT_EQ(*Parse<Bytes>("1KiB"), 1024_B);
  EXPECT_EQ(*Parse<Bytes>("64MiB"), 64_MiB);
  EXPECT_EQ(*Parse<Bytes>("1.5 KiB"), 1536_B);
  EXPECT_EQ(*Parse<Cycles>("12 cycles"), 12_cycles);
  EXPECT_EQ(*Parse<Cycles>("12"), 12_cycles);
  EXPECT_EQ(*Parse<Usd>("32000 USD"), 32000_usd);
  EXPECT_EQ(*Parse<Usd>("$1.5"), 1.5_usd);
  EXPECT_EQ(*Parse<Watt>("1.2 kW"), 1200_W);
  EXPECT_EQ(*Parse<Joule>("2 kWh"), 7.2e6_J);
}

TEST(ParseUnits, IsExactWhereFloatingPointIsNot) {
  EXPECT_EQ(Parse<Duration>("0.123456789012 s").value->picoseconds(), 123'456'789'012);
  EXPECT_EQ(Parse<Duration>("9223372.036854775807 s").value, Duration::Max());
  EXPECT_EQ(Parse<BitRate>("0.3 b/s").message,
            "expected a whole number of bits per second, found '0.3 b/s'");
  EXPECT_EQ(Parse<Bytes>("18446744073709551615 B").value, Bytes::Max());
  EXPECT_EQ(Parse<Duration>("1.00000000000000000000000000000000000000000000 ns").value, 1_ns);
}

TEST(ParseUnits, NamesTheAcceptedUnits) {
  EXPECT_EQ(MessageOf<Duration>("30"),
            "expected a number with a unit among ps, ns, us, ms, s, found '30'");
  EXPECT_EQ(MessageOf<Duration>("30 kg"),
            "expected a number with a unit among ps, ns, us, ms, s, found '30 kg'");
  EXPECT_NE(MessageOf<BitRate>("800 GB").find("Gb/s"), std::string::npos);
  EXPECT_NE(MessageOf<Bytes>("1 Gb/s").find("GiB"), std::string::npos);
  EXPECT_NE(MessageOf<Usd>("5 EUR").find("kUSD"), std::string::npos);
}

TEST(ParseUnits, SaysWhatWasProbablyMeant) {
  const auto hint = [](const std::string& message) {
    const std::size_t at = message.find("';");
    return at == std::string::npos ? "" : message.substr(at + 3);
  };
  EXPECT_EQ(hint(Parse<Bytes>("1e3KiB").message), "a numeral has no exponent here");
  EXPECT_EQ(hint(Parse<Duration>("1e-9s").message), "a numeral has no exponent here");
  EXPECT_EQ(hint(Parse<Bytes>("64mib").message), "did you mean '64MiB'?");
  EXPECT_EQ(hint(Parse<Bytes>("1K").message), "did you mean '1KiB'?");
  EXPECT_EQ(hint(Parse<Bytes>("1.5 g").message), "did you mean '1.5 GiB'?");
  EXPECT_EQ(hint(Parse<BitRate>("400 gb/s").message), "did you mean '400 Gb/s'?");
  EXPECT_EQ(hint(Parse<Duration>("30 NS").message), "did you mean '30 ns'?");
  EXPECT_EQ(hint(Parse<Duration>("30 parsecs").message), "");
  EXPECT_EQ(hint(Parse<Duration>("30").message), "");
  EXPECT_EQ(hint(Parse<Bytes>("").message), "");
}

TEST(ParseUnits, RefusesFractionsOfTheBaseUnit) {
  EXPECT_EQ(MessageOf<Duration>("0.0001 ps"),
            "expected a whole number of picoseconds, found '0.0001 ps'");
  EXPECT_EQ(MessageOf<Bytes>("1.5 B"), "expected a whole number of bytes, found '1.5 B'");
}

TEST(ParseUnits, RefusesWhatDoesNotFit) {
  EXPECT_EQ(MessageOf<Duration>("9223373 s"),
            "expected at most 9223372036854775807 picoseconds, found '9223373 s'");
  EXPECT_NE(MessageOf<Bytes>("99999999999999999999999999999999999999999999999 TiB").find("at most"),
            std::string::npos);
  EXPECT_NE(MessageOf<Bytes>("18446744073709551616 B").find("at most"), std::string::npos);
}

TEST(ParseUnits, RefusesMalformedNumbers) {
  for (const char* text : {"", " ", "ns", "-5 ns", "+5 ns", "1e3 ns", "1.2.3 ns", ". ns", "1,5 ns",
                           "0x10 ns", "nan ns", "5 n s"}) {
    EXPECT_FALSE(Parse<Duration>(text)) << text;
  }
  for (const char* text : {"", "W", "nan W", "inf W", "1e999 W", "--1 W", "5 w"}) {
    EXPECT_FALSE(Parse<Watt>(text)) << text;
  }
}

TEST(FormatUnits, IsReadable) {
  EXPECT_EQ(Format(1284_ns), "1.284 us");
  EXPECT_EQ(Format(1'234'567_ps), "1234.567 ns");
  EXPECT_EQ(Format(500_ps), "500 ps");
  EXPECT_EQ(Format(Duration::Zero()), "0 ps");
  EXPECT_EQ(Format(-1500_ps), "-1.5 ns");
  EXPECT_EQ(Format(64_KiB), "64 KiB");
  EXPECT_EQ(Format(1536_B), "1.5 KiB");
  EXPECT_EQ(Format(100_KB), "100 KB");
  EXPECT_EQ(Format(0_B), "0 B");
  EXPECT_EQ(Format(800_Gbps), "800 Gb/s");
  EXPECT_EQ(Format(106.25_Gbps), "106.25 Gb/s");
  EXPECT_EQ(Format(1_cycles), "1 cycle");
  EXPECT_EQ(Format(32000_usd), "32000 USD");
}

template <class T>
void ExpectRoundTrip(T value) {
  const Parsed<T> parsed = Parse<T>(Format(value));
  ASSERT_TRUE(parsed) << Format(value) << ": " << parsed.message;
  EXPECT_EQ(*parsed, value) << Format(value);
}

TEST(FormatUnits, ReadsBackToTheSameValue) {
  std::uint64_t n = 1;
  for (int i = 0; i < 500; ++i) {
    n = n * 6364136223846793005ULL + 1442695040888963407ULL;
    const std::uint64_t value = n >> (i % 64);
    ExpectRoundTrip(Duration::Picoseconds(static_cast<std::int64_t>(value >> 1)));
    ExpectRoundTrip(Bytes(value));
    ExpectRoundTrip(BitRate::BitsPerSecond(value));
    ExpectRoundTrip(Cycles(static_cast<std::int64_t>(value >> 1)));
    ExpectRoundTrip(Usd(static_cast<double>(value) / 7));
    ExpectRoundTrip(Joule(static_cast<double>(value) * 1e-30));
  }
  for (std::uint64_t unit = 1; unit <= 1'000'000'000'000; unit *= 10) {
    ExpectRoundTrip(Duration::Picoseconds(static_cast<std::int64_t>(unit)));
    ExpectRoundTrip(Bytes(unit));
    ExpectRoundTrip(BitRate::BitsPerSecond(unit));
  }
  ExpectRoundTrip(Duration::Max());
  ExpectRoundTrip(Bytes::Max());
  ExpectRoundTrip(BitRate::Max());
}

TEST(FormatUnits, ServesStreamsAndFmt) {
  std::ostringstream out;
  out << 30_ns << " " << 1_MiB;
  EXPECT_EQ(out.str(), "30 ns 1 MiB");
  EXPECT_EQ(fmt::format("{} {}", 30_ns, 800_Gbps), "30 ns 800 Gb/s");
}

}  // namespace
}  // namespace linkwright::units
