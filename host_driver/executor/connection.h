// SPDX-License-Identifier: Apache-2.0
// The FIFO between two ranks on one channel: slices on their way or waiting to be taken out, the
// places that have come back to the sender, and the signals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "foundation/units/duration.h"
#include "host_driver/executor/buffer_pool.h"

namespace linkwright::executor {

/// A queue in a ring of places that grows and never shrinks: empty it costs no memory, in use it
/// allocates nothing.
template <class Value>
class RingQueue {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  Value& front() { return places_[first_]; }
  const Value& front() const { return places_[first_]; }
  const Value& back() const { return (*this)[size_ - 1]; }
  Value& operator[](std::size_t i) { return places_[(first_ + i) & (places_.size() - 1)]; }
  const Value& operator[](std::size_t i) const {
    return places_[(first_ + i) & (places_.size() - 1)];
  }

  void push_back(Value value) {
    if (size_ == places_.size()) Grow();
    places_[(first_ + size_) & (places_.size() - 1)] = std::move(value);
    ++size_;
  }
  void pop_front() {
    first_ = (first_ + 1) & (places_.size() - 1);
    --size_;
  }

 private:
  void Grow() {
    std::vector<Value> larger(places_.empty() ? 4 : places_.size() * 2);  // a power of two
    for (std::size_t i = 0; i < size_; ++i) larger[i] = std::move((*this)[i]);
    places_ = std::move(larger);
    first_ = 0;
  }

  std::vector<Value> places_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

/// A slice in the receiver's FIFO memory.
struct Slot {
  BufferPool::Buffer landing;
  uint64_t payload = 0;
  uint64_t wire = 0;
  int32_t places = 1;  // of the FIFO
  bool delivered = false;
  units::SimTime ready;  // delivered and seen by a polling receiver
};

/// Places that come back to the sender together.
struct Credit {
  units::SimTime at;
  int32_t places = 0;
};

struct Connection {
  int source = -1;
  int destination = -1;
  int channel = -1;
  int users = 0;              // thread blocks whose present step uses it
  int waiting_sender = -1;    // the thread block (index over all ranks) that sleeps for a place
  int waiting_receiver = -1;  // and the one that sleeps for data or a signal
  // In order of sending. A later slice may land first; the receiver takes them in order.
  RingQueue<Slot> slots;
  uint64_t first_sequence = 0;        // of slots.front()
  int in_use = 0;                     // places sent into and not yet back
  RingQueue<Credit> credits;          // in order of time
  RingQueue<units::SimTime> signals;  // when signals are seen, in order

  /// Nothing in it and nobody at it: from `SpareFrom` on it is as good as a new one.
  bool Unused() const { return users == 0 && slots.empty() && signals.empty(); }
  units::SimTime SpareFrom() const {
    return credits.empty() ? units::SimTime() : credits.back().at;
  }
};

}  // namespace linkwright::executor
