// SPDX-License-Identifier: Apache-2.0
// The requesting side of all queue pairs of one NIC: cuts transfers into packets, keeps a window of
// unacknowledged ones per peer, and goes back to the packet named by a NAK or, after silence, to
// the oldest unacknowledged one. Reliable connection as in the InfiniBand specification, RDMA WRITE
// only; docs/models/roce.md.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <vector>

#include "systemc_models/endpoints/roce_frame.h"
#include "systemc_models/endpoints/transfer_table.h"

namespace linkwright::endpoints {

inline constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

struct RoceTransport {
  int mtu = 4096;                    // payload bytes of a full frame
  int window_frames = 64;            // unacknowledged frames per queue pair, 1 to 2^22
  int64_t timeout_cycles = 600'000;  // without an acknowledgement, then back to the oldest frame
  int retry_limit = 7;               // timeouts in a row without progress; one more is a RunFailure
};

// An acknowledgement is asked for every so many packets of a queue pair, and at the end of a
// message.
constexpr int AckInterval(int window_frames) { return window_frames < 8 ? 1 : window_frames / 4; }

struct RoceSenderCounters {
  uint64_t frames = 0;           // data frames, retransmitted ones included
  uint64_t payload_bytes = 0;    // in them
  uint64_t retransmissions = 0;  // frames sent again
  uint64_t naks = 0;             // sequence errors answered by going back
  uint64_t timeouts = 0;

  RoceSenderCounters& operator+=(const RoceSenderCounters& more) {
    frames += more.frames;
    payload_bytes += more.payload_bytes;
    retransmissions += more.retransmissions;
    naks += more.naks;
    timeouts += more.timeouts;
    return *this;
  }
};

class RoceSender {
 public:
  // `path` names the NIC in messages. `table` outlives the sender.
  RoceSender(std::string path, int peers, const RoceTransport& transport, TransferTable& table);

  // A message to the transfer's target, behind those before it.
  void Begin(TransferHandle handle);

  struct Packet {
    int peer = 0;
    RoceHeader header;                   // operation, PSN, ack_request, RETH
    const std::byte* payload = nullptr;  // null: zeros, nobody will take them
    size_t bytes = 0;
  };
  bool HasPacket() const;
  // The next packet; queue pairs take turns. Requires HasPacket.
  Packet Next(int64_t cycle);

  // An acknowledgement or NAK of `peer`.
  void Acknowledge(int peer, uint8_t syndrome, uint32_t psn, int64_t cycle);

  // Cycle of the next timeout, kNever without one. Throws RunFailure when a peer never answers.
  int64_t deadline() const { return deadline_; }
  void CheckTimeouts(int64_t cycle);

  bool idle() const { return outstanding_ == 0; }
  const RoceSenderCounters& counters() const { return counters_; }
  // What it waits for; empty if for nothing.
  std::string DescribeWait() const;

 private:
  // Packets of a queue pair count from 0; the PSN is the count modulo 2^24.
  struct Message {
    TransferHandle handle = 0;
    uint64_t start_order = 0;
    uint64_t first = 0;  // packet
    uint64_t packets = 0;
    uint64_t bytes = 0;
  };
  struct QueuePair {
    std::deque<Message> messages;  // not fully acknowledged
    uint64_t end = 0;              // packets of all messages begun
    uint64_t next = 0;             // to be sent
    uint64_t sent = 0;             // ever sent: one behind the highest
    uint64_t acknowledged = 0;     // all below
    int64_t deadline = kNever;
    int retries = 0;
  };

  bool CanSend(const QueuePair& pair) const {
    return pair.next < pair.end &&
           pair.next < pair.acknowledged + static_cast<uint64_t>(transport_.window_frames);
  }
  const Message& MessageOf(const QueuePair& pair, uint64_t packet) const;
  void Arm(QueuePair& pair, int64_t cycle);
  void FindDeadline();

  std::string path_;
  RoceTransport transport_;
  uint64_t ack_interval_;
  TransferTable& table_;
  std::vector<QueuePair> pairs_;
  size_t turn_ = 0;
  int64_t deadline_ = kNever;
  uint64_t outstanding_ = 0;  // messages
  RoceSenderCounters counters_;
};

}  // namespace linkwright::endpoints
