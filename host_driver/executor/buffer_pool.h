// SPDX-License-Identifier: Apache-2.0
// Memory of slices in flight, recycled by size so that a long run allocates only at its start.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace linkwright::executor {

class BufferPool {
 public:
  using Buffer = std::unique_ptr<std::byte[]>;

  /// At least `bytes` long; contents are whatever its last user left (zero when new).
  Buffer Take(uint64_t bytes) {
    std::vector<Buffer>& free = free_[ClassOf(bytes)];
    if (free.empty()) return std::make_unique<std::byte[]>(uint64_t{1} << ClassOf(bytes));
    Buffer buffer = std::move(free.back());
    free.pop_back();
    return buffer;
  }
  /// `bytes` as it was asked for.
  void Give(Buffer buffer, uint64_t bytes) { free_[ClassOf(bytes)].push_back(std::move(buffer)); }

 private:
  static unsigned ClassOf(uint64_t bytes) { return std::bit_width(bytes > 1 ? bytes - 1 : 0U); }

  std::array<std::vector<Buffer>, 64> free_;
};

}  // namespace linkwright::executor
