// SPDX-License-Identifier: Apache-2.0
#include "workloads/formats/xml_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "foundation/diagnostics/printable.h"
#include "foundation/diagnostics/suggest.h"
#include "foundation/diagnostics/utf8.h"
#include "workloads/formats/well_formed.h"

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
  const auto offset_of = [](std::size_t offset) { return static_cast<std::ptrdiff_t>(offset); };
  if (const auto bad = diagnostics::FirstInvalidUtf8(buffer_)) {
    throw UserError(AtOffset(offset_of(*bad)),
                    fmt::format("expected UTF-8 text, found the byte 0x{:02x}",
                                static_cast<unsigned char>(buffer_[*bad])));
  }
  if (const auto fault = FindFault(buffer_)) {
    throw UserError(AtOffset(offset_of(fault->offset)),
                    "this is not well-formed XML: " + fault->reason);
  }
  const pugi::xml_parse_result result = document_.load_buffer_inplace(
      buffer_.data(), buffer_.size(), pugi::parse_default, pugi::encoding_utf8);
  if (result) return;
  throw UserError(AtOffset(result.offset),
                  fmt::format("this XML has a form that is not read: {}", result.description()));
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
  const char* const text = element_.attribute(name).value();
  if (diagnostics::FirstControlCharacter(text)) {
    Refuse(name, fmt::format("{} has a control character, found \"{}\"", name, text));
  }
  return text;
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
                                    Warnings& warnings) const {
  for (const pugi::xml_attribute& attribute : element_.attributes()) {
    if (Contains(attributes, attribute.name())) continue;
    warnings.Add(source_.At(attribute),
                 fmt::format("the attribute '{}' of <{}> means nothing to MSCCL and is ignored",
                             attribute.name(), element_.name()),
                 diagnostics::Suggest(attribute.name(), attributes));
  }
  for (const pugi::xml_node& child : element_.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      warnings.Add(source_.At(element_), fmt::format("the text in <{}> means nothing to MSCCL and "
                                                     "is ignored",
                                                     element_.name()));
    }
    if (child.type() != pugi::node_element || Contains(children, child.name())) continue;
    warnings.Add(source_.At(child),
                 fmt::format("the element <{}> in <{}> means nothing to MSCCL and is ignored",
                             child.name(), element_.name()),
                 diagnostics::Suggest(child.name(), children));
  }
}

void Warnings::Add(SourceLocation at, std::string message, std::string suggestion) {
  if (const auto known = by_text_.find(message); known != by_text_.end()) {
    ++kept_[known->second].more;
  } else if (kept_.size() < kKinds) {
    by_text_.emplace(message, kept_.size());
    kept_.push_back({{std::move(at), std::move(message), std::move(suggestion)}, 0});
  }
}

std::vector<Diagnostic> Warnings::All() const {
  std::vector<Diagnostic> all;
  for (const Repeated& warning : kept_) {
    all.push_back(warning.first);
    if (warning.more > 0) {
      all.back().message += fmt::format(" (here and in {} more {})", warning.more,
                                        warning.more == 1 ? "place" : "places");
    }
  }
  return all;
}

}  // namespace linkwright::formats
