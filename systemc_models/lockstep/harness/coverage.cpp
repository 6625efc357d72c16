// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/harness/coverage.h"

#include <fmt/format.h>

namespace linkwright::lockstep {

void Coverage::Add(const Coverage& other) {
  for (const auto& [bin, count] : other.bins_) bins_[bin] += count;
}

std::uint64_t Coverage::Count(const std::string& bin) const {
  const auto found = bins_.find(bin);
  return found == bins_.end() ? 0 : found->second;
}

std::size_t Coverage::Missed(std::string_view group) const {
  std::size_t missed = 0;
  for (const auto& [bin, count] : bins_) {
    if (bin.starts_with(group) && count == 0) ++missed;
  }
  return missed;
}

std::string Coverage::Format() const {
  std::string text;
  std::string group;
  for (const auto& [bin, count] : bins_) {
    const std::size_t slash = bin.rfind('/');
    const std::string in_group = slash == std::string::npos ? "" : bin.substr(0, slash);
    if (in_group != group) {
      group = in_group;
      text += fmt::format("{}\n", group);
    }
    const std::string name = slash == std::string::npos ? bin : bin.substr(slash + 1);
    text += fmt::format("  {:<28} {:>12}{}\n", name, count, count == 0 ? "  never" : "");
  }
  return text;
}

}  // namespace linkwright::lockstep
