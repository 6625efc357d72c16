// SPDX-License-Identifier: Apache-2.0
// Accepted figures, in a file beside the regression file: ci.yaml -> ci.golden.json. Written by
// --accept alone, so that the file of people keeps its comments; sorted by name, a line a figure,
// so that a change reads well in a diff.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "foundation/config/config.h"
#include "host_driver/regression/comparison.h"
#include "host_driver/regression/regression_file.h"

namespace linkwright::regression {

struct Golden {
  std::string reason, date, version;  // of the last acceptance that changed it; date: 2026-11-29
  Figures metrics;
};

struct GoldenFile {
  int format = 1;
  std::map<std::string, Golden> goldens;  // by name of the run
};

std::string GoldenPath(const std::string& regression_path);

// No goldens when there is no file. Throws UserError with positions.
GoldenFile ReadGoldens(const std::string& path);

// Replaces the file as a whole, or throws UserError and leaves it.
void WriteGoldens(const GoldenFile& goldens, const std::string& path);

// Throws UserError when a name of `wanted` has no golden, told where the entry stands, and when the
// file has goldens of runs that `regressions` does not have.
void ExpectGoldens(const GoldenFile& goldens, const Regressions& regressions,
                   const std::vector<std::string>& wanted);

// Takes `now` as the golden of `name`; false when nothing changed, and then its record stays.
bool Accept(const std::string& name, const Figures& now, const Golden& record, GoldenFile& goldens);

// Drops goldens of runs that the file does not have; how many.
size_t DropStale(const RegressionFile& file, GoldenFile& goldens);

}  // namespace linkwright::regression

namespace linkwright::config {

template <>
struct Describe<regression::Golden> {
  using T = regression::Golden;
  static constexpr std::string_view kName = "golden";
  static constexpr std::string_view kDoc = "accepted figures of one run";
  template <class V>
  static void Fields(V& v) {
    v.Field("reason", &T::reason, "why they were accepted").Required();
    v.Field("date", &T::date, "when, in UTC").Required();
    v.Field("version", &T::version, "of linkwright that made them").Required();
    v.Field("metrics", &T::metrics, "exact, each in its metric's unit").Required();
  }
};

template <>
struct Describe<regression::GoldenFile> {
  using T = regression::GoldenFile;
  static constexpr std::string_view kName = "goldens";
  static constexpr std::string_view kDoc = "written by linkwright regress --accept";
  template <class V>
  static void Fields(V& v) {
    v.Field("format", &T::format, "of this file").Required().Range(1, 1);
    v.Field("goldens", &T::goldens, "by name of the run").Required();
  }
};

}  // namespace linkwright::config
