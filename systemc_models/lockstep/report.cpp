// SPDX-License-Identifier: Apache-2.0
// What a person reads of a VerifyReport.
#include <fmt/format.h>

#include "systemc_models/lockstep/verify.h"

namespace linkwright::lockstep {
namespace {

std::string Result(const VerifyRow& row) {
  if (!row.failure.empty()) return "stopped: " + row.failure;
  if (!row.divergence) return "equal";
  return fmt::format("differs in cycle {}", row.divergence->cycle);
}

std::string RowLines(const VerifyReport& report) {
  std::string text = fmt::format("{:<13} {:<12} {:>6} {:>8} {:>10} {:>10}  {:<16}  {}\n", "variant",
                                 "family", "seed", "cycles", report.unit + " in",
                                 report.unit + " out", "stimulus", "result");
  for (const VerifyRow& row : report.rows) {
    text += fmt::format("{:<13} {:<12} {:>6} {:>8} {:>10} {:>10}  {:016x}  {}\n", row.variant,
                        row.family, row.seed, row.cycles, row.flits_in, row.flits_out,
                        row.stimulus_hash, Result(row));
  }
  return text;
}

std::string SummaryLines(const VerifyReport& report) {
  std::string text =
      fmt::format("{:<13} {:<12} {:>6} {:>10} {:>12} {:>12}  {}\n", "variant", "family", "seeds",
                  "cycles", report.unit + " in", report.unit + " out", "result");
  for (std::size_t begin = 0; begin < report.rows.size();) {
    const VerifyRow& first = report.rows[begin];
    std::int64_t seeds = 0, cycles = 0, in = 0, out = 0, failed = 0;
    std::size_t end = begin;
    for (; end < report.rows.size(); ++end) {
      const VerifyRow& row = report.rows[end];
      if (row.variant != first.variant || row.family != first.family) break;
      ++seeds;
      cycles += row.cycles;
      in += row.flits_in;
      out += row.flits_out;
      failed += row.passed() ? 0 : 1;
    }
    text += fmt::format("{:<13} {:<12} {:>6} {:>10} {:>12} {:>12}  {}\n", first.variant,
                        first.family, seeds, cycles, in, out,
                        failed == 0 ? "equal" : fmt::format("{} differ", failed));
    begin = end;
  }
  return text;
}

std::string DivergenceLines(const VerifyRow& row, const VerifyRequest& request) {
  std::string text;
  if (row.divergence) {
    const Divergence& d = *row.divergence;
    const std::string where = d.port < 0 ? "" : fmt::format(" port {}", d.port);
    text += fmt::format(
        "\nfirst divergence: variant {} family {} seed {} cycle {}{} field {}\n"
        "  expected {}\n  actual   {}\n",
        row.variant, row.family, row.seed, d.cycle, where, d.field, d.expected, d.actual);
    if (!d.history.empty()) text += "  last cycles:\n" + d.history;
    if (!d.trace_file.empty()) {
      text += fmt::format("  waveform: {}\n", d.trace_file);
    } else if (!request.trace_dir.empty()) {
      text += "  waveform: none, the model was built without LINKWRIGHT_RTL_TRACE\n";
    }
  } else {
    text += fmt::format("\nvariant {} family {} seed {} stopped after {} cycles: {}\n", row.variant,
                        row.family, row.seed, row.cycles, row.failure);
  }
  const std::string replay = ReplayCommand(row, request.cycles);
  return text +
         (replay.empty()
              ? fmt::format("  replay: the same device with {} cycles of traffic\n", request.cycles)
              : fmt::format("  replay: {}\n", replay));
}

}  // namespace

std::string ReplayCommand(const VerifyRow& row, std::int64_t traffic_cycles) {
  if (!row.verify_options) return "";
  return fmt::format("linkwright verify{} --variant {} --seed {} --seeds 1 --cycles {} --family {}",
                     *row.verify_options, row.variant, row.seed, traffic_cycles, row.family);
}

std::string FormatReport(const VerifyReport& report, const VerifyRequest& request, bool per_row) {
  std::string text = per_row ? RowLines(report) : SummaryLines(report);
  std::int64_t cycles = 0, flits = 0;
  std::size_t failed = 0;
  for (const VerifyRow& row : report.rows) {
    cycles += row.cycles;
    flits += row.flits_in + row.flits_out;
    if (row.passed()) continue;
    ++failed;
    constexpr std::size_t kToldInFull = 8;
    if (failed <= kToldInFull) text += DivergenceLines(row, request);
  }
  text += per_row
              ? fmt::format("\ncoverage of what was driven and seen\n{}", report.coverage.Format())
              : "(--details: every row with its seed and hash, and the coverage bins)\n";
  text +=
      "(cycles: those of traffic and, on top, draining and reading counters; what a switch refuses "
      "or "
      "drops goes in and does not come out)\n";
  text += fmt::format("\n{} rows, {} cycles, {} {}: {}\n", report.rows.size(), cycles, flits,
                      report.unit,
                      failed == 0 ? "no divergence" : fmt::format("{} rows diverge", failed));
  return text;
}

}  // namespace linkwright::lockstep
