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

// A limit of one file or folder, and why it has its own.
struct Exception {
  int limit;
  const char* reason;
};

bool IsProduction(const fs::path& file) {
  return *file.begin() != "tests" && *file.begin() != "docs";
}

TEST(Rooms, ProductionFilesHaveAtMost300Lines) {
  static const std::map<std::string, Exception> exceptions = {
      {"host_driver/cli/bench_command.cpp", {320, "one command a file"}},
      {"host_driver/cli/explain_command.cpp", {320, "one command a file"}},
      {"systemc_models/lockstep/ethernet/frame_maker.cpp",
       {320, "one kind of frame after another"}},
      {"systemc_models/lockstep/ethernet/frame_monitor.cpp",
       {320, "the oracle's rules in one place"}},
      {"systemc_models/ethernet_switch/register_map.cpp", {320, "one register after another"}},
      {"workloads/formats/msccl_xml.cpp", {320, "one foreign format, read from top to bottom"}},
  };
  for (const fs::path& file : FilesWith({".h", ".cpp"})) {
    const std::string text = ReadText(Root() / file);
    const bool generated = text.substr(0, 600).find("enerated") != std::string::npos;
    if (generated || !IsProduction(file)) continue;
    const auto lines = std::count(text.begin(), text.end(), '\n');
    const auto found = exceptions.find(file.string());
    if (found == exceptions.end()) {
      EXPECT_LE(lines, 300) << file;
    } else {
      EXPECT_LE(lines, found->second.limit) << file << ": " << found->second.reason;
      EXPECT_GT(lines, 300) << file << " needs no exception any more";
    }
  }
}

TEST(Rooms, NoFileIsEndless) {
  for (const fs::path& file : FilesWith({".h", ".cpp", ".sv", ".svh"})) {
    const std::string text = ReadText(Root() / file);
    const bool generated = text.substr(0, 600).find("enerated") != std::string::npos;
    EXPECT_TRUE(generated || std::count(text.begin(), text.end(), '\n') <= 600) << file;
  }
}

TEST(Rooms, AFolderHoldsNoMoreThan12Units) {
  static const std::map<std::string, Exception> exceptions = {
      {"foundation/units", {15, "one quantity a file"}},
      {"host_driver/cli", {21, "one command a file"}},
      {"host_driver/executor", {18, "the engine in parts that share its state"}},
      {"host_driver/planning", {18, "one planner a kind, one check a file"}},
      {"rtl/ethernet_switch", {24, "one block of the chip a file"}},
      {"rtl/scaleup_switch", {28, "one block of the chip a file"}},
      {"rtl/spec/compiler", {20, "one output of the compiler a file"}},
      {"systemc_models/ethernet_switch", {24, "one block of the chip a file"}},
      {"systemc_models/lockstep/ethernet", {14, "one part of the stimulus a file"}},
      {"systemc_models/networks/clocked", {20, "modules of both clocked networks"}},
      {"systemc_models/scaleup_switch", {24, "one block of the chip a file"}},
      {"workloads/algorithms", {18, "one algorithm a file"}},
  };
  std::map<std::string, std::set<std::string>> units;
  for (const fs::path& file : FilesWith({".h", ".cpp", ".sv"})) {
    if (!IsProduction(file) || file.string().starts_with("rtl/top/")) continue;
    units[file.parent_path().string()].insert(file.stem().string());  // x.h and x.cpp are one
  }
  for (const auto& [folder, stems] : units) {
    const auto found = exceptions.find(folder);
    const bool named = found != exceptions.end();
    EXPECT_LE(static_cast<int>(stems.size()), named ? found->second.limit : 12)
        << folder << (named ? std::string(": ") + found->second.reason : "");
  }
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
