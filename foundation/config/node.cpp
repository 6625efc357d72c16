// SPDX-License-Identifier: Apache-2.0
#include "foundation/config/node.h"

#include <charconv>
#include <optional>

namespace linkwright::config {
namespace {

std::optional<std::size_t> Index(std::string_view text) {
  std::size_t index = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, index);
  if (error != std::errc() || rest != end) return std::nullopt;
  return index;
}

/// One step down, or nullptr.
const Node* Step(const Node& node, std::string_view part) {
  if (node.IsMap()) return node.Find(part);
  if (!node.IsList()) return nullptr;
  const std::optional<std::size_t> index = Index(part);
  return index && *index < node.items().size() ? &node.items()[*index] : nullptr;
}

}  // namespace

Node Node::Null(SourceLocation location) {
  Node node;
  node.location_ = std::move(location);
  return node;
}

Node Node::Scalar(std::string text, bool quoted, SourceLocation location) {
  Node node = Null(std::move(location));
  node.kind_ = NodeKind::kScalar;
  node.text_ = std::move(text);
  node.quoted_ = quoted;
  return node;
}

Node Node::List(std::vector<Node> items, SourceLocation location) {
  Node node = Null(std::move(location));
  node.kind_ = NodeKind::kList;
  node.items_ = std::move(items);
  return node;
}

Node Node::Map(std::vector<Entry> entries, SourceLocation location) {
  Node node = Null(std::move(location));
  node.kind_ = NodeKind::kMap;
  node.entries_ = std::move(entries);
  return node;
}

const Node* Node::Find(std::string_view key) const {
  for (const Entry& entry : entries_) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Node* Node::Find(std::string_view key) {
  return const_cast<Node*>(static_cast<const Node*>(this)->Find(key));
}

const Node* Node::At(std::string_view path) const {
  const Node* node = this;
  for (const std::string& part : SplitPath(path)) {
    node = Step(*node, part);
    if (node == nullptr) return nullptr;
  }
  return node;
}

SourceLocation Node::LocationOf(std::string_view path) const {
  const Node* node = this;
  for (const std::string& part : SplitPath(path)) {
    const Node* next = Step(*node, part);
    if (next == nullptr) break;
    node = next;
  }
  return node->location_;
}

std::string Node::Describe() const {
  switch (kind_) {
    case NodeKind::kNull:
      return "nothing";
    case NodeKind::kScalar:
      return "'" + text_ + "'";
    case NodeKind::kList:
      return "a list";
    case NodeKind::kMap:
      return "a map";
  }
  return "nothing";
}

std::vector<std::string> SplitPath(std::string_view path) {
  std::vector<std::string> parts;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    parts.emplace_back(path.substr(0, dot));
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
    if (path.empty()) parts.emplace_back();  // "a." has an empty last part, which exists nowhere
  }
  return parts;
}

}  // namespace linkwright::config
