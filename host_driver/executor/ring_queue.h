// SPDX-License-Identifier: Apache-2.0
// A queue in a ring of places that grows and never shrinks: empty it costs no memory, in use it
// allocates nothing.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace linkwright::executor {

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

}  // namespace linkwright::executor
