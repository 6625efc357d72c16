// SPDX-License-Identifier: Apache-2.0
// An array of zero bytes whose memory the system provides page by page on first touch.
//
// A pod instantiates many switches whose buffers are sized for the worst case and mostly stay empty;
// zeroed memory from the allocator costs nothing until it is used.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace linkwright::scaleup_switch {

/// T is trivially copyable and all zero bytes is a valid T. Aligned to 64 bytes.
template <typename T>
class LazyArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  LazyArray() = default;
  explicit LazyArray(std::size_t size) : size_(size) {
    block_.reset(std::calloc(size * sizeof(T) + kAlignment, 1));
    if (!block_) throw std::bad_alloc();
    void* aligned = block_.get();
    std::size_t space = size * sizeof(T) + kAlignment;
    data_ = static_cast<T*>(std::align(kAlignment, size * sizeof(T), aligned, space));
  }

  T& operator[](std::size_t index) { return data_[index]; }
  const T& operator[](std::size_t index) const { return data_[index]; }
  std::size_t size() const { return size_; }

 private:
  static constexpr std::size_t kAlignment = 64;
  struct Free {
    void operator()(void* block) const { std::free(block); }
  };
  std::unique_ptr<void, Free> block_;
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Hands out indices 1 to `capacity`, the one returned last first, so that memory in use stays hot and
/// memory never needed stays untouched.
class IndexPool {
 public:
  explicit IndexPool(std::size_t capacity) : free_(capacity + 1) {}

  std::size_t in_use() const { return fresh_ - free_count_; }
  std::size_t capacity() const { return free_.size() - 1; }

  unsigned Take() { return free_count_ > 0 ? free_[--free_count_] : static_cast<unsigned>(++fresh_); }
  void Return(unsigned index) { free_[free_count_++] = index; }
  void Reset() { fresh_ = free_count_ = 0; }

 private:
  LazyArray<unsigned> free_;
  std::size_t fresh_ = 0;
  std::size_t free_count_ = 0;
};

}  // namespace linkwright::scaleup_switch
