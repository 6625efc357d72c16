// SPDX-License-Identifier: Apache-2.0
#include "host_driver/scenario/moved_keys.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

#include "foundation/config/config.h"

namespace linkwright::scenario {
namespace {

struct MovedKey {
  const char* old_key;
  const char* kind;
  const char* example;
};
constexpr std::array kMovedKeys = {
    MovedKey{"network.ethernet.link_down", "link_down", "link: \"pod0.leaf0:4\", at: 30us"},
    MovedKey{"network.retry.down", "link_down",
             "link: \"pod0.accelerator3:0\", at: 20us, lasts: 5us"},
    MovedKey{"network.retry.changes", "link_errors",
             "at: 20us, links: [\"pod0.accelerator3:0\"], bit_error_rate: 1e-3"},
};

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string FlowText(const config::Node& node);

// "a: 1, b: 2", without braces.
std::string PairsOf(const config::Node& map) {
  std::string text;
  for (const config::Entry& entry : map.entries())
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", entry.key, FlowText(entry.value));
  return text;
}

// As it would stand within one line of YAML.
std::string FlowText(const config::Node& node) {
  if (node.IsNull()) return "null";
  if (node.IsMap()) return "{" + PairsOf(node) + "}";
  if (node.IsScalar()) {
    const bool plain = !node.quoted() && node.text().find(':') == std::string::npos;
    return plain ? node.text() : Quoted(node.text());
  }
  std::string text;
  for (const config::Node& item : node.items()) text += (text.empty() ? "" : ", ") + FlowText(item);
  return "[" + text + "]";
}

// What stood behind the old key as entries of `faults`: a map from links to times, or a list.
std::string FaultsOf(const config::Node& old, const MovedKey& moved) {
  std::string text;
  const auto add = [&](const std::string& pairs) {
    text += fmt::format("{}{{kind: {}, {}}}", text.empty() ? "" : ", ", moved.kind, pairs);
  };
  for (const config::Entry& entry : old.entries())
    add(fmt::format("link: {}, at: {}", Quoted(entry.key), FlowText(entry.value)));
  for (const config::Node& item : old.items()) {
    if (item.IsMap()) add(PairsOf(item));
  }
  if (text.empty()) add(moved.example);
  return "faults: [" + text + "]";
}

// Where a key stands, not its value.
diagnostics::SourceLocation KeyLocation(const config::Document& document, std::string_view path) {
  const size_t dot = path.rfind('.');
  const bool at_top = dot == std::string_view::npos;
  const config::Node* owner = at_top ? &document.root() : document.root().At(path.substr(0, dot));
  for (const config::Entry& entry : owner->entries()) {
    if (entry.key == path.substr(at_top ? 0 : dot + 1)) return entry.key_location;
  }
  return owner->location();
}

}  // namespace

void RefuseMovedKeys(const config::Document& document) {
  config::Diagnostics problems;
  for (const MovedKey& moved : kMovedKeys) {
    const config::Node* old = document.root().At(moved.old_key);
    if (old == nullptr) continue;
    problems.Error(KeyLocation(document, moved.old_key),
                   fmt::format("{} is now {}", moved.old_key, FaultsOf(*old, moved)));
  }
  problems.ThrowIfAny();
}

}  // namespace linkwright::scenario
