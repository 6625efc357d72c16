// SPDX-License-Identifier: Apache-2.0
// From the move stage to the wires: its output register and a delay line of EgressPad ticks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "systemc_models/ethernet_switch/frame_store.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::ethernet_switch {

struct EgressBeat {
  BeatIndex beat;
  std::uint16_t port;
  std::uint8_t bytes;
  bool head;
  bool tail;
  bool error;
};

/// A ring of rows, one per tick of delay; a row holds the beats that were moved in one tick.
class Egress {
 public:
  Egress(int ports, int pad)
      : ports_(ports),
        rows_(pad + 1),
        count_(rows_),
        beats_(static_cast<std::size_t>(rows_) * ports),
        on_wires_(ports) {}

  /// At most one per port and tick.
  void Add(const EgressBeat& beat) { beats_[Row(row_) + filled_++] = beat; }

  /// Ends the tick: the oldest row goes to the wires.
  void Drive(BeatPool& pool, interfaces::SwitchOutputs& outputs) {
    for (int i = 0; i < on_wires_count_; ++i) outputs.port[on_wires_[i]].flit.valid = false;
    count_[row_] = static_cast<std::uint16_t>(filled_);
    waiting_ += filled_;
    filled_ = 0;
    row_ = row_ + 1 == rows_ ? 0 : row_ + 1;
    const int count = count_[row_];
    const EgressBeat* beats = &beats_[Row(row_)];
    for (int i = 0; i < count; ++i) {
      const EgressBeat& beat = beats[i];
      interfaces::FlitBeat& wires = outputs.port[beat.port].flit;
      wires.data = pool[beat.beat];
      wires.valid = true;
      wires.head = beat.head;
      wires.tail = beat.tail;
      wires.bytes = beat.bytes;
      wires.error = beat.error;
      pool.Release(beat.beat);
      on_wires_[i] = beat.port;
    }
    on_wires_count_ = count;
    waiting_ -= static_cast<std::size_t>(count);
    PrefetchNextRow(pool);
  }

  /// Nothing in the delay line or on the wires.
  bool empty() const { return waiting_ == 0 && on_wires_count_ == 0; }
  std::size_t waiting() const { return waiting_; }

 private:
  std::size_t Row(int row) const { return static_cast<std::size_t>(row) * ports_; }

  // A long delay line holds more than a first-level cache; what leaves next is known a tick ahead.
  void PrefetchNextRow(const BeatPool& pool) const {
    const int next = row_ + 1 == rows_ ? 0 : row_ + 1;
    const EgressBeat* beats = &beats_[Row(next)];
    for (int i = 0; i < count_[next]; ++i) __builtin_prefetch(&pool[beats[i].beat]);
  }

  int ports_;
  int rows_;
  int row_ = 0;     // being filled
  int filled_ = 0;  // beats in it
  std::vector<std::uint16_t> count_;
  LazyArray<EgressBeat> beats_;
  std::vector<std::uint16_t> on_wires_;
  int on_wires_count_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace linkwright::ethernet_switch
