// SPDX-License-Identifier: Apache-2.0
// What a person reads of a VerifyReport.
#include <fmt/format.h>

#include "foundation/telemetry/table.h"
#include "systemc_models/lockstep/harness/verify.h"

namespace linkwright::lockstep {
namespace {

std::string Result(const VerifyRow& row) {
  if (!row.failure.empty()) return "stopped: " + row.failure;
  if (!row.divergence) return "equal";
  return fmt::format("differs in cycle {}", row.divergence->cycle);
}

using telemetry::Table;

std::string RowLines(const VerifyReport& report, const telemetry::Page& page) {
  Table table({{.title = "variant", .align = Table::Align::kLeft},
               {.title = "family", .align = Table::Align::kLeft},
               {.title = "seed"},
               {.title = "cycles"},
               {.title = report.unit + " in"},
               {.title = report.unit + " out"},
               {.title = "stimulus", .align = Table::Align::kLeft},
               {.title = "result", .align = Table::Align::kLeft}});
  for (const VerifyRow& row : report.rows) {
    table.AddRow({row.variant, row.family, std::to_string(row.seed), std::to_string(row.cycles),
                  std::to_string(row.flits_in), std::to_string(row.flits_out),
                  fmt::format("{:016x}", row.stimulus_hash), Result(row)});
  }
  return table.ToText(page);
}

std::string SummaryLines(const VerifyReport& report, const telemetry::Page& page) {
  Table table({{.title = "variant", .align = Table::Align::kLeft},
               {.title = "family", .align = Table::Align::kLeft},
               {.title = "seeds", .priority = 1},
               {.title = "cycles"},
               {.title = report.unit + " in", .priority = 2},
               {.title = report.unit + " out"},
               {.title = "result", .align = Table::Align::kLeft}});
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
    table.AddRow({first.variant, first.family, std::to_string(seeds), std::to_string(cycles),
                  std::to_string(in), std::to_string(out),
                  failed == 0 ? "equal" : fmt::format("{} differ", failed)});
    begin = end;
  }
  return table.ToText(page);
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

std::string FormatReport(const VerifyReport& report, const VerifyRequest& request,
                         const telemetry::Page& page) {
  std::string text = page.details ? RowLines(report, page) : SummaryLines(report, page);
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
  text += page.details
              ? fmt::format("\ncoverage of what was driven and seen\n{}", report.coverage.Format())
              : "(--details: every row with its seed and hash, and the coverage bins)\n";
  text += telemetry::Paragraph(
      "(cycles: those of traffic and, on top, draining and reading counters; what a switch refuses "
      "or drops goes in and does not come out)",
      page.columns());
  const std::size_t rows = report.rows.size();
  text += fmt::format("\n{} row{}, {} cycles, {} {}: {}\n", rows, rows == 1 ? "" : "s", cycles,
                      flits, report.unit,
                      failed == 0 ? "no divergence"
                                  : fmt::format("{} row{} failed", failed, failed == 1 ? "" : "s"));
  return text;
}

}  // namespace linkwright::lockstep
