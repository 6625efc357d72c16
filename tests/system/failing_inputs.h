// SPDX-License-Identifier: Apache-2.0
// Inputs that once went wrong, from what users of such tools reported. A test says by the number of
// its case what is right; the inputs are in tests/system/inputs.
#pragma once

#include <algorithm>
#include <string>

#include "tests/system/command_line.h"

namespace linkwright::system_test {

// Puts a stored input into the folder of this test; the name to give to the command.
inline std::string Input(const std::string& stored, const std::string& as = "") {
  const std::string name = as.empty() ? stored : as;
  fs::copy_file(fs::path(LINKWRIGHT_SOURCE_DIR) / "tests/system/inputs" / stored, Scratch() / name,
                fs::copy_options::overwrite_existing);
  return name;
}

inline long LinesOf(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

}  // namespace linkwright::system_test
