// SPDX-License-Identifier: Apache-2.0
// Retry against theory: what an error costs, goodput under random errors, and the window that a
// loop needs.
#include <fmt/format.h>

#include <cmath>

#include "foundation/random/stream.h"
#include "tests/unit/systemc_models/link/link_pair.h"

namespace linkwright::link {
namespace {

constexpr int kA = LinkPair::kA;
constexpr int kB = LinkPair::kB;

std::int64_t TicksForFrames(LinkPair& pair, std::size_t frames) {
  const std::int64_t from = pair.tick();
  while (pair.received(kB).size() < frames) pair.Tick();
  return pair.tick() - from;
}

// Ticks by which one damaged frame delays everything behind it.
std::int64_t CostOfAnError(int delay) {
  std::int64_t ticks[2];
  for (const bool error : {false, true}) {
    LinkPair pair(delay);
    pair.BringUp();
    pair.Run(2 * delay + 20);
    if (error) pair.fault = HitFrame(kA, 600, false);
    pair.SendMany(kA, 2000);
    ticks[error ? 1 : 0] = TicksForFrames(pair, 2000);
  }
  return ticks[1] - ticks[0];
}

TEST(LlrGoodput, AnErrorCostsTheLoop) {
  for (const int delay : {1, 4, 30, 126}) EXPECT_EQ(CostOfAnError(delay), 2 * delay + 4) << delay;
}

TEST(LlrGoodput, FollowsTheFormulaOfGoBackN) {
  fmt::print("{:>5} {:>8} {:>9} {:>9} {:>7}\n", "W", "p", "formula", "measured", "error");
  for (const int window : {16, 64, 256}) {
    for (const double p : {1e-4, 1e-3, 1e-2}) {
      const int delay = (window - 4) / 2;
      ASSERT_EQ(CostOfAnError(delay), window);
      LinkPair pair(delay);
      pair.BringUp();
      pair.Run(2 * delay + 20);
      random::Stream random(static_cast<std::uint64_t>(window), "errors");
      bool bad = false;
      pair.fault = [&](int end, LinkWire& wire) {
        if (end != kA || !wire.beat.flit.valid) return;
        if (wire.beat.flit.head) bad = random.Bernoulli(p);
        wire.beat.bad = bad;
      };
      const std::int64_t ticks =
          window == 256 && p == 1e-3 ? 3000000 : 1000000;  // enough errors for 1 %
      for (std::int64_t i = 0; i < ticks; ++i) {
        if (pair.all_taken(kA)) pair.SendMany(kA, 100);
        pair.Tick();
      }
      const double measured =
          static_cast<double>(pair.received(kB).size()) / static_cast<double>(ticks);
      const double formula = (1 - p) / (1 - p + window * p);
      fmt::print("{:>5} {:>8.0e} {:>9.4f} {:>9.4f} {:>6.2f}%\n", window, p, formula, measured,
                 100 * (measured / formula - 1));
      EXPECT_NEAR(measured, formula, 0.01 * formula) << window << " " << p;
      for (std::size_t i = 0; i < pair.received(kB).size(); ++i)
        ASSERT_EQ(pair.received(kB)[i].id, i);
    }
  }
}

TEST(LlrGoodput, TheWindowThatFillsTheLoopIsExact) {
  for (const int delay : {1, 5, 20}) {
    // A frame counts as outstanding from the tick after it was taken until its ACK has come back.
    const int loop = 2 * delay + 2;
    for (const int window : {loop - 1, loop, loop + 1}) {
      LinkPair pair(delay);
      pair.config(kA).retry.max_frames = static_cast<std::uint32_t>(window);
      pair.BringUp();
      pair.Run(2 * delay + 20);
      pair.SendMany(kA, 200 * loop);
      pair.Run(10 * loop);
      const std::int64_t before = pair.taken(kA);
      pair.Run(100 * loop);
      EXPECT_EQ(pair.taken(kA) - before, 100LL * std::min(window, loop)) << delay << " " << window;
    }
  }
}

}  // namespace
}  // namespace linkwright::link
