// SPDX-License-Identifier: Apache-2.0
#include "host_driver/regression/result_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>

#include "host_driver/experiment/build_facts.h"
#include "host_driver/regression/result_text.h"

namespace linkwright::regression {
namespace {

using report::Json;

Json OrNull(const std::optional<int64_t>& value) { return value ? Json(*value) : Json(nullptr); }

Json ChangeJson(const Change& change) {
  return {
      {"metric", change.metric}, {"golden", OrNull(change.golden)}, {"now", OrNull(change.now)}};
}

Json ResultJson(const Result& result, const RegressionFile& file) {
  Json json = {{"name", result.name}, {"entry", file.entries[result.entry].name}};
  if (result.drawn) json["seed"] = *result.drawn;
  json["verdict"] = NameOf(result.verdict);
  if (!result.why.empty()) json["why"] = result.why;
  if (result.verdict == Verdict::kNotRun) return json;
  json["cycles"] = result.cycles;
  json["time_ps"] = result.time_ps;
  json["wall_s"] = result.wall_seconds;
  json["cycles_per_s"] = result.cycles_per_second();
  if (result.verdict == Verdict::kChanged) {
    Json changes = Json::array();
    const auto& headline = result.comparison.of_headline;
    if (headline && headline->golden != headline->now) changes.push_back(ChangeJson(*headline));
    for (const Change& change : result.comparison.changes) changes.push_back(ChangeJson(change));
    json["changes"] = std::move(changes);
  }
  json["figures"] = result.figures;
  return json;
}

// Every change in a line of its own.
std::string AllChanges(const Result& result) {
  std::string text;
  const auto& headline = result.comparison.of_headline;
  if (headline && headline->golden != headline->now)
    text += ChangeText(headline->metric, *headline) + "\n";
  for (const Change& change : result.comparison.changes)
    text += ChangeText(change.metric, change) + "\n";
  return text;
}

}  // namespace

Json ToJson(const Record& record, const RegressionFile& file) {
  Json json = {{"status", record.failure.empty() ? "complete" : "failed"}};
  if (!record.failure.empty()) json["failure"] = record.failure;
  Json build = Json::object();
  for (const auto& [name, value] : experiment::BuildFacts()) build[name] = value;
  json["provenance"] = {{"tool", "linkwright " + experiment::Version()},
                        {"build", std::move(build)},
                        {"file", record.file},
                        {"started", record.started}};
  if (!record.drawn.empty()) json["seeds"] = {{"from", record.drawn_from}, {"drawn", record.drawn}};
  json["results"] = Json::array();
  for (const Result& result : record.results) json["results"].push_back(ResultJson(result, file));
  return json;
}

report::JUnitSuite ToJUnit(const Record& record, bool all_must_run) {
  const std::string stem = std::filesystem::path(record.file).stem().string();
  report::JUnitSuite suite{
      .name = "linkwright regress " + stem, .timestamp = record.started, .properties = {}};
  suite.properties.emplace_back("version", experiment::Version());
  if (!record.drawn.empty()) {
    suite.properties.emplace_back("seed-from", std::to_string(record.drawn_from));
    suite.properties.emplace_back("seeds", fmt::format("{}", fmt::join(record.drawn, " ")));
  }
  for (const Result& result : record.results) {
    report::JUnitCase test{
        .class_name = stem, .name = Title(result), .seconds = result.wall_seconds};
    const bool not_run = result.verdict == Verdict::kNotRun;
    if (not_run && !all_must_run) {
      test.skipped = result.why;
    } else if (not_run || result.verdict == Verdict::kFailed) {
      test.failure = WhatHappened(result, false);
      test.details = result.why;
    } else if (result.verdict == Verdict::kChanged) {
      test.failure = WhatHappened(result, false);
      test.details = AllChanges(result);
    }
    suite.cases.push_back(std::move(test));
  }
  if (record.cut_short)
    suite.cases.push_back({.class_name = stem, .name = "the whole", .failure = record.failure});
  return suite;
}

}  // namespace linkwright::regression
