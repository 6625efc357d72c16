// SPDX-License-Identifier: Apache-2.0
// Whatever happens to a file on its way, reading it ends with values or with a place and a reason.
#include <gtest/gtest.h>

#include "foundation/config/config.h"
#include "foundation/random/stream.h"
#include "tests/unit/foundation/config/link_config.h"

namespace linkwright::config_test {
namespace {

using config::Document;

constexpr std::string_view kGood =
    "# a link\n"
    "rate: 100 Gb/s\n"
    "lanes: 2\n"
    "name: \"a \\\"good\\\" link\"\n"
    "replay: &r\n"
    "  buffer: 1 KiB\n"
    "  error_rate: 0.5\n"
    "buffers: [*r, {buffer: 2 KiB}]\n"
    "delays:\n"
    "  - 1 ns\n"
    "  - 2 ns\n"
    "shape: {kind: ring, nodes: 8}\n";

enum class Outcome { kRead, kRefused };

// Anything but these two fails the test (another exception) or ends it (a crash).
Outcome Read(const std::string& text) {
  try {
    config::ReadOrThrow<Link>(Document::Parse(text, "run.yaml"));
    return Outcome::kRead;
  } catch (const diagnostics::UserError& error) {
    EXPECT_LE(error.diagnostics().size(), diagnostics::Diagnostics::kKept);
    for (const diagnostics::Diagnostic& diagnostic : error.diagnostics()) {
      if (diagnostic.message.starts_with("the file says nothing")) continue;
      EXPECT_GT(diagnostic.location.line, 0) << error.what() << "\n" << text;
      EXPECT_GT(diagnostic.location.column, 0) << error.what() << "\n" << text;
    }
    return Outcome::kRefused;
  }
}

TEST(GarbledYaml, EveryTruncationIsReadOrRefused) {
  for (std::size_t length = 0; length < kGood.size(); ++length) {
    Read(std::string(kGood.substr(0, length)));
  }
  EXPECT_EQ(Read(std::string(kGood)), Outcome::kRead);
}

TEST(GarbledYaml, BytesOutOfPlaceAreReadOrRefused) {
  random::Stream random(1, "garbled_yaml");
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
          text.erase(at, 1 + random.Below(20));
          break;
        case 2:
          text.insert(at, 1, "[]{}:,-#&*!|>'\"%@`? \t\n\\"[random.Below(23)]);
          break;
        default:
          text.insert(at, text.substr(random.Below(text.size()), random.Below(100)));
      }
      if (text.empty()) break;
    }
    refused += Read(text) == Outcome::kRefused;
  }
  EXPECT_GT(refused, kTexts / 4);
}

TEST(GarbledYaml, PunctuationAloneIsReadOrRefused) {
  random::Stream random(2, "garbled_yaml");
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    const std::uint64_t length = 1 + random.Below(12);
    while (text.size() < length) text += "[]{}:,-#&*!|>'\"%@`? \t\na1"[random.Below(25)];
    Read(text);
  }
}

TEST(GarbledYaml, DeepAndWideTextsEndWithAReason) {
  EXPECT_EQ(Read("a: " + std::string(1000, '[') + std::string(1000, ']')), Outcome::kRefused);
  EXPECT_EQ(Read(std::string(100'000, '[')), Outcome::kRefused);
  std::string wide = "x: [";
  for (int i = 0; i < 300'000; ++i) wide += "1, ";
  EXPECT_EQ(Read(wide + "1]"), Outcome::kRefused);
}

TEST(GarbledYaml, TwentyThousandUnknownKeysAreKeptAsAThousand) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "k" + std::to_string(i) + ": 1\n";
  EXPECT_EQ(Read(text), Outcome::kRefused);
}

}  // namespace
}  // namespace linkwright::config_test
