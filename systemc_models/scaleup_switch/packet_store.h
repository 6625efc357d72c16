// SPDX-License-Identifier: Apache-2.0
// Packets that occupy a slot: a header and up to four data flits, filled as they arrive.
//
// A slot's number never shows at the ports, so packets come from one pool and a port and VC only
// has a count of slots in use.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/scaleup_switch/flit_pool.h"
#include "systemc_models/scaleup_switch/port_set.h"

namespace linkwright::scaleup_switch {

using PacketIndex = std::uint32_t;
inline constexpr PacketIndex kNoPacket = 0;
inline constexpr int kMaxPacketFlits = 1 + spec::scaleup_switch::kMaxDataFlits;

enum class PacketKind : std::uint8_t { kUnicast, kMulticast, kReduce };

struct Packet {
  PacketIndex next = kNoPacket;  // in its queue
  std::array<FlitIndex, kMaxPacketFlits> flit{};
  std::uint8_t total = 0;    // flits, header included
  std::uint8_t written = 0;  // flits that have arrived
  std::uint8_t vc = 0;
  std::uint8_t input = 0;   // allocator input: a port, or the reduction unit
  std::uint8_t output = 0;  // of a unicast packet
  PacketKind kind = PacketKind::kUnicast;
  std::uint16_t spare = 0;
};
static_assert(sizeof(Packet) == 32);

/// What only group packets carry.
struct GroupPacket {
  PortSet remaining;        // members not yet matched
  std::uint32_t entry = 0;  // of a REDUCE_READ, once taken
  std::uint8_t has_entry = 0;
};

class PacketStore {
 public:
  /// `slots` per port and VC; `results` for the reduction unit.
  PacketStore(int ports, int vcs, int slots, int results)
      : vcs_(vcs),
        slots_(slots),
        in_use_(static_cast<std::size_t>(ports) * vcs),
        indices_(Capacity(ports, vcs, slots, results)),
        packets_(indices_.capacity() + 1),
        group_(indices_.capacity() + 1) {}

  static std::size_t Capacity(int ports, int vcs, int slots, int results) {
    return static_cast<std::size_t>(ports) * vcs * slots + results;
  }

  bool Full(int port, int vc) const { return InUse(port, vc) >= slots_; }
  int InUse(int port, int vc) const { return in_use_[port * vcs_ + vc]; }
  std::size_t packets() const { return indices_.in_use(); }

  PacketIndex Take() { return indices_.Take(); }
  void Return(PacketIndex packet) { indices_.Return(packet); }
  void OccupySlot(int port, int vc) { ++in_use_[port * vcs_ + vc]; }
  void FreeSlot(int port, int vc) { --in_use_[port * vcs_ + vc]; }

  Packet& operator[](PacketIndex packet) { return packets_[packet]; }
  const Packet& operator[](PacketIndex packet) const { return packets_[packet]; }
  GroupPacket& Group(PacketIndex packet) { return group_[packet]; }
  const GroupPacket& Group(PacketIndex packet) const { return group_[packet]; }

  void Reset() {
    indices_.Reset();
    in_use_.assign(in_use_.size(), 0);
  }

 private:
  int vcs_;
  int slots_;
  std::vector<int> in_use_;
  IndexPool indices_;
  LazyArray<Packet> packets_;
  LazyArray<GroupPacket> group_;
};

}  // namespace linkwright::scaleup_switch
