// SPDX-License-Identifier: Apache-2.0
// An array of zero bytes whose memory the system provides page by page on first touch.
//
// A pod instantiates many switches whose buffers are sized for the worst case and mostly stay
// empty. Pages are mapped directly: calloc would clear memory that the allocator has kept from an
// earlier switch.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace linkwright::scaleup_switch {

/// T is trivially copyable and all zero bytes is a valid T. Starts at a page.
template <typename T>
class LazyArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  LazyArray() = default;
  explicit LazyArray(std::size_t size) : size_(size) {
    if (size == 0) return;
    void* pages = mmap(nullptr, size * sizeof(T), PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (pages == MAP_FAILED) throw std::bad_alloc();
    data_ = static_cast<T*>(pages);
  }
  LazyArray(LazyArray&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  LazyArray& operator=(LazyArray&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~LazyArray() {
    if (data_ != nullptr) munmap(data_, size_ * sizeof(T));
  }

  T& operator[](std::size_t index) { return data_[index]; }
  const T& operator[](std::size_t index) const { return data_[index]; }
  std::size_t size() const { return size_; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

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
