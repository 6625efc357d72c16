// SPDX-License-Identifier: Apache-2.0
#include "foundation/config/config.h"

#include <fmt/format.h>

namespace linkwright::config {
namespace {

/// Text that YAML reads back as the same text without quotes.
bool IsPlain(const std::string& text) {
  static constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+- $";
  static constexpr std::string_view kWords[] = {"true", "false", "null", "yes",   "no",
                                                "on",   "off",   "True", "False", "Null",
                                                "NULL", "TRUE",  "FALSE"};
  if (text.empty() || text.find_first_not_of(kAllowed) != std::string::npos) return false;
  if (text.front() == ' ' || text.back() == ' ') return false;
  if (text.front() == '-' || text.front() == '.' || text.front() == '+') return false;
  for (const std::string_view word : kWords) {
    if (text == word) return false;
  }
  // Text that could pass for a number must stay text.
  const bool starts_like_number = text.front() >= '0' && text.front() <= '9';
  return !starts_like_number ||
         text.find_first_not_of("0123456789._+-xXabcdefABCDEF") != std::string::npos;
}

std::string Scalar(const Json& json) {
  if (json.is_string()) {
    const std::string& text = json.get_ref<const std::string&>();
    if (IsPlain(text)) return text;
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool IsFlow(const Json& json) {
  if (json.empty()) return true;
  if (!json.is_array()) return false;
  for (const Json& item : json) {
    if (item.is_structured()) return false;
  }
  return true;
}

std::string Flow(const Json& json) {
  if (json.is_object()) return "{}";
  std::vector<std::string> items;
  for (const Json& item : json) items.push_back(Scalar(item));
  return fmt::format("[{}]", fmt::join(items, ", "));
}

void Emit(const Json& json, int indent, std::string& out);

/// What follows "key:" or "-".
void EmitValue(const Json& value, int indent, std::string& out) {
  if (!value.is_structured()) {
    out.append(" ").append(Scalar(value)).append("\n");
  } else if (IsFlow(value)) {
    out.append(" ").append(Flow(value)).append("\n");
  } else {
    out += "\n";
    Emit(value, indent, out);
  }
}

void Emit(const Json& json, int indent, std::string& out) {
  const std::string margin(static_cast<std::size_t>(indent), ' ');
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) {
      out.append(margin).append(Scalar(Json(key))).append(":");
      EmitValue(value, indent + 2, out);
    }
    return;
  }
  for (const Json& item : json) {
    out.append(margin).append("-");
    EmitValue(item, indent + 2, out);
  }
}

}  // namespace

std::string ToYaml(const Json& json) {
  std::string out;
  if (!json.is_structured()) return Scalar(json) + "\n";
  if (IsFlow(json)) return Flow(json) + "\n";
  Emit(json, 0, out);
  return out;
}

namespace internal {

Json AssembleSchema(const Catalog& catalog, std::string_view root) {
  Json schema = Json::object();
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = std::string(root);
  Json definitions = Json::object();
  for (const Catalog::Section& section : catalog.sections()) {
    if (section.name == root) {
      schema.update(section.schema);
    }
    definitions[section.name] = section.schema;
  }
  schema["properties"]["extends"] = {
      {"type", "string"},
      {"description", "a file, relative to this one, whose values hold where this one gives none"}};
  // A file that extends another may leave anything to it.
  schema.erase("required");
  schema["$defs"] = std::move(definitions);
  return schema;
}

std::string AssembleMarkdown(const Catalog& catalog) {
  std::string text;
  for (const Catalog::Section& section : catalog.sections()) {
    text += fmt::format("{}## {}\n\n{}\n\n{}", text.empty() ? "" : "\n", section.name, section.doc,
                        section.markdown);
  }
  return text;
}

}  // namespace internal
}  // namespace linkwright::config
