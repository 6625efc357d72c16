// SPDX-License-Identifier: Apache-2.0
// The repository's own files, as the architecture tests read them.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

namespace linkwright::architecture {

namespace fs = std::filesystem;

inline fs::path Root() { return LINKWRIGHT_SOURCE_DIR; }

inline std::string ReadText(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Files of the repository with one of these extensions, relative to the root, sorted; build trees
// and .git left out.
inline std::vector<fs::path> FilesWith(const std::vector<std::string>& extensions) {
  std::vector<fs::path> found;
  for (auto it = fs::recursive_directory_iterator(Root()); it != fs::recursive_directory_iterator();
       ++it) {
    const std::string name = it->path().filename().string();
    if (it->is_directory() && (name == "build" || name.starts_with("."))) {
      it.disable_recursion_pending();
      continue;
    }
    if (it->is_regular_file() && std::find(extensions.begin(), extensions.end(),
                                           it->path().extension().string()) != extensions.end()) {
      found.push_back(fs::relative(it->path(), Root()));
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

struct Include {
  fs::path file;
  int line = 0;
  std::string target;
  bool quoted = false;
};

inline std::vector<Include> IncludesOf(const fs::path& file) {
  static const std::regex pattern(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
  std::vector<Include> includes;
  std::ifstream in(Root() / file);
  std::string text;
  for (int line = 1; std::getline(in, text); ++line) {
    std::smatch match;
    if (std::regex_search(text, match, pattern)) {
      includes.push_back({file, line, match[2], match[1] == "\""});
    }
  }
  return includes;
}

}  // namespace linkwright::architecture
