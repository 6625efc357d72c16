// SPDX-License-Identifier: Apache-2.0
// Does lock-step bite? Every faulty copy of the RTL must be told from the twin, within a few
// thousand cycles, and the true RTL must not.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/conformance/lockstep_verify.h"
#include "systemc_models/lockstep/run.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "systemc_models/verilated/verilated_switch.h"

namespace linkwright::verilated {
#define LINKWRIGHT_MUTATION(name, variant, file, breaks) \
  std::unique_ptr<VerilatedSwitch> Make_mutant_##name(const VerilatedOptions& options);
#include "mutations.inc"
#undef LINKWRIGHT_MUTATION
}  // namespace linkwright::verilated

namespace linkwright::conformance {
namespace {

using lockstep::Coverage;
using lockstep::Divergence;
using lockstep::VerifyRow;

using Factory =
    std::function<std::unique_ptr<verilated::VerilatedSwitch>(const verilated::VerilatedOptions&)>;

struct Mutation {
  const char* name;
  const char* variant;
  const char* file;
  const char* breaks;
  std::unique_ptr<verilated::VerilatedSwitch> (*make)(const verilated::VerilatedOptions&);
};

constexpr Mutation kMutations[] = {
#define LINKWRIGHT_MUTATION(name, variant, file, breaks) \
  {#name, variant, file, breaks, verilated::Make_mutant_##name},
#include "mutations.inc"
#undef LINKWRIGHT_MUTATION
};

struct Catch {
  bool caught = false;
  std::string check;
  VerifyRow row;
};

// Family by family, seed by seed, until something notices.
Catch Hunt(const spec::scaleup_switch::Variant& variant, const Factory& make, int seeds,
           std::int64_t cycles) {
  Catch result;
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(seeds); ++seed) {
    for (const Family family : kAllFamilies) {
      const auto twin = scaleup_switch::MakeScaleUpSwitch(variant);
      const auto mutant = make({});
      Coverage coverage;
      result.row = lockstep::RunLockStep(
          ScaleUpKind(), {std::string(variant.name), std::string(ToString(family)), seed, cycles},
          *twin, *mutant, 0, coverage);
      if (result.row.passed()) continue;
      result.caught = true;
      if (!result.row.failure.empty()) {
        result.check = "assertion in the RTL";
      } else {
        const Divergence& d = *result.row.divergence;
        result.check =
            "lock-step " + d.field + (d.port < 0 ? "" : fmt::format(" of port {}", d.port));
      }
      return result;
    }
  }
  return result;
}

TEST(Mutations, AreAllCaught) {
  constexpr int kSeeds = 4;
  constexpr std::int64_t kCycles = 6000;
  EXPECT_GE(std::size(kMutations), 14U);
  fmt::print("{:<42} {:<40} {:>6} {:<12} {:>4}  {}\n", "mutation", "caught by", "cycle", "family",
             "seed", "breaks");
  for (const Mutation& mutation : kMutations) {
    const Catch c =
        Hunt(*spec::scaleup_switch::FindVariant(mutation.variant), mutation.make, kSeeds, kCycles);
    EXPECT_TRUE(c.caught) << mutation.name << " in " << mutation.file
                          << " escaped: " << mutation.breaks;
    fmt::print("{:<42} {:<40} {:>6} {:<12} {:>4}  {}\n", mutation.name,
               c.caught ? c.check : "ESCAPED",
               c.row.divergence ? c.row.divergence->cycle : c.row.cycles, c.row.family,
               c.row.seed, mutation.breaks);
  }
}

TEST(Mutations, AreTheCauseOfWhatIsCaught) {
  for (const char* name : {"p4", "p8_wavefront"}) {
    const auto& variant = *spec::scaleup_switch::FindVariant(name);
    const Catch c = Hunt(
        variant,
        [&](const auto& options) { return verilated::MakeVerilatedSwitch(variant, options); }, 2,
        4000);
    EXPECT_FALSE(c.caught) << name << " " << c.check;
  }
}

}  // namespace
}  // namespace linkwright::conformance
