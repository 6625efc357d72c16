// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/endpoints/roce_sender.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::endpoints {

namespace {

constexpr int kMaxWindow = 1 << 22;  // far below half of the PSNs

RoceOpcode OpcodeOf(uint64_t index, uint64_t packets) {
  if (packets == 1) return RoceOpcode::kWriteOnly;
  if (index == 0) return RoceOpcode::kWriteFirst;
  return index + 1 == packets ? RoceOpcode::kWriteLast : RoceOpcode::kWriteMiddle;
}

}  // namespace

RoceSender::RoceSender(std::string path, int peers, const RoceTransport& transport,
                       TransferTable& table)
    : path_(std::move(path)),
      transport_(transport),
      // Four times a window, so that it does not close while an acknowledgement is on its way.
      ack_interval_(static_cast<uint64_t>(AckInterval(transport.window_frames))),
      table_(table),
      pairs_(static_cast<size_t>(peers)) {
  LINKWRIGHT_CHECK(transport.mtu > 0 && transport.window_frames >= 1 &&
                   transport.window_frames <= kMaxWindow && transport.timeout_cycles > 0)
      << "MTU " << transport.mtu << ", window " << transport.window_frames;
}

void RoceSender::Begin(TransferHandle handle) {
  const TransferRecord& transfer = table_[handle];
  LINKWRIGHT_CHECK(transfer.bytes < uint64_t{1} << 31)
      << transfer.bytes << " bytes are more than a RoCE message";
  QueuePair& pair = pairs_[static_cast<size_t>(transfer.target)];
  const auto mtu = static_cast<uint64_t>(transport_.mtu);
  Message message{.handle = handle,
                  .start_order = transfer.start_order,
                  .first = pair.end,
                  .packets = (transfer.bytes + mtu - 1) / mtu,
                  .bytes = transfer.bytes};
  pair.end += message.packets;
  pair.messages.push_back(message);
  ++outstanding_;
}

bool RoceSender::HasPacket() const {
  if (outstanding_ == 0) return false;
  return std::any_of(pairs_.begin(), pairs_.end(),
                     [this](const QueuePair& pair) { return CanSend(pair); });
}

const RoceSender::Message& RoceSender::MessageOf(const QueuePair& pair, uint64_t packet) const {
  // Packets are sent in order: all but retransmissions belong to one of the last messages.
  const auto after = std::upper_bound(
      pair.messages.begin(), pair.messages.end(), packet,
      [](uint64_t number, const Message& message) { return number < message.first; });
  return *std::prev(after);
}

RoceSender::Packet RoceSender::Next(int64_t cycle) {
  while (!CanSend(pairs_[turn_])) turn_ = (turn_ + 1) % pairs_.size();
  QueuePair& pair = pairs_[turn_];
  const uint64_t number = pair.next++;
  const Message& message = MessageOf(pair, number);
  const uint64_t index = number - message.first;
  const auto mtu = static_cast<uint64_t>(transport_.mtu);
  Packet packet;
  packet.peer = static_cast<int>(turn_);
  packet.header.opcode = OpcodeOf(index, message.packets);
  packet.header.psn = static_cast<uint32_t>(number) & kPsnMask;
  packet.header.ack_request =
      EndsMessage(packet.header.opcode) || number % ack_interval_ == ack_interval_ - 1;
  packet.header.key = message.handle;
  packet.header.message_bytes = static_cast<uint32_t>(message.bytes);
  packet.bytes = std::min(mtu, message.bytes - index * mtu);
  // A delivered transfer's memory belongs to somebody else again: its packets are sent once more
  // only because acknowledgements were lost, and the responder throws them away.
  const TransferRecord& transfer = table_[message.handle];
  if (transfer.active && transfer.start_order == message.start_order && transfer.has_memory)
    packet.payload = transfer.source + index * mtu;
  ++counters_.frames;
  counters_.payload_bytes += packet.bytes;
  if (number < pair.sent) ++counters_.retransmissions;
  pair.sent = std::max(pair.sent, number + 1);
  if (pair.deadline == kNever) Arm(pair, cycle);
  turn_ = (turn_ + 1) % pairs_.size();
  return packet;
}

void RoceSender::Acknowledge(int peer, uint8_t syndrome, uint32_t psn, int64_t cycle) {
  QueuePair& pair = pairs_[static_cast<size_t>(peer)];
  const bool nak = syndrome == kSyndromeSequenceError;
  // A NAK names the packet that is missing, an acknowledgement the last one received.
  const uint32_t expected = nak ? psn : psn + 1;
  const uint64_t ahead = (expected - static_cast<uint32_t>(pair.acknowledged)) & kPsnMask;
  const uint64_t upto = pair.acknowledged + ahead;
  if (upto > pair.sent) return;  // overtaken by a later one
  if (upto > pair.acknowledged) {
    pair.acknowledged = upto;
    pair.retries = 0;
    pair.next = std::max(pair.next, upto);
    while (!pair.messages.empty() &&
           pair.messages.front().first + pair.messages.front().packets <= upto) {
      pair.messages.pop_front();
      --outstanding_;
    }
    Arm(pair, cycle);
  }
  if (nak && upto < pair.sent) {
    ++counters_.naks;
    pair.next = upto;
    Arm(pair, cycle);
  }
}

void RoceSender::Arm(QueuePair& pair, int64_t cycle) {
  pair.deadline = pair.acknowledged == pair.sent ? kNever : cycle + transport_.timeout_cycles;
  FindDeadline();
}

void RoceSender::FindDeadline() {
  deadline_ = kNever;
  for (const QueuePair& pair : pairs_) deadline_ = std::min(deadline_, pair.deadline);
}

void RoceSender::CheckTimeouts(int64_t cycle) {
  if (cycle < deadline_) return;
  for (size_t peer = 0; peer < pairs_.size(); ++peer) {
    QueuePair& pair = pairs_[peer];
    if (cycle < pair.deadline) continue;
    ++counters_.timeouts;
    if (++pair.retries > transport_.retry_limit) {
      throw diagnostics::RunFailure(fmt::format(
          "{}: accelerator {} has acknowledged nothing after {} retransmissions of "
          "packet {} of its queue pair, {} cycles apart: they were lost on the way, "
          "on links or in full switches, or retransmit_timeout is shorter than the loop under this "
          "load",
          path_, peer, transport_.retry_limit, pair.acknowledged, transport_.timeout_cycles));
    }
    pair.next = pair.acknowledged;
    pair.deadline = cycle + transport_.timeout_cycles;
  }
  FindDeadline();
}

std::string RoceSender::DescribeWait() const {
  for (size_t peer = 0; peer < pairs_.size(); ++peer) {
    const QueuePair& pair = pairs_[peer];
    if (pair.messages.empty()) continue;
    return fmt::format("{} waits for accelerator {}: {} of {} packets acknowledged, {} sent", path_,
                       peer, pair.acknowledged, pair.end, pair.sent);
  }
  return {};
}

}  // namespace linkwright::endpoints
