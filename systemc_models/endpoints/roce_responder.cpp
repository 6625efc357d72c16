// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/endpoints/roce_responder.h"

#include <cstring>
#include <utility>

#include "foundation/diagnostics/check.h"

namespace linkwright::endpoints {

RoceResponder::RoceResponder(std::string path, int peers, TransferTable& table)
    : path_(std::move(path)),
      table_(table),
      pairs_(static_cast<size_t>(peers)),
      queue_(static_cast<size_t>(peers), 0) {}

void RoceResponder::Take(int peer, const RoceFrame& frame) {
  QueuePair& pair = pairs_[static_cast<size_t>(peer)];
  const uint32_t ahead = (frame.header.psn - static_cast<uint32_t>(pair.expected)) & kPsnMask;
  if (ahead == 0) {
    pair.nak_sent = false;
    pair.syndrome = kSyndromeAck;  // of an answer that still waits: what it asks for is here
    Land(pair, peer, frame);
    ++pair.expected;
    if (frame.header.ack_request) Answer(pair, peer, kSyndromeAck);
  } else if (ahead > kPsnMask / 2) {
    ++counters_.duplicates;
    if (frame.header.ack_request) Answer(pair, peer, kSyndromeAck);
  } else {
    ++counters_.out_of_order;
    if (pair.nak_sent) return;
    pair.nak_sent = true;
    Answer(pair, peer, kSyndromeSequenceError);
  }
}

void RoceResponder::Land(QueuePair& pair, int peer, const RoceFrame& frame) {
  const RoceHeader& header = frame.header;
  if (HasReth(header.opcode)) {
    LINKWRIGHT_CHECK(!pair.in_message) << path_ << ": a message of " << peer << " within another";
    LINKWRIGHT_CHECK(header.key < table_.size() && table_[header.key].active)
        << path_ << ": memory key " << header.key << " is not registered";
    pair.in_message = true;
    pair.handle = header.key;
    pair.offset = header.address;
    pair.message_bytes = header.message_bytes;
  }
  LINKWRIGHT_CHECK(pair.in_message) << path_ << ": a packet of " << peer << " outside a message";
  const TransferRecord& transfer = table_[pair.handle];
  LINKWRIGHT_CHECK(transfer.initiator == peer &&
                   pair.offset + frame.payload.size() <= transfer.bytes)
      << path_ << ": " << frame.payload.size() << " bytes at " << pair.offset << " of "
      << transfer.bytes << " from " << peer;
  if (transfer.has_memory)
    std::memcpy(transfer.landing + pair.offset, frame.payload.data(), frame.payload.size());
  pair.offset += frame.payload.size();
  ++counters_.frames;
  counters_.payload_bytes += frame.payload.size();
  if (!EndsMessage(header.opcode)) return;
  LINKWRIGHT_CHECK(pair.offset == pair.message_bytes)
      << path_ << ": " << pair.offset << " of " << pair.message_bytes << " bytes came";
  pair.in_message = false;
  ++pair.messages;
  table_.Land(pair.handle, transfer.bytes_to_land);
}

void RoceResponder::Answer(QueuePair& pair, int peer, uint8_t syndrome) {
  pair.syndrome = syndrome;
  if (pair.answer_waits) return;
  pair.answer_waits = true;
  queue_[(head_ + waiting_++) % queue_.size()] = peer;
}

RoceResponder::Response RoceResponder::Next() {
  const int peer = queue_[head_];
  head_ = (head_ + 1) % queue_.size();
  --waiting_;
  QueuePair& pair = pairs_[static_cast<size_t>(peer)];
  pair.answer_waits = false;
  const bool nak = pair.syndrome == kSyndromeSequenceError;
  ++(nak ? counters_.naks : counters_.acknowledgements);
  // Cumulative: what the peer is told is the state of now.
  const auto expected = static_cast<uint32_t>(pair.expected);
  return {peer, pair.syndrome, (nak ? expected : expected - 1) & kPsnMask,
          pair.messages & kPsnMask};
}

}  // namespace linkwright::endpoints
