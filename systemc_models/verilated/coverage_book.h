// SPDX-License-Identifier: Apache-2.0
// What all models of a kind covered, added up in this process and written once, when it ends: into
// the folder that LINKWRIGHT_COVERAGE names, <model>-<process>.dat in Verilator's own format.
// Without the variable nothing is kept.
#pragma once

#include <unistd.h>
#include <verilated.h>
#include <verilated_cov.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace linkwright::verilated {

class CoverageBook {
 public:
  template <class Model>
  static CoverageBook& Of(const Model& model) {
    static CoverageBook book(model.modelName());
    return book;
  }
  CoverageBook(const CoverageBook&) = delete;
  CoverageBook& operator=(const CoverageBook&) = delete;
  ~CoverageBook() {
    if (points_.empty()) return;
    // Whole or not at all.
    const std::string part = path_ + ".part";
    {
      std::ofstream out(part);
      out << "# SystemC::Coverage-3\n";
      for (const auto& [point, count] : points_) out << point << ' ' << count << '\n';
    }
    std::error_code ignored;
    std::filesystem::rename(part, path_, ignored);
  }

  /// Verilator gives the counts of a context to files only.
  void Add(VerilatedCovContext& coverage) {
    const std::lock_guard lock(mutex_);
    if (path_.empty()) return;
    const std::string file = path_ + ".one";
    coverage.write(file.c_str());
    std::ifstream in(file);
    std::string line;
    while (std::getline(in, line)) {  // C '<point>' <count>
      const std::size_t end = line.rfind(' ');
      if (line.empty() || line[0] != 'C' || end == std::string::npos) continue;
      points_[line.substr(0, end)] += std::strtoull(line.c_str() + end, nullptr, 10);
    }
    std::remove(file.c_str());
  }

 private:
  explicit CoverageBook(std::string_view model) {
    const char* folder = std::getenv("LINKWRIGHT_COVERAGE");
    if (folder == nullptr || *folder == 0) return;
    path_ =
        std::string(folder) + "/" + std::string(model) + "-" + std::to_string(getpid()) + ".dat";
  }

  std::mutex mutex_;
  std::string path_;  // empty: nobody wants it
  std::map<std::string, std::uint64_t> points_;
};

}  // namespace linkwright::verilated
