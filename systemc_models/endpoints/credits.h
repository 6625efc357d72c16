// SPDX-License-Identifier: Apache-2.0
// Both ends of credit flow control as docs/models/scaleup_switch.md, Credits, describes them:
// cumulative limits in packet slots modulo 2^16, so that a lost update is healed by the next one.
#pragma once

#include <array>
#include <cstdint>

#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::endpoints {

inline constexpr int kMaxVirtualChannels = 4;

// What the sender may still start. Starts with nothing.
class CreditSender {
 public:
  bool MayStart(int vc) const { return limit_[Index(vc)] != used_[Index(vc)]; }
  void Use(int vc) { ++used_[Index(vc)]; }
  void Take(const interfaces::CreditBeat& beat) {
    if (beat.vc < kMaxVirtualChannels) limit_[beat.vc] = beat.limit;
  }
  uint16_t used(int vc) const { return used_[Index(vc)]; }
  uint16_t limit(int vc) const { return limit_[Index(vc)]; }

 private:
  static size_t Index(int vc) { return static_cast<size_t>(vc); }
  std::array<uint16_t, kMaxVirtualChannels> used_{}, limit_{};
};

// Advertises the receiver's slots: real updates round-robin over channels, refreshes only in cycles
// without one.
class CreditReceiver {
 public:
  CreditReceiver(int virtual_channels, int slots, int refresh_cycles)
      : channels_(virtual_channels), refresh_cycles_(refresh_cycles) {
    limit_.fill(static_cast<uint16_t>(slots));
    pending_ = static_cast<uint8_t>((1U << virtual_channels) - 1);
  }

  // A packet's header arrives: false if the sender had no credit for it.
  bool Accept(int vc) { return received_[Index(vc)]++ != limit_[Index(vc)]; }
  // The packet has been drained and its slot is free.
  void Free(int vc) {
    ++limit_[Index(vc)];
    pending_ |= static_cast<uint8_t>(1U << vc);
  }
  bool idle() const { return (pending_ | refresh_) == 0; }

  // At most one update per cycle. Call before the Free of the same cycle.
  void Emit(int64_t cycle, interfaces::CreditBeat& out) {
    if (refresh_cycles_ > 0 && cycle - last_refresh_ >= refresh_cycles_) {
      last_refresh_ = cycle;
      refresh_ = static_cast<uint8_t>((1U << channels_) - 1);
    }
    if (idle()) return;
    const int vc = Choose();
    pending_ &= static_cast<uint8_t>(~(1U << vc));
    refresh_ &= static_cast<uint8_t>(~(1U << vc));
    out = {true, static_cast<uint8_t>(vc), limit_[Index(vc)]};
  }

 private:
  static size_t Index(int vc) { return static_cast<size_t>(vc); }
  int Choose() {
    for (int i = 0; i < channels_; ++i) {
      const int vc = (next_ + i) % channels_;
      if ((pending_ >> vc & 1U) != 0) {
        next_ = (vc + 1) % channels_;
        return vc;
      }
    }
    return __builtin_ctz(refresh_);
  }

  int channels_, refresh_cycles_;
  int next_ = 0;
  uint8_t pending_ = 0, refresh_ = 0;
  int64_t last_refresh_ = 0;
  std::array<uint16_t, kMaxVirtualChannels> received_{}, limit_{};
};

}  // namespace linkwright::endpoints
