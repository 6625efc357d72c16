// SPDX-License-Identifier: Apache-2.0
// The code in the tutorial is the code in the tree.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace linkwright::algorithms {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(std::string(LINKWRIGHT_SOURCE_DIR) + "/" + path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

// A block of code belongs to the source file named last before it.
TEST(AddACollectiveTutorial, ItsCodeStandsInTheFilesItNames) {
  std::istringstream tutorial(ReadFile("docs/tutorials/add_a_collective.md"));
  std::string line, file, block;
  bool inside = false;
  int blocks = 0;
  while (std::getline(tutorial, line)) {
    if (line == "```cpp") {
      inside = true;
      block.clear();
    } else if (line == "```" && inside) {
      inside = false;
      ++blocks;
      EXPECT_NE(ReadFile(file).find(block), std::string::npos) << file << " does not have:\n"
                                                               << block;
    } else if (inside) {
      block += line + "\n";
    } else {
      for (std::size_t at = line.find('`'); at != std::string::npos; at = line.find('`', at + 1)) {
        const std::string word = line.substr(at + 1, line.find('`', at + 1) - at - 1);
        const bool in_tree = word.find('/') != std::string::npos;
        if (in_tree && (word.ends_with(".cpp") || word.ends_with(".h"))) file = word;
      }
    }
  }
  EXPECT_EQ(blocks, 6);
}

}  // namespace
}  // namespace linkwright::algorithms
