// SPDX-License-Identifier: Apache-2.0
#include "foundation/diagnostics/text_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace linkwright::diagnostics {

std::string ReadTextFile(const std::string& path, const SourceLocation& blame,
                         std::uint64_t limit) {
  const auto fail = [&](const std::string& reason) {
    if (blame.file.empty()) {
      throw UserError(SourceLocation{path, 0, 0}, "cannot read the file: " + reason);
    }
    throw UserError(blame, fmt::format("cannot read '{}': {}", path, reason));
  };
  const auto close = [](std::FILE* stream) { std::fclose(stream); };
  const std::unique_ptr<std::FILE, decltype(close)> stream(std::fopen(path.c_str(), "rb"), close);
  if (stream == nullptr) fail(std::strerror(errno));
  std::string text;
  char buffer[65536];
  errno = 0;
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, stream.get())) {
    text.append(buffer, count);
    if (text.size() > limit) fail(fmt::format("it is larger than {} bytes", limit));
  }
  if (std::ferror(stream.get()) != 0) fail(std::strerror(errno));
  return text;
}

}  // namespace linkwright::diagnostics
