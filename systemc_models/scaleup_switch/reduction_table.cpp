// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/reduction_table.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace linkwright::scaleup_switch {

ReductionTable::ReductionTable(int ports, int entries)
    : ports_(ports),
      entries_(entries),
      index_bits_(entries > 0 ? std::bit_width(static_cast<unsigned>(ports * entries - 1)) : 0),
      generation_mask_((1U << (16 - index_bits_)) - 1),
      table_(static_cast<std::size_t>(ports) * entries),
      ring_(ports),
      operand_(static_cast<std::size_t>(ports) * entries * ports * kMaxDataFlits) {}

void ReductionTable::Reset(FlitPool& flits) {
  for (int port = 0; port < ports_; ++port) {
    while (ring_[port].count > 0) Release(Head(port), flits);
  }
  table_.assign(table_.size(), ReductionEntry{});
  ring_.assign(ring_.size(), Ring{});
  occupied_ = complete_ = {};
  oldest_start_ = 0;
}

std::uint32_t ReductionTable::Take(int port, std::uint64_t now) {
  Ring& ring = ring_[port];
  const int place = (ring.head + ring.count) % entries_;
  const std::uint32_t index = port * entries_ + place;
  ++ring.count;
  occupied_.Set(port);
  oldest_start_ = std::min(oldest_start_, now);
  ReductionEntry& entry = table_[index];
  entry.start = now;
  entry.active = true;
  entry.poison = entry.matched = entry.chosen = false;
  return index;
}

void ReductionTable::Release(std::uint32_t index, FlitPool& flits) {
  ReductionEntry& entry = table_[index];
  ForEach(entry.members, [&](int port) {
    for (int flit = 0; flit < kMaxDataFlits; ++flit) {
      FlitIndex& operand = operand_[OperandSlot(index, port) + flit];
      if (operand != kNoFlit) flits.Release(operand);
      operand = kNoFlit;
    }
  });
  entry.active = false;
  entry.generation = (entry.generation + 1) & generation_mask_;
  const int port = static_cast<int>(index) / entries_;
  Ring& ring = ring_[port];
  ring.head = ring.head + 1 == entries_ ? 0 : ring.head + 1;
  if (--ring.count == 0) {
    occupied_.Clear(port);
  } else {
    oldest_start_ = std::min(oldest_start_, table_[Head(port)].start);
    NoteIfComplete(Head(port));
  }
}

void ReductionTable::NoteIfComplete(std::uint32_t index) {
  const int port = static_cast<int>(index) / entries_;
  const ReductionEntry& entry = table_[index];
  if (Head(port) == index && Complete(index) && entry.matched && !entry.chosen) complete_.Set(port);
}

bool ReductionTable::Awaits(int port, std::uint16_t member_tag, unsigned bytes, std::uint64_t now,
                            std::uint32_t& entry) const {
  entry = member_tag & ((1U << index_bits_) - 1);
  if (entry >= table_.size()) return false;
  const ReductionEntry& awaited = table_[entry];
  const bool active = awaited.active && awaited.start != now;
  return active && awaited.generation == static_cast<unsigned>(member_tag >> index_bits_) &&
         awaited.pending.Has(port) && awaited.bytes == bytes;
}

void ReductionTable::AddOperand(std::uint32_t index, std::uint32_t generation, int port,
                                int flit_number, FlitIndex flit, bool last, FlitPool& flits) {
  ReductionEntry& entry = table_[index];
  // Released by a timeout while the response was arriving. (The second test only matters if
  // generations have wrapped meanwhile.)
  if (entry.generation != generation || !entry.pending.Has(port)) {
    flits.Release(flit);
    return;
  }
  FlitIndex& operand = operand_[OperandSlot(index, port) + flit_number];
  if (operand != kNoFlit) flits.Release(operand);
  operand = flit;
  if (!last) return;
  entry.pending.Clear(port);
  if (!entry.pending.Any()) NoteIfComplete(index);
}

bool ReductionTable::Ready(int port, std::uint64_t now, std::uint32_t timeout) const {
  if (complete_.Has(port)) return true;
  if (timeout == 0 || !occupied_.Has(port)) return false;
  const ReductionEntry& head = table_[Head(port)];
  return !head.chosen && head.matched && now - head.start >= timeout;
}

void ReductionTable::NoteMatched(std::uint32_t index) {
  table_[index].matched = true;
  NoteIfComplete(index);
}

void ReductionTable::Choose(std::uint32_t index) {
  table_[index].chosen = true;
  complete_.Clear(static_cast<int>(index) / entries_);
}

void ReductionTable::RefreshOldestStart() {
  std::uint64_t oldest = std::numeric_limits<std::uint64_t>::max();
  ForEach(occupied_, [&](int port) {
    if (!table_[Head(port)].chosen) oldest = std::min(oldest, table_[Head(port)].start);
  });
  oldest_start_ = oldest;
}

}  // namespace linkwright::scaleup_switch
