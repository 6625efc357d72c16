// SPDX-License-Identifier: Apache-2.0
#include "foundation/config/scalar_codec.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "foundation/diagnostics/suggest.h"

namespace linkwright::config {

bool Catalog::Begin(std::string_view name, std::string_view doc) {
  for (const Section& section : sections_) {
    if (section.name == name) return false;
  }
  sections_.push_back({std::string(name), std::string(doc), Json(), ""});
  return true;
}

Catalog::Section& Catalog::Get(std::string_view name) {
  for (Section& section : sections_) {
    if (section.name == name) return section;
  }
  return sections_.emplace_back(Section{std::string(name), "", Json(), ""});
}

namespace internal {
namespace {

/// Reports a value that is not what was expected.
void Expect(const Node& node, std::string_view name, std::string_view expected,
            Diagnostics& diagnostics, std::string suggestion = "") {
  ReportValue(node, name, fmt::format("expected {}, found {}", expected, node.Describe()),
              diagnostics, std::move(suggestion));
}

/// from_chars over the whole text; understands 0x for integers.
template <class T>
std::errc Convert(std::string_view text, T& value) {
  const char* begin = text.data();
  const char* const end = begin + text.size();
  std::from_chars_result result{};
  if constexpr (std::integral<T>) {
    const bool hex = text.starts_with("0x");
    result = std::from_chars(begin + (hex ? 2 : 0), end, value, hex ? 16 : 10);
  } else {
    if (text.starts_with('+')) ++begin;
    result = std::from_chars(begin, end, value);
  }
  if (result.ec == std::errc() && result.ptr != end) return std::errc::invalid_argument;
  return result.ec;
}

/// Unquoted decimal digits with an optional minus: a whole number, if perhaps too large a one.
bool LooksLikeInteger(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

template <class T>
std::optional<T> ReadInteger(const Node& node, std::string_view name, T low, T high,
                             Diagnostics& diagnostics) {
  if (node.IsScalar() && !node.quoted()) {
    T value{};
    const std::errc error = Convert(node.text(), value);
    if (error == std::errc() && low <= value && value <= high) return value;
    if (error == std::errc() || LooksLikeInteger(node.text())) {
      Expect(node, name, fmt::format("{} to {}", low, high), diagnostics);
      return std::nullopt;
    }
  }
  Expect(node, name, node.quoted() ? "an integer without quotes" : "an integer", diagnostics);
  return std::nullopt;
}

}  // namespace

void ReportValue(const Node& node, std::string_view name, std::string message,
                 Diagnostics& diagnostics, std::string suggestion) {
  diagnostics.Error(node.location(), fmt::format("'{}': {}", name, message), std::move(suggestion));
}

std::optional<bool> ReadBool(const Node& node, std::string_view name, Diagnostics& diagnostics) {
  if (node.IsScalar() && !node.quoted()) {
    if (node.text() == "true") return true;
    if (node.text() == "false") return false;
  }
  std::string suggestion;
  if (node.IsScalar()) {
    const std::string& text = node.text();
    for (const char* yes : {"yes", "Yes", "on", "On", "True", "TRUE", "1"}) {
      if (text == yes) suggestion = "true";
    }
    for (const char* no : {"no", "No", "off", "Off", "False", "FALSE", "0"}) {
      if (text == no) suggestion = "false";
    }
  }
  Expect(node, name, "true or false", diagnostics, suggestion);
  return std::nullopt;
}

std::optional<double> ReadDouble(const Node& node, std::string_view name,
                                 Diagnostics& diagnostics) {
  if (node.IsScalar() && !node.quoted()) {
    double value = 0;
    if (Convert(node.text(), value) == std::errc() && std::isfinite(value)) return value;
  }
  Expect(node, name, node.quoted() ? "a number without quotes" : "a number", diagnostics);
  return std::nullopt;
}

std::optional<std::string> ReadString(const Node& node, std::string_view name,
                                      Diagnostics& diagnostics) {
  if (node.IsScalar()) return node.text();
  Expect(node, name, "text", diagnostics);
  return std::nullopt;
}

std::optional<std::int64_t> ReadSigned(const Node& node, std::string_view name, std::int64_t low,
                                       std::int64_t high, Diagnostics& diagnostics) {
  return ReadInteger<std::int64_t>(node, name, low, high, diagnostics);
}

std::optional<std::uint64_t> ReadUnsigned(const Node& node, std::string_view name,
                                          std::uint64_t high, Diagnostics& diagnostics) {
  return ReadInteger<std::uint64_t>(node, name, 0, high, diagnostics);
}

bool IsIntegerOutside(const Node& node, std::int64_t low, std::uint64_t high) {
  if (!node.IsScalar() || node.quoted() || !LooksLikeInteger(node.text())) return false;
  if (node.text().starts_with('-')) {
    std::int64_t value = 0;
    return Convert(node.text(), value) != std::errc() || value < low;
  }
  std::uint64_t value = 0;
  return Convert(node.text(), value) != std::errc() || value > high;
}

std::optional<std::size_t> ReadChoice(const Node& node, std::string_view name,
                                      const std::vector<std::string>& names,
                                      Diagnostics& diagnostics) {
  std::string suggestion;
  if (node.IsScalar()) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == node.text()) return i;
    }
    suggestion = diagnostics::Suggest(node.text(), names);
  }
  Expect(node, name, fmt::format("one of {}", fmt::join(names, ", ")), diagnostics,
         std::move(suggestion));
  return std::nullopt;
}

const std::string* QuantityText(const Node& node, std::string_view name, std::string_view units,
                                Diagnostics& diagnostics) {
  if (node.IsScalar()) return &node.text();
  Expect(node, name, fmt::format("a number with a unit among {}", units), diagnostics);
  return nullptr;
}

Json Nodes(const Node& node) {
  switch (node.kind()) {
    case NodeKind::kNull:
      return nullptr;
    case NodeKind::kList: {
      Json json = Json::array();
      for (const Node& item : node.items()) json.push_back(Nodes(item));
      return json;
    }
    case NodeKind::kMap: {
      Json json = Json::object();
      for (const Entry& entry : node.entries()) json[entry.key] = Nodes(entry.value);
      return json;
    }
    case NodeKind::kScalar:
      break;
  }
  const std::string& text = node.text();
  if (node.quoted()) return text;
  if (text == "true") return true;
  if (text == "false") return false;
  std::int64_t integer = 0;
  if (Convert(text, integer) == std::errc()) return integer;
  double real = 0;
  if (Convert(text, real) == std::errc() && std::isfinite(real)) return real;
  return text;
}

std::string AsTyped(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace internal
}  // namespace linkwright::config
