// SPDX-License-Identifier: Apache-2.0
// Whatever happens to a file on its way, reading it ends with a program or with a place and a
// reason.
#include <gtest/gtest.h>

#include "foundation/diagnostics/diagnostic.h"
#include "foundation/random/stream.h"
#include "workloads/formats/msccl_xml.h"

namespace linkwright::formats {
namespace {

constexpr std::string_view kGood =
    R"(<algo name="swap" proto="LL" nchannels="1" nchunksperloop="2" ngpus="2" coll="allreduce" inplace="0">
 <gpu id="0" i_chunks="2" o_chunks="2" s_chunks="2">
  <tb id="0" send="1" recv="1" chan="0">
   <step s="0" type="s" srcbuf="i" srcoff="0" dstbuf="o" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
   <step s="1" type="rrc" srcbuf="i" srcoff="0" dstbuf="o" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
  </tb>
 </gpu>
 <gpu id="1" i_chunks="2" o_chunks="2" s_chunks="2">
  <tb id="0" send="0" recv="0" chan="0">
   <step s="0" type="s" srcbuf="i" srcoff="0" dstbuf="o" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
   <step s="1" type="rrc" srcbuf="i" srcoff="0" dstbuf="o" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
  </tb>
 </gpu>
</algo>
)";

enum class Outcome { kRead, kRefused };

// Anything but these two fails the test (another exception) or ends it (a crash).
Outcome Read(const std::string& text) {
  try {
    ParseMscclXml(text, "f.xml");
    return Outcome::kRead;
  } catch (const diagnostics::UserError& error) {
    EXPECT_LE(error.diagnostics().size(), diagnostics::Diagnostics::kKept);
    for (const diagnostics::Diagnostic& diagnostic : error.diagnostics()) {
      EXPECT_GT(diagnostic.location.line, 0) << error.what();
      EXPECT_GT(diagnostic.location.column, 0) << error.what();
    }
    return Outcome::kRefused;
  }
}

TEST(GarbledXml, EveryTruncationIsRefusedWithAPlace) {
  const std::size_t whole = kGood.rfind('>') + 1;
  for (std::size_t length = 0; length < whole; ++length) {
    EXPECT_EQ(Read(std::string(kGood.substr(0, length))), Outcome::kRefused) << length;
  }
  EXPECT_EQ(Read(std::string(kGood.substr(0, whole))), Outcome::kRead);
}

TEST(GarbledXml, EveryLineLeftOutOrTwiceIsReadOrRefused) {
  for (std::size_t begin = 0; begin < kGood.size(); begin = kGood.find('\n', begin) + 1) {
    const std::size_t length = kGood.find('\n', begin) + 1 - begin;
    std::string without(kGood);
    Read(without.erase(begin, length));  // one step fewer is a program, if one that hangs
    std::string twice(kGood);
    EXPECT_EQ(Read(twice.insert(begin, kGood.substr(begin, length))), Outcome::kRefused);
  }
}

TEST(GarbledXml, BytesOutOfPlaceAreReadOrRefused) {
  random::Stream random(1, "garbled_xml");
  int refused = 0;
  constexpr int kTexts = 20'000;
  for (int i = 0; i < kTexts; ++i) {
    std::string text(kGood);
    const std::uint64_t changes = 1 + random.Below(3);
    for (std::uint64_t change = 0; change < changes; ++change) {
      const std::size_t at = random.Below(text.size());
      switch (random.Below(4)) {
        case 0:
          text[at] = static_cast<char>(random.Below(256));
          break;
        case 1:
          text.erase(at, 1 + random.Below(30));
          break;
        case 2:
          text.insert(at, 1, "<>&\"'0-9/="[random.Below(10)]);
          break;
        default:
          text.insert(at, text.substr(random.Below(text.size()), random.Below(200)));
      }
    }
    refused += Read(text) == Outcome::kRefused;
  }
  EXPECT_GT(refused, kTexts / 2);
}

TEST(GarbledXml, AMillionMistakesAreKeptAsAThousand) {
  std::string text = "<algo ";
  for (int i = 0; i < 200'000; ++i) text += "a" + std::to_string(i) + "='' ";
  text += ">";
  for (int i = 0; i < 200'000; ++i) text += "<gpu id='x'/>";
  EXPECT_EQ(Read(text + "</algo>"), Outcome::kRefused);
}

}  // namespace
}  // namespace linkwright::formats
