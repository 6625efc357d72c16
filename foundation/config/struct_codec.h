// SPDX-License-Identifier: Apache-2.0
// Codecs of everything that contains something: structs, lists, maps, optionals, alternatives.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/config/fields.h"

namespace linkwright::config {

namespace internal {

/// Reports every key of `node` that is not among `known` (with a suggestion) and is not `ignored`.
bool RefuseUnknownKeys(const Node& node, std::string_view owner,
                       const std::vector<std::string>& known, std::string_view ignored,
                       Diagnostics& diagnostics);
bool ExpectMap(const Node& node, std::string_view name, std::string_view type,
               Diagnostics& diagnostics);
bool ExpectList(const Node& node, std::string_view name, Diagnostics& diagnostics);
Json Reference(std::string_view section);
Json StructSchema(std::string_view doc);
/// The default as a user would type it; "none" without one, "see below" for maps with a table of
/// their own.
std::string DefaultText(const Json& defaults, const std::string& name);
/// One row of a Markdown table: key, type, default, limits, meaning.
std::string MarkdownRow(std::string_view name, std::string_view type, std::string_view fallback,
                        std::string_view limits, std::string_view doc);
extern const char* const kMarkdownHead;

}  // namespace internal

template <Described T>
struct Codec<T> {
  /// `ignored` is a key that somebody else reads (the `kind` of an alternative).
  static bool Read(const Node& node, std::string_view name, T& out, Diagnostics& diagnostics,
                   std::string_view ignored = {}) {
    const std::string_view type = Describe<T>::kName;
    if (!internal::ExpectMap(node, name, type, diagnostics)) return false;
    const FieldList<T> fields = FieldList<T>::Of();
    std::vector<std::string> known;
    for (const auto& field : fields.all()) known.push_back(field->name());
    bool good = internal::RefuseUnknownKeys(node, type, known, ignored, diagnostics);
    for (const auto& field : fields.all()) {
      if (const Node* value = node.Find(field->name())) {
        good = field->Read(*value, out, diagnostics) && good;
      } else if (field->required()) {
        diagnostics.Error(node.location(), std::string(type) + " needs '" + field->name() + "' (" +
                                               field->doc() + ")");
        good = false;
      }
    }
    if constexpr (requires { Describe<T>::Check(out, node, diagnostics); }) {
      if (good) {
        const std::size_t before = diagnostics.size();
        Describe<T>::Check(std::as_const(out), node, diagnostics);
        good = diagnostics.size() == before;
      }
    }
    return good;
  }

  static Json Write(const T& object) {
    Json json = Json::object();
    const FieldList<T> fields = FieldList<T>::Of();
    for (const auto& field : fields.all()) {
      Json value = field->Write(object);
      if (!value.is_null()) json[field->name()] = std::move(value);
    }
    return json;
  }

  static Json Schema(Catalog& catalog) {
    const std::string_view type = Describe<T>::kName;
    if (catalog.Begin(type, Describe<T>::kDoc)) {
      Json schema = internal::StructSchema(Describe<T>::kDoc);
      const Json defaults = Write(T{});
      const FieldList<T> fields = FieldList<T>::Of();
      for (const auto& field : fields.all()) {
        Json property = field->Schema(catalog);
        std::string doc = field->doc();
        if (!field->limits().empty()) doc += " (" + field->limits() + ")";
        if (property.contains("description")) {
          doc += "; " + property["description"].template get<std::string>();
        }
        property["description"] = doc;
        if (field->required()) {
          schema["required"].push_back(field->name());
        } else if (defaults.contains(field->name())) {
          property["default"] = defaults[field->name()];
        }
        schema["properties"][field->name()] = std::move(property);
      }
      catalog.Get(type).schema = std::move(schema);
    }
    return internal::Reference(type);
  }

  static std::string TypeName() {
    const std::string name(Describe<T>::kName);
    return "[" + name + "](#" + name + ")";
  }

  static void Collect(Catalog& catalog) {
    const std::string_view type = Describe<T>::kName;
    if (!catalog.Begin(type, Describe<T>::kDoc)) return;
    const Json defaults = Write(T{});
    const FieldList<T> fields = FieldList<T>::Of();
    std::string rows = internal::kMarkdownHead;
    for (const auto& field : fields.all()) {
      std::string fallback = "required";
      if (!field->required()) {
        fallback = internal::DefaultText(defaults, field->name());
      }
      rows += internal::MarkdownRow(field->name(), field->TypeName(), fallback, field->limits(),
                                    field->doc());
    }
    catalog.Get(type).markdown = std::move(rows);
    for (const auto& field : fields.all()) field->Collect(catalog);
  }
};

template <class M>
struct Codec<std::optional<M>> {
  /// An explicit null means absent.
  static bool Read(const Node& node, std::string_view name, std::optional<M>& out,
                   Diagnostics& diagnostics) {
    out.reset();
    if (node.IsNull()) return true;
    M value{};
    if (!Codec<M>::Read(node, name, value, diagnostics)) return false;
    out = std::move(value);
    return true;
  }
  static Json Write(const std::optional<M>& value) {
    return value ? Json(Codec<M>::Write(*value)) : Json(nullptr);
  }
  static Json Schema(Catalog& catalog) { return Codec<M>::Schema(catalog); }
  static std::string TypeName() { return Codec<M>::TypeName() + ", optional"; }
  static void Collect(Catalog& catalog) { Codec<M>::Collect(catalog); }
};

template <class M>
struct Codec<std::vector<M>> {
  static bool Read(const Node& node, std::string_view name, std::vector<M>& out,
                   Diagnostics& diagnostics) {
    out.clear();
    if (!internal::ExpectList(node, name, diagnostics)) return false;
    bool good = true;
    for (const Node& item : node.items()) {
      M value{};
      const std::string item_name = std::string(name) + "[" + std::to_string(out.size()) + "]";
      good = Codec<M>::Read(item, item_name, value, diagnostics) && good;
      out.push_back(std::move(value));
    }
    return good;
  }
  static Json Write(const std::vector<M>& values) {
    Json json = Json::array();
    for (const auto& value : values) json.push_back(Codec<M>::Write(value));
    return json;
  }
  static Json Schema(Catalog& catalog) {
    return {{"type", "array"}, {"items", Codec<M>::Schema(catalog)}};
  }
  static std::string TypeName() { return "list of " + Codec<M>::TypeName(); }
  static void Collect(Catalog& catalog) { Codec<M>::Collect(catalog); }
};

template <class M>
struct Codec<std::map<std::string, M>> {
  static bool Read(const Node& node, std::string_view name, std::map<std::string, M>& out,
                   Diagnostics& diagnostics) {
    out.clear();
    if (!internal::ExpectMap(node, name, "", diagnostics)) return false;
    bool good = true;
    for (const Entry& entry : node.entries()) {
      const std::string entry_name = std::string(name) + "." + entry.key;
      M value{};
      good = Codec<M>::Read(entry.value, entry_name, value, diagnostics) && good;
      out.emplace(entry.key, std::move(value));
    }
    return good;
  }
  static Json Write(const std::map<std::string, M>& values) {
    Json json = Json::object();
    for (const auto& [key, value] : values) json[key] = Codec<M>::Write(value);
    return json;
  }
  static Json Schema(Catalog& catalog) {
    return {{"type", "object"}, {"additionalProperties", Codec<M>::Schema(catalog)}};
  }
  static std::string TypeName() { return "map of names to " + Codec<M>::TypeName(); }
  static void Collect(Catalog& catalog) { Codec<M>::Collect(catalog); }
};

template <Described... Alternatives>
struct Codec<std::variant<Alternatives...>> {
  using Variant = std::variant<Alternatives...>;
  static constexpr std::string_view kKey = "kind";

  static bool Read(const Node& node, std::string_view name, Variant& out,
                   Diagnostics& diagnostics) {
    if (!internal::ExpectMap(node, name, "", diagnostics)) return false;
    const Node* kind = node.Find(kKey);
    if (kind == nullptr) {
      internal::ReportValue(node, name, "needs 'kind': " + Choices(), diagnostics);
      return false;
    }
    const auto index = internal::ReadChoice(*kind, kKey, Names(), diagnostics);
    if (!index) return false;
    bool good = false;
    std::size_t i = 0;
    (
        [&] {
          if (i++ != *index) return;
          Alternatives value{};
          good = Codec<Alternatives>::Read(node, name, value, diagnostics, kKey);
          out = std::move(value);
        }(),
        ...);
    return good;
  }
  static Json Write(const Variant& value) {
    return std::visit(
        []<class A>(const A& alternative) {
          Json json = {{std::string(kKey), std::string(Describe<A>::kName)}};
          json.update(Codec<A>::Write(alternative));
          return json;
        },
        value);
  }
  static Json Schema(Catalog& catalog) {
    Json choices = Json::array();
    (choices.push_back(AlternativeSchema<Alternatives>(catalog)), ...);
    return {{"oneOf", choices}};
  }
  static std::string TypeName() {
    std::string text = "by `kind`:";
    std::string_view separator = " ";
    ((text.append(separator).append(Codec<Alternatives>::TypeName()), separator = ", "), ...);
    return text;
  }
  static void Collect(Catalog& catalog) { (Codec<Alternatives>::Collect(catalog), ...); }

 private:
  static std::vector<std::string> Names() {
    return {std::string(Describe<Alternatives>::kName)...};
  }
  static std::string Choices() {
    std::string text;
    for (const std::string& name : Names()) text += (text.empty() ? "" : ", ") + name;
    return text;
  }
  template <class A>
  static Json AlternativeSchema(Catalog& catalog) {
    // The section also describes the struct where it stands alone, so `kind` is added to a copy.
    Codec<A>::Schema(catalog);
    Json schema = catalog.Get(Describe<A>::kName).schema;
    schema["properties"][std::string(kKey)] = {{"const", std::string(Describe<A>::kName)}};
    schema["required"].push_back(std::string(kKey));
    return schema;
  }
};

}  // namespace linkwright::config
