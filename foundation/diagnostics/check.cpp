// SPDX-License-Identifier: Apache-2.0
#include "foundation/diagnostics/check.h"

#include <fmt/format.h>

#include "foundation/units/text.h"

namespace linkwright::diagnostics::internal {
namespace {

/// The path below the repository, so that messages do not depend on where it was checked out.
std::string_view BelowRepository(std::string_view file) {
  static constexpr std::string_view kRooms[] = {"/foundation/", "/fabric/",      "/systemc_models/",
                                                "/workloads/",  "/host_driver/", "/tco/",
                                                "/tests/"};
  std::size_t start = std::string_view::npos;
  for (const std::string_view room : kRooms) {
    const std::size_t at = file.rfind(room);
    if (at != std::string_view::npos && (start == std::string_view::npos || at + 1 < start)) {
      start = at + 1;
    }
  }
  return start == std::string_view::npos ? file : file.substr(start);
}

}  // namespace

CheckMessage::CheckMessage(const char* condition, const char* file, int line)
    : head_(fmt::format("{}:{}: check failed: {}", BelowRepository(file), line, condition)) {}

CheckMessage::CheckMessage(const char* condition, const char* file, int line,
                           std::string_view component, units::SimTime now)
    : head_(fmt::format("{}:{}: {} at {}: check failed: {}", BelowRepository(file), line, component,
                        now, condition)) {}

std::string CheckMessage::Text() const {
  const std::string details = details_.str();
  return details.empty() ? head_ : head_ + ": " + details;
}

void Raise::operator&(const CheckMessage& message) const { throw InternalError(message.Text()); }

}  // namespace linkwright::diagnostics::internal
