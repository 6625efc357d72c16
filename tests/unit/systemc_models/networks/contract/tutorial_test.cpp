// SPDX-License-Identifier: Apache-2.0
// The code in the tutorial is the code in the tree.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace linkwright::contract {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(std::string(LINKWRIGHT_SOURCE_DIR) + "/" + path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(AddANetworkTutorial, ItsCodeStandsInTheExampleAndTheSubjects) {
  const std::string here = "tests/unit/systemc_models/networks/contract/";
  const std::string code = ReadFile(here + "bus_network.h") + ReadFile(here + "subjects.h");
  std::istringstream tutorial(ReadFile("docs/tutorials/add_a_network.md"));
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
      EXPECT_NE(code.find(block), std::string::npos) << "nowhere in the tree:\n" << block;
    } else if (inside) {
      block += line + "\n";
    }
  }
  EXPECT_EQ(blocks, 7);
}

}  // namespace
}  // namespace linkwright::contract
