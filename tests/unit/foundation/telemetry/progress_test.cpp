// SPDX-License-Identifier: Apache-2.0
#include "foundation/telemetry/progress.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <string>

#include "foundation/units/literals.h"

namespace linkwright::telemetry {
namespace {

using namespace units::literals;
using units::SimTime;

class ProgressBar : public ::testing::Test {
 protected:
  ProgressBar() : stream_(std::tmpfile()) {}
  ~ProgressBar() override { std::fclose(stream_); }

  Progress::Clock Clock() {
    return [this] { return std::chrono::steady_clock::time_point(wall_); };
  }
  std::string Text() const {
    std::fflush(stream_);
    std::string text(static_cast<std::size_t>(std::ftell(stream_)), '\0');
    std::rewind(stream_);
    const std::size_t count = std::fread(text.data(), 1, text.size(), stream_);
    EXPECT_EQ(count, text.size());
    return text;
  }

  std::FILE* stream_;
  std::chrono::milliseconds wall_{0};
};

TEST_F(ProgressBar, IsSilentWhenTheStreamIsNoTerminal) {
  {
    Progress progress("run", Progress::Show::kWhenTerminal, stream_, Clock());
    wall_ += std::chrono::seconds(1);
    progress.Poll(SimTime::At(1_us), 1, 2);
    EXPECT_FALSE(progress.shown());
  }
  EXPECT_EQ(Text(), "");
}

TEST_F(ProgressBar, ShowsShareTimeRateAndWhatRemains) {
  {
    Progress progress("run", Progress::Show::kAlways, stream_, Clock());
    wall_ += std::chrono::seconds(4);
    progress.Poll(SimTime::At(12_us), 1, 4);
  }
  EXPECT_EQ(Text(),
            "\r\x1b[Krun [#####...............]  25 %  12.0 us  3.0 us/s  ETA 12 s\r\x1b[K");
}

TEST_F(ProgressBar, NamesItsPartAndNeverRunsBack) {
  {
    Progress progress("bench", Progress::Show::kAlways, stream_, Clock());
    progress.BeginPart("1 KiB (1 of 2)", 0, 0.5);
    wall_ += std::chrono::seconds(1);
    progress.Poll(SimTime::At(10_us), 1, 1);
    progress.BeginPart("4 KiB (2 of 2)", 0.5, 1);
    wall_ += std::chrono::seconds(1);
    progress.Poll(SimTime::At(1_us), 0, 4);
    wall_ += std::chrono::seconds(2);
    progress.Poll(SimTime::At(2_us), 2, 8);
    wall_ += std::chrono::seconds(1);
    progress.Poll(SimTime::At(2_us), 1, 8);  // the total is not always known at once
  }
  const std::string text = Text();
  EXPECT_NE(text.find("bench 1 KiB (1 of 2) [##########..........]  50 %  10.0 us"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("bench 4 KiB (2 of 2) [##########..........]  50 %  11.0 us"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("bench 4 KiB (2 of 2) [############........]  62 %  12.0 us  3.0 us/s"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("bench 4 KiB (2 of 2) [############........]  62 %  12.0 us  2.4 us/s"),
            std::string::npos)
      << text;
}

TEST_F(ProgressBar, RedrawsAtMostTenTimesASecond) {
  std::size_t draws = 0;
  {
    Progress progress("run", Progress::Show::kAlways, stream_, Clock());
    for (int i = 0; i < 1000; ++i) {
      wall_ += std::chrono::milliseconds(1);
      progress.Poll(SimTime::At(1_us), 1, 4);
    }
  }
  const std::string text = Text();
  for (std::size_t at = text.find("run"); at != std::string::npos; at = text.find("run", at + 1)) {
    ++draws;
  }
  EXPECT_LE(draws, 10U);
  EXPECT_GE(draws, 8U);
}

TEST_F(ProgressBar, ClearsOnceAndComesBack) {
  {
    Progress progress("run", Progress::Show::kAlways, stream_, Clock());
    progress.Clear();
    wall_ += std::chrono::seconds(1);
    progress.Poll(SimTime::At(1_us), 0, 0);
    progress.Clear();
    progress.Clear();
    wall_ += std::chrono::seconds(1);
    progress.Poll(SimTime::At(2_us), 0, 0);
  }
  EXPECT_EQ(Text(),
            "\r\x1b[Krun  1.0 us  1.0 us/s\r\x1b[K"
            "\r\x1b[Krun  2.0 us  1.0 us/s\r\x1b[K");
}

}  // namespace
}  // namespace linkwright::telemetry
