// SPDX-License-Identifier: Apache-2.0
// The stimulus is a function of its seed, and the RTL's behaviour is not one of its registers'
// initial values.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/lockstep/harness/run.h"
#include "systemc_models/lockstep/scaleup/scaleup_kind.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"

namespace linkwright::lockstep::scaleup {
namespace {

namespace sw = spec::scaleup_switch;

VerifyRow RunAlone(interfaces::ClockedSwitch& device, const std::string& variant,
                   const std::string& family, std::uint64_t seed, std::int64_t cycles) {
  Coverage coverage;
  return lockstep::RunAlone(ScaleUpKind(), {variant, family, seed, cycles}, device, coverage);
}

VerifyRow RunTwin(const std::string& variant, const std::string& family, std::uint64_t seed) {
  const sw::Variant* v = sw::FindVariant(variant);
  const auto twin = scaleup_switch::MakeScaleUpSwitch(*v);
  return RunAlone(*twin, variant, family, seed, 1000);
}

TEST(Stimulus, HasADifferentHashForEverySeedFamilyAndVariant) {
  std::set<std::uint64_t> hashes;
  std::size_t runs = 0;
  for (const char* variant : {"p4", "p8"}) {
    for (const std::string& family : ScaleUpKind().all_families) {
      for (std::uint64_t seed = 1; seed <= 4; ++seed, ++runs) {
        hashes.insert(RunTwin(variant, family, seed).stimulus_hash);
      }
    }
  }
  EXPECT_EQ(hashes.size(), runs);
}

TEST(Stimulus, IsTheSameForTheSameSeed) {
  for (const std::string& family : ScaleUpKind().all_families) {
    const VerifyRow first = RunTwin("p8", family, 7);
    const VerifyRow second = RunTwin("p8", family, 7);
    EXPECT_EQ(first.stimulus_hash, second.stimulus_hash) << family;
    EXPECT_EQ(first.response_hash, second.response_hash) << family;
  }
}

TEST(Stimulus, SaturatesTheSwitchInSomePhases) {
  const VerifyRow row = RunTwin("p8", "uniform", 3);
  EXPECT_GT(row.flits_in, 1000);
  EXPECT_GT(row.flits_out, 500);
}

// Verilator has no X: registers start at random bits instead, different ones per seed, and a design
// that is reset and never reads what it did not write behaves the same for all.
TEST(VerilatedSwitch, OutputsDoNotDependOnInitialValues) {
  for (const std::string& name : ScaleUpKind().verifiable) {
    const sw::Variant* variant = sw::FindVariant(name);
    if (variant->ports > 8) continue;
    for (const char* family : {"mixed", "reduction"}) {
      std::set<std::uint64_t> responses;
      for (const std::uint64_t seed : {0, 1, 12345, 987654321}) {
        const auto rtl = plugins::MakeRtl(plugins::kScaleUpSwitch, name, seed);
        const VerifyRow row = RunAlone(*rtl, name, family, 5, 4000);
        EXPECT_TRUE(row.failure.empty()) << row.failure;
        responses.insert(row.response_hash);
      }
      EXPECT_EQ(responses.size(), 1U) << name << " " << family;
    }
  }
}

TEST(VerilatedSwitch, ResetsToTheStateOfANewOne) {
  for (const std::string& name : ScaleUpKind().verifiable) {
    const sw::Variant* variant = sw::FindVariant(name);
    if (variant->ports > 8) continue;
    const auto rtl = plugins::MakeRtl(plugins::kScaleUpSwitch, name);
    const VerifyRow first = RunAlone(*rtl, name, "mixed", 11, 2000);
    const VerifyRow second = RunAlone(*rtl, name, "mixed", 11, 2000);
    EXPECT_EQ(first.response_hash, second.response_hash) << name;
  }
}

}  // namespace
}  // namespace linkwright::lockstep::scaleup
