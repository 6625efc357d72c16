// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/frame_errors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "systemc_models/channel/error_process.h"

namespace linkwright::channel {
namespace {

TEST(CodewordsSpanned, DependOnWhereTheFrameBegins) {
  EXPECT_EQ(CodewordsSpanned(0, 640, 1), 1);
  EXPECT_EQ(CodewordsSpanned(0, 641, 1), 2);
  EXPECT_EQ(CodewordsSpanned(8, 640, 1), 2);
  EXPECT_EQ(CodewordsSpanned(632, 64, 1), 2);
  EXPECT_EQ(CodewordsSpanned(576, 64, 1), 1);
  EXPECT_EQ(CodewordsSpanned(0, 9216, 1), 15);  // 14.4
}

TEST(CodewordsSpanned, InterleavedCodewordsAllShareAFrame) {
  EXPECT_EQ(CodewordsSpanned(0, 64, 4), 4);
  EXPECT_EQ(CodewordsSpanned(2560 - 32, 64, 4), 8) << "the end of one group, the begin of the next";
  EXPECT_EQ(CodewordsSpanned(0, 2560, 4), 4);
  EXPECT_EQ(CodewordsSpanned(2556, 4, 4), 4) << "symbols 2052 to 2055";
  EXPECT_EQ(CodewordsSpanned(0, 1, 4), 1) << "one symbol";
}

// A frame of L bytes, L and begin multiples of 8, crosses (L - 8) / 640 boundaries on average.
TEST(CodewordsSpanned, MeanIsOnePlusTheBoundariesCrossed) {
  for (const std::int64_t bytes : {8, 64, 640, 1528, 9216}) {
    EXPECT_NEAR(MeanCodewordsSpanned(bytes, 1), 1 + static_cast<double>(bytes - 8) / 640, 1e-12);
  }
  EXPECT_NEAR(MeanCodewordsSpanned(64, 4), 4 * (1 + 56.0 / 2560), 0.02);
}

TEST(FrameErrorRate, KeepsItsDigits) {
  EXPECT_NEAR(FrameErrorRate(1e-18, 15) / 1.5e-17, 1, 1e-12);
  EXPECT_NEAR(FrameErrorRate(0.1, 2), 0.19, 1e-15);
  EXPECT_EQ(FrameErrorRate(0, 15), 0);
  EXPECT_EQ(FrameErrorRate(1, 15), 1);
}

TEST(FrameErrorRate, IsTheMeanOverBegins) {
  // 64 B: 73 of 80 begins within a codeword, 7 across two.
  const double expected = (73 * FrameErrorRate(0.01, 1) + 7 * FrameErrorRate(0.01, 2)) / 80;
  EXPECT_NEAR(FrameErrorRate(0.01, 64, 1), expected, 1e-15);
}

// Back-to-back frames over codewords that fail by the process; 191 blocks of 8 B from one begin to
// the next visit all 80 begins in a codeword.
TEST(FrameErrorRate, IsWhatFramesOverFailingCodewordsMeet) {
  constexpr double kFailure = 0.01;
  constexpr std::int64_t kFrame = 1504;
  constexpr std::int64_t kStep = 1528;  // with preamble, check and gap
  constexpr int kFrames = 200000;
  ErrorProcess process(kFailure, 5, "link0");
  std::vector<bool> bad(static_cast<std::size_t>(kFrames * kStep / 640 + 4));
  for (auto&& codeword : bad) codeword = process.Step();
  int lost = 0;
  for (std::int64_t i = 0; i < kFrames; ++i) {
    const std::int64_t begin = i * kStep;
    bool hit = false;
    for (std::int64_t c = begin / 640; c <= (begin + kFrame - 1) / 640; ++c) {
      hit = hit || bad[static_cast<std::size_t>(c)];
    }
    lost += hit ? 1 : 0;
  }
  const double rate = FrameErrorRate(kFailure, kFrame, 1);
  // Neighbours share a codeword, which inflates the variance by less than two.
  const double deviation = std::sqrt(2 * rate / kFrames);
  EXPECT_NEAR(static_cast<double>(lost) / kFrames, rate, 4 * deviation);
}

}  // namespace
}  // namespace linkwright::channel
