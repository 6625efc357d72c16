// SPDX-License-Identifier: Apache-2.0
// MEMBER_READs whose answer is still to be sent, in order of arrival: a ring that grows to its
// largest occupancy and then stays.
#pragma once

#include <cstdint>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"

namespace linkwright::endpoints {

struct PendingRead {
  spec::scaleup_switch::Header request;
  int64_t ready_cycle = 0;
};

class PendingReads {
 public:
  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }
  const PendingRead& front() const { return ring_[first_]; }
  void Push(const PendingRead& read) {
    if (size_ == ring_.size()) Grow();
    ring_[(first_ + size_) & (ring_.size() - 1)] = read;
    ++size_;
  }
  void Pop() {
    first_ = (first_ + 1) & (ring_.size() - 1);
    --size_;
  }

 private:
  void Grow() {
    std::vector<PendingRead> larger(ring_.empty() ? 16 : ring_.size() * 2);
    for (size_t i = 0; i < size_; ++i) larger[i] = ring_[(first_ + i) & (ring_.size() - 1)];
    ring_.swap(larger);
    first_ = 0;
  }

  std::vector<PendingRead> ring_;  // size is a power of two
  size_t first_ = 0, size_ = 0;
};

}  // namespace linkwright::endpoints
