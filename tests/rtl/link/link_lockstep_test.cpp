// SPDX-License-Identifier: Apache-2.0
// The link port in RTL against its twin at four sizes, and faulty ports that must be told from it.
#include "tests/rtl/link/link_lockstep.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/rtl/link/models.h"

namespace linkwright::link {
namespace {

constexpr int kSeeds = 20;
constexpr std::int64_t kCycles = 20000;

void ExpectSame(const char* name, const LinkSizes& sizes, const RtlFactory& make) {
  LockstepRun total;
  std::set<std::uint64_t> hashes;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    const LockstepRun run = RunLockstep(sizes, make, static_cast<std::uint64_t>(seed), kCycles);
    ASSERT_EQ(run.divergence, "") << name << " seed " << seed << " cycle " << run.divergence_cycle;
    hashes.insert(run.stimulus_hash);
    total.Add(run);
  }
  EXPECT_EQ(hashes.size(), static_cast<std::size_t>(kSeeds)) << "seeds must differ";
  fmt::print(
      "{}: {} cycles in {} runs, {} frames taken, {} delivered, numbers wrapped {} times, credits "
      "{} times, {} beats waited for the line\n",
      name, total.cycles, kSeeds, total.frames_taken, total.frames_delivered, total.number_wraps,
      total.credit_wraps, total.line_refusals);
  for (std::size_t i = 0; i < kLlrCounters; ++i) {
    fmt::print("  {:<26} {:>8}\n", kLlrCounterNames[i], total.counted[i]);
    EXPECT_GT(total.counted[i], 0) << kLlrCounterNames[i] << " was never counted";
  }
  for (std::size_t i = 0; i < total.tx_states.size(); ++i)
    EXPECT_GT(total.tx_states[i], 0) << "tx state " << i;
  for (std::size_t i = 0; i < total.rx_states.size(); ++i)
    EXPECT_GT(total.rx_states[i], 0) << "rx state " << i;
  for (std::size_t i = 1; i < total.control_kinds.size(); ++i)
    EXPECT_GT(total.control_kinds[i], 0) << "kind " << i;
  EXPECT_GT(total.number_wraps, 0);
  EXPECT_GT(total.credit_wraps, 0);
  EXPECT_GT(total.line_refusals, 1000);
  EXPECT_GT(total.one_sided, 100) << "ticks with the link up at one end only";
  EXPECT_GT(total.most_outstanding, sizes.frame_slots > 256 ? 256 : sizes.frame_slots / 4);
}

TEST(LinkLockStep, PortOfFullWidthIsItsTwin) { ExpectSame("full", FullSizes(), MakeFull); }
TEST(LinkLockStep, PortOfProductionSizeIsItsTwin) {
  ExpectSame("production", ProductionSizes(), ProductionFactory());
}
TEST(LinkLockStep, SmallPortIsItsTwin) { ExpectSame("small", SmallSizes(), MakeSmall); }
TEST(LinkLockStep, PortWithOneChannelIsItsTwin) { ExpectSame("tiny", TinySizes(), MakeTiny); }

TEST(LinkLockStep, EveryMutationIsNoticed) {
  EXPECT_GE(LinkMutants().size(), 6U);
  fmt::print("{:<32} {:<34} {:>7} {:>5}  {}\n", "mutation", "caught by", "cycle", "seed", "breaks");
  for (const LinkMutant& mutant : LinkMutants()) {
    LockstepRun run;
    int seed = 1;
    for (; seed <= kSeeds; ++seed) {
      run = RunLockstep(SmallSizes(), mutant.make, static_cast<std::uint64_t>(seed), kCycles);
      if (!run.divergence.empty()) break;
    }
    EXPECT_NE(run.divergence, "") << mutant.name << " escaped: " << mutant.breaks;
    fmt::print("{:<32} {:<34} {:>7} {:>5}  {}\n", mutant.name,
               run.divergence.empty() ? "ESCAPED" : run.divergence, run.divergence_cycle, seed,
               mutant.breaks);
  }
}

}  // namespace
}  // namespace linkwright::link
