// SPDX-License-Identifier: Apache-2.0
#include "host_driver/scenario/endpoints.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <string_view>

namespace linkwright::config {
namespace {

constexpr int kMost = Codec<scenario::Endpoints>::kMost;

std::optional<int> WholeNumber(std::string_view text) {
  int value = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end || value < 0 || value > kMost)
    return std::nullopt;
  return value;
}

// "3" or "0-7"; false when it is neither.
bool AddRange(std::string_view text, std::vector<int>& out) {
  const size_t dash = text.find('-');
  const auto first = WholeNumber(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : WholeNumber(text.substr(dash + 1));
  if (!first || !last || *last < *first) return false;
  for (int a = *first; a <= *last; ++a) out.push_back(a);
  return true;
}

bool AddRanges(std::string_view text, std::vector<int>& out) {
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    std::string_view part = text.substr(begin, end - begin);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!AddRange(part, out)) return false;
    begin = end + 1;
  }
  return true;
}

struct Stride {
  int first = 0, count = 0, stride = 1;
};

bool ReadList(const Node& node, std::string_view name, std::vector<int>& out,
              Diagnostics& diagnostics) {
  for (const Node& item : node.items()) {
    if (item.IsScalar() && AddRange(item.text(), out)) continue;
    internal::ReportValue(
        item, name, "expected an accelerator or a range of them (0-7), found " + item.Describe(),
        diagnostics);
    return false;
  }
  return true;
}

}  // namespace

template <>
struct Describe<Stride> {
  static constexpr std::string_view kName = "stride";
  static constexpr std::string_view kDoc = "accelerators at equal distances";
  template <class V>
  static void Fields(V& v) {
    v.Field("first", &Stride::first, "accelerator of rank 0").Range(0, kMost);
    v.Field("count", &Stride::count, "ranks").Required().Range(2, kMost);
    v.Field("stride", &Stride::stride, "from one rank's accelerator to the next").Range(1, kMost);
  }
};

bool Codec<scenario::Endpoints>::Read(const Node& node, std::string_view name,
                                      scenario::Endpoints& out, Diagnostics& diagnostics) {
  std::vector<int>& ranks = out.by_rank;
  ranks.clear();
  if (node.IsMap()) {
    Stride stride;
    if (!Codec<Stride>::Read(node, name, stride, diagnostics)) return false;
    for (int r = 0; r < stride.count; ++r) {
      const int64_t accelerator = int64_t{stride.first} + int64_t{r} * stride.stride;
      if (accelerator > kMost) {
        internal::ReportValue(
            node, name, fmt::format("the last rank's accelerator is past {}", kMost), diagnostics);
        return false;
      }
      ranks.push_back(static_cast<int>(accelerator));
    }
  } else if (node.IsList()) {
    if (!ReadList(node, name, ranks, diagnostics)) return false;
  } else if (const auto count = node.IsScalar() ? WholeNumber(node.text()) : std::nullopt) {
    ranks.resize(static_cast<size_t>(*count));
    std::iota(ranks.begin(), ranks.end(), 0);
  } else if (!node.IsScalar() || !AddRanges(node.text(), ranks)) {
    internal::ReportValue(node, name,
                          "expected a number of ranks (8), ranges of accelerators (0-3,8-11), a "
                          "list ([0, 2, 4]) or {first, count, stride}, found " +
                              node.Describe(),
                          diagnostics);
    return false;
  }
  if (ranks.size() < 2 || ranks.size() > static_cast<size_t>(kMost)) {
    internal::ReportValue(node, name,
                          fmt::format("expected 2 to {} ranks, found {}", kMost, ranks.size()),
                          diagnostics);
    return false;
  }
  std::vector<int> sorted = ranks;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice == sorted.end()) return true;
  internal::ReportValue(node, name, fmt::format("accelerator {} has two ranks", *twice),
                        diagnostics);
  return false;
}

Json Codec<scenario::Endpoints>::Write(const scenario::Endpoints& endpoints) {
  if (endpoints.by_rank.empty()) return nullptr;
  for (size_t r = 0; r < endpoints.by_rank.size(); ++r) {
    if (endpoints.by_rank[r] != static_cast<int>(r)) return endpoints.by_rank;
  }
  return endpoints.by_rank.size();
}

Json Codec<scenario::Endpoints>::Schema(Catalog& catalog) {
  return {{"oneOf",
           {{{"type", "integer"}, {"minimum", 2}, {"maximum", kMost}},
            {{"type", "string"}},
            {{"type", "array"}},
            Codec<Stride>::Schema(catalog)}}};
}

}  // namespace linkwright::config
