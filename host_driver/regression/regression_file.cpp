// SPDX-License-Identifier: Apache-2.0
#include "host_driver/regression/regression_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "foundation/units/text.h"

namespace linkwright::regression {

Regressions ReadRegressions(const std::string& path) {
  Regressions read{path, config::Document::Load(path), {}};
  read.file = config::ReadOrThrow<RegressionFile>(read.document);
  return read;
}

std::vector<std::string> RunNames(const Entry& entry) {
  if (entry.sizes.empty()) return {entry.name};
  std::vector<std::string> names;
  for (const units::Bytes size : entry.sizes) {
    std::string text = units::Format(size);
    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
    names.push_back(fmt::format("{}/{}", entry.name, text));
  }
  return names;
}

bool IsName(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
  });
}

}  // namespace linkwright::regression

namespace linkwright::config {

void Describe<regression::RegressionFile>::Check(const T& file, const Node& at,
                                                 Diagnostics& diagnostics) {
  std::set<std::string> names;
  for (size_t e = 0; e < file.entries.size(); ++e) {
    const regression::Entry& entry = file.entries[e];
    const std::string path = fmt::format("entries.{}", e);
    if (!names.insert(entry.name).second) {
      diagnostics.Error(at.LocationOf(path + ".name"),
                        fmt::format("two entries are called '{}'", entry.name));
    }
    if (!entry.sizes.empty() && entry.set.contains("collective.size")) {
      diagnostics.Error(at.LocationOf(path + ".set"),
                        "the sizes of this entry come from `sizes`, not from collective.size");
    }
    for (size_t s = 0; s < entry.sizes.size(); ++s) {
      if (std::find(entry.sizes.begin(), entry.sizes.begin() + static_cast<long>(s),
                    entry.sizes[s]) == entry.sizes.begin() + static_cast<long>(s))
        continue;
      diagnostics.Error(at.LocationOf(fmt::format("{}.sizes.{}", path, s)),
                        fmt::format("{} is given twice", units::Format(entry.sizes[s])));
    }
  }
}

}  // namespace linkwright::config
