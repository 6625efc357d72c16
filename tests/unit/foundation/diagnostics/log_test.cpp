// SPDX-License-Identifier: Apache-2.0
#include "foundation/diagnostics/log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "foundation/units/literals.h"

namespace linkwright::diagnostics {
namespace {

using namespace units::literals;

class LogLines : public ::testing::Test {
 protected:
  std::vector<std::string> lines_;
  Log log_{LogLevel::kWarn, [this](std::string_view line) { lines_.emplace_back(line); }};
};

TEST_F(LogLines, ShowTimeComponentLevelText) {
  log_.Warn(units::SimTime::At(1284_ns), "pod0.switch3.port5", "replay buffer full");
  log_.Write(LogLevel::kError, "cli", "no time here");
  EXPECT_EQ(lines_,
            (std::vector<std::string>{"  1.284 us  pod0.switch3.port5  warn  replay buffer full",
                                      "            cli  error  no time here"}));
}

TEST_F(LogLines, StayBelowTheLevelUnlessAComponentAsksForMore) {
  log_.SetLevel("pod0.switch3", LogLevel::kDebug);
  log_.SetLevel("pod0.switch3.port5", LogLevel::kOff);
  const auto now = units::SimTime::Zero();
  log_.Info(now, "pod0", "hidden");
  log_.Info(now, "pod0.switch30", "hidden: a different component with the same beginning");
  log_.Debug(now, "pod0.switch3", "shown 1");
  log_.Info(now, "pod0.switch3.port4", "shown 2");
  log_.Error(now, "pod0.switch3.port5", "hidden");
  EXPECT_EQ(lines_.size(), 2U);
  EXPECT_EQ(log_.CountOf(LogLevel::kDebug), 1);
  EXPECT_EQ(log_.CountOf(LogLevel::kError), 0);
}

TEST_F(LogLines, LetAProgressBarStepAside) {
  int wiped = 0;
  log_.SetBeforeLine([&] { ++wiped; });
  log_.Info(units::SimTime::Zero(), "a", "hidden");
  EXPECT_EQ(wiped, 0);
  log_.Warn(units::SimTime::Zero(), "a", "shown");
  EXPECT_EQ(wiped, 1);
}

TEST(LogLevel, NamesReadBack) {
  for (const char* name : {"trace", "debug", "info", "warn", "error", "off"}) {
    ASSERT_TRUE(ParseLogLevel(name).has_value()) << name;
    EXPECT_EQ(ToString(*ParseLogLevel(name)), name);
  }
  EXPECT_FALSE(ParseLogLevel("loud").has_value());
}

}  // namespace
}  // namespace linkwright::diagnostics
