// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/endpoints/roce_nic.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "fabric/routing/ethernet_addresses.h"
#include "foundation/diagnostics/check.h"

namespace linkwright::endpoints {

namespace {

constexpr int kFrameOverheadBytes = 20;     // preamble and smallest gap
constexpr uint32_t kFirstQueuePair = 0x10;  // of the pair whose other end is accelerator 0
constexpr uint64_t kPauseAddress = 0x0180C2000001;
constexpr size_t kPauseTimers = 18;  // offset in a PFC frame

// In the dynamic range, different for every ordered pair: what ECMP tells flows apart by.
uint16_t Entropy(int from, int to) {
  uint32_t mixed =
      static_cast<uint32_t>(from) * 0x9E3779B1u ^ static_cast<uint32_t>(to) * 0x85EBCA77u;
  mixed ^= mixed >> 15;
  mixed *= 0x2C1B3C6Du;
  mixed ^= mixed >> 12;
  return static_cast<uint16_t>(0xC000 | (mixed & 0x3FFF));
}

uint64_t BigEndian(const uint8_t* at, int bytes) {
  uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | at[i];
  return value;
}

}  // namespace

RoceNic::RoceNic(interfaces::EndpointId accelerator, std::string path,
                 const RoceNicParameters& parameters, TransferTable& table)
    : accelerator_(accelerator),
      peers_(table.accelerators()),
      path_(std::move(path)),
      parameters_(parameters),
      table_(table),
      outgoing_(kMaxFrameBytes + kBeatBytes, 0),
      incoming_(kMaxFrameBytes + kBeatBytes, 0) {
  LINKWRIGHT_CHECK(parameters.priorities >= 1 &&
                   parameters.data_class + parameters.priorities <= parameters.response_class)
      << parameters.priorities << " priorities from class " << parameters.data_class << " on";
  for (int priority = 0; priority < parameters.priorities; ++priority) {
    senders_.emplace_back(path_, peers_, parameters.transport, table);
    responders_.emplace_back(path_, peers_, table);
  }
}

void RoceNic::Begin(TransferHandle handle) { senders_.at(table_[handle].priority).Begin(handle); }

bool RoceNic::idle() const {
  const auto answers = [](const RoceResponder& responder) { return responder.HasResponse(); };
  return beats_left_ == 0 && std::none_of(responders_.begin(), responders_.end(), answers) &&
         std::all_of(senders_.begin(), senders_.end(),
                     [](const RoceSender& sender) { return sender.idle(); });
}

RoceSenderCounters RoceNic::sender() const {
  RoceSenderCounters sum;
  for (const RoceSender& sender : senders_) sum += sender.counters();
  return sum;
}

RoceResponderCounters RoceNic::responder() const {
  RoceResponderCounters sum;
  for (const RoceResponder& responder : responders_) sum += responder.counters();
  return sum;
}

void RoceNic::SetLink(bool up) {
  link_up_ = up;
  if (up) return;
  paused_until_.fill(0);
  if (parameters_.whole_frames) return;
  beats_left_ = 0;
  incoming_bytes_ = 0;
  incoming_bad_ = false;
}

void RoceNic::Tick(int64_t cycle, const interfaces::FlitBeat& in, interfaces::FlitBeat& out) {
  for (RoceSender& sender : senders_) sender.CheckTimeouts(cycle);
  Send(cycle, out);
  if (in.valid) Receive(cycle, in);
}

int64_t RoceNic::NextEvent(int64_t cycle) const {
  if (debt_ > 0 || beats_left_ > 0) return cycle + 1;
  int64_t next = kNever;
  for (const RoceSender& sender : senders_) next = std::min(next, sender.deadline());
  if (!link_up_ || Blocked(kNoBeat)) return next;
  for (size_t priority = 0; priority < senders_.size(); ++priority) {
    if (responders_[priority].HasResponse() && !Blocked(parameters_.response_class)) {
      next = std::min(next, paused_until_[static_cast<size_t>(parameters_.response_class)]);
    }
    const int data_class = DataClass(priority);
    if (senders_[priority].HasPacket() && !Blocked(data_class)) {
      next = std::min(next, paused_until_[static_cast<size_t>(data_class)]);
    }
  }
  return std::max(next, cycle + 1);
}

void RoceNic::Send(int64_t cycle, interfaces::FlitBeat& out) {
  int moved = 0;
  const bool may_move = debt_ < 2 * parameters_.line_bytes && !Blocked(kNoBeat);
  if (may_move && (beats_left_ > 0 || (link_up_ && StartFrame(cycle)))) {
    const size_t beats = (outgoing_bytes_ + kBeatBytes - 1) / kBeatBytes;
    const size_t at = (beats - beats_left_) * kBeatBytes;
    const size_t bytes = std::min(kBeatBytes, outgoing_bytes_ - at);
    std::memcpy(out.data.data(), outgoing_.data() + at, kBeatBytes);
    out.valid = true;
    out.head = at == 0;
    out.tail = --beats_left_ == 0;
    out.bytes = static_cast<uint8_t>(bytes);
    out.error = false;
    moved = static_cast<int>(bytes) + (out.tail ? kFrameOverheadBytes : 0);
    if (out.tail) {
      ++counters_.frames_sent;
      counters_.bytes_sent += outgoing_bytes_;
    }
  }
  debt_ = std::max(debt_ + moved - parameters_.line_bytes, 0);
}

bool RoceNic::StartFrame(int64_t cycle) {
  const auto begin = [this] {
    beats_left_ = (outgoing_bytes_ + kBeatBytes - 1) / kBeatBytes;
    return true;
  };
  if (!Paused(cycle, parameters_.response_class)) {
    for (size_t priority = responders_.size(); priority-- > 0;) {
      if (!responders_[priority].HasResponse()) continue;
      StartResponse(priority);
      return begin();
    }
  }
  for (size_t priority = senders_.size(); priority-- > 0;) {
    if (!senders_[priority].HasPacket() || Paused(cycle, DataClass(priority))) continue;
    StartData(priority, cycle);
    return begin();
  }
  return false;
}

void RoceNic::Address(RoceHeader& header, int peer, size_t priority) const {
  header.destination_mac = parameters_.gateway_mac;
  header.source_mac = routing::AcceleratorMac(accelerator_);
  header.source_address = routing::AcceleratorAddress(accelerator_);
  header.destination_address = routing::AcceleratorAddress(peer);
  header.source_port = Entropy(accelerator_, peer);
  header.queue_pair = kFirstQueuePair + static_cast<uint32_t>(accelerator_) +
                      static_cast<uint32_t>(priority) * static_cast<uint32_t>(peers_);
}

void RoceNic::StartResponse(size_t priority) {
  const RoceResponder::Response response = responders_[priority].Next();
  RoceHeader header;
  Address(header, response.peer, priority);
  header.dscp = parameters_.response_dscp;
  header.opcode = RoceOpcode::kAcknowledge;
  header.psn = response.psn;
  header.syndrome = response.syndrome;
  header.message_number = response.message_number;
  outgoing_bytes_ = WriteRoceFrame(header, nullptr, 0, outgoing_.data());
}

void RoceNic::StartData(size_t priority, int64_t cycle) {
  RoceSender::Packet packet = senders_[priority].Next(cycle);
  Address(packet.header, packet.peer, priority);
  packet.header.dscp = DataDscp(parameters_, static_cast<int>(priority));
  packet.header.ecn = kEcnCapable;
  outgoing_bytes_ = WriteRoceFrame(packet.header, packet.payload, packet.bytes, outgoing_.data());
}

void RoceNic::Receive(int64_t cycle, const interfaces::FlitBeat& in) {
  if (in.head) {
    incoming_bytes_ = 0;
    incoming_bad_ = false;
  }
  const size_t bytes = in.tail ? in.bytes : kBeatBytes;
  if (incoming_bytes_ + bytes > kMaxFrameBytes) {
    incoming_bad_ = true;
  } else {
    std::memcpy(incoming_.data() + incoming_bytes_, in.data.data(), kBeatBytes);
    incoming_bytes_ += bytes;
  }
  counters_.bytes_received += bytes;
  if (!in.tail) return;
  incoming_bad_ |= in.error;
  ++counters_.frames_received;
  FrameEnded(cycle);
  incoming_bytes_ = 0;
}

void RoceNic::FrameEnded(int64_t cycle) {
  if (incoming_bad_ || incoming_bytes_ < kBeatBytes) {
    ++counters_.bad_frames;
    return;
  }
  if (BigEndian(incoming_.data(), 6) == kPauseAddress) return Pause(cycle);
  RoceFrame frame;
  const RoceVerdict verdict = ParseRoceFrame({incoming_.data(), incoming_bytes_}, frame);
  const int64_t pair = int64_t{frame.header.queue_pair} - kFirstQueuePair;
  if (verdict != RoceVerdict::kGood || pair < 0 ||
      pair >= int64_t{peers_} * parameters_.priorities ||
      frame.header.destination_address != routing::AcceleratorAddress(accelerator_)) {
    ++counters_.bad_frames;
    return;
  }
  const auto priority = static_cast<size_t>(pair / peers_);
  const auto peer = static_cast<int>(pair % peers_);
  if (frame.header.opcode == RoceOpcode::kAcknowledge) {
    senders_[priority].Acknowledge(peer, frame.header.syndrome, frame.header.psn, cycle);
    return;
  }
  if (frame.header.ecn == kEcnMarked) ++counters_.marked_frames;
  responders_[priority].Take(peer, frame);
}

// A timer counts quanta of 64 byte times; the line carries line_bytes in a cycle. The pause is in
// force from the next cycle on.
void RoceNic::Pause(int64_t cycle) {
  const auto classes = static_cast<uint32_t>(BigEndian(incoming_.data() + 16, 2));
  for (int c = 0; c < 8; ++c) {
    if ((classes >> c & 1) == 0) continue;
    const auto quanta = static_cast<int64_t>(BigEndian(&incoming_[kPauseTimers + 2 * c], 2));
    const int64_t cycles = (quanta * 64 + parameters_.line_bytes - 1) / parameters_.line_bytes;
    paused_until_[static_cast<size_t>(c)] = quanta == 0 ? 0 : cycle + 1 + cycles;
    const bool data = c >= parameters_.data_class && c < DataClass(senders_.size());
    if (quanta > 0 && data) ++counters_.pauses;
  }
}

std::string RoceNic::DescribeWait() const {
  std::string text;
  for (size_t priority = senders_.size(); priority-- > 0 && text.empty();) {
    text = senders_[priority].DescribeWait();
  }
  if (text.empty()) return text;
  if (!link_up_) return text + " (its link is down)";
  return backpressure_ == 0 ? text : text + " (its link holds it back)";
}

}  // namespace linkwright::endpoints
