// SPDX-License-Identifier: Apache-2.0
// Items by the instant at which they are due, for schedules in which many share an instant: ranks
// of a collective do the same thing at the same time. An instant is found in a small table of
// recent ones and costs the heap one entry, its items stand in one array. Items of one instant come
// out in the order they were put in.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "foundation/units/duration.h"

namespace linkwright::flow {

template <class Item>
class InstantQueue {
 public:
  InstantQueue() { recent_.fill({units::SimTime::Max(), -1}); }

  bool empty() const { return heap_.empty(); }
  // SimTime::Max() when empty.
  units::SimTime next() const { return heap_.empty() ? units::SimTime::Max() : heap_.front().at; }
  uint64_t size() const { return size_; }

  void Push(units::SimTime at, Item item) {
    Recent& recent = recent_[Slot(at)];
    if (recent.at != at || recent.bucket < 0) recent = {at, NewBucket(at)};
    buckets_[static_cast<size_t>(recent.bucket)].push_back(item);
    ++size_;
  }

  // Moves the items due at `at`, which is next(), into `due`, which is cleared first.
  void Pop(units::SimTime at, std::vector<Item>& due) {
    due.clear();
    while (!heap_.empty() && heap_.front().at == at) {
      std::pop_heap(heap_.begin(), heap_.end(), Later);
      const int32_t bucket = heap_.back().bucket;
      heap_.pop_back();
      std::vector<Item>& items = buckets_[static_cast<size_t>(bucket)];
      if (due.empty()) {
        due.swap(items);
      } else {
        due.insert(due.end(), items.begin(), items.end());
        items.clear();
      }
      Recent& recent = recent_[Slot(at)];
      if (recent.bucket == bucket) recent.bucket = -1;
      free_.push_back(bucket);
    }
    size_ -= due.size();
  }

  // Drops the items for which `gone(item, at)` holds.
  template <class Gone>
  void DropIf(Gone gone) {
    for (const Entry& entry : heap_) {
      std::vector<Item>& items = buckets_[static_cast<size_t>(entry.bucket)];
      const auto end = std::remove_if(items.begin(), items.end(),
                                      [&](const Item& item) { return gone(item, entry.at); });
      size_ -= static_cast<uint64_t>(items.end() - end);
      items.erase(end, items.end());
    }
  }

 private:
  struct Entry {
    units::SimTime at;
    uint64_t order;  // of two buckets of one instant the older one is first
    int32_t bucket;
  };
  struct Recent {
    units::SimTime at;
    int32_t bucket;
  };

  static bool Later(const Entry& a, const Entry& b) {
    return a.at != b.at ? a.at > b.at : a.order > b.order;
  }
  static size_t Slot(units::SimTime at) {
    const auto bits = static_cast<uint64_t>(at.picoseconds()) * 0x9E3779B97F4A7C15ULL;
    return static_cast<size_t>(bits >> 56);
  }

  // A bucket that the table has forgotten is never found again, so a later one of its instant holds
  // later items only.
  int32_t NewBucket(units::SimTime at) {
    auto bucket = static_cast<int32_t>(buckets_.size());
    if (free_.empty()) {
      buckets_.emplace_back();
    } else {
      bucket = free_.back();
      free_.pop_back();
    }
    heap_.push_back({at, made_++, bucket});
    std::push_heap(heap_.begin(), heap_.end(), Later);
    return bucket;
  }

  std::array<Recent, 256> recent_;
  std::vector<Entry> heap_;
  std::vector<std::vector<Item>> buckets_;
  std::vector<int32_t> free_;
  uint64_t made_ = 0;
  uint64_t size_ = 0;
};

}  // namespace linkwright::flow
