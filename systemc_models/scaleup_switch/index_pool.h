// SPDX-License-Identifier: Apache-2.0
// Which places of a pool are taken.
#pragma once

#include <cstddef>

#include "systemc_models/switch_parts/lazy_array.h"

namespace linkwright::scaleup_switch {

using switch_parts::LazyArray;

/// Hands out indices 1 to `capacity`, the one returned last first, so that memory in use stays hot
/// and memory never needed stays untouched.
class IndexPool {
 public:
  explicit IndexPool(std::size_t capacity) : free_(capacity + 1) {}

  std::size_t in_use() const { return fresh_ - free_count_; }
  std::size_t capacity() const { return free_.size() - 1; }

  unsigned Take() {
    return free_count_ > 0 ? free_[--free_count_] : static_cast<unsigned>(++fresh_);
  }
  void Return(unsigned index) { free_[free_count_++] = index; }
  void Reset() { fresh_ = free_count_ = 0; }

 private:
  LazyArray<unsigned> free_;
  std::size_t fresh_ = 0;
  std::size_t free_count_ = 0;
};

}  // namespace linkwright::scaleup_switch
