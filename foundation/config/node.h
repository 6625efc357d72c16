// SPDX-License-Identifier: Apache-2.0
// A configuration as read, before it has types: scalars, lists and maps that know where they stood.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::config {

using diagnostics::Diagnostics;
using diagnostics::SourceLocation;

enum class NodeKind { kNull, kScalar, kList, kMap };

struct Entry;

/// A value. Copies are deep. May itself be a field of a described struct, which then takes
/// whatever stands there, to be read later by somebody who knows its type.
class Node {
 public:
  Node() = default;
  static Node Null(SourceLocation location);
  static Node Scalar(std::string text, bool quoted, SourceLocation location);
  static Node List(std::vector<Node> items, SourceLocation location);
  static Node Map(std::vector<Entry> entries, SourceLocation location);

  NodeKind kind() const { return kind_; }
  bool IsNull() const { return kind_ == NodeKind::kNull; }
  bool IsScalar() const { return kind_ == NodeKind::kScalar; }
  bool IsList() const { return kind_ == NodeKind::kList; }
  bool IsMap() const { return kind_ == NodeKind::kMap; }

  const SourceLocation& location() const { return location_; }
  /// Scalars only: the characters, and whether they stood in quotes.
  const std::string& text() const { return text_; }
  bool quoted() const { return quoted_; }
  /// Lists only.
  const std::vector<Node>& items() const { return items_; }
  std::vector<Node>& items() { return items_; }
  /// Maps only, in the order of the file.
  const std::vector<Entry>& entries() const { return entries_; }
  std::vector<Entry>& entries() { return entries_; }

  /// The value of `key` in a map, or nullptr.
  const Node* Find(std::string_view key) const;
  Node* Find(std::string_view key);
  /// The value at a dotted path ("links.0.rate"), or nullptr; "" is the node itself.
  const Node* At(std::string_view path) const;
  /// Where the value at `path` stands, or the nearest enclosing value that exists.
  SourceLocation LocationOf(std::string_view path) const;

  /// "a map", "a list", "nothing" or "'text'", for messages.
  std::string Describe() const;

 private:
  NodeKind kind_ = NodeKind::kNull;
  bool quoted_ = false;
  std::string text_;
  SourceLocation location_;
  std::vector<Node> items_;
  std::vector<Entry> entries_;
};

struct Entry {
  std::string key;
  SourceLocation key_location;
  Node value;
};

/// Splits "a.b.0" at its dots.
std::vector<std::string> SplitPath(std::string_view path);

}  // namespace linkwright::config
