// SPDX-License-Identifier: Apache-2.0
// Two link ports on one cable, cores that send queued frames and check what they get, and a place
// for faults.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "systemc_models/link/link_port.h"

namespace linkwright::link {

struct QueuedFrame {
  std::uint32_t id = 0;
  std::uint16_t length = 64;
  std::uint8_t vc = 0;
  bool eligible = true;
  bool poisoned = false;
};

struct ReceivedFrame {
  std::uint32_t id = 0;
  std::uint16_t length = 0;
  std::uint8_t vc = 0;
  bool poisoned = false;
  std::int64_t tick = 0;  // of the tail
};

class LinkPair {
 public:
  static constexpr int kA = 0;
  static constexpr int kB = 1;

  explicit LinkPair(int delay = 1, const LinkSizes& sizes = {}) {
    for (int end : {kA, kB}) {
      ends_[end].port.emplace_back(sizes);
      ends_[end].cable.resize(static_cast<std::size_t>(delay));
      LinkConfig& config = this->config(end);
      config.retry.tx_enable = config.retry.rx_enable = true;
      config.retry.ctl_spacing = 1;
      config.retry.max_frames = static_cast<std::uint32_t>(sizes.frame_slots);
      config.retry.replay_count = 0;
      config.credit.cf_min_spacing = 1;
      config.credit.limit.fill((1U << sizes.counter_bits) - 1);
    }
  }

  LinkConfig& config(int end) { return ends_[end].inputs.config; }
  LinkInputs& inputs(int end) { return ends_[end].inputs; }
  LinkPort& port(int end) { return ends_[end].port.front(); }
  std::uint32_t count(int end, LlrCounter counter) { return port(end).counters()[counter]; }
  const std::vector<ReceivedFrame>& received(int end) const { return ends_[end].received; }
  std::vector<LinkWire>& sent_wires(int end) { return ends_[end].log; }
  std::int64_t tick() const { return tick_; }
  bool all_taken(int end) const { return ends_[end].queue.empty(); }
  std::int64_t taken(int end) const { return ends_[end].taken; }

  /// Faults: what `end` sends is passed here before it enters the cable.
  std::function<void(int end, LinkWire& wire)> fault;
  bool log_wires = false;
  bool free_at_once = true;  // the core gives buffers back in the tick after the tail

  void Send(int end, const QueuedFrame& frame) { ends_[end].queue.push_back(frame); }
  void SendMany(int end, int frames, std::uint16_t length = 64) {
    for (int i = 0; i < frames; ++i) Send(end, {next_id_++, length, 0, true, false});
  }
  void Free(int end) {
    if (ends_[end].stored.empty()) return;
    const ReceivedFrame frame = ends_[end].stored.front();
    ends_[end].stored.pop_front();
    ends_[end].inputs.freed = {true, frame.vc, frame.length};
  }
  std::size_t stored(int end) const { return ends_[end].stored.size(); }

  void Tick() {
    for (End& end : ends_) Offer(end);
    const std::array<LinkWire, 2> arriving = {ends_[kB].cable.front(), ends_[kA].cable.front()};
    for (int i : {kA, kB}) {
      End& end = ends_[i];
      end.inputs.wire = arriving[static_cast<std::size_t>(i)];
      end.port.front().Tick(end.inputs, end.outputs);
    }
    for (int i : {kA, kB}) Collect(i);
    ++tick_;
  }
  void Run(std::int64_t ticks) {
    for (std::int64_t i = 0; i < ticks; ++i) Tick();
  }
  /// Until the transmitter of `end` is in `state`; fails after a while.
  void RunUntil(int end, LlrTxState state, int patience = 2000) {
    while (port(end).transmitter().state() != state && patience-- > 0) Tick();
    ASSERT_EQ(port(end).transmitter().state(), state);
  }
  void BringUp() {
    RunUntil(kA, LlrTxState::kAdvance);
    RunUntil(kB, LlrTxState::kAdvance);
  }
  /// Ids received at `end` are first, first + 1, ... and there are `n` of them.
  void ExpectInOrder(int end, std::size_t n, std::uint32_t first = 0) {
    ASSERT_EQ(received(end).size(), n);
    for (std::size_t i = 0; i < n; ++i) ASSERT_EQ(received(end)[i].id, first + i);
  }

 private:
  struct End {
    std::vector<LinkPort> port;  // one
    LinkInputs inputs;
    LinkOutputs outputs;
    std::deque<LinkWire> cable;
    std::deque<QueuedFrame> queue;
    int beat = 0;
    std::int64_t taken = 0;
    std::vector<ReceivedFrame> received;
    std::deque<ReceivedFrame> stored;
    int out_beats = 0;
    std::vector<LinkWire> log;
  };

  void Offer(End& end) {
    FrameOffer& offer = end.inputs.offer;
    offer = {};
    if (end.queue.empty()) return;
    const QueuedFrame& frame = end.queue.front();
    const int beats = (frame.length + kBeatBytes - 1) / kBeatBytes;
    offer.flit.valid = true;
    offer.flit.head = end.beat == 0;
    offer.flit.tail = end.beat == beats - 1;
    offer.flit.bytes = static_cast<std::uint8_t>(
        offer.flit.tail ? (frame.length - 1) % kBeatBytes + 1 : kBeatBytes);
    offer.flit.error = offer.flit.tail && frame.poisoned;
    offer.flit.data[0] = frame.id;
    offer.flit.data[1] = static_cast<std::uint64_t>(end.beat);
    offer.vc = frame.vc;
    offer.length = frame.length;
    offer.eligible = frame.eligible;
  }

  void Collect(int index) {
    End& end = ends_[index];
    end.inputs.freed = {};
    if (end.outputs.taken) {
      ++end.beat;
      if (end.inputs.offer.flit.tail) {
        end.queue.pop_front();
        end.beat = 0;
        ++end.taken;
      }
    }
    LinkWire wire = end.outputs.wire;
    if (log_wires) end.log.push_back(wire);
    if (fault) fault(index, wire);
    end.cable.pop_front();
    end.cable.push_back(wire);
    const DeliveredBeat& out = end.outputs.out;
    if (!out.flit.valid) return;
    ASSERT_EQ(out.flit.head, end.out_beats == 0);
    ASSERT_EQ(out.flit.data[1], static_cast<std::uint64_t>(end.out_beats));
    ++end.out_beats;
    if (!out.flit.tail) return;
    ReceivedFrame frame;
    frame.id = static_cast<std::uint32_t>(out.flit.data[0]);
    frame.length = static_cast<std::uint16_t>((end.out_beats - 1) * kBeatBytes + out.flit.bytes);
    frame.vc = out.vc;
    frame.poisoned = out.flit.error;
    frame.tick = tick_;
    end.out_beats = 0;
    end.received.push_back(frame);
    end.stored.push_back(frame);
    if (free_at_once) Free(index);
  }

  std::array<End, 2> ends_;
  std::int64_t tick_ = 0;
  std::uint32_t next_id_ = 0;
};

/// Damages or loses the n-th frame that an end sends (0: the first one from now on), once.
inline std::function<void(int, LinkWire&)> HitFrame(int end, int n, bool lose) {
  return [end, n, lose, seen = -1](int from, LinkWire& wire) mutable {
    if (from != end || !wire.beat.flit.valid) return;
    if (wire.beat.flit.head) ++seen;
    if (seen != n) return;
    if (lose)
      wire.beat.flit.valid = false;
    else
      wire.beat.bad = true;
  };
}

}  // namespace linkwright::link
