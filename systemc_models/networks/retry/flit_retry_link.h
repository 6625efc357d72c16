// SPDX-License-Identifier: Apache-2.0
// A full-duplex link with link-level retry between two cores that exchange flits and credits: the
// two ends, a queue in front of each transmitter, credits beside the beats. Plain C++, clocked by
// its owner. What happens in which cycle: docs/models/cycle_network.md, Links with retry.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/networks/retry/retry_link.h"

namespace linkwright::retry {

class FlitRetryLink final : public RetryLink {
 public:
  static constexpr int kVirtualChannels = 4;
  static constexpr int kLongestFrame = 5;  // beats

  // As RetryEnds.
  FlitRetryLink(const LinkRetryParameters& parameters, const std::vector<LinkErrorChange>& changes,
                int latency, std::string path, std::array<std::string, 2> toward,
                const link::LinkDeviceFactory& make_port = {});

  // Sizes of its ports.
  static link::LinkSizes SizesFor(const LinkRetryParameters& parameters, int latency);
  // What the core at `end` drives in this cycle, before Tick.
  void Push(int end, const interfaces::PortBeat& beat);
  // One cycle: out[end] is what the core at `end` gets (valid flags are set either way).
  void Tick(int64_t cycle, Beats& out);
  void Step(int64_t cycle, std::span<const interfaces::PortBeat> in, Beats& out) override;

 private:
  struct Credit {  // of one virtual channel, as advertised by one end
    bool known = false;
    uint16_t slots = 0;   // the first limit: the size of the buffer
    uint16_t latest = 0;  // what the core said last
    bool delivered = false;
    uint16_t at_far_end = 0;  // what the other core was told last
    bool missing() const { return known && (!delivered || latest != at_far_end); }
  };
  struct Core {  // what an end keeps for the core in front of it
    std::deque<interfaces::FlitBeat> queue;
    std::array<Credit, kVirtualChannels> credit;
    interfaces::CreditBeat news;                // of this cycle
    std::vector<interfaces::CreditBeat> cable;  // toward the other end, by cycle
  };

  size_t At(int64_t cycle) const {
    return static_cast<uint64_t>(cycle) & (cores_[0].cable.size() - 1);
  }
  // Beats that the credits of the far core allow in front of the transmitter at `end`.
  uint64_t QueueBound(int end) const;
  void Offer(int end);
  void TakeCredit(int end, int64_t cycle, interfaces::CreditBeat& out);
  void Repeat(int64_t cycle, Core& core) const;
  void SendCredit(int end, int64_t cycle);
  bool AtRest() const;

  bool Resends() const override { return RetryLink::Resends() || !AtRest(); }
  size_t queued(int end) const override { return cores_[Index(end)].queue.size(); }

  int latency_;
  int repeat_cycles_;
  bool was_up_ = true;  // in the cycle before
  std::array<Core, 2> cores_;
};

}  // namespace linkwright::retry
