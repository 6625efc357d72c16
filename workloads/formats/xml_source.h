// SPDX-License-Identifier: Apache-2.0
// An XML text whose elements and attributes know their line and column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::formats {

class XmlSource {
 public:
  /// Throws UserError where the text stops being well-formed XML.
  XmlSource(std::string text, std::string name);
  XmlSource(const XmlSource&) = delete;
  XmlSource& operator=(const XmlSource&) = delete;

  const pugi::xml_document& document() const { return document_; }
  diagnostics::SourceLocation Whole() const { return {name_, 0, 0}; }
  /// Of the '<'.
  diagnostics::SourceLocation At(const pugi::xml_node& element) const;
  /// Of the attribute's name.
  diagnostics::SourceLocation At(const pugi::xml_attribute& attribute) const;

 private:
  diagnostics::SourceLocation AtOffset(std::ptrdiff_t offset) const;

  std::string name_;
  std::string buffer_;  // parsed in place: names and values of the document point into it
  std::vector<std::size_t> line_starts_;
  pugi::xml_document document_;
};

/// Warnings of one file. What is said of many places is kept once, with the first place and how
/// many more there are; after kKinds different ones no further kind is kept.
class Warnings {
 public:
  static constexpr std::size_t kKinds = 100;

  void Add(diagnostics::SourceLocation at, std::string message, std::string suggestion = "");
  std::vector<diagnostics::Diagnostic> All() const;

 private:
  struct Repeated {
    diagnostics::Diagnostic first;
    std::size_t more = 0;
  };
  std::vector<Repeated> kept_;                  // in order of appearance
  std::map<std::string, std::size_t> by_text_;  // of kept_
};

/// Reads the attributes of one element; every problem goes to `problems`.
class ElementReader {
 public:
  ElementReader(const XmlSource& source, const pugi::xml_node& element,
                diagnostics::Diagnostics& problems)
      : source_(source), element_(element), problems_(problems) {}

  /// A whole number in [low, high]; `low` when missing or wrong, which is reported.
  int64_t Integer(const char* name, int64_t low, int64_t high);
  /// The same, but the attribute may be missing.
  std::optional<int64_t> OptionalInteger(const char* name, int64_t low, int64_t high);
  /// Reported and empty when missing; reported when it has control characters.
  std::string Text(const char* name);
  bool Has(const char* name) const { return static_cast<bool>(element_.attribute(name)); }
  /// Reports at the attribute (at the element when it is not there).
  void Refuse(const char* attribute, std::string message, std::string suggestion = "");
  diagnostics::SourceLocation Where(const char* attribute) const;
  /// False when anything was reported through this reader.
  bool good() const { return good_; }

  /// Attributes and child elements outside these lists, and text, as warnings.
  void WarnAboutOthers(const std::vector<std::string>& attributes,
                       const std::vector<std::string>& children, Warnings& warnings) const;

 private:
  const XmlSource& source_;
  pugi::xml_node element_;
  diagnostics::Diagnostics& problems_;
  bool good_ = true;
};

}  // namespace linkwright::formats
