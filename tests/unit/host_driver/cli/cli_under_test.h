// SPDX-License-Identifier: Apache-2.0
// The whole program in this process, and what it printed.
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "host_driver/cli/command.h"

namespace linkwright::cli {

struct Said {
  int code = -1;
  std::string out, err;
};

inline Said Linkwright(const std::vector<const char*>& words, const char* columns = "200") {
  setenv("COLUMNS", columns, 1);
  std::vector<const char*> arguments = {"linkwright"};
  arguments.insert(arguments.end(), words.begin(), words.end());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Said said;
  said.code = Main(static_cast<int>(arguments.size()), arguments.data());
  std::fflush(stdout);
  std::fflush(stderr);
  said.out = testing::internal::GetCapturedStdout();
  said.err = testing::internal::GetCapturedStderr();
  return said;
}

inline bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace linkwright::cli
