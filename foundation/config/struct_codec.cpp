// SPDX-License-Identifier: Apache-2.0
#include "foundation/config/struct_codec.h"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/diagnostics/suggest.h"

namespace linkwright::config::internal {
namespace {

/// '|' would end the cell.
std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c == '\n' ? ' ' : c;
  }
  return cell;
}

}  // namespace

const char* const kMarkdownHead =
    "| key | type | default | limits | meaning |\n|---|---|---|---|---|\n";

bool RefuseUnknownKeys(const Node& node, std::string_view owner,
                       const std::vector<std::string>& known, std::string_view ignored,
                       Diagnostics& diagnostics) {
  bool good = true;
  for (const Entry& entry : node.entries()) {
    if (entry.key == ignored || std::ranges::find(known, entry.key) != known.end()) continue;
    good = false;
    std::string suggestion = diagnostics::Suggest(entry.key, known);
    std::string message = fmt::format("unknown key '{}' in {}", entry.key, owner);
    if (suggestion.empty()) message += fmt::format("; known are {}", fmt::join(known, ", "));
    diagnostics.Error(entry.key_location, std::move(message), std::move(suggestion));
  }
  return good;
}

bool ExpectMap(const Node& node, std::string_view name, std::string_view type,
               Diagnostics& diagnostics) {
  // An empty file or an empty `key:` is a map without entries: its required keys get named.
  if (node.IsMap() || node.IsNull()) return true;
  const std::string_view defaults = node.Describe() == "'true'" ? "; {} means all defaults" : "";
  const std::string what = type.empty() ? "a map" : fmt::format("a map describing a {}", type);
  ReportValue(node, name, fmt::format("expected {}, found {}{}", what, node.Describe(), defaults),
              diagnostics);
  return false;
}

bool ExpectList(const Node& node, std::string_view name, Diagnostics& diagnostics) {
  if (node.IsList()) return true;
  ReportValue(node, name, fmt::format("expected a list, found {}", node.Describe()), diagnostics);
  return false;
}

Json Reference(std::string_view section) { return {{"$ref", fmt::format("#/$defs/{}", section)}}; }

Json StructSchema(std::string_view doc) {
  Json schema = Json::object();
  schema["description"] = std::string(doc);
  schema["type"] = "object";
  schema["additionalProperties"] = false;
  schema["required"] = Json::array();
  schema["properties"] = Json::object();
  return schema;
}

std::string DefaultText(const Json& defaults, const std::string& name) {
  const auto found = defaults.find(name);
  if (found == defaults.end()) return "none";
  constexpr std::size_t kReadable = 2;  // a pair such as {"floor":...,"rate":...} still reads well
  if (found->is_object() && found->size() > kReadable) return "see below";
  return AsTyped(*found);
}

std::string MarkdownRow(std::string_view name, std::string_view type, std::string_view fallback,
                        std::string_view limits, std::string_view doc) {
  const std::string shown_default =
      fallback == "required" || fallback == "none" || fallback == "see below"
          ? std::string(fallback)
          : fmt::format("`{}`", Cell(fallback));
  return fmt::format("| `{}` | {} | {} | {} | {} |\n", name, Cell(type), shown_default,
                     Cell(limits), Cell(doc));
}

}  // namespace linkwright::config::internal
