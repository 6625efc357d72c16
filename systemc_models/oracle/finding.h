// SPDX-License-Identifier: Apache-2.0
// What an oracle holds against a device. Oracles watch wires, know the page, and know nothing of a
// twin.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace linkwright::oracle {

struct Finding {
  std::int64_t cycle = 0;
  int port = -1;     ///< or end of a link; -1: of the whole device
  int channel = -1;  ///< virtual channel or class; -1: none
  std::string what;  ///< one sentence, with cycle, port and channel in it
};

/// Keeps the first few, counts all.
class Findings {
 public:
  void Add(Finding finding) {
    if (kept_.size() < kKept) kept_.push_back(std::move(finding));
    ++count_;
  }
  bool empty() const { return count_ == 0; }
  std::size_t count() const { return count_; }
  const std::vector<Finding>& kept() const { return kept_; }
  /// The first one's sentence; "" if there is none.
  std::string First() const { return kept_.empty() ? std::string() : kept_.front().what; }

 private:
  static constexpr std::size_t kKept = 16;
  std::vector<Finding> kept_;
  std::size_t count_ = 0;
};

}  // namespace linkwright::oracle
