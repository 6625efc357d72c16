// SPDX-License-Identifier: Apache-2.0
// Lock-step of a small link port whose coverage is counted: link_coverage SEEDS CYCLES.
#include <fmt/format.h>

#include <cstdlib>

#include "Vlink_port_coverage.h"
#include "systemc_models/verilated/link_model_adapter.h"
#include "tests/rtl/link/link_lockstep.h"

int main(int argc, char** argv) {
  using namespace linkwright;
  const int seeds = argc == 3 ? std::atoi(argv[1]) : 0;
  const std::int64_t cycles = argc == 3 ? std::atoll(argv[2]) : 0;
  if (seeds < 1 || cycles < 1) {
    fmt::print(stderr, "usage: link_coverage SEEDS CYCLES, each 1 or more\n");
    return 2;
  }
  const link::LinkSizes sizes{4, 8, 16, 5, 2, 6, 0};
  for (int seed = 1; seed <= seeds; ++seed) {
    const link::LockstepRun run = link::RunLockstep(
        sizes,
        [](const link::LinkSizes& of, std::uint64_t seeded) -> std::unique_ptr<link::LinkDevice> {
          return std::make_unique<verilated::LinkModelAdapter<Vlink_port_coverage>>(of, seeded);
        },
        static_cast<std::uint64_t>(seed), cycles);
    if (run.divergence.empty()) continue;
    fmt::print("seed {}, cycle {}: {}\n", seed, run.divergence_cycle, run.divergence);
    return 1;
  }
  return 0;
}
