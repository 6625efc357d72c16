// SPDX-License-Identifier: Apache-2.0
// What an accelerator needs for a step of a kernel. Everything that is not on the wire.
//
// Times of primitives: medians of NPKit measurements on GH200, one channel, as published with
// ATLAHS (spcl/atlahs, npkit_data_summary_{Simple,LL}.json, cluster "clariden"). They have the
// shape max(floor, bytes / rate). Latencies: NCCL's tuning table (src/graph/tuning.cc, Hopper), hop
// latency of the ring 0.6 / 1.9 / 3.4 us for LL / LL128 / Simple less the floor of
// recv_reduce_send and 0.4 us of switch and wire. "assumed" says that no source was found.
#pragma once

#include <cstdint>

#include "foundation/units/units.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::executor {

/// The slice of `bytes` occupies its thread block for max(floor, bytes / rate); `rate` may be cut
/// by the accelerator's memory (CostModel::memory_rate).
struct PrimitiveCost {
  units::Duration floor;
  units::BitRate rate;

  friend bool operator==(const PrimitiveCost&, const PrimitiveCost&) = default;
};

struct ProtocolCost {
  // Largest message: the stripe of a chunk that one iteration moves.
  units::Bytes message;
  // A message is sent in up to this many slices, none below min_slice except a message's last, so
  // that receiving, reducing and sending overlap.
  int32_t slices_per_message = 1;
  units::Bytes min_slice;
  // Places of a connection's FIFO. A message takes slices_per_message of them, however short it is.
  // At least slices_per_message: programs may send a message before they receive one.
  int32_t fifo_slices = 8;
  // Data landed -> the receiver's flag is written.
  units::Duration signal_latency;
  // Slice consumed -> the sender may reuse its place. Like signals a timer, not network traffic.
  units::Duration credit_latency;
  // Flag written -> the polling thread block goes on.
  units::Duration wait_latency;
  PrimitiveCost send;
  PrimitiveCost recv;
  PrimitiveCost recv_copy_send;
  PrimitiveCost recv_reduce_send;
  PrimitiveCost recv_reduce_copy;
  PrimitiveCost recv_reduce_copy_send;

  friend bool operator==(const ProtocolCost&, const ProtocolCost&) = default;
};

struct CostModel {
  // Host call -> first instruction. NCCL's base latency of ring LL (baseLat), which holds launch
  // and prologue.
  units::Duration launch_latency = units::Duration::Nanoseconds(6'600);
  // Fetch and decode of one instruction (assumed: a shared-memory load and a barrier).
  units::Duration step_overhead = units::Duration::Nanoseconds(50);
  // A step is complete -> a waiting thread block of the same rank sees it (assumed: one trip
  // through L2).
  units::Duration dependence_latency = units::Duration::Nanoseconds(300);
  // Last arrival -> everybody leaves a barrier; also kSignal -> kWait. Simple's signal and wait.
  units::Duration barrier_latency = units::Duration::Nanoseconds(1'200);
  // Rate of the accelerator's memory, shared by its thread blocks at work (GH200: HBM3, 4.0 TB/s).
  units::BitRate memory_rate = units::BitRate::GigabitsPerSecond(32'000);
  PrimitiveCost copy{units::Duration::Nanoseconds(1'250),
                     units::BitRate::BitsPerSecond(389'600'000'000)};
  PrimitiveCost reduce{units::Duration::Nanoseconds(1'760),
                       units::BitRate::BitsPerSecond(293'600'000'000)};
  // Issue of multimem operations by one thread block (assumed: a send's rate), in slices, with at
  // most `multimem_outstanding` of them under way.
  PrimitiveCost multimem{units::Duration::Nanoseconds(100),
                         units::BitRate::BitsPerSecond(389'600'000'000)};
  units::Bytes multimem_slice{16'384};
  int32_t multimem_outstanding = 4;
  ProtocolCost simple = SimpleDefaults();
  ProtocolCost ll = LlDefaults();
  ProtocolCost ll128 = Ll128Defaults();

  const ProtocolCost& Of(collectives::Protocol protocol) const;
  /// The work of a step that moves data.
  const PrimitiveCost& Of(collectives::Protocol protocol, collectives::Opcode opcode) const;

  friend bool operator==(const CostModel&, const CostModel&) = default;

 private:
  static ProtocolCost SimpleDefaults();
  static ProtocolCost LlDefaults();
  static ProtocolCost Ll128Defaults();
};

/// Bytes of the accelerator's memory touched per byte of data: FIFO reads, source reads, writes.
/// `fused`: reductions made in one pass.
uint64_t MemoryTouches(collectives::Opcode opcode, int fused);

/// Bytes on the wire for `data` bytes. Simple: the same. LL: 16-byte lines with 8 bytes of data.
/// LL128: a warp moves 1,920 data bytes as 2,048.
uint64_t WireBytes(collectives::Protocol protocol, uint64_t data);

}  // namespace linkwright::executor
