// SPDX-License-Identifier: Apache-2.0
#include "host_driver/cli/sizes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "foundation/diagnostics/diagnostic.h"
#include "foundation/units/text.h"

namespace linkwright::cli {
namespace {

using diagnostics::SourceLocation;
using diagnostics::UserError;

constexpr size_t kMostSizes = 10000;
constexpr const char* kSizes = "--sizes";

// "64M" is nccl-tests' way to write 64 MiB.
std::string WithUnit(const std::string& text) {
  size_t digits = text.find_first_not_of("0123456789.");
  if (text.empty() || !std::isdigit(static_cast<unsigned char>(text.front()))) return text;
  if (digits == std::string::npos) return text + " B";
  const bool last = digits + 1 == text.size();
  const char letter = static_cast<char>(std::toupper(static_cast<unsigned char>(text[digits])));
  if (last && (letter == 'K' || letter == 'M' || letter == 'G'))
    return fmt::format("{} {}iB", text.substr(0, digits), letter);
  return text;
}

// A last part ":4" or ":+2KiB".
struct Advance {
  uint64_t factor = 2, step = 0;

  // False when the next size would be above `last`.
  bool Next(uint64_t& size, uint64_t last) const {
    if (step > 0 ? size > last - std::min(last, step) : size > last / factor) return false;
    size = step > 0 ? size + step : size * factor;
    return size <= last;
  }
};

Advance ParseAdvance(const std::string& text, size_t begin) {
  const std::string tail = text.substr(begin);
  const SourceLocation at{fmt::format("{} {}", kSizes, text), 1, static_cast<int>(begin) + 1};
  if (tail.starts_with("+")) return {.step = ParseSize(kSizes, text, begin + 1, text.size())};
  const bool number = !tail.empty() && tail.size() < 10 &&
                      tail.find_first_not_of("0123456789") == std::string::npos;
  if (!number || std::stoull(tail) < 2) {
    throw UserError(
        at, fmt::format("expected a whole factor of at least 2, or a step like +2KiB, found '{}'",
                        tail));
  }
  return {.factor = std::stoull(tail)};
}

std::vector<uint64_t> Progression(const std::string& text, size_t first_colon) {
  const size_t second = text.find(':', first_colon + 1);
  const uint64_t first = ParseSize(kSizes, text, 0, first_colon);
  const uint64_t last =
      ParseSize(kSizes, text, first_colon + 1, second == std::string::npos ? text.size() : second);
  const Advance advance = second == std::string::npos ? Advance{} : ParseAdvance(text, second + 1);
  if (last < first) {
    throw UserError({fmt::format("{} {}", kSizes, text), 1, static_cast<int>(first_colon) + 2},
                    "the last size is smaller than the first");
  }
  std::vector<uint64_t> sizes;
  uint64_t size = first;
  do {
    if (sizes.size() == kMostSizes) {
      throw UserError({fmt::format("{} {}", kSizes, text), 1, 1},
                      fmt::format("more than {} sizes", kMostSizes));
    }
    sizes.push_back(size);
  } while (advance.Next(size, last));
  return sizes;
}

}  // namespace

uint64_t ParseSize(const std::string& option, const std::string& all, size_t begin, size_t end) {
  const SourceLocation at{fmt::format("{} {}", option, all), 1, static_cast<int>(begin) + 1};
  const auto parsed = units::Parse<units::Bytes>(WithUnit(all.substr(begin, end - begin)));
  if (!parsed) throw UserError(at, parsed.message);
  if (parsed.value->count() == 0) throw UserError(at, "a size must be more than 0");
  return parsed.value->count();
}

std::vector<uint64_t> ParseSizes(const std::string& text) {
  if (const size_t colon = text.find(':'); colon != std::string::npos)
    return Progression(text, colon);
  std::vector<uint64_t> sizes;
  for (size_t begin = 0; begin <= text.size();) {
    size_t end = text.find(',', begin);
    if (end == std::string::npos) end = text.size();
    sizes.push_back(ParseSize(kSizes, text, begin, end));
    begin = end + 1;
  }
  return sizes;
}

}  // namespace linkwright::cli
