// SPDX-License-Identifier: Apache-2.0
// Documentation that points somewhere must arrive, and no page promises content for later.
#include <gtest/gtest.h>

#include "tests/architecture/source_tree.h"

namespace linkwright::architecture {
namespace {

TEST(Docs, RelativeLinksArrive) {
  static const std::regex link(R"(\]\(([^)\s#]+)(#[^)]*)?\))");
  int seen = 0;
  for (const fs::path& file : FilesWith({".md"})) {
    const std::string text = ReadText(Root() / file);
    for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it) {
      const std::string target = (*it)[1];
      if (target.find("://") != std::string::npos || target.starts_with("mailto:")) continue;
      ++seen;
      EXPECT_TRUE(fs::exists(Root() / file.parent_path() / target)) << file << " -> " << target;
    }
  }
  EXPECT_GT(seen, 10);
}

TEST(Docs, PathsInBackticksExist) {
  static const std::regex path(
      R"(`((?:foundation|fabric|rtl|systemc_models|host_driver|workloads|tco|tests|docs|scripts|cmake)/[A-Za-z0-9_./-]+)`)");
  for (const fs::path& file : FilesWith({".md"})) {
    if (file == "CHANGELOG.md") continue;
    const std::string text = ReadText(Root() / file);
    for (std::sregex_iterator it(text.begin(), text.end(), path), end; it != end; ++it) {
      EXPECT_TRUE(fs::exists(Root() / (*it)[1].str())) << file << " names " << (*it)[1];
    }
  }
}

TEST(Docs, NoPagePromisesContentForLater) {
  static const std::regex promise(R"(\bTODO\b|\bFIXME\b|\bTBD\b|coming soon)", std::regex::icase);
  for (const fs::path& file : FilesWith({".md", ".h", ".cpp", ".sv", ".yaml"})) {
    if (file == "tests/architecture/docs_test.cpp") continue;
    std::smatch match;
    const std::string text = ReadText(Root() / file);
    EXPECT_FALSE(std::regex_search(text, match, promise)) << file << ": " << match.str();
  }
}

TEST(Docs, NothingNamesAMachinesPath) {
  static const std::regex path(R"((^|[\s"'`(=])/(home|root|work|Users)/)");
  for (const fs::path& file :
       FilesWith({".md", ".h", ".cpp", ".sv", ".yaml", ".json", ".txt", ".cmake"})) {
    if (file == "tests/architecture/docs_test.cpp") continue;
    std::smatch match;
    const std::string text = ReadText(Root() / file);
    EXPECT_FALSE(std::regex_search(text, match, path)) << file << ": " << match.str();
  }
}

}  // namespace
}  // namespace linkwright::architecture
