// SPDX-License-Identifier: Apache-2.0
#include "fabric/parts/embedded_text.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "foundation/config/document.h"

namespace linkwright::parts {

namespace {

bool IsOneThing(const config::Node& node) {
  return node.Find("kind") != nullptr || node.Find("low") != nullptr ||
         node.Find("mode") != nullptr || node.Find("high") != nullptr;
}

std::vector<std::string> FilesOf(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::is_directory(path, error)) return {path};
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  if (error) {
    throw diagnostics::UserError({path}, "cannot read the folder: " + error.message());
  }
  if (files.empty()) throw diagnostics::UserError({path}, "the folder has no .yaml file");
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

void Overlay(config::Node& base, const config::Node& over) {
  if (!base.IsMap() || !over.IsMap() || IsOneThing(over)) {
    base = over;
    return;
  }
  for (const config::Entry& entry : over.entries()) {
    if (config::Node* existing = base.Find(entry.key)) {
      Overlay(*existing, entry.value);
    } else {
      base.entries().push_back(entry);
    }
  }
}

config::Node LoadOverlaid(std::span<const EmbeddedText> embedded,
                          std::span<const std::string> overrides) {
  config::Node root = config::Node::Map({}, {});
  for (const EmbeddedText& file : embedded) {
    Overlay(root, config::Document::Parse(file.text, std::string(file.name)).root());
  }
  for (const std::string& override_path : overrides) {
    for (const std::string& file : FilesOf(override_path)) {
      const config::Document document = config::Document::Load(file);
      if (!document.root().IsMap()) {
        throw diagnostics::UserError(
            document.root().location(),
            "expected a map of sections, found " + document.root().Describe());
      }
      Overlay(root, document.root());
    }
  }
  return root;
}

}  // namespace linkwright::parts
