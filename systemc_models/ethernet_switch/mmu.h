// SPDX-License-Identifier: Apache-2.0
// Cell accounting of the shared buffer: who holds how many cells, who may take one more. Charges
// and releases of a tick act together at its end, so that all of it reads the state before the
// edge.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "fabric/routing/frame_arithmetic.h"
#include "systemc_models/ethernet_switch/control.h"
#include "systemc_models/ethernet_switch/counters.h"

namespace linkwright::ethernet_switch {

/// Sums over all priority groups and queues beside the running totals: the same cells, counted
/// twice. For checks.
struct BufferView {
  std::uint32_t used = 0, shared = 0, egress_shared = 0;
  std::uint32_t group_cells = 0, group_shared = 0;
  std::uint32_t queue_cells = 0, queue_shared = 0;
};

class Mmu {
 public:
  explicit Mmu(int ports);

  BufferView View() const;

  std::uint32_t used() const { return used_; }
  std::uint32_t shared() const { return shared_; }
  std::uint32_t egress_shared() const { return egress_shared_; }
  std::uint32_t GroupCells(int port, int c) const { return group_[Index(port, c)].total(); }
  std::uint32_t Depth(int port, int c) const { return queue_[Index(port, c)].total(); }
  std::uint32_t PortCells(int port) const { return port_cells_[port]; }

  static constexpr int kLevels = 8;
  /// Outputs by level of load: min(7, PortCells >> shift). Sets, so that a choice among many ports
  /// costs no more than one among few.
  const std::array<PortSet, kLevels>& Levels(int shift);

  /// The limit of a priority group of class `c` now.
  std::uint64_t GroupLimit(const Control& control, int c) const {
    return routing::ThresholdLimit(static_cast<int>(control.pg_alpha[c]), control.SharedCells(c),
                                   shared_);
  }
  bool RefusesInput(const Control& control, int input, int c) const;
  bool RefusesOutput(const Control& control, int output, int c) const;
  /// XON's condition of a lossless class.
  bool MayResume(const Control& control, int port, int c) const;

  /// A cell for a stored beat. True if it went to headroom.
  bool Charge(const Control& control, Counters& counters, int input, int output, int c);
  /// `cells` cells of a frame are given back.
  void Release(int input, int output, int c, std::uint32_t cells);
  /// The edge. `occupancy`: GroupCells of every group as before the edge; becomes that behind it.
  void Commit(Counters& counters, std::vector<std::uint32_t>& occupancy);

 private:
  enum class Pool : std::uint8_t { kReserved, kShared, kHeadroom };
  struct Group {
    std::uint32_t reserved = 0, shared = 0, headroom = 0, released = 0;
    std::uint32_t total() const { return reserved + shared + headroom; }
  };
  struct Queue {
    std::uint32_t reserved = 0, shared = 0;
    std::uint32_t released = 0, charged = 0;
    std::uint32_t total() const { return reserved + shared; }
  };
  struct ChargeEvent {
    std::uint32_t group;
    std::uint32_t queue;
    Pool pool;
    bool queue_reserved;
  };

  void UpdateLevel(int port);
  static int Index(int port, int c) { return port * kClasses + c; }
  bool Room(const Control& control, const Group& group, int c) const {
    return group.shared < GroupLimit(control, c) && shared_ < control.SharedCells(c);
  }

  std::vector<Group> group_;
  std::vector<Queue> queue_;
  std::vector<std::uint32_t> port_cells_;  // of all queues of an output
  std::vector<std::uint8_t> level_;        // of an output, at level_shift_
  std::array<PortSet, kLevels> level_ports_;
  int level_shift_ = 0;
  std::uint32_t used_ = 0;
  std::uint32_t shared_ = 0;
  std::uint32_t egress_shared_ = 0;

  // Of this tick; their capacity is set once.
  std::vector<ChargeEvent> charges_;
  std::vector<std::uint32_t> released_groups_;
  std::vector<std::uint32_t> released_queues_;
};

}  // namespace linkwright::ethernet_switch
