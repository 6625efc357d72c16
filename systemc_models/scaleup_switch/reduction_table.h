// SPDX-License-Identifier: Apache-2.0
// Outstanding reductions: per requester port a ring of entries, taken and released in order, with
// the operands that members have answered so far.
#pragma once

#include <cstdint>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/scaleup_switch/flit_pool.h"
#include "systemc_models/scaleup_switch/port_set.h"

namespace linkwright::scaleup_switch {

using spec::scaleup_switch::kMaxDataFlits;

struct ReductionEntry {
  PortSet members;
  PortSet pending;          // members that have not answered
  std::uint64_t start = 0;  // tick of the first match
  std::uint64_t address = 0;
  std::uint32_t generation = 0;
  std::uint16_t src = 0;
  std::uint16_t tag = 0;
  std::uint16_t group = 0;
  std::uint16_t bytes = 0;
  std::uint8_t vc = 0;
  std::uint8_t data_type = 0;
  bool active = false;
  bool poison = false;
  bool matched = false;  // all member reads have been matched
  bool chosen = false;   // its job has been chosen
};

class ReductionTable {
 public:
  /// `entries` per port; 0: a table that is always full.
  ReductionTable(int ports, int entries);

  void Reset(FlitPool& flits);

  bool HasFree(int port) const { return ring_[port].count < entries_; }
  bool empty() const { return !occupied_.Any(); }

  /// Takes the port's next entry; the caller fills in the request. Requires HasFree.
  std::uint32_t Take(int port, std::uint64_t now);
  /// Releases the oldest entry of its port and its operands.
  void Release(std::uint32_t entry, FlitPool& flits);

  ReductionEntry& operator[](std::uint32_t entry) { return table_[entry]; }

  /// The 16 bits that a member read carries for this entry.
  std::uint16_t MemberTag(std::uint32_t entry) const {
    return static_cast<std::uint16_t>((table_[entry].generation << index_bits_) | entry);
  }

  /// Whether a member response of `port` is awaited, in the state before tick `now`. Sets `entry`.
  bool Awaits(int port, std::uint16_t member_tag, unsigned bytes, std::uint64_t now,
              std::uint32_t& entry) const;

  /// Takes over data flit `index` of the response that `port` sends for (entry, generation).
  void AddOperand(std::uint32_t entry, std::uint32_t generation, int port, int index,
                  FlitIndex flit, bool last, FlitPool& flits);

  FlitIndex Operand(std::uint32_t entry, int port, int index) const {
    return operand_[OperandSlot(entry, port) + index];
  }

  /// Ports whose oldest entry could be ready: all answered, or old enough. Exact for `Ready`.
  // Its REDUCE_READ has left the queue: only now may the entry be reduced.
  void NoteMatched(std::uint32_t entry);
  bool Ready(int port, std::uint64_t now, std::uint32_t timeout) const;
  /// Whether the entry, which is ready, has all its operands.
  bool Complete(std::uint32_t entry) const { return !table_[entry].pending.Any(); }
  const PortSet& Occupied() const { return occupied_; }
  /// Of the occupied ports, those whose oldest entry has every operand and no job yet.
  const PortSet& CompleteHeads() const { return complete_; }
  std::uint32_t Head(int port) const { return port * entries_ + ring_[port].head; }
  void Choose(std::uint32_t entry);
  /// No oldest entry started before this tick (a lower bound).
  std::uint64_t OldestStart() const { return oldest_start_; }
  void RefreshOldestStart();

 private:
  struct Ring {
    int head = 0;
    int count = 0;
  };

  std::size_t OperandSlot(std::uint32_t entry, int port) const {
    return (static_cast<std::size_t>(entry) * ports_ + port) * kMaxDataFlits;
  }
  void NoteIfComplete(std::uint32_t entry);

  int ports_;
  int entries_;
  int index_bits_;
  std::uint32_t generation_mask_;
  std::vector<ReductionEntry> table_;
  std::vector<Ring> ring_;
  LazyArray<FlitIndex> operand_;
  PortSet occupied_;
  PortSet complete_;
  std::uint64_t oldest_start_ = 0;
};

}  // namespace linkwright::scaleup_switch
