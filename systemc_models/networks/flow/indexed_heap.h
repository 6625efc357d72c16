// SPDX-License-Identifier: Apache-2.0
// A min-heap of keys for small integer items that supports changing an item's key; equal keys come
// out in order of item. No allocation once it has grown to its largest size.
#pragma once

#include <cstdint>
#include <vector>

namespace linkwright::flow {

template <class Key>
class IndexedHeap {
 public:
  bool empty() const { return heap_.empty(); }
  int32_t top() const { return heap_.front(); }
  const Key& top_key() const { return keys_[Index(heap_.front())]; }
  bool contains(int32_t item) const {
    return Index(item) < position_.size() && position_[Index(item)] >= 0;
  }

  // Inserts the item or changes its key.
  void Set(int32_t item, Key key) {
    if (Index(item) >= position_.size()) {
      position_.resize(Index(item) + 1, -1);
      keys_.resize(Index(item) + 1);
    }
    keys_[Index(item)] = key;
    if (position_[Index(item)] < 0) {
      position_[Index(item)] = static_cast<int32_t>(heap_.size());
      heap_.push_back(item);
    }
    Down(Up(position_[Index(item)]));
  }
  void Remove(int32_t item) {
    const int32_t hole = position_[Index(item)];
    if (hole < 0) return;
    position_[Index(item)] = -1;
    const int32_t moved = heap_.back();
    heap_.pop_back();
    if (moved == item) return;
    Place(hole, moved);
    Down(Up(hole));
  }
  void Clear() {
    for (const int32_t item : heap_) position_[Index(item)] = -1;
    heap_.clear();
  }

 private:
  static size_t Index(int32_t i) { return static_cast<size_t>(i); }
  bool Before(int32_t a, int32_t b) const {
    const Key& x = keys_[Index(a)];
    const Key& y = keys_[Index(b)];
    return x != y ? x < y : a < b;
  }
  void Place(int32_t at, int32_t item) {
    heap_[Index(at)] = item;
    position_[Index(item)] = at;
  }
  int32_t Up(int32_t at) {
    const int32_t item = heap_[Index(at)];
    while (at > 0) {
      const int32_t parent = (at - 1) / 2;
      if (!Before(item, heap_[Index(parent)])) break;
      Place(at, heap_[Index(parent)]);
      at = parent;
    }
    Place(at, item);
    return at;
  }
  void Down(int32_t at) {
    const int32_t item = heap_[Index(at)];
    const auto size = static_cast<int32_t>(heap_.size());
    while (true) {
      int32_t child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && Before(heap_[Index(child + 1)], heap_[Index(child)])) ++child;
      if (!Before(heap_[Index(child)], item)) break;
      Place(at, heap_[Index(child)]);
      at = child;
    }
    Place(at, item);
  }

  std::vector<int32_t> heap_;      // items
  std::vector<int32_t> position_;  // of an item in heap_; -1: absent
  std::vector<Key> keys_;          // by item
};

}  // namespace linkwright::flow
