// SPDX-License-Identifier: Apache-2.0
#include "host_driver/regression/golden.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "foundation/diagnostics/atomic_file.h"

namespace linkwright::regression {
namespace {

std::set<std::string> NamesOf(const RegressionFile& file) {
  std::set<std::string> names;
  for (const Entry& entry : file.entries) {
    for (const std::string& name : RunNames(entry)) names.insert(name);
  }
  return names;
}

}  // namespace

std::string GoldenPath(const std::string& regression_path) {
  const std::filesystem::path path = regression_path;
  const bool yaml = path.extension() == ".yaml" || path.extension() == ".yml";
  return (yaml ? path.parent_path() / path.stem() : path).string() + ".golden.json";
}

GoldenFile ReadGoldens(const std::string& path) {
  std::error_code none;
  if (!std::filesystem::exists(path, none)) return {};
  return config::ReadOrThrow<GoldenFile>(config::Document::Load(path));
}

void WriteGoldens(const GoldenFile& goldens, const std::string& path) {
  diagnostics::WriteFileAtomically(path, config::Write(goldens).dump(1) + "\n");
}

void ExpectGoldens(const GoldenFile& goldens, const Regressions& regressions,
                   const std::vector<std::string>& wanted) {
  const std::string path = GoldenPath(regressions.path);
  const std::string how =
      fmt::format("linkwright regress {} --accept --reason \"WHY\"", regressions.path);
  std::error_code none;
  if (!wanted.empty() && !std::filesystem::exists(path, none)) {
    throw diagnostics::UserError(
        {path, 0, 0}, fmt::format("there are no goldens yet; this writes them: {}", how));
  }
  diagnostics::Diagnostics problems;
  for (size_t e = 0; e < regressions.file.entries.size(); ++e) {
    for (const std::string& name : RunNames(regressions.file.entries[e])) {
      if (goldens.goldens.contains(name) ||
          std::find(wanted.begin(), wanted.end(), name) == wanted.end())
        continue;
      problems.Error(regressions.document.LocationOf(fmt::format("entries.{}.name", e)),
                     fmt::format("'{}' has no golden; this writes it: {} --only {}", name, how,
                                 regressions.file.entries[e].name));
    }
  }
  const std::set<std::string> known = NamesOf(regressions.file);
  for (const auto& [name, golden] : goldens.goldens) {
    if (known.contains(name)) continue;
    problems.Error({path, 0, 0}, fmt::format("'{}' has a golden, but is no run of {}; this drops "
                                             "it: {}",
                                             name, regressions.path, how));
  }
  problems.ThrowIfAny();
}

bool Accept(const std::string& name, const Figures& now, const Golden& record,
            GoldenFile& goldens) {
  const auto found = goldens.goldens.find(name);
  if (found != goldens.goldens.end() && found->second.metrics == now) return false;
  Golden& golden = goldens.goldens[name] = record;
  golden.metrics = now;
  return true;
}

size_t DropStale(const RegressionFile& file, GoldenFile& goldens) {
  const std::set<std::string> known = NamesOf(file);
  return std::erase_if(goldens.goldens,
                       [&](const auto& golden) { return !known.contains(golden.first); });
}

}  // namespace linkwright::regression
