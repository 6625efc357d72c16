// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/harness/verify.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <thread>

#include "foundation/diagnostics/atomic_file.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/diagnostics/suggest.h"
#include "systemc_models/lockstep/harness/run.h"

namespace linkwright::lockstep {
namespace {

constexpr std::size_t kHistoryCycles = 24;
constexpr std::int64_t kTicksBetweenPolls = 64;
constexpr std::int64_t kTraceBefore = 200;  // cycles of waveform in front of a divergence

std::vector<Scenario> PlanRows(const SwitchKind& kind, const VerifyRequest& request) {
  const std::vector<std::string>& names =
      request.variants.empty() ? kind.verifiable : request.variants;
  const std::vector<std::string>& families =
      request.families.empty() ? kind.families : request.families;
  if (names.empty()) {
    throw diagnostics::UserError({}, "this build has no variant that is there as twin and as RTL");
  }
  std::vector<Scenario> rows;
  for (const std::string& name : names) {
    if (std::find(kind.variants.begin(), kind.variants.end(), name) == kind.variants.end()) {
      const std::string meant = diagnostics::Suggest(name, kind.verifiable);
      throw diagnostics::UserError(
          {},
          fmt::format(
              "no variant is called '{}'{}{}", name, meant.empty() ? "; there are " : "",
              fmt::join(meant.empty() ? kind.verifiable : std::vector<std::string>{}, ", ")),
          meant);
    }
    for (const std::string& family : families) {
      for (int i = 0; i < request.seeds; ++i) {
        rows.push_back(
            {name, family, request.first_seed + static_cast<std::uint64_t>(i), request.cycles});
      }
    }
  }
  return rows;
}

struct Pair {
  std::unique_ptr<interfaces::ClockedSwitch> reference;
  std::unique_ptr<interfaces::ClockedSwitch> device;
};

Pair MakePair(const Scenario& what, const SwitchPair& factories) {
  Pair pair{factories.reference(what.variant), factories.device(what.variant)};
  if (!pair.reference || !pair.device) {
    throw diagnostics::UserError(
        {}, fmt::format("variant '{}' cannot be verified: {} of it exists", what.variant,
                        pair.reference ? "no device" : "no reference"));
  }
  return pair;
}

// Runs a diverging row once more, now keeping the last cycles and, if wanted, a waveform.
void Investigate(const SwitchKind& kind, const Scenario& what, const VerifyRequest& request,
                 const SwitchPair& factories, VerifyRow& row) {
  const Pair pair = MakePair(what, factories);
  std::string trace_file;
  const std::int64_t begin = std::max<std::int64_t>(row.divergence->cycle - kTraceBefore, 0);
  const auto start_trace = [&](std::int64_t cycle) {
    if (cycle != begin || request.trace_dir.empty()) return;
    const std::string path =
        fmt::format("{}/{}_{}_{}.fst", request.trace_dir, row.variant, row.family, row.seed);
    if (pair.device->StartTrace(path)) trace_file = path;
  };
  Coverage ignored;
  VerifyRow again =
      RunLockStep(kind, what, *pair.reference, *pair.device, kHistoryCycles, ignored, start_trace);
  pair.device->StopTrace();
  if (again.divergence && again.divergence->cycle == row.divergence->cycle) row = std::move(again);
  if (row.divergence) row.divergence->trace_file = trace_file;
}

// Refuses a waveform that could not be written, before the first row rather than at a divergence.
void ExpectTrace(const Scenario& first, const VerifyRequest& request, const SwitchPair& factories) {
  if (request.trace_dir.empty()) return;
  const diagnostics::SourceLocation at{"--trace-dir " + request.trace_dir, 1, 1};
  std::error_code none;
  if (!std::filesystem::is_directory(request.trace_dir, none))
    throw diagnostics::UserError(at, "there is no such folder");
  const std::string path = request.trace_dir + "/linkwright-trace.fst";
  diagnostics::ExpectWritable(path);
  const Pair pair = MakePair(first, factories);
  const bool traces = pair.device->StartTrace(path);
  pair.device->StopTrace();
  std::filesystem::remove(path, none);
  if (traces) return;
  throw diagnostics::UserError(
      at,
      "the models of this build write no waveforms; configure it with -DLINKWRIGHT_RTL_TRACE=ON");
}

std::string NothingSent(const VerifyRow& row) {
  return fmt::format("no flit left the switch in {} cycles, so nothing but idle ports was compared",
                     row.cycles);
}

class Regression {
 public:
  Regression(const SwitchKind& kind, const VerifyRequest& request, const SwitchPair& pair,
             std::vector<Scenario> rows)
      : kind_(kind),
        request_(request),
        pair_(pair),
        plan_(std::move(rows)),
        results_(plan_.size()),
        coverage_(plan_.size()) {}

  VerifyReport Run() {
    const int jobs = std::clamp<int>(request_.jobs, 1, static_cast<int>(plan_.size()));
    if (jobs == 1) {
      Work();
    } else {
      std::vector<std::thread> workers;
      for (int i = 0; i < jobs; ++i) workers.emplace_back([this] { Work(); });
      for (std::thread& worker : workers) worker.join();
    }
    if (error_) std::rethrow_exception(error_);
    VerifyReport report;
    report.unit = kind_.unit;
    report.rows = std::move(results_);
    for (const Coverage& coverage : coverage_) report.coverage.Add(coverage);
    return report;
  }

 private:
  void Work() {
    try {
      for (std::size_t i = next_++; i < plan_.size(); i = next_++) RunRow(i);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      error_ = std::current_exception();
      next_ = plan_.size();
    }
  }

  void RunRow(std::size_t index) {
    const Scenario& what = plan_[index];
    {
      const Pair pair = MakePair(what, pair_);
      const auto poll = [this](std::int64_t tick) {
        if (request_.poll && tick % kTicksBetweenPolls == 0) request_.poll();
      };
      results_[index] =
          RunLockStep(kind_, what, *pair.reference, *pair.device, 0, coverage_[index], poll);
    }
    VerifyRow& row = results_[index];
    if (row.divergence) Investigate(kind_, what, request_, pair_, row);
    row.verify_options = pair_.device.verify_options();
    if (row.passed() && row.flits_out == 0) row.failure = NothingSent(row);
    const std::lock_guard lock(mutex_);
    ++rows_done_;
    cycles_done_ += what.cycles;
    if (request_.progress) {
      request_.progress({rows_done_, plan_.size(), cycles_done_,
                         static_cast<std::int64_t>(plan_.size()) * request_.cycles});
    }
  }

  const SwitchKind& kind_;
  const VerifyRequest& request_;
  const SwitchPair& pair_;
  const std::vector<Scenario> plan_;
  std::vector<VerifyRow> results_;  // by row, whoever ran it
  std::vector<Coverage> coverage_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::exception_ptr error_;
  std::size_t rows_done_ = 0;
  std::int64_t cycles_done_ = 0;
};

}  // namespace

bool VerifyReport::passed() const {
  return std::all_of(rows.begin(), rows.end(), [](const VerifyRow& row) { return row.passed(); });
}

VerifyReport RunVerify(const SwitchKind& kind, const VerifyRequest& request,
                       const SwitchPair& pair) {
  std::vector<Scenario> rows = PlanRows(kind, request);
  ExpectTrace(rows.front(), request, pair);
  return Regression(kind, request, pair, std::move(rows)).Run();
}

}  // namespace linkwright::lockstep
