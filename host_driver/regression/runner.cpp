// SPDX-License-Identifier: Apache-2.0
#include "host_driver/regression/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "foundation/diagnostics/suggest.h"
#include "foundation/random/stream.h"
#include "foundation/units/cycles.h"
#include "host_driver/experiment/run.h"

namespace linkwright::regression {
namespace {

// More than anybody draws, few enough digits to be typed.
constexpr uint64_t kHighestDrawnSeed = 999'999'999;
constexpr size_t kNamedInFailures = 3;

class Runner {
 public:
  Runner(const Request& request, const std::vector<PlannedRun>& runs, std::vector<Result>& results)
      : request_(request), runs_(runs), results_(results) {
    const size_t each = (request.own_seeds ? 1 : 0) + request.seeds.size();
    total_ = static_cast<double>(std::max<size_t>(1, each * runs.size()));
  }

  void Run() {
    for (const PlannedRun& run : runs_) {
      if (!run.plan) {
        Begin(run, std::nullopt);
        Finish({.name = run.name,
                .entry = run.entry,
                .verdict = Verdict::kNotRun,
                .why = run.not_built});
        continue;
      }
      if (request_.own_seeds) Finish(RunOne(run, std::nullopt));
      for (const uint64_t seed : request_.seeds) Finish(RunOne(run, seed));
    }
  }

 private:
  void Begin(const PlannedRun& run, const std::optional<uint64_t>& drawn) {
    if (request_.progress == nullptr) return;
    request_.progress->BeginPart(drawn ? fmt::format("{} seed {}", run.name, *drawn) : run.name,
                                 static_cast<double>(done_) / total_,
                                 static_cast<double>(done_ + 1) / total_);
  }

  void Finish(Result result) {
    ++done_;
    results_.push_back(std::move(result));
    if (request_.progress != nullptr) request_.progress->Clear();
    if (request_.finished) request_.finished(results_.back());
  }

  Result RunOne(const PlannedRun& run, const std::optional<uint64_t>& drawn) {
    Begin(run, drawn);
    Result result{.name = run.name, .entry = run.entry, .drawn = drawn};
    const double begin = request_.seconds();
    try {
      Judge(run, result);
    } catch (const diagnostics::RunFailure& failure) {
      if (request_.interrupted != nullptr && request_.interrupted->load()) throw;
      result.verdict = Verdict::kFailed;
      result.why = failure.what();
      if (result.wall_seconds == 0) result.wall_seconds = request_.seconds() - begin;
    }
    return result;
  }

  void Judge(const PlannedRun& run, Result& result) const {
    const experiment::Outcome outcome =
        result.drawn ? Run(PlanWithSeed(run, *result.drawn), result) : Run(*run.plan, result);
    if (outcome.wrong() > 0) {
      result.verdict = Verdict::kFailed;
      result.why = WrongText(outcome);
    } else if (result.drawn) {
      JudgeAgainstTwin(run, result);
    } else {
      JudgeAgainstGolden(run, outcome, result);
    }
  }

  experiment::Outcome Run(const planning::Plan& plan, Result& result) const {
    const double begin = request_.seconds();
    experiment::Outcome outcome = experiment::RunPlanOnce(
        plan, {.progress = request_.progress, .interrupted = request_.interrupted});
    result.wall_seconds = request_.seconds() - begin;
    result.figures = FiguresOf(outcome.report, PatternsOf(result.entry));
    result.time_ps = outcome.time.picoseconds();
    if (outcome.cycles() > 0)
      result.cycles = units::CyclesCovering(outcome.time, plan.hardware.clock_period).count();
    return outcome;
  }

  static std::string WrongText(const experiment::Outcome& outcome) {
    for (const experiment::JobOutcome& job : outcome.jobs) {
      if (job.result.wrong == 0) continue;
      return fmt::format("{} elements are wrong; first: {}", outcome.wrong(),
                         job.result.first_wrong);
    }
    return {};
  }

  void JudgeAgainstTwin(const PlannedRun& run, Result& result) const {
    result.verdict = Verdict::kPassed;
    const std::optional<planning::Plan> plan = PlanOfTwin(run, *result.drawn);
    if (!plan) return;
    Result twin{.name = run.name, .entry = run.entry};
    Run(*plan, twin);
    const Comparison comparison = Compare(twin.figures, result.figures);
    if (comparison.same()) return;
    result.verdict = Verdict::kFailed;
    result.why = "RTL differs from its twin: " + ChangesText(comparison, kNamedInFailures);
  }

  void JudgeAgainstGolden(const PlannedRun& run, const experiment::Outcome& outcome,
                          Result& result) const {
    const auto golden = request_.goldens->goldens.find(run.name);
    const bool is_new = golden == request_.goldens->goldens.end();
    const Figures& accepted = is_new ? kNothing : golden->second.metrics;
    ExpectKnownMetrics(run.entry, outcome, accepted);
    result.comparison = Compare(accepted, result.figures);
    result.verdict = is_new                     ? Verdict::kNew
                     : result.comparison.same() ? Verdict::kSame
                                                : Verdict::kChanged;
  }

  // A metric that is in the golden alone has gone, which is a change; one that is nowhere is a
  // mistake.
  void ExpectKnownMetrics(size_t entry, const experiment::Outcome& outcome,
                          const Figures& accepted) const {
    Figures known = FiguresOf(outcome.report, {});
    known.insert(accepted.begin(), accepted.end());
    std::vector<std::string> names;
    for (const auto& [name, value] : known) names.push_back(name);
    diagnostics::Diagnostics problems;
    const std::vector<std::string>& patterns = PatternsOf(entry);
    for (size_t p = 0; p < patterns.size(); ++p) {
      if (std::any_of(names.begin(), names.end(),
                      [&](const std::string& name) { return Matches(name, patterns[p]); }))
        continue;
      problems.Error(
          request_.regressions->document.LocationOf(fmt::format("entries.{}.metrics.{}", entry, p)),
          fmt::format("the run has no metric '{}' that is a whole number", patterns[p]),
          diagnostics::Suggest(patterns[p], names));
    }
    problems.ThrowIfAny();
  }

  const std::vector<std::string>& PatternsOf(size_t entry) const {
    return request_.regressions->file.entries[entry].metrics;
  }

  inline static const Figures kNothing = {};

  const Request& request_;
  const std::vector<PlannedRun>& runs_;
  std::vector<Result>& results_;
  double total_;
  size_t done_ = 0;
};

}  // namespace

double Request::WallSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void RunAll(const Request& request, const std::vector<PlannedRun>& runs,
            std::vector<Result>& results) {
  Runner(request, runs, results).Run();
}

std::vector<uint64_t> DrawSeeds(uint64_t from, int count) {
  random::Stream stream(from, "regress");
  std::vector<uint64_t> seeds;
  std::set<uint64_t> drawn;
  while (static_cast<int>(seeds.size()) < count) {
    const uint64_t seed = 1 + stream.Below(kHighestDrawnSeed);
    if (drawn.insert(seed).second) seeds.push_back(seed);
  }
  return seeds;
}

Acceptance AcceptResults(const std::vector<Result>& results, bool all_must_run,
                         const RegressionFile& file, const Golden& record, GoldenFile& goldens) {
  std::map<Verdict, size_t> counts = Count(results);
  const auto expect_none = [&](Verdict verdict, const char* what) {
    if (counts[verdict] == 0) return;
    throw diagnostics::RunFailure(fmt::format("nothing was accepted: of {} runs {} {}",
                                              results.size(), counts[verdict], what));
  };
  expect_none(Verdict::kFailed, "failed");
  if (all_must_run) expect_none(Verdict::kNotRun, "did not run");
  Acceptance acceptance;
  for (const Result& result : results) {
    if (result.verdict == Verdict::kNotRun) continue;
    acceptance.accepted += Accept(result.name, result.figures, record, goldens) ? 1 : 0;
  }
  acceptance.dropped = DropStale(file, goldens);
  return acceptance;
}

std::map<Verdict, size_t> Count(const std::vector<Result>& results) {
  std::map<Verdict, size_t> counts;
  for (const Result& result : results) ++counts[result.verdict];
  return counts;
}

}  // namespace linkwright::regression
