// SPDX-License-Identifier: Apache-2.0
// A full-duplex link with link-level retry: a LinkPort (docs/models/llr.md) at each end, a cable
// with latency and errors each way, a queue in front of each transmitter. Plain C++, clocked by its
// owner. What happens in which cycle: docs/models/cycle_network.md, Links with retry.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/link/link_port.h"
#include "systemc_models/networks/cycle/link_errors.h"

namespace linkwright::cycle {

// Of one direction. With nothing under way:
//   sent = delivered + expected_bad + missing + duplicates, delivered = accepted,
//   bad = damaged,
//   nacks_sent = expected_bad, nacks_received = nacks_sent - nacks_lost,
//   replays = nacks_received - nacks_joined + timeouts.
struct RetryCounters {
  uint64_t accepted = 0;        // frames taken from the core
  uint64_t sent = 0;            // frames put on the wire, replays included
  uint64_t delivered = 0;       // frames expected and whole
  uint64_t damaged = 0;         // frames that the channel hit
  uint64_t bad = 0;             // frames that the receiver found damaged
  uint64_t expected_bad = 0;    // the expected frame, damaged
  uint64_t missing = 0;         // discarded behind a damaged one
  uint64_t duplicates = 0;      // discarded, delivered before
  uint64_t nacks_sent = 0;      // by the receiver of this direction
  uint64_t nacks_lost = 0;      // of those, on the way back
  uint64_t nacks_received = 0;  // by the transmitter
  uint64_t nacks_joined = 0;    // of those, while a replay was under way or already asked for
  uint64_t timeouts = 0;        // replays that no NACK asked for
  uint64_t replays = 0;         // times the transmitter began to send again
  uint64_t controls_lost = 0;   // control sets of this direction
  uint64_t credits_lost = 0;    // credits of this direction
  uint64_t queue_max = 0;       // beats in front of the transmitter

  RetryCounters& operator+=(const RetryCounters& other);
};

class RetryLink {
 public:
  static constexpr int kVirtualChannels = 4;
  static constexpr int kLongestFrame = 5;  // beats

  // `latency`: cycles of cable, its output register included, >= 1. `path` names the link in
  // messages and seeds its errors; `toward` names the directions: [e] is the one that begins at
  // end e.
  RetryLink(const LinkRetryParameters& parameters, std::vector<LinkErrorChange> changes,
            int latency, std::string path, std::array<std::string, 2> toward);

  // What the core at `end` drives in this cycle, before Tick.
  void Push(int end, const interfaces::PortBeat& beat);
  // One cycle: out[end] is what the core at `end` gets (valid flags are set either way).
  void Tick(int64_t cycle, std::array<interfaces::PortBeat, 2>& out);
  // Without a Push a tick would change nothing.
  bool quiet() const { return quiet_cycles_ > settle_cycles_; }

  // Of the direction that begins at `end`.
  RetryCounters counters(int end) const;
  const link::LinkPort& port(int end) const { return ends_[Index(end)].port; }
  const std::string& path() const { return path_; }
  const std::string& toward(int end) const { return toward_[Index(end)]; }
  // Why frames wait, for deadlock reports; empty if none does.
  std::string DescribeWait() const;

 private:
  struct Transmission {  // all that leaves one end in one cycle
    link::LinkWire wire;
    interfaces::CreditBeat credit;
  };
  struct Credit {  // of one virtual channel, as advertised by one end
    bool known = false;
    uint16_t slots = 0;   // the first limit: the size of the buffer
    uint16_t latest = 0;  // what the core said last
    bool delivered = false;
    uint16_t at_far_end = 0;  // what the other core was told last
    bool missing() const { return known && (!delivered || latest != at_far_end); }
  };
  struct End {
    explicit End(const link::LinkSizes& sizes, LinkErrors link_errors)
        : port(sizes), errors(std::move(link_errors)) {}
    link::LinkPort port;
    LinkErrors errors;  // of what leaves here
    link::LinkInputs inputs;
    link::LinkOutputs outputs;
    std::deque<interfaces::FlitBeat> queue;
    std::vector<Transmission> cable;  // toward the other end, by cycle
    std::array<Credit, kVirtualChannels> credit;
    interfaces::CreditBeat news;    // of this cycle
    bool frame_hit = false;         // the frame on the wire
    bool replay_asked_for = false;  // by a NACK
    RetryCounters counted;
  };

  static size_t Index(int end) { return static_cast<size_t>(end); }
  size_t At(int64_t cycle) const { return static_cast<uint64_t>(cycle) & mask_; }
  // Beats that the credits of the far core allow in front of the transmitter at `end`.
  uint64_t QueueBound(int end) const;
  void Offer(End& end) const;
  void TickPort(End& end);
  void Leave(int64_t cycle, End& end, uint64_t& nacks_lost);
  void Repeat(int64_t cycle, End& end) const;
  bool Settled(const End& end) const;

  std::string path_;
  std::array<std::string, 2> toward_;
  int latency_;
  int repeat_cycles_;
  int64_t settle_cycles_;
  uint64_t mask_;
  std::vector<End> ends_;  // two
  int64_t quiet_cycles_ = 0;
};

}  // namespace linkwright::cycle
