// SPDX-License-Identifier: Apache-2.0
// Runs what was planned, one after the other, and judges each.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/telemetry/progress.h"
#include "host_driver/regression/comparison.h"
#include "host_driver/regression/golden.h"
#include "host_driver/regression/planned_run.h"

namespace linkwright::regression {

enum class Verdict {
  kSame,     // as accepted
  kChanged,  // runs, its figures are others
  kNew,      // runs, and there is no golden to hold it against
  kPassed,   // with a seed that nobody accepted: right data, and RTL as its twin
  kFailed,   // wrong data, a deadlock, RTL that differs from its twin, ...
  kNotRun,   // its RTL is not built
};

struct Result {
  std::string name;               // of the run
  size_t entry = 0;               // of the file
  std::optional<uint64_t> drawn;  // the seed, if it is not the entry's own
  Verdict verdict = Verdict::kSame;
  std::string why;          // of kFailed and kNotRun
  Comparison comparison;    // of kSame and kChanged
  Figures figures;          // of what ran to its end
  int64_t cycles = 0;       // simulated; 0 for networks without a clock
  int64_t time_ps = 0;      // simulated
  double wall_seconds = 0;  // never a verdict

  double cycles_per_second() const {
    return wall_seconds > 0 ? static_cast<double>(cycles) / wall_seconds : 0;
  }
};

struct Request {
  const Regressions* regressions = nullptr;
  const GoldenFile* goldens = nullptr;
  bool own_seeds = true;                           // each with its own seed, against its golden
  std::vector<uint64_t> seeds;                     // each with each of these as well
  telemetry::Progress* progress = nullptr;         // may be null
  const std::atomic<bool>* interrupted = nullptr;  // may be null
  std::function<void(const Result&)> finished;     // after each; may be empty
  std::function<double()> seconds = WallSeconds;   // a clock

  static double WallSeconds();
};

// Appends to `results`, so that those before an exception are kept. A run that fails is a result;
// an interruption (RunFailure) and a bug of ours (InternalError) end all. Throws UserError for a
// metric of an entry that neither the run nor its golden has, at its place.
void RunAll(const Request& request, const std::vector<PlannedRun>& runs,
            std::vector<Result>& results);

// `count` different seeds out of `from`; the same for the same `from`, and few digits each.
std::vector<uint64_t> DrawSeeds(uint64_t from, int count);

struct Acceptance {
  size_t accepted = 0;  // goldens that are new or changed
  size_t dropped = 0;   // goldens of runs that the file does not have
};

// Takes the figures of `results` as goldens, with the reason, date and version of `record`. What
// did not run keeps what it has. Takes nothing and throws RunFailure when one failed, or did not
// run and all must.
Acceptance AcceptResults(const std::vector<Result>& results, bool all_must_run,
                         const RegressionFile& file, const Golden& record, GoldenFile& goldens);

// Results by verdict.
std::map<Verdict, size_t> Count(const std::vector<Result>& results);

}  // namespace linkwright::regression
