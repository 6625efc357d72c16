// SPDX-License-Identifier: Apache-2.0
// Rooms have names that say what is in them, and stay small.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/architecture/source_tree.h"

namespace linkwright::architecture {
namespace {

TEST(Rooms, NoFolderHasANameThatSaysNothing) {
  static const std::set<std::string> empty_words = {"common", "util", "utils",  "core",
                                                    "misc",   "base", "helper", "helpers"};
  for (const fs::path& file : FilesWith({".h", ".cpp", ".sv", ".svh", ".yaml", ".md", ".txt"})) {
    for (const fs::path& part : file) {
      EXPECT_FALSE(empty_words.contains(part.stem().string())) << file;
    }
  }
}

TEST(Rooms, FilesStayReadable) {
  for (const fs::path& file : FilesWith({".h", ".cpp", ".sv", ".svh"})) {
    const std::string text = ReadText(Root() / file);
    const bool generated = text.substr(0, 600).find("enerated") != std::string::npos;
    EXPECT_TRUE(generated || std::count(text.begin(), text.end(), '\n') <= 600) << file;
  }
}

TEST(Rooms, AFolderHoldsNoMoreThanAPersonKeepsInMind) {
  std::map<std::string, std::set<std::string>> units;
  for (const fs::path& file : FilesWith({".h", ".cpp", ".sv"})) {
    const std::string room = file.begin()->string();
    if (room == "tests" || file.string().starts_with("rtl/top/")) continue;
    units[file.parent_path().string()].insert(file.stem().string());  // x.h and x.cpp are one
  }
  for (const auto& [folder, stems] : units) EXPECT_LE(stems.size(), 24u) << folder;
}

TEST(Rooms, EverySourceNamesItsLicence) {
  for (const fs::path& file : FilesWith({".h", ".cpp", ".sv", ".svh"})) {
    const std::string text = ReadText(Root() / file);
    EXPECT_NE(text.substr(0, 200).find("SPDX-License-Identifier: Apache-2.0"), std::string::npos)
        << file;
  }
}

TEST(Rooms, HeadersAreGuarded) {
  for (const fs::path& file : FilesWith({".h"})) {
    EXPECT_NE(ReadText(Root() / file).find("#pragma once"), std::string::npos) << file;
  }
}

}  // namespace
}  // namespace linkwright::architecture
