// SPDX-License-Identifier: Apache-2.0
// One configuration: a YAML (or JSON) file, what it extends, and overrides from the command line.
//
// A top-level `extends: other.yaml` takes that file (relative to the extending one) as a base: maps
// merge key by key, everything else is replaced. Every value keeps the position where it was
// written. Duplicate keys, circles of `extends`, several documents in one file, and aliases that
// contain themselves are refused, and so is a file without any value (empty, or comments only).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/config/node.h"

namespace linkwright::config {

class Document {
 public:
  /// Throws UserError when a file cannot be read or is not YAML, with its position.
  static Document Load(const std::string& path);
  /// `name` stands for the file in messages; `extends` is relative to its folder.
  static Document Parse(std::string_view text, const std::string& name);

  const Node& root() const { return root_; }
  Node& root() { return root_; }
  SourceLocation LocationOf(std::string_view path) const { return root_.LocationOf(path); }
  /// The file itself, then its bases from nearest to farthest.
  const std::vector<std::string>& files() const { return files_; }

 private:
  Node root_;
  std::vector<std::string> files_;
};

/// Applies "path=value" texts (`--set link.latency=30ns`), in order. The value is YAML; the path
/// walks map keys, which are created when missing, and list indices, which must exist. Nothing
/// after the '=' is refused (most often an unset shell variable); `null` takes a value away.
/// Errors, here and later, point at "--set link.latency=30ns:1:column". Throws one UserError for
/// all bad texts.
void ApplyOverrides(Document& document, const std::vector<std::string>& overrides);

/// The same for one value that another file says: `path` stands at `at`, `value` where it was
/// written; errors, here and later, point there. Null takes a value away.
void ApplyOverride(Document& document, std::string_view path, const SourceLocation& at, Node value);

}  // namespace linkwright::config
