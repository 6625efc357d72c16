// SPDX-License-Identifier: Apache-2.0
// A register between two modules of one clock: what one writes at an edge the other sees from the
// next edge on, whichever of them runs first.
#pragma once

#include <cstdint>

namespace linkwright::clocked {

template <class T>
class Delayed {
 public:
  void Set(int64_t cycle, const T& value) {
    if (cycle != at_) before_ = value_;
    at_ = cycle;
    value_ = value;
  }
  const T& Get(int64_t cycle) const { return at_ < cycle ? value_ : before_; }
  // Was it written at this edge?
  bool SetIn(int64_t cycle) const { return at_ == cycle; }

 private:
  T value_{}, before_{};
  int64_t at_ = -1;
};

}  // namespace linkwright::clocked
