// SPDX-License-Identifier: Apache-2.0
// YAML to typed structs and back. Describe a struct (config/describe.h), then:
//
//   Document document = Document::Load("run.yaml");
//   ApplyOverrides(document, {"link.latency=30ns"});
//   Diagnostics problems;
//   const RunConfig run = Read<RunConfig>(document, problems);
//   problems.ThrowIfAny();
#pragma once

#include <string>
#include <string_view>

#include "foundation/config/document.h"
#include "foundation/config/struct_codec.h"

namespace linkwright::config {

/// Reads a T, reporting every problem of the whole tree at its position: unknown key (with a
/// suggestion), missing key, wrong type, wrong unit, value out of range, failed Check. The result
/// is meaningful only when nothing was reported.
template <class T>
T Read(const Node& node, Diagnostics& diagnostics) {
  T value{};
  Codec<T>::Read(node, "value", value, diagnostics);
  return value;
}

template <class T>
T Read(const Document& document, Diagnostics& diagnostics) {
  return Read<T>(document.root(), diagnostics);
}

/// The same, throwing one UserError when anything is wrong.
template <class T>
T ReadOrThrow(const Document& document) {
  Diagnostics diagnostics;
  T value = Read<T>(document, diagnostics);
  diagnostics.ThrowIfAny();
  return value;
}

/// Every field with its value, defaults included: the resolved configuration. Reading it back gives
/// an equal struct.
template <class T>
Json Write(const T& value) {
  return Codec<T>::Write(value);
}

/// JSON as YAML that Document::Parse reads back to the same values.
std::string ToYaml(const Json& json);

template <class T>
std::string WriteYaml(const T& value) {
  return ToYaml(Write(value));
}

namespace internal {
Json AssembleSchema(const Catalog& catalog, std::string_view root);
std::string AssembleMarkdown(const Catalog& catalog);
}  // namespace internal

/// JSON Schema (draft 2020-12) for editors.
template <Described T>
Json JsonSchema() {
  Catalog catalog;
  Codec<T>::Schema(catalog);
  return internal::AssembleSchema(catalog, Describe<T>::kName);
}

/// A section with a table per struct, T first.
template <Described T>
std::string ReferenceMarkdown() {
  Catalog catalog;
  Codec<T>::Collect(catalog);
  return internal::AssembleMarkdown(catalog);
}

}  // namespace linkwright::config
