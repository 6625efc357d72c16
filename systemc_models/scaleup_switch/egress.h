// SPDX-License-Identifier: Apache-2.0
// From the crossbar to the wires: the crossbar's output register and a delay line of EgressPad
// ticks.
#pragma once

#include <cstdint>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/scaleup_switch/flit_pool.h"

namespace linkwright::scaleup_switch {

/// A ring of rows, one per tick of delay; a row holds the flits that left the crossbar in one tick.
class Egress {
 public:
  Egress(int ports, int pad)
      : ports_(ports),
        rows_(pad + 1),
        count_(rows_),
        beat_(static_cast<std::size_t>(rows_) * ports),
        on_wires_(ports) {
    Reset();
  }

  void Reset() {
    count_.assign(count_.size(), 0);
    on_wires_count_ = row_ = filled_ = 0;
    waiting_ = 0;
    current_ = &beat_[0];
  }

  /// Puts a flit, of which it becomes a holder, behind `port`; at most one per port and tick.
  void Add(int port, FlitIndex flit, bool head, bool tail) {
    current_[filled_++] = {flit, static_cast<std::uint8_t>(port), head, tail};
  }

  /// Ends the tick: the oldest row goes to the wires.
  void Drive(FlitPool& flits, interfaces::SwitchOutputs& outputs) {
    for (int i = 0; i < on_wires_count_; ++i) outputs.port[on_wires_[i]].flit.valid = false;
    count_[row_] = static_cast<std::uint16_t>(filled_);
    waiting_ += filled_;
    filled_ = 0;
    row_ = row_ + 1 == rows_ ? 0 : row_ + 1;
    current_ = &beat_[static_cast<std::size_t>(row_) * ports_];
    const int count = count_[row_];
    const Beat* beats = current_;
    for (int i = 0; i < count; ++i) {
      const Beat& beat = beats[i];
      interfaces::FlitBeat& wires = outputs.port[beat.port].flit;
      wires.data = flits[beat.flit];
      wires.valid = true;
      wires.head = beat.head;
      wires.tail = beat.tail;
      flits.Release(beat.flit);
      on_wires_[i] = beat.port;
    }
    on_wires_count_ = count;
    waiting_ -= static_cast<std::size_t>(count);
    PrefetchNextRow(flits);
  }

  /// Nothing in the delay line or on the wires.
  bool empty() const { return waiting_ == 0 && on_wires_count_ == 0; }
  std::size_t waiting() const { return waiting_; }

 private:
  struct Beat {
    FlitIndex flit;
    std::uint8_t port;
    bool head;
    bool tail;
  };

  // A long delay line holds more flits than a first-level cache; which one leaves next is known a
  // tick ahead.
  void PrefetchNextRow(const FlitPool& flits) const {
    const int next = row_ + 1 == rows_ ? 0 : row_ + 1;
    const Beat* beats = &beat_[static_cast<std::size_t>(next) * ports_];
    for (int i = 0; i < count_[next]; ++i) __builtin_prefetch(&flits[beats[i].flit]);
  }

  int ports_;
  int rows_;
  int row_ = 0;                       // being filled
  int filled_ = 0;                    // beats in it
  std::vector<std::uint16_t> count_;  // beats in a row that is complete
  LazyArray<Beat> beat_;
  Beat* current_ = nullptr;  // row being filled
  std::vector<std::uint8_t> on_wires_;
  int on_wires_count_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace linkwright::scaleup_switch
