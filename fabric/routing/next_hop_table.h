// SPDX-License-Identifier: Apache-2.0
// Sets of output ports by column (edge switches that share a destination) and router; equal sets
// are stored once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace linkwright::routing {

// A number as what vectors are indexed with.
template <class Id>
constexpr size_t Index(Id id) {
  return static_cast<size_t>(id);
}

class NextHopTable {
 public:
  NextHopTable();

  // Appends a column of this many rows, all of them empty; returns its number.
  int AddColumn(int rows);
  // Ports in ascending order.
  void Set(int column, int row, std::span<const int> ports);
  std::span<const int> At(int column, int row) const {
    const uint32_t set = ids_[first_id_[static_cast<size_t>(column)] + static_cast<size_t>(row)];
    return {ports_.data() + first_port_[set], first_port_[set + 1] - first_port_[set]};
  }
  size_t entries() const { return ids_.size(); }
  size_t sets() const { return first_port_.size() - 1; }

 private:
  bool Equals(uint32_t set, std::span<const int> ports) const;

  std::vector<uint32_t> ids_;
  std::vector<size_t> first_id_;  // by column
  std::vector<int> ports_;
  std::vector<size_t> first_port_;  // by set, one more at the end
  std::unordered_multimap<uint64_t, uint32_t> by_hash_;
  uint32_t last_ = 0;  // routers of one tier mostly repeat one another
};

}  // namespace linkwright::routing
