// SPDX-License-Identifier: Apache-2.0
// Runs the specification compiler on a copy of a real specification that a test has changed.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

namespace linkwright {

namespace fs = std::filesystem;

inline std::string ReadText(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Outcome {
  int exit_code = -1;
  std::string output;
};

// `specification` is the name of one in rtl/spec without its ending.
class SpecCompilerTest : public testing::Test {
 protected:
  explicit SpecCompilerTest(std::string specification) : specification_(std::move(specification)) {}

  void SetUp() override {
    root_ = fs::path(testing::TempDir()) /
            (std::string("spec_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(root_);
    fs::create_directories(root_);
    text_ = ReadText(fs::path(LINKWRIGHT_SOURCE_DIR) / ("rtl/spec/" + specification_ + ".yaml"));
    ASSERT_FALSE(text_.empty());
  }
  void TearDown() override { fs::remove_all(root_); }

  // Puts `after` in the place of the first `before`.
  void Replace(const std::string& before, const std::string& after) {
    const size_t at = text_.find(before);
    ASSERT_NE(at, std::string::npos) << before;
    text_.replace(at, before.size(), after);
  }

  Outcome Run(const std::string& arguments = "") {
    std::ofstream(root_ / "spec.yaml", std::ios::binary) << text_;
    const std::string command =
        std::string(LINKWRIGHT_BINARY_DIR) + "/linkwright_spec_compiler --spec " +
        (root_ / "spec.yaml").string() + " --root " + root_.string() + " " + arguments + " 2>&1";
    Outcome outcome;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return outcome;
    char buffer[512];
    while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) outcome.output += buffer;
    const int status = pclose(pipe);
    if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
    return outcome;
  }

  // "spec.yaml:LINE:COL: error: " of the first place where `marker` stands.
  std::string Position(const std::string& marker) const {
    const size_t at = text_.find(marker);
    EXPECT_NE(at, std::string::npos) << marker;
    const std::string before = text_.substr(0, at);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const size_t start = before.rfind('\n');
    const size_t column = start == std::string::npos ? at + 1 : at - start;
    return "spec.yaml:" + std::to_string(line) + ":" + std::to_string(column) + ": error: ";
  }

  // The specification as it stands is refused at `marker` with `message`, and nothing is written.
  void ExpectError(const std::string& marker, const std::string& message) {
    const Outcome outcome = Run();
    EXPECT_EQ(outcome.exit_code, 2) << outcome.output;
    EXPECT_THAT(outcome.output, testing::HasSubstr(Position(marker) + message));
    EXPECT_FALSE(fs::exists(root_ / "rtl")) << "output in spite of an error";
  }

  std::string specification_;
  fs::path root_;
  std::string text_;
};

}  // namespace linkwright
