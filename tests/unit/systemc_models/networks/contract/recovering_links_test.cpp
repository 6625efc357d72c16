// SPDX-License-Identifier: Apache-2.0
// What is a deadlock on links with retry, and what only takes long.
#include <gtest/gtest.h>

#include <string>

#include "foundation/diagnostics/diagnostic.h"
#include "tests/unit/systemc_models/networks/contract/subjects.h"

namespace linkwright::contract {
namespace {

using clocked::Buffer;
using clocked::RandomBytes;
using clocked::Recorder;
using clocked::Write;

// One write over links with retry, under a watchdog that barks after 2,000 cycles; what the run
// said, or "delivered".
std::string WriteOver(const retry::LinkRetryParameters& retry) {
  clocked::ScaleUpParameters parameters;
  parameters.retry = retry;
  parameters.watchdog_cycles = 2'000;
  auto pod = clocked::MakePod(4, 1, "p4", parameters);
  clocked::Program(*pod);
  Recorder recorder(*pod);
  const Buffer source = RandomBytes(1'000, 1);
  Buffer landing(source.size());
  recorder.Start(Write(1, 3, source, landing, 1));
  try {
    recorder.Run();
  } catch (const diagnostics::RunFailure& failure) {
    return failure.what();
  }
  return source == landing ? "delivered" : "wrong";
}

TEST(RecoveringLinks, AnOutageLongerThanTheWatchdogIsWaitedFor) {
  retry::LinkRetryParameters retry;
  retry.outages = {{.from = 0, .to = 100'000, .accelerator = 3, .plane = -1, .link = -1}};
  EXPECT_EQ(WriteOver(retry), "delivered");
}

TEST(RecoveringLinks, AnOutageForGoodIsADeadlockThatNamesTheLink) {
  retry::LinkRetryParameters retry;
  retry.outages = {
      {.from = 0, .to = retry::LinkOutage::kForGood, .accelerator = 3, .plane = -1, .link = -1}};
  const std::string text = WriteOver(retry);
  EXPECT_EQ(text.rfind("deadlock: 1 transfers in flight", 0), 0u) << text;
  EXPECT_NE(text.find("; pod0.accelerator3.link0 is down since cycle "), std::string::npos) << text;
}

TEST(RecoveringLinks, FramesThatAlmostNeverGetThroughDoSoInTheEnd) {
  retry::LinkRetryParameters retry;
  retry.rates.frame_error_rate = 0.99;
  EXPECT_EQ(WriteOver(retry), "delivered");
}

TEST(RecoveringLinks, FramesThatNeverGetThroughAreADeadlock) {
  retry::LinkRetryParameters retry;
  retry.rates.frame_error_rate = 1;
  const std::string text = WriteOver(retry);
  EXPECT_EQ(text.rfind("deadlock: 1 transfers in flight", 0), 0u) << text;
  EXPECT_NE(text.find("frames unacknowledged"), std::string::npos) << text;
}

TEST(RecoveringLinks, RatesThatGetBetterAreWaitedFor) {
  retry::LinkRetryParameters retry;
  retry.rates.frame_error_rate = 1;
  retry::LinkErrorChange change;
  change.cycle = 50'000;
  retry.changes = {change};
  EXPECT_EQ(WriteOver(retry), "delivered");
}

}  // namespace
}  // namespace linkwright::contract
