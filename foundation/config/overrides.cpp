// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "foundation/config/document.h"
#include "foundation/config/yaml_reader.h"

namespace linkwright::config {
namespace {

using diagnostics::UserError;

/// The child `part` of `node`, created in maps when missing. Throws UserError at `at`.
Node& StepInto(Node& node, const std::string& part, const SourceLocation& at) {
  if (node.IsList()) {
    if (const Node* item = node.At(part); item != nullptr && item != &node) {
      return const_cast<Node&>(*item);
    }
    throw UserError(
        at, fmt::format("expected an index below {}, found '{}'", node.items().size(), part));
  }
  if (node.IsNull()) node = Node::Map({}, at);
  if (!node.IsMap()) {
    throw UserError(at, fmt::format("'{}' is inside {}, which has no keys", part, node.Describe()));
  }
  if (Node* existing = node.Find(part)) return *existing;
  node.entries().push_back({part, at, Node::Null(at)});
  return node.entries().back().value;
}

/// Whether a text that YAML reads as null says so, rather than nothing.
bool SaysNull(std::string_view value) {
  for (const std::string_view word : {"null", "Null", "NULL", "~"}) {
    if (value.find(word) != std::string_view::npos) return true;
  }
  return false;
}

/// `at`: where the path begins.
void Lay(Node& root, const std::vector<std::string>& parts, SourceLocation at, Node value) {
  Node* node = &root;
  for (const std::string& part : parts) {
    if (part.empty()) throw UserError(at, "expected a name between the dots of the path");
    node = &StepInto(*node, part, at);
    if (at.column > 0) at.column += static_cast<int>(part.size()) + 1;
  }
  *node = std::move(value);
}

void Apply(Node& root, const std::string& text) {
  const std::string file = "--set " + text;
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw UserError({file, 0, 0}, "expected path=value");
  }
  const std::vector<std::string> parts = SplitPath(std::string_view(text).substr(0, equals));
  const int value_column = static_cast<int>(equals) + 2;
  Node value = ReadYaml(std::string_view(text).substr(equals + 1), file, 1, value_column);
  if (value.IsNull() && !SaysNull(std::string_view(text).substr(equals + 1))) {
    throw UserError({file, 1, value_column},
                    "expected a value after '=', found nothing; null takes a value away");
  }
  Lay(root, parts, {file, 1, 1}, std::move(value));
}

}  // namespace

void ApplyOverride(Document& document, std::string_view path, const SourceLocation& at,
                   Node value) {
  Lay(document.root(), SplitPath(path), at, std::move(value));
}

void ApplyOverrides(Document& document, const std::vector<std::string>& overrides) {
  Diagnostics problems;
  for (const std::string& text : overrides) {
    try {
      Apply(document.root(), text);
    } catch (const UserError& error) {
      for (const auto& problem : error.diagnostics()) {
        problems.Error(problem.location, problem.message, problem.suggestion);
      }
    }
  }
  problems.ThrowIfAny();
}

}  // namespace linkwright::config
