// SPDX-License-Identifier: Apache-2.0
// Where every flit inside the switch lives, from capture to the wires: it is copied in once, copied
// out once per output, and in between only its index moves.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/scaleup_switch/index_pool.h"

namespace linkwright::scaleup_switch {

using FlitIndex = std::uint32_t;
inline constexpr FlitIndex kNoFlit = 0;

using FlitData = std::array<std::uint64_t, interfaces::kFlitWords>;

class FlitPool {
 public:
  /// The caller guarantees that no more than `capacity` flits are ever alive.
  explicit FlitPool(std::size_t capacity)
      : indices_(capacity), data_(capacity + 1), holders_(capacity + 1) {}

  /// A flit with one holder; its data is unspecified.
  FlitIndex Take() {
    const FlitIndex flit = indices_.Take();
    holders_[flit] = 1;
    return flit;
  }
  void AddHolder(FlitIndex flit) { ++holders_[flit]; }
  /// The flit is gone when its last holder released it.
  void Release(FlitIndex flit) {
    if (--holders_[flit] == 0) indices_.Return(flit);
  }

  FlitData& operator[](FlitIndex flit) { return data_[flit]; }
  const FlitData& operator[](FlitIndex flit) const { return data_[flit]; }

  std::size_t in_use() const { return indices_.in_use(); }
  void Reset() { indices_.Reset(); }

 private:
  IndexPool indices_;
  LazyArray<FlitData> data_;
  LazyArray<std::uint8_t> holders_;  // at most every output and the packet itself: 145
};

}  // namespace linkwright::scaleup_switch
