// SPDX-License-Identifier: Apache-2.0
#include "foundation/config/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "foundation/config/yaml_reader.h"
#include "foundation/diagnostics/text_file.h"

namespace linkwright::config {
namespace {

using diagnostics::UserError;

constexpr std::string_view kExtends = "extends";

/// Takes the `extends` entry out of a root map.
std::optional<Node> TakeExtends(Node& root) {
  auto& entries = root.entries();
  const auto found = std::ranges::find(entries, kExtends, &Entry::key);
  if (found == entries.end()) return std::nullopt;
  Node base = std::move(found->value);
  entries.erase(found);
  if (!base.IsScalar() || base.text().empty()) {
    throw UserError(base.location(), "'extends': expected a file name, found " + base.Describe());
  }
  return base;
}

/// Puts `over` on top of `base`: maps merge key by key, anything else replaces.
void Merge(Node& base, Node over) {
  if (!base.IsMap() || !over.IsMap()) {
    base = std::move(over);
    return;
  }
  Node merged = Node::Map(std::move(base.entries()), over.location());
  for (Entry& entry : over.entries()) {
    if (Node* existing = merged.Find(entry.key)) {
      Merge(*existing, std::move(entry.value));
    } else {
      merged.entries().push_back(std::move(entry));
    }
  }
  base = std::move(merged);
}

std::string Canonical(const std::string& path) {
  std::error_code ignored;
  const auto canonical = std::filesystem::weakly_canonical(path, ignored);
  return ignored ? path : canonical.string();
}

/// Appends the file and its bases to `files`; `chain` holds the canonical names being read.
Node Resolve(std::string_view text, const std::string& path, std::vector<std::string>& chain,
             std::vector<std::string>& files) {
  files.push_back(path);
  chain.push_back(Canonical(path));
  Node root = ReadYaml(text, path);
  // A file cut short, or the wrong one: whoever wants nothing but defaults can say so.
  if (root.IsNull()) {
    throw UserError({path, 0, 0}, "the file says nothing; {} stands for all defaults");
  }
  if (!root.IsMap()) {
    throw UserError(root.location(), "expected a map at the top, found " + root.Describe());
  }
  const std::optional<Node> base_name = TakeExtends(root);
  if (!base_name) return root;
  const std::filesystem::path named(base_name->text());
  const std::string base_path = named.is_absolute()
                                    ? named.string()
                                    : (std::filesystem::path(path).parent_path() / named).string();
  if (std::ranges::find(chain, Canonical(base_path)) != chain.end()) {
    throw UserError(base_name->location(),
                    fmt::format("'extends': '{}' extends itself", base_name->text()));
  }
  Node base =
      Resolve(diagnostics::ReadTextFile(base_path, base_name->location()), base_path, chain, files);
  Merge(base, std::move(root));
  return base;
}

}  // namespace

Document Document::Load(const std::string& path) {
  return Parse(diagnostics::ReadTextFile(path), path);
}

Document Document::Parse(std::string_view text, const std::string& name) {
  Document document;
  std::vector<std::string> chain;
  document.root_ = Resolve(text, name, chain, document.files_);
  return document;
}

}  // namespace linkwright::config
