// SPDX-License-Identifier: Apache-2.0
// Credits given back for held cells: the RTL against its twin at two sizes, and faults in it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

#include "systemc_models/link/cbfc_release.h"
#include "tests/rtl/link/release_models.h"

namespace linkwright::link {
namespace {

constexpr int kSeeds = 20;
constexpr std::int64_t kCycles = 20000;

struct ReleaseRun {
  std::int64_t divergence_cycle = -1;
  std::int64_t frees = 0, credits = 0, full_lengths = 0, others_waited = 0;
};

// A core that charges, refuses and gives back at random, and is wild at times: then what it says it
// holds is any number.
class RandomHolder {
 public:
  RandomHolder(int channels, random::Stream& random)
      : random_(random), held_(static_cast<std::size_t>(channels)) {}

  void Tick(bool wild, int delivered_vc) {
    for (std::uint32_t& held : held_) {
      if (wild && random_.Bernoulli(0.02))
        held = static_cast<std::uint32_t>(random_.Below(1U << 20));
      if (wild) continue;
      if (held > 4096 || random_.Bernoulli(0.001)) held = 0;
      if (held != 0 && random_.Bernoulli(0.3)) --held;
    }
    const auto vc = static_cast<std::size_t>(delivered_vc);
    if (delivered_vc >= 0 && vc < held_.size() && random_.Bernoulli(0.9)) ++held_[vc];
  }
  const std::vector<std::uint32_t>& held() const { return held_; }

 private:
  random::Stream& random_;
  std::vector<std::uint32_t> held_;
};

DeliveredBeat RandomBeat(int channels, double rate, bool& open, random::Stream& random) {
  DeliveredBeat beat;
  beat.flit.valid = random.Bernoulli(rate);
  beat.flit.head = !open || random.Bernoulli(0.01);
  beat.flit.tail = random.Bernoulli(0.05);
  beat.vc = static_cast<std::uint8_t>(random.Below(static_cast<std::uint64_t>(channels) + 1));
  if (beat.flit.valid) open = !beat.flit.tail;
  return beat;
}

ReleaseRun RunRelease(const ReleaseModel& model, std::uint64_t seed) {
  ReleaseRun run;
  random::Stream random(seed, model.name);
  const auto rtl = model.make(seed);
  rtl->Reset();
  CbfcRelease twin(model.channels, model.pipeline);
  RandomHolder holder(model.channels, random);
  CreditConfig config;
  double rate = 0.5;
  bool open = false, wild = false;
  for (std::int64_t cycle = 0; cycle < kCycles; ++cycle) {
    if (cycle % 500 == 0) {
      config.shift = static_cast<std::uint8_t>(random.Between(6, 13));
      config.rx_enable = random.Bernoulli(0.8) ? ~0U : static_cast<std::uint32_t>(random.Next());
      rate = random.Real();
      wild = random.Bernoulli(0.2);
    }
    const DeliveredBeat beat = RandomBeat(model.channels, rate, open, random);
    holder.Tick(wild, beat.flit.valid && beat.flit.head ? beat.vc : -1);
    const FreedFrame expected = twin.freed();
    const FreedFrame actual = rtl->Tick(config, beat, holder.held());
    twin.Tick(config, beat, holder.held().data());
    if (actual.valid != expected.valid ||
        (expected.valid && (actual.vc != expected.vc || actual.length != expected.length))) {
      run.divergence_cycle = cycle;
      return run;
    }
    if (!expected.valid) continue;
    ++run.frees;
    run.credits += expected.length >> config.shift;
    run.full_lengths += expected.length == (16383 >> config.shift) << config.shift ? 1 : 0;
    for (int vc = 0; vc < model.channels; ++vc) {
      run.others_waited +=
          vc != expected.vc && twin.Owed(vc) > holder.held()[static_cast<std::size_t>(vc)];
    }
  }
  return run;
}

TEST(ReleaseLockStep, RtlIsItsTwin) {
  for (const ReleaseModel& model : ReleaseModels()) {
    ReleaseRun total;
    for (int seed = 1; seed <= kSeeds; ++seed) {
      const ReleaseRun run = RunRelease(model, static_cast<std::uint64_t>(seed));
      ASSERT_EQ(run.divergence_cycle, -1) << model.name << " seed " << seed;
      total.frees += run.frees;
      total.credits += run.credits;
      total.full_lengths += run.full_lengths;
      total.others_waited += run.others_waited;
    }
    fmt::print("{}: {} cycles, {} frees of {} credits, {} of the longest length\n", model.name,
               kSeeds * kCycles, total.frees, total.credits, total.full_lengths);
    EXPECT_GT(total.frees, 10000) << model.name;
    EXPECT_GT(total.credits, total.frees) << model.name;
    EXPECT_GT(total.full_lengths, 100) << model.name;
    EXPECT_TRUE(model.channels == 1 || total.others_waited > 100) << model.name;
  }
}

TEST(ReleaseLockStep, EveryMutationIsNoticed) {
  EXPECT_GE(ReleaseMutants().size(), 4U);
  for (const ReleaseModel& mutant : ReleaseMutants()) {
    std::int64_t cycle = -1;
    for (std::uint64_t seed = 1; seed <= 4 && cycle < 0; ++seed) {
      cycle = RunRelease(mutant, seed).divergence_cycle;
    }
    EXPECT_GE(cycle, 0) << mutant.name << " escaped";
    fmt::print("{:<32} noticed in cycle {}\n", mutant.name, cycle);
  }
}

}  // namespace
}  // namespace linkwright::link
