// SPDX-License-Identifier: Apache-2.0
#include "host_driver/cli/sizes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::cli {
namespace {

using diagnostics::Diagnostic;
using diagnostics::UserError;
using Sizes = std::vector<uint64_t>;

uint64_t Size(const std::string& text) { return ParseSize("--size", text, 0, text.size()); }

Diagnostic RefusalOf(const std::string& text) {
  try {
    ParseSizes(text);
  } catch (const UserError& error) {
    return error.diagnostics().front();
  }
  return {{}, "accepted", ""};
}

struct Spelling {
  const char* text;
  uint64_t bytes;
};

TEST(Sizes, OneSizeHasManySpellings) {
  constexpr uint64_t kMebi = 1 << 20;
  for (const Spelling& spelling :
       {Spelling{"8", 8}, Spelling{"1", 1}, Spelling{"1048576", kMebi}, Spelling{"8B", 8},
        Spelling{"8 B", 8}, Spelling{"1K", 1024}, Spelling{"1k", 1024}, Spelling{"64K", 65536},
        Spelling{"64KiB", 65536}, Spelling{"64 KiB", 65536}, Spelling{"1M", kMebi},
        Spelling{"1m", kMebi}, Spelling{"1MiB", kMebi}, Spelling{"1G", 1024 * kMebi},
        Spelling{"1g", 1024 * kMebi}, Spelling{"1GiB", 1024 * kMebi}, Spelling{"1.5K", 1536},
        Spelling{"0.5M", kMebi / 2}}) {
    EXPECT_EQ(Size(spelling.text), spelling.bytes) << spelling.text;
    EXPECT_EQ(ParseSizes(spelling.text), Sizes{spelling.bytes}) << spelling.text;
  }
}

// K is nccl-tests' kibibyte; a unit that is written out means what it says.
TEST(Sizes, AKilobyteIsNotAKibibyte) {
  EXPECT_EQ(Size("1KB"), 1000u);
  EXPECT_EQ(Size("1K"), 1024u);
  EXPECT_EQ(Size("2MB"), 2'000'000u);
}

struct Sweep {
  const char* text;
  Sizes sizes;
};

TEST(Sizes, ASweepIsAProgressionOrAList) {
  for (const Sweep& sweep : std::vector<Sweep>{
           {"8:64", {8, 16, 32, 64}},
           {"8:64:2", {8, 16, 32, 64}},
           {"1K:64K:4", {1024, 4096, 16384, 65536}},
           {"1KiB:64KiB:4", {1024, 4096, 16384, 65536}},
           {"1K:20K:4", {1024, 4096, 16384}},  // 64K would be past the last
           {"8:8", {8}},                       // no second size
           {"8:15:2", {8}},                    // nor here
           {"1KiB:8KiB:+2KiB", {1024, 3072, 5120, 7168}},
           {"8:32:+8", {8, 16, 24, 32}},  // the last is met
           {"100:1000:10", {100, 1000}},
           {"1K,3K", {1024, 3072}},
           {"3K,1K,1K", {3072, 1024, 1024}},  // in the order given
           {"8,64K,1G", {8, 65536, 1 << 30}},
       }) {
    EXPECT_EQ(ParseSizes(sweep.text), sweep.sizes) << sweep.text;
  }
}

// Near 2^64 a next size would wrap around and go on for ever.
TEST(Sizes, AProgressionEndsBelowTheLargestNumber) {
  const uint64_t most = UINT64_MAX;
  EXPECT_EQ(ParseSizes("9223372036854775808:18446744073709551615").size(), 1u);
  const Sizes steps = ParseSizes("18446744073709551600:18446744073709551615:+10");
  EXPECT_EQ(steps, (Sizes{most - 15, most - 5}));
}

struct Refused {
  const char* text;
  int column;
  const char* message;
};

TEST(Sizes, AMistakeIsShownAtItsColumn) {
  for (const Refused& refused :
       {Refused{"0", 1, "more than 0"}, Refused{"8:0", 3, "more than 0"},
        Refused{"64:8", 4, "the last size is smaller than the first"},
        Refused{"8:64:1", 6, "a whole factor of at least 2"},
        Refused{"8:64:0", 6, "a whole factor of at least 2"}, Refused{"8:64:", 6, "found ''"},
        Refused{"8:64:1.5", 6, "found '1.5'"}, Refused{"8:64:x", 6, "a step like +2KiB, found 'x'"},
        Refused{"8:64:-2", 6, "found '-2'"}, Refused{"8:64:12345678901", 6, "a whole factor"},
        Refused{"8:64:+0", 7, "more than 0"}, Refused{"1K,,2K", 4, ""}, Refused{"", 1, ""},
        Refused{":64", 1, ""}, Refused{"8:", 3, ""}, Refused{"-8", 1, ""}, Refused{"8,big", 3, ""},
        Refused{"1X", 1, ""}, Refused{"64Kx", 1, ""}}) {
    const Diagnostic said = RefusalOf(refused.text);
    EXPECT_NE(said.message, "accepted") << refused.text;
    EXPECT_EQ(said.location.file, "--sizes " + std::string(refused.text));
    EXPECT_EQ(said.location.line, 1) << refused.text;
    EXPECT_EQ(said.location.column, refused.column) << refused.text << ": " << said.message;
    EXPECT_NE(said.message.find(refused.message), std::string::npos)
        << refused.text << ": " << said.message;
  }
}

TEST(Sizes, AnEndlessSweepIsRefusedBeforeItRuns) {
  EXPECT_EQ(ParseSizes("1:10000:+1").size(), 10000u);
  EXPECT_EQ(RefusalOf("1:10001:+1").message, "more than 10000 sizes");
  EXPECT_EQ(RefusalOf("1:1G:+1").message, "more than 10000 sizes");
}

TEST(Sizes, OneSizeIsBlamedOnItsOwnOption) {
  try {
    ParseSize("--size", "4Q", 0, 2);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().front().location.file, "--size 4Q");
  }
}

}  // namespace
}  // namespace linkwright::cli
