// SPDX-License-Identifier: Apache-2.0
// From the last stage of a switch to its wires: an output register and a delay line of EgressPad
// ticks. A ring of rows, one per tick of delay; a row holds the beats that were moved in one tick.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/switch_parts/lazy_array.h"

namespace linkwright::switch_parts {

/// `Beat` has an index into the pool, port, head and tail, and DriveRest(wires) for what its kind
/// of switch has besides. `Pool` has the data by index, and Release(index).
template <class Beat, class Pool>
class EgressLine {
 public:
  EgressLine(int ports, int pad)
      : ports_(ports),
        rows_(pad + 1),
        count_(rows_),
        beats_(static_cast<std::size_t>(rows_) * ports),
        on_wires_(ports) {
    Reset();
  }

  void Reset() {
    count_.assign(count_.size(), 0);
    on_wires_count_ = row_ = filled_ = 0;
    waiting_ = 0;
    current_ = &beats_[0];
  }

  /// At most one per port and tick; it becomes a holder of its index.
  void Add(const Beat& beat) { current_[filled_++] = beat; }

  /// Ends the tick: the oldest row goes to the wires.
  void Drive(Pool& pool, interfaces::SwitchOutputs& outputs) {
    for (int i = 0; i < on_wires_count_; ++i) outputs.port[on_wires_[i]].flit.valid = false;
    count_[row_] = static_cast<std::uint16_t>(filled_);
    waiting_ += filled_;
    filled_ = 0;
    row_ = Next();
    current_ = &beats_[static_cast<std::size_t>(row_) * ports_];
    const int count = count_[row_];
    const Beat* beats = current_;
    for (int i = 0; i < count; ++i) {
      const Beat& beat = beats[i];
      interfaces::FlitBeat& wires = outputs.port[beat.port].flit;
      wires.data = pool[beat.index];
      wires.valid = true;
      wires.head = beat.head;
      wires.tail = beat.tail;
      beat.DriveRest(wires);
      pool.Release(beat.index);
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
  int Next() const { return row_ + 1 == rows_ ? 0 : row_ + 1; }

  // A long delay line holds more than a first-level cache; what leaves next is known a tick ahead.
  void PrefetchNextRow(const Pool& pool) const {
    const int next = Next();
    const Beat* beats = &beats_[static_cast<std::size_t>(next) * ports_];
    for (int i = 0; i < count_[next]; ++i) __builtin_prefetch(&pool[beats[i].index]);
  }

  int ports_;
  int rows_;
  int row_ = 0;                       // being filled
  int filled_ = 0;                    // beats in it
  std::vector<std::uint16_t> count_;  // beats in a row that is complete
  LazyArray<Beat> beats_;
  Beat* current_ = nullptr;  // row being filled
  std::vector<std::uint16_t> on_wires_;
  int on_wires_count_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace linkwright::switch_parts
