// SPDX-License-Identifier: Apache-2.0
// A file of scenarios whose results are kept: what runs, with what laid over it, and which figures
// count. The goldens themselves are beside it (golden.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/config/config.h"
#include "foundation/units/units.h"
#include "host_driver/scenario/network.h"

namespace linkwright::regression {

struct Entry {
  std::string name;
  std::string scenario;
  std::optional<scenario::Fidelity> fidelity;
  std::vector<units::Bytes> sizes;
  std::optional<uint64_t> seed;
  std::optional<std::string> switch_library;
  std::map<std::string, config::Node> set;  // path of a field -> its value
  std::vector<std::string> metrics;         // names or patterns; empty: all
};

struct RegressionFile {
  std::vector<Entry> entries;
};

// A file as read, with the document that knows where everything stands.
struct Regressions {
  std::string path;
  config::Document document;
  RegressionFile file;
};

// Throws diagnostics::UserError with every mistake at its place.
Regressions ReadRegressions(const std::string& path);

// Names of the runs of an entry: its own, or with sizes "name/64KiB" for each, as units write them.
std::vector<std::string> RunNames(const Entry& entry);

// Letters, digits, '.', '_' and '-': a name is a word on the command line and in other files.
bool IsName(const std::string& name);

}  // namespace linkwright::regression

namespace linkwright::config {

template <>
struct Describe<regression::Entry> {
  using T = regression::Entry;
  static constexpr std::string_view kName = "entry";
  static constexpr std::string_view kDoc =
      "one scenario, once or for several sizes; the fields below `scenario` are laid over it in "
      "this order";
  template <class V>
  static void Fields(V& v) {
    v.Field("name", &T::name, "in messages, goldens and reports")
        .Required()
        .Check("letters, digits, '.', '_' and '-'", regression::IsName);
    v.Field("scenario", &T::scenario, "its file, relative to this one").Required().NotEmpty();
    v.Field("fidelity", &T::fidelity, "network.fidelity");
    v.Field("sizes", &T::sizes, "collective.size: a run for each, named after it")
        .Above(units::Bytes(0));
    v.Field("seed", &T::seed, "of all randomness");
    v.Field("switch_library", &T::switch_library,
            "network.switch_library: your own switch model, relative to this file");
    v.Field("set", &T::set, "fields by their paths, as --set takes them: {network.iterations: 2}");
    v.Field("metrics", &T::metrics,
            "the figures that count, by name; * stands for anything; default: every whole number "
            "of the run's report")
        .Check("a name or a pattern", [](const std::string& p) { return !p.empty(); });
  }
};

template <>
struct Describe<regression::RegressionFile> {
  using T = regression::RegressionFile;
  static constexpr std::string_view kName = "regression";
  static constexpr std::string_view kDoc =
      "scenarios whose cycles and counters are held against goldens";
  template <class V>
  static void Fields(V& v) {
    v.Field("entries", &T::entries, "what runs, in this order").Required().NotEmpty();
  }
  static void Check(const T& file, const Node& at, Diagnostics& diagnostics);
};

}  // namespace linkwright::config
