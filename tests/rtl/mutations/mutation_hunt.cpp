// SPDX-License-Identifier: Apache-2.0
#include "tests/rtl/mutations/mutation_hunt.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "systemc_models/lockstep/harness/run.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::mutations {

Catch Hunt(const HuntingGround& ground, const std::string& variant,
           const std::function<std::unique_ptr<interfaces::ClockedSwitch>()>& make) {
  Catch result;
  const std::vector<std::string>& families =
      ground.families.empty() ? ground.kind.all_families : ground.families;
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(ground.seeds); ++seed) {
    for (const std::string& family : families) {
      const auto twin = ground.kind.ours.reference(variant);
      const auto mutant = make();
      lockstep::Coverage coverage;
      result.row = lockstep::RunLockStep(ground.kind, {variant, family, seed, ground.cycles}, *twin,
                                         *mutant, 0, coverage);
      if (result.row.passed()) continue;
      result.caught = true;
      if (!result.row.failure.empty()) {
        result.check = "assertion in the RTL";
      } else {
        const lockstep::Divergence& d = *result.row.divergence;
        result.check =
            "lock-step " + d.field + (d.port < 0 ? "" : fmt::format(" of port {}", d.port));
      }
      return result;
    }
  }
  return result;
}

void ExpectCaught(const HuntingGround& ground, std::span<const Mutation> mutations) {
  fmt::print("{:<42} {:<40} {:>6} {:<12} {:>4}  {}\n", "mutation", "caught by", "cycle", "family",
             "seed", "breaks");
  for (const Mutation& mutation : mutations) {
    HuntingGround where = ground;
    if (*mutation.family != '\0') where.families = {mutation.family};
    if (mutation.cycles > 0) where.cycles = mutation.cycles;
    const Catch c =
        Hunt(where, mutation.variant, [&] { return plugins::MakeSwitch(*mutation.table()); });
    EXPECT_EQ(c.caught, mutation.caught)
        << mutation.name << " in " << mutation.file << ": " << mutation.breaks;
    fmt::print("{:<42} {:<40} {:>6} {:<12} {:>4}  {}\n", mutation.name,
               c.caught          ? c.check
               : mutation.caught ? "ESCAPED"
                                 : "nothing, as it must be",
               c.row.divergence ? c.row.divergence->cycle : c.row.cycles, c.row.family, c.row.seed,
               mutation.breaks);
  }
}

}  // namespace linkwright::mutations
