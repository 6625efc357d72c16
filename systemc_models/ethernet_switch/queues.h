// SPDX-License-Identifier: Apache-2.0
// Frames waiting for an output, one queue per class.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "systemc_models/ethernet_switch/counters.h"
#include "systemc_models/ethernet_switch/frame_store.h"
#include "systemc_models/ethernet_switch/port_set.h"

namespace linkwright::ethernet_switch {

class Queues {
 public:
  explicit Queues(int ports) : port_(ports) {}

  /// Classes whose queue is not empty.
  unsigned Waiting(int output) const { return port_[output].waiting; }
  const PortSet& Outputs() const { return outputs_; }  // with any frame waiting
  FrameIndex Head(int output, int c) const { return port_[output].queue[c].head; }
  bool IsLast(int output, int c) const {
    return port_[output].queue[c].head == port_[output].queue[c].tail;
  }

  void Append(FramePool& frames, int output, int c, FrameIndex frame) {
    Port& port = port_[output];
    Queue& queue = port.queue[c];
    if ((port.waiting >> c & 1) == 0) {
      queue.head = frame;
      port.waiting = static_cast<std::uint8_t>(port.waiting | 1u << c);
      outputs_.Set(output);
    } else {
      frames[queue.tail].next = frame;
    }
    queue.tail = frame;
  }
  FrameIndex Pop(const FramePool& frames, int output, int c) {
    Port& port = port_[output];
    Queue& queue = port.queue[c];
    const FrameIndex frame = queue.head;
    if (frame == queue.tail) {
      port.waiting = static_cast<std::uint8_t>(port.waiting & ~(1u << c));
      if (port.waiting == 0) outputs_.Clear(output);
    } else {
      queue.head = frames[frame].next;
    }
    return frame;
  }

 private:
  struct Queue {
    FrameIndex head = 0;
    FrameIndex tail = 0;
  };
  struct Port {
    std::array<Queue, kClasses> queue;
    std::uint8_t waiting = 0;
  };
  std::vector<Port> port_;
  PortSet outputs_;
};

}  // namespace linkwright::ethernet_switch
