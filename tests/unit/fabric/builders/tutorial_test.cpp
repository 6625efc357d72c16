// SPDX-License-Identifier: Apache-2.0
// The code in the tutorial is the code in the tree.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace linkwright::builders {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(std::string(LINKWRIGHT_SOURCE_DIR) + "/" + path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(AddATopologyTutorial, ItsCodeStandsInTheTree) {
  const std::string sources = ReadFile("fabric/builders/fat_tree.h") +
                              ReadFile("fabric/builders/leaf_spine.cpp") +
                              ReadFile("fabric/builders/builders.cpp");
  std::istringstream tutorial(ReadFile("docs/tutorials/add_a_topology.md"));
  std::string line, block;
  bool inside = false;
  int blocks = 0;
  while (std::getline(tutorial, line)) {
    if (line == "```cpp") {
      inside = true;
      block.clear();
    } else if (line == "```" && inside) {
      inside = false;
      ++blocks;
      EXPECT_NE(sources.find(block), std::string::npos) << "not in the tree:\n" << block;
    } else if (inside) {
      block += line + "\n";
    }
  }
  EXPECT_EQ(blocks, 5);
}

}  // namespace
}  // namespace linkwright::builders
