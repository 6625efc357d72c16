// SPDX-License-Identifier: Apache-2.0
// The responding side of all queue pairs of one NIC: takes packets in order only, lands their
// payload, acknowledges, answers a gap with one NAK. docs/models/roce.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "systemc_models/endpoints/roce_frame.h"
#include "systemc_models/endpoints/transfer_table.h"

namespace linkwright::endpoints {

struct RoceResponderCounters {
  uint64_t frames = 0;            // in order, landed
  uint64_t payload_bytes = 0;     // in them
  uint64_t duplicates = 0;        // received before: thrown away, acknowledged again
  uint64_t out_of_order = 0;      // ahead of the expected one: thrown away
  uint64_t naks = 0;              // sent
  uint64_t acknowledgements = 0;  // sent

  RoceResponderCounters& operator+=(const RoceResponderCounters& more) {
    frames += more.frames;
    payload_bytes += more.payload_bytes;
    duplicates += more.duplicates;
    out_of_order += more.out_of_order;
    naks += more.naks;
    acknowledgements += more.acknowledgements;
    return *this;
  }
};

class RoceResponder {
 public:
  RoceResponder(std::string path, int peers, TransferTable& table);

  // A data packet of `peer`. The last packet of a message completes its transfer in the table.
  void Take(int peer, const RoceFrame& frame);

  struct Response {
    int peer = 0;
    uint8_t syndrome = kSyndromeAck;
    uint32_t psn = 0;
    uint32_t message_number = 0;
  };
  bool HasResponse() const { return waiting_ > 0; }
  // The oldest peer's; a later one for the same peer has taken the place of an earlier one, which
  // it includes. Requires HasResponse.
  Response Next();

  const RoceResponderCounters& counters() const { return counters_; }

 private:
  struct QueuePair {
    uint64_t expected = 0;  // packets in order so far; the next one's PSN is this modulo 2^24
    bool nak_sent = false;  // since the last packet in order
    bool in_message = false;
    TransferHandle handle = 0;
    uint64_t offset = 0;
    uint64_t message_bytes = 0;
    uint32_t messages = 0;  // completed
    // The answer that waits for its turn.
    bool answer_waits = false;
    uint8_t syndrome = kSyndromeAck;
  };

  void Land(QueuePair& pair, int peer, const RoceFrame& frame);
  void Answer(QueuePair& pair, int peer, uint8_t syndrome);

  std::string path_;
  TransferTable& table_;
  std::vector<QueuePair> pairs_;
  std::vector<int> queue_;  // ring of peers with an answer
  size_t head_ = 0, waiting_ = 0;
  RoceResponderCounters counters_;
};

}  // namespace linkwright::endpoints
