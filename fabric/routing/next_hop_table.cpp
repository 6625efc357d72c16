// SPDX-License-Identifier: Apache-2.0
#include "fabric/routing/next_hop_table.h"

#include <algorithm>

namespace linkwright::routing {

NextHopTable::NextHopTable() : first_port_{0, 0} {}

int NextHopTable::AddColumn(int rows) {
  first_id_.push_back(ids_.size());
  ids_.resize(ids_.size() + static_cast<size_t>(rows), 0);
  return static_cast<int>(first_id_.size()) - 1;
}

void NextHopTable::Set(int column, int row, std::span<const int> ports) {
  uint32_t& id = ids_[first_id_[static_cast<size_t>(column)] + static_cast<size_t>(row)];
  if (Equals(last_, ports)) {
    id = last_;
    return;
  }
  uint64_t hash = 0xCBF29CE484222325u;  // FNV-1a
  for (const int port : ports) hash = (hash ^ static_cast<uint64_t>(port)) * 0x100000001B3u;
  const auto [first, end] = by_hash_.equal_range(hash);
  for (auto at = first; at != end; ++at) {
    if (!Equals(at->second, ports)) continue;
    id = last_ = at->second;
    return;
  }
  id = last_ = static_cast<uint32_t>(sets());
  ports_.insert(ports_.end(), ports.begin(), ports.end());
  first_port_.push_back(ports_.size());
  by_hash_.emplace(hash, id);
}

bool NextHopTable::Equals(uint32_t set, std::span<const int> ports) const {
  const auto first = ports_.begin() + static_cast<std::ptrdiff_t>(first_port_[set]);
  const auto last = ports_.begin() + static_cast<std::ptrdiff_t>(first_port_[set + 1]);
  return std::equal(first, last, ports.begin(), ports.end());
}

}  // namespace linkwright::routing
