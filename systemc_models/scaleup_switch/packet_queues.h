// SPDX-License-Identifier: Apache-2.0
// Where stored packets wait for the crossbar. Unicast packets: virtual output queues (input,
// output, VC), or one FIFO per (input, VC); in both cases the allocators see, per VC and output,
// the set of inputs whose queue (FIFO: head) wants it. Group packets: one queue per port.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "systemc_models/scaleup_switch/counters.h"
#include "systemc_models/scaleup_switch/packet_store.h"
#include "systemc_models/scaleup_switch/port_set.h"

namespace linkwright::scaleup_switch {

class UnicastQueues {
 public:
  UnicastQueues(int inputs, int ports, int vcs, bool fifo)
      : vcs_(vcs),
        outputs_(fifo ? 1 : ports),
        fifo_(fifo),
        queues_(static_cast<std::size_t>(inputs) * outputs_ * vcs),
        wanting_(static_cast<std::size_t>(ports) * vcs) {}

  void Reset() {
    queues_.assign(queues_.size(), Queue{});
    wanting_.assign(wanting_.size(), PortSet{});
    wanted_ = {};
    packets_of_word_ = {};
  }

  /// Appends to the queue of the packet's input, output and VC.
  void Push(PacketStore& store, PacketIndex index) {
    Packet& packet = store[index];
    packet.next = kNoPacket;
    Queue& queue = QueueOf(packet.input, packet.output, packet.vc);
    const bool first = queue.head == kNoPacket;
    // Whether a queue is empty is anybody's guess, so nothing branches on it: behind no packet
    // follows one, too, and what is wanted already is wanted again.
    store[first ? kNoPacket : queue.tail].next = index;
    queue.head = first ? index : queue.head;
    queue.tail = index;
    if (!fifo_ || first) Want(packet.input, packet.output, packet.vc);
    packets_of_word_[packet.input / 64] += 1;
  }

  PacketIndex Pop(PacketStore& store, int input, int output, int vc) {
    Queue& queue = QueueOf(input, output, vc);
    const PacketIndex index = queue.head;
    queue.head = store[index].next;
    packets_of_word_[input / 64] -= 1;
    Unwant(input, output, vc, fifo_ || queue.head == kNoPacket);
    if (fifo_ && queue.head != kNoPacket) Want(input, store[queue.head].output, vc);
    return index;
  }

  /// Inputs that have a packet to offer to `output` on `vc`.
  const PortSet& Wanting(int vc, int output) const { return wanting_[output * vcs_ + vc]; }
  /// Outputs for which Wanting is not empty.
  const PortSet& Wanted(int vc) const { return wanted_[vc]; }
  bool empty() const { return packets() == 0; }
  std::size_t packets() const {
    return packets_of_word_[0] + packets_of_word_[1] + packets_of_word_[2];
  }
  /// Words of a PortSet that hold all inputs with packets: the reduction unit, input 64 of a switch
  /// of 64 ports, seldom has one.
  int words() const { return packets_of_word_[2] != 0 ? 3 : packets_of_word_[1] != 0 ? 2 : 1; }

 private:
  struct Queue {
    PacketIndex head = kNoPacket;
    PacketIndex tail = kNoPacket;
  };

  Queue& QueueOf(int input, int output, int vc) {
    return queues_[(static_cast<std::size_t>(input) * outputs_ + (fifo_ ? 0 : output)) * vcs_ + vc];
  }
  void Want(int input, int output, int vc) {
    wanting_[output * vcs_ + vc].Set(input);
    wanted_[vc].Set(output);
  }
  void Unwant(int input, int output, int vc, bool really) {
    PortSet& inputs = wanting_[output * vcs_ + vc];
    inputs.word[input / 64] &= ~(std::uint64_t{really} << input % 64);
    wanted_[vc].word[output / 64] &= ~(std::uint64_t{!inputs.Any()} << output % 64);
  }

  int vcs_;
  int outputs_;
  bool fifo_;
  std::vector<Queue> queues_;
  std::vector<PortSet> wanting_;
  std::array<PortSet, kMaxVcs> wanted_;
  std::array<std::size_t, kMaxWords> packets_of_word_{};
};

/// Group packets: one queue per port, shared by its VCs.
class MulticastQueues {
 public:
  explicit MulticastQueues(int ports) : queues_(ports) {}

  void Reset() {
    queues_.assign(queues_.size(), Queue{});
    waiting_ = {};
  }

  void Push(PacketStore& store, PacketIndex index) {
    Packet& packet = store[index];
    packet.next = kNoPacket;
    Queue& queue = queues_[packet.input];
    if (queue.head == kNoPacket) {
      queue.head = index;
      waiting_.Set(packet.input);
    } else {
      store[queue.tail].next = index;
    }
    queue.tail = index;
  }

  PacketIndex Head(int input) const { return queues_[input].head; }

  void Pop(const PacketStore& store, int input) {
    Queue& queue = queues_[input];
    queue.head = store[queue.head].next;
    if (queue.head == kNoPacket) waiting_.Clear(input);
  }

  /// Ports with a group packet queued.
  const PortSet& Waiting() const { return waiting_; }

 private:
  struct Queue {
    PacketIndex head = kNoPacket;
    PacketIndex tail = kNoPacket;
  };
  std::vector<Queue> queues_;
  PortSet waiting_;
};

}  // namespace linkwright::scaleup_switch
