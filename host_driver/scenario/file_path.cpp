// SPDX-License-Identifier: Apache-2.0
#include "host_driver/scenario/file_path.h"

#include <filesystem>

namespace linkwright::scenario {

std::string PathNamedAt(const diagnostics::SourceLocation& at, const std::string& name) {
  const std::filesystem::path path = name;
  if (path.is_absolute() || at.line == 0 || !std::filesystem::exists(at.file)) return name;
  return (std::filesystem::path(at.file).parent_path() / path).string();
}

}  // namespace linkwright::scenario
