// SPDX-License-Identifier: Apache-2.0
// The FIFO between two ranks on one channel: slices on their way or waiting to be taken out, the
// places that have come back to the sender, and the signals.
#pragma once

#include <cstdint>

#include "foundation/units/duration.h"
#include "host_driver/executor/buffer_pool.h"
#include "host_driver/executor/ring_queue.h"

namespace linkwright::executor {

/// A slice in the receiver's FIFO memory.
struct Slot {
  BufferPool::Buffer landing;
  uint64_t payload = 0;
  uint64_t wire = 0;
  bool delivered = false;
  units::SimTime ready;  // delivered and seen by a polling receiver
};

struct Connection {
  int source = -1;
  int destination = -1;
  int channel = -1;
  int users = 0;              // thread blocks whose present step uses it
  int waiting_sender = -1;    // the thread block (index over all ranks) that sleeps for a place
  int waiting_receiver = -1;  // and the one that sleeps for data or a signal
  // In order of sending. A later slice may land first; the receiver takes them in order.
  RingQueue<Slot> slots;
  uint64_t first_sequence = 0;        // of slots.front()
  int in_use = 0;                     // places sent into and not yet back
  RingQueue<units::SimTime> credits;  // when places come back, in order
  RingQueue<units::SimTime> signals;  // when signals are seen, in order

  /// Nothing in it and nobody at it: from `SpareFrom` on it is as good as a new one.
  bool Unused() const { return users == 0 && slots.empty() && signals.empty(); }
  units::SimTime SpareFrom() const { return credits.empty() ? units::SimTime() : credits.back(); }
};

}  // namespace linkwright::executor
