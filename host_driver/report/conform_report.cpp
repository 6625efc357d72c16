// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/conform_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "host_driver/report/junit.h"

namespace linkwright::report {

using conformance::CaseResult;
using conformance::Measurement;
using conformance::TestRecord;

namespace {

constexpr std::array kTitles = {"case", "what", "expected", "measured", "verdict"};
constexpr std::array kNarrow = {7, 19, 19, 19, 7};  // with two blanks between them: 79
constexpr int kGap = 2;

const char* VerdictOf(bool passed) { return passed ? "pass" : "FAIL"; }

// The results of one of the models after another.
std::vector<std::span<const CaseResult>> ByModels(std::span<const CaseResult> results) {
  std::vector<std::span<const CaseResult>> parts;
  for (std::size_t begin = 0; begin < results.size();) {
    std::size_t end = begin;
    while (end < results.size() && results[end].models == results[begin].models) ++end;
    parts.push_back(results.subspan(begin, end - begin));
    begin = end;
  }
  return parts;
}

std::ptrdiff_t Passed(std::span<const CaseResult> results) {
  return std::count_if(results.begin(), results.end(),
                       [](const CaseResult& r) { return r.passed(); });
}

// Cells in lines of their own width, one below another where they are longer.
std::string Row(const std::array<std::string, 5>& cells, const std::array<int, 5>& widths) {
  std::array<std::vector<std::string>, 5> lines;
  std::size_t height = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    lines[i] = telemetry::Wrapped(cells[i], widths[i]);
    height = std::max(height, lines[i].size());
  }
  std::string text;
  for (std::size_t line = 0; line < height; ++line) {
    std::string row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string cell = line < lines[i].size() ? lines[i][line] : "";
      row += cell;
      row.append(
          static_cast<std::size_t>(std::max(0, widths[i] + kGap - telemetry::DisplayWidth(cell))),
          ' ');
    }
    text += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::array<int, 5> WidthsFor(const telemetry::Page& page) {
  std::array<int, 5> widths = kNarrow;
  const int more = std::max(0, page.columns() - 80);
  widths[1] += std::min(more / 3, 10);
  widths[2] += std::min(more / 3, 20);
  widths[3] += std::min(more / 3, 20);
  return widths;
}

std::string CaseLines(const CaseResult& result, const std::array<int, 5>& widths) {
  const Measurement* m = result.telling();
  const std::string none = "nothing";
  return Row({result.test_case, result.what,
              m != nullptr ? fmt::format("{} {}", m->name, m->expected) : none,
              m != nullptr ? m->measured : none, VerdictOf(result.passed())},
             widths);
}

std::string DetailLines(const CaseResult& result, int width) {
  std::string text;
  for (const TestRecord& record : result.records) {
    text += telemetry::Paragraph(
        fmt::format("{}, {} bytes, {}: {}", record.scenario, record.frame_bytes,
                    record.config.empty() ? "defaults" : record.config, VerdictOf(record.passed())),
        width, "  ", "    ");
    for (const Measurement& m : record.measurements) {
      text += telemetry::Paragraph(fmt::format("{}: expected {}, measured {}{}", m.name, m.expected,
                                               m.measured, m.passed ? "" : " FAIL"),
                                   width, "    ", "      ");
    }
    if (!record.notes.empty())
      text += telemetry::Paragraph("note: " + record.notes, width, "    ", "      ");
  }
  return text;
}
std::string ShortName(const std::string& models) {
  return std::filesystem::path(models).stem().string();
}

}  // namespace

std::string ConformText(std::span<const CaseResult> results, const telemetry::Page& page) {
  const std::array<int, 5> widths = WidthsFor(page);
  std::string text;
  for (const std::span<const CaseResult> part : ByModels(results)) {
    if (!text.empty()) text += "\n";
    text += telemetry::Paragraph(part.front().models + ": switch and link ends at four ports",
                                 page.columns());
    text += Row({kTitles[0], kTitles[1], kTitles[2], kTitles[3], kTitles[4]}, widths);
    std::size_t rows = 0, values = 0;
    for (const CaseResult& result : part) {
      text += CaseLines(result, widths);
      if (page.details) text += DetailLines(result, page.columns());
      rows += result.records.size();
      for (const TestRecord& record : result.records) values += record.measurements.size();
    }
    text += telemetry::Paragraph(
        fmt::format("{} of {} cases pass; {} values in {} runs (--details, or --csv FILE)",
                    Passed(part), part.size(), values, rows),
        page.columns());
  }
  return text;
}

telemetry::RunReport ConformReport(std::span<const CaseResult> results,
                                   const std::string& timestamp) {
  telemetry::RunReport report;
  std::int64_t ticks = 0, runs = 0;
  for (const CaseResult& result : results) {
    ticks += result.ticks;
    for (const TestRecord& record : result.records) {
      ++runs;
      const std::array<telemetry::Value, std::size(conformance::kRecordColumns)> values = {
          timestamp.empty() ? conformance::Timestamp(record.end_ps) : timestamp,
          fmt::format("{} @{}", record.scenario, ShortName(result.models)),
          std::int64_t{record.frame_bytes},
          record.source,
          record.destination,
          record.test_case,
          record.config,
          record.expected(),
          record.measured(),
          std::string(record.passed() ? "Pass" : "Fail"),
          record.notes};
      telemetry::Value::Map row;
      for (std::size_t i = 0; i < values.size(); ++i)
        row.emplace_back(std::string(conformance::kRecordColumns[i]), values[i]);
      report.AddRow(std::move(row));
    }
  }
  const auto cases = static_cast<std::int64_t>(results.size());
  report.Add("conform.cases", cases, "cases", "cases run, once for each of the models");
  report.Add("conform.failed", cases - Passed(results), "cases", "cases with a run that failed");
  report.Add("conform.runs", runs, "runs", "runs of cases, each a row of the record");
  report.Add("conform.cycles", ticks, "cycles", "clock cycles simulated");
  if (Passed(results) != cases) report.SetFailure("failed: " + FailedCases(results));
  return report;
}

std::string ConformJunit(std::span<const CaseResult> results, const std::string& ended) {
  JUnitSuite suite{.name = "linkwright conform"};
  for (const std::span<const CaseResult> part : ByModels(results)) {
    const std::string class_name = "conform." + ShortName(part.front().models);
    for (const CaseResult& result : part) {
      JUnitCase& made = suite.cases.emplace_back();
      made.class_name = class_name;
      made.name = result.test_case + " " + result.what;
      if (result.passed()) continue;
      const Measurement* m = result.telling();
      made.failure = m == nullptr ? "nothing was measured"
                                  : fmt::format("{}: expected {}, measured {}", m->name,
                                                m->expected, m->measured);
      if (const TestRecord* record = result.telling_record()) {
        made.details = fmt::format("{}: expected {}; measured {}", record->scenario,
                                   record->expected(), record->measured());
      }
    }
  }
  if (!ended.empty())
    suite.cases.push_back({.class_name = "conform", .name = "all cases", .failure = ended});
  return JUnitText(suite);
}

std::string FailedCases(std::span<const CaseResult> results) {
  std::string text;
  for (const std::span<const CaseResult> part : ByModels(results)) {
    std::string names;
    for (const CaseResult& result : part) {
      if (!result.passed()) names += (names.empty() ? "" : ", ") + result.test_case;
    }
    if (names.empty()) continue;
    text +=
        fmt::format("{}{} ({})", text.empty() ? "" : "; ", names, ShortName(part.front().models));
  }
  return text;
}

}  // namespace linkwright::report
