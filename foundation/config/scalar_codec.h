// SPDX-License-Identifier: Apache-2.0
// How each leaf type is read from a Node, written as JSON, and described to people and editors.
//
// Codec<M> has: Read(node, name, out, diagnostics) -> bool, reporting at the node's position;
// Write(value) -> Json; Schema(catalog) -> Json; TypeName(); Collect(catalog).
#pragma once

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "foundation/config/describe.h"
#include "foundation/config/node.h"
#include "foundation/units/text.h"

namespace linkwright::config {

using Json = nlohmann::ordered_json;

/// The structs met while describing a type, each once, in order of first appearance.
class Catalog {
 public:
  struct Section {
    std::string name;
    std::string doc;
    Json schema;
    std::string markdown;
  };

  /// Reserves the section of `name`; false when it is already there (so recursive types end).
  bool Begin(std::string_view name, std::string_view doc);
  Section& Get(std::string_view name);
  const std::vector<Section>& sections() const { return sections_; }

 private:
  std::vector<Section> sections_;
};

template <class M>
struct Codec;

namespace internal {

std::optional<bool> ReadBool(const Node& node, std::string_view name, Diagnostics& diagnostics);
std::optional<double> ReadDouble(const Node& node, std::string_view name, Diagnostics& diagnostics);
std::optional<std::string> ReadString(const Node& node, std::string_view name,
                                      Diagnostics& diagnostics);
std::optional<std::int64_t> ReadSigned(const Node& node, std::string_view name, std::int64_t low,
                                       std::int64_t high, Diagnostics& diagnostics);
std::optional<std::uint64_t> ReadUnsigned(const Node& node, std::string_view name,
                                          std::uint64_t high, Diagnostics& diagnostics);
/// Whether the node is a whole number without quotes, outside [low, high].
bool IsIntegerOutside(const Node& node, std::int64_t low, std::uint64_t high);
template <std::integral M>
bool IsIntegerBeyond(const Node& node) {
  return IsIntegerOutside(node, std::numeric_limits<M>::min(), std::numeric_limits<M>::max());
}
/// The index of the scalar among `names`.
std::optional<std::size_t> ReadChoice(const Node& node, std::string_view name,
                                      const std::vector<std::string>& names,
                                      Diagnostics& diagnostics);
/// The text of a quantity; reports and returns nothing when the node is not a scalar.
const std::string* QuantityText(const Node& node, std::string_view name, std::string_view units,
                                Diagnostics& diagnostics);
void ReportValue(const Node& node, std::string_view name, std::string message,
                 Diagnostics& diagnostics, std::string suggestion = "");
Json Nodes(const Node& node);  ///< an untyped node as JSON
/// JSON as the user would type it: strings without quotes.
std::string AsTyped(const Json& json);

template <class M>
bool Store(std::optional<M> value, M& out) {
  if (!value) return false;
  out = *std::move(value);
  return true;
}

}  // namespace internal

template <>
struct Codec<bool> {
  static bool Read(const Node& node, std::string_view name, bool& out, Diagnostics& diagnostics) {
    return internal::Store(internal::ReadBool(node, name, diagnostics), out);
  }
  static Json Write(bool value) { return value; }
  static Json Schema(Catalog&) { return {{"type", "boolean"}}; }
  static std::string TypeName() { return "true or false"; }
  static void Collect(Catalog&) {}
};

template <std::integral M>
requires(!std::same_as<M, bool>) struct Codec<M> {
  static bool Read(const Node& node, std::string_view name, M& out, Diagnostics& diagnostics) {
    using Limits = std::numeric_limits<M>;
    if constexpr (std::signed_integral<M>) {
      const auto value =
          internal::ReadSigned(node, name, Limits::min(), Limits::max(), diagnostics);
      if (value) out = static_cast<M>(*value);
      return value.has_value();
    } else {
      const auto value = internal::ReadUnsigned(node, name, Limits::max(), diagnostics);
      if (value) out = static_cast<M>(*value);
      return value.has_value();
    }
  }
  static Json Write(M value) { return value; }
  static Json Schema(Catalog&) {
    Json schema = {{"type", "integer"}};
    if constexpr (std::unsigned_integral<M>) schema["minimum"] = 0;
    return schema;
  }
  static std::string TypeName() { return "integer"; }
  static void Collect(Catalog&) {}
};

template <>
struct Codec<double> {
  static bool Read(const Node& node, std::string_view name, double& out, Diagnostics& diagnostics) {
    return internal::Store(internal::ReadDouble(node, name, diagnostics), out);
  }
  static Json Write(double value) { return value; }
  static Json Schema(Catalog&) { return {{"type", "number"}}; }
  static std::string TypeName() { return "number"; }
  static void Collect(Catalog&) {}
};

template <>
struct Codec<std::string> {
  static bool Read(const Node& node, std::string_view name, std::string& out,
                   Diagnostics& diagnostics) {
    return internal::Store(internal::ReadString(node, name, diagnostics), out);
  }
  static Json Write(const std::string& value) { return value; }
  static Json Schema(Catalog&) { return {{"type", "string"}}; }
  static std::string TypeName() { return "text"; }
  static void Collect(Catalog&) {}
};

template <NamedEnum E>
struct Codec<E> {
  static bool Read(const Node& node, std::string_view name, E& out, Diagnostics& diagnostics) {
    const auto index = internal::ReadChoice(node, name, Names(), diagnostics);
    if (index) out = EnumNames<E>::kValues[*index].value;
    return index.has_value();
  }
  static Json Write(E value) {
    for (const EnumName<E>& candidate : EnumNames<E>::kValues) {
      if (candidate.value == value) return std::string(candidate.name);
    }
    return nullptr;  // not an enumerator: caught by the round-trip tests of the owner
  }
  static Json Schema(Catalog&) { return {{"type", "string"}, {"enum", Names()}}; }
  static std::string TypeName() {
    std::string text = "one of";
    std::string_view separator = " ";
    for (const std::string& name : Names()) {
      text.append(separator).append("`").append(name).append("`");
      separator = ", ";
    }
    return text;
  }
  static void Collect(Catalog&) {}

 private:
  static std::vector<std::string> Names() {
    std::vector<std::string> names;
    for (const EnumName<E>& candidate : EnumNames<E>::kValues) names.emplace_back(candidate.name);
    return names;
  }
};

template <units::UnitType M>
struct Codec<M> {
  static bool Read(const Node& node, std::string_view name, M& out, Diagnostics& diagnostics) {
    const std::string* text =
        internal::QuantityText(node, name, units::AcceptedUnits<M>(), diagnostics);
    if (text == nullptr) return false;
    const units::Parsed<M> parsed = units::Parse<M>(*text);
    if (!parsed) internal::ReportValue(node, name, parsed.message, diagnostics);
    return internal::Store(parsed.value, out);
  }
  static Json Write(M value) { return units::Format(value); }
  static Json Schema(Catalog&) {
    return {{"type", {"string", "number"}},
            {"description", "a number with a unit: " + std::string(units::AcceptedUnits<M>())}};
  }
  static std::string TypeName() { return "number with " + std::string(units::AcceptedUnits<M>()); }
  static void Collect(Catalog&) {}
};

template <>
struct Codec<Node> {
  static bool Read(const Node& node, std::string_view, Node& out, Diagnostics&) {
    out = node;
    return true;
  }
  static Json Write(const Node& value) { return internal::Nodes(value); }
  static Json Schema(Catalog&) { return Json::object(); }
  static std::string TypeName() { return "anything"; }
  static void Collect(Catalog&) {}
};

}  // namespace linkwright::config
