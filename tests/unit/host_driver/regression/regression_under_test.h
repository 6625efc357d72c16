// SPDX-License-Identifier: Apache-2.0
// Regression files that are written in a test, beside a scenario of four ranks.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/regression/regression_file.h"

namespace linkwright::regression {

class RegressionFolder {
 public:
  RegressionFolder() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string(info->test_suite_name()) + "." + info->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    Write("four.yaml",
          "pod: {ready: bench4}\nnetwork: {fidelity: flow}\ncollective: {size: 4KiB}\n");
  }
  ~RegressionFolder() { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return Path(name);
  }
  Regressions Read(const std::string& text) const { return ReadRegressions(Write("r.yaml", text)); }

 private:
  std::filesystem::path folder_;
};

// "3:5: message (suggestion)" a mistake; none when `action` throws none.
template <class Action>
std::vector<std::string> MistakesOf(const Action& action) {
  std::vector<std::string> mistakes;
  try {
    action();
  } catch (const diagnostics::UserError& error) {
    for (const diagnostics::Diagnostic& d : error.diagnostics()) {
      mistakes.push_back(std::to_string(d.location.line) + ":" + std::to_string(d.location.column) +
                         ": " + d.message +
                         (d.suggestion.empty() ? "" : " (" + d.suggestion + ")"));
    }
  }
  return mistakes;
}

}  // namespace linkwright::regression
