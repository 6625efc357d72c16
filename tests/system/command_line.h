// SPDX-License-Identifier: Apache-2.0
// Runs the built linkwright command and keeps what it printed.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

namespace linkwright::system_test {

namespace fs = std::filesystem;

struct CommandResult {
  int exit_code = -1;
  std::string out, err;
};

inline std::string ReadAll(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A folder of this test alone, empty at its start.
inline fs::path Scratch() {
  const auto* info = testing::UnitTest::GetInstance()->current_test_info();
  fs::path folder = fs::path(LINKWRIGHT_BINARY_DIR) / "system_scratch" /
                    (std::string(info->test_suite_name()) + "." + info->name());
  static fs::path prepared;
  if (prepared != folder) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    prepared = folder;
  }
  return folder;
}

inline CommandResult Linkwright(const std::string& arguments) {
  const fs::path err = Scratch() / "stderr.txt";
  // Wide, so that sentences are found whole; tests of the width set their own.
  const std::string command = "cd '" + Scratch().string() + "' && COLUMNS=${COLUMNS:-200} '" +
                              LINKWRIGHT_BINARY_DIR "/linkwright' " + arguments + " 2>'" +
                              err.string() + "'";
  CommandResult result;
  std::FILE* pipe = popen(command.c_str(), "r");
  char buffer[4096];
  for (size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    result.out.append(buffer, n);
  const int status = pclose(pipe);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.err = ReadAll(err);
  return result;
}

inline fs::path Write(const std::string& name, const std::string& text) {
  const fs::path path = Scratch() / name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

inline nlohmann::json ReadJson(const std::string& name) {
  return nlohmann::json::parse(ReadAll(Scratch() / name));
}

// The run is refused with exit 2; stderr is lines "place: error: ..." with the wanted text;
// report.json is not there.
inline void ExpectRefused(const std::string& arguments, const std::string& place,
                          const std::string& text) {
  const CommandResult result = Linkwright(arguments + " --json report.json");
  EXPECT_EQ(result.exit_code, 2) << result.out << result.err;
  EXPECT_NE(result.err.find(place + ": error: "), std::string::npos) << result.err;
  EXPECT_NE(result.err.find(text), std::string::npos) << result.err;
  EXPECT_FALSE(fs::exists(Scratch() / "report.json"));
}

// Where real input files are: LINKWRIGHT_EXTERNAL_DATA, or shared/data beside the repository. Empty
// if absent.
inline fs::path ExternalData() {
  if (const char* path = std::getenv("LINKWRIGHT_EXTERNAL_DATA")) return path;
  const fs::path beside = fs::path(LINKWRIGHT_SOURCE_DIR) / ".." / "shared" / "data";
  return fs::exists(beside) ? fs::canonical(beside) : fs::path();
}

}  // namespace linkwright::system_test
