// SPDX-License-Identifier: Apache-2.0
#include "workloads/formats/xml_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "foundation/diagnostics/suggest.h"
#include "foundation/diagnostics/utf8.h"

namespace linkwright::formats {

using diagnostics::Diagnostic;
using diagnostics::SourceLocation;
using diagnostics::UserError;

namespace {

std::optional<int64_t> ParseInteger(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool Contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

XmlSource::XmlSource(std::string text, std::string name)
    : name_(std::move(name)), buffer_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < buffer_.size(); ++i) {
    if (buffer_[i] == '\n') line_starts_.push_back(i + 1);
  }
  if (const auto bad = diagnostics::FirstInvalidUtf8(buffer_)) {
    throw UserError(AtOffset(static_cast<std::ptrdiff_t>(*bad)),
                    fmt::format("expected UTF-8 text, found the byte 0x{:02x}",
                                static_cast<unsigned char>(buffer_[*bad])));
  }
  const std::size_t size = buffer_.size();
  const pugi::xml_parse_result result =
      document_.load_buffer_inplace(buffer_.data(), size, pugi::parse_default, pugi::encoding_utf8);
  if (result) return;
  std::string reason = result.description();
  if (!reason.empty()) reason[0] = static_cast<char>(std::tolower(reason[0]));
  throw UserError(AtOffset(std::min<std::ptrdiff_t>(result.offset, static_cast<long>(size))),
                  "this is not well-formed XML: " + reason);
}

SourceLocation XmlSource::At(const pugi::xml_node& element) const {
  // pugixml gives the offset of the name, one behind the '<'.
  return AtOffset(element.offset_debug() - 1);
}

SourceLocation XmlSource::At(const pugi::xml_attribute& attribute) const {
  return AtOffset(attribute.name() - buffer_.data());
}

SourceLocation XmlSource::AtOffset(std::ptrdiff_t offset) const {
  const auto position = static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0));
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), position);
  const auto line = next - line_starts_.begin();
  return {name_, static_cast<int>(line), static_cast<int>(position - *(next - 1)) + 1};
}

int64_t ElementReader::Integer(const char* name, int64_t low, int64_t high) {
  if (!Has(name)) {
    Refuse(name, fmt::format("<{}> needs the attribute '{}'", element_.name(), name));
    return low;
  }
  return OptionalInteger(name, low, high).value_or(low);
}

std::optional<int64_t> ElementReader::OptionalInteger(const char* name, int64_t low, int64_t high) {
  const pugi::xml_attribute attribute = element_.attribute(name);
  if (!attribute) return std::nullopt;
  const std::optional<int64_t> value = ParseInteger(attribute.value());
  if (!value) {
    Refuse(name, fmt::format("{} must be a whole number, found \"{}\"", name, attribute.value()));
    return std::nullopt;
  }
  if (*value < low || *value > high) {
    const std::string range =
        high == INT64_MAX ? fmt::format("{} or more", low) : fmt::format("{} to {}", low, high);
    Refuse(name, fmt::format("{} must be {}, found {}", name, range, *value));
    return std::nullopt;
  }
  return value;
}

std::string ElementReader::Text(const char* name) {
  if (!Has(name)) {
    Refuse(name, fmt::format("<{}> needs the attribute '{}'", element_.name(), name));
    return "";
  }
  return element_.attribute(name).value();
}

void ElementReader::Refuse(const char* attribute, std::string message, std::string suggestion) {
  good_ = false;
  problems_.Error(Where(attribute), std::move(message), std::move(suggestion));
}

SourceLocation ElementReader::Where(const char* attribute) const {
  const pugi::xml_attribute found = element_.attribute(attribute);
  return found ? source_.At(found) : source_.At(element_);
}

void ElementReader::WarnAboutOthers(const std::vector<std::string>& attributes,
                                    const std::vector<std::string>& children,
                                    std::vector<Diagnostic>& warnings) const {
  for (const pugi::xml_attribute& attribute : element_.attributes()) {
    if (Contains(attributes, attribute.name())) continue;
    warnings.push_back({source_.At(attribute),
                        fmt::format("the attribute '{}' of <{}> means nothing to MSCCL and is "
                                    "ignored",
                                    attribute.name(), element_.name()),
                        diagnostics::Suggest(attribute.name(), attributes)});
  }
  for (const pugi::xml_node& child : element_.children()) {
    if (child.type() != pugi::node_element || Contains(children, child.name())) continue;
    warnings.push_back({source_.At(child),
                        fmt::format("the element <{}> in <{}> means nothing to MSCCL and is "
                                    "ignored",
                                    child.name(), element_.name()),
                        diagnostics::Suggest(child.name(), children)});
  }
}

}  // namespace linkwright::formats
