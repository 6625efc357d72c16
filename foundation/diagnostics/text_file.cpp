// SPDX-License-Identifier: Apache-2.0
#include "foundation/diagnostics/text_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace linkwright::diagnostics {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

std::string ReadTextFile(const std::string& path, const SourceLocation& blame,
                         std::uint64_t limit) {
  const auto fail = [&](const std::string& reason) {
    if (blame.file.empty()) {
      throw UserError(SourceLocation{path, 0, 0}, "cannot read the file: " + reason);
    }
    throw UserError(blame, fmt::format("cannot read '{}': {}", path, reason));
  };
  const auto fail_with = [&](int error) {
    // A pipe that nobody writes to, and the user has stopped waiting for it.
    if (error == EINTR) throw RunFailure(fmt::format("interrupted while reading '{}'", path));
    fail(std::strerror(error));
  };
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) fail_with(errno);
  std::string text;
  char buffer[65536];
  for (;;) {
    const ssize_t count = read(file.number(), buffer, sizeof buffer);
    if (count < 0) fail_with(errno);
    if (count == 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
    if (text.size() > limit) fail(fmt::format("it is larger than {} bytes", limit));
  }
}

}  // namespace linkwright::diagnostics
