// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/endpoints/accelerator_port.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "systemc_models/endpoints/striping.h"

namespace linkwright::endpoints {

using interfaces::FlitBeat;
using interfaces::PortBeat;
using interfaces::TransferKind;
using spec::scaleup_switch::Operation;

namespace {

constexpr int kRequests = 0;  // virtual channels
constexpr int kResponses = 1;

spec::scaleup_switch::DataType OnTheWire(numerics::DataType type) {
  switch (type) {
    case numerics::DataType::kBf16:
      return spec::scaleup_switch::DataType::kBf16;
    case numerics::DataType::kFp16:
      return spec::scaleup_switch::DataType::kFp16;
    default:
      return spec::scaleup_switch::DataType::kFp32;
  }
}

Operation OperationOf(TransferKind kind) {
  switch (kind) {
    case TransferKind::kWrite:
      return Operation::kWrite;
    case TransferKind::kMulticastWrite:
      return Operation::kMulticastWrite;
    case TransferKind::kReduceRead:
      return Operation::kReduceRead;
  }
  return Operation::kWrite;
}

}  // namespace

AcceleratorPort::AcceleratorPort(interfaces::EndpointId accelerator, int plane, std::string path,
                                 const PortParameters& parameters, TransferTable& table)
    : accelerator_(accelerator),
      plane_(plane),
      path_(std::move(path)),
      parameters_(parameters),
      table_(table),
      receiver_(parameters.virtual_channels, parameters.slots_per_vc,
                parameters.credit_refresh_cycles) {
  LINKWRIGHT_CHECK(parameters.virtual_channels >= 2 &&
                   parameters.virtual_channels <= kMaxVirtualChannels)
      << path_ << ": " << parameters.virtual_channels << " virtual channels";
  LINKWRIGHT_CHECK(parameters.slots_per_vc >= 1 && parameters.slots_per_vc < 1 << 15)
      << path_ << ": " << parameters.slots_per_vc << " slots";
  LINKWRIGHT_CHECK(parameters.reduce_window >= 1 && parameters.reduce_window < 1 << 16)
      << path_ << ": a window of " << parameters.reduce_window;
  LINKWRIGHT_CHECK(parameters.memory_latency_cycles >= 1)
      << path_ << ": memory latency below one cycle";
  for (int tag = parameters.reduce_window; tag-- > 0;)
    free_tags_.push_back(static_cast<uint16_t>(tag));
}

void AcceleratorPort::Begin(TransferHandle handle) {
  const TransferRecord& transfer = table_[handle];
  stripes_.push_back({handle, transfer.kind, 0, transfer.stripe_bytes});
}

void AcceleratorPort::Tick(int64_t cycle, const PortBeat& in, PortBeat& out) {
  receiver_.Emit(cycle, out.credit);
  Send(cycle, out);
  if (in.flit.valid) Receive(cycle, in.flit);
  // Taken last: a limit is usable in the cycle after its arrival, as in the switch.
  if (in.credit.valid) sender_.Take(in.credit);
}

AcceleratorPort::Window AcceleratorPort::MemoryOf(const TransferRecord& transfer, uint64_t offset,
                                                  uint64_t bytes) const {
  const uint64_t begin = transfer.stripe_bytes * static_cast<uint64_t>(plane_) + offset;
  if (begin >= transfer.bytes) return {0, 0};
  return {begin, std::min(bytes, transfer.bytes - begin)};
}

void AcceleratorPort::Send(int64_t cycle, PortBeat& out) {
  if (flits_to_send_ > 0) return SendData(out.flit);
  if (reads_.empty() && stripes_.empty()) return;
  const bool response_ready = !reads_.empty() && reads_.front().ready_cycle <= cycle;
  const int stripe = NextStripe();
  const bool may_respond = response_ready && sender_.MayStart(kResponses);
  const bool may_request = stripe >= 0 && sender_.MayStart(kRequests);
  // Turn by turn: a port that answered first and asked later would, in an in-network reduction, let
  // all members answer in step and then all wait for the memory latency together.
  if (may_respond && !(may_request && requests_turn_)) {
    requests_turn_ = true;
    return SendResponse(out.flit);
  }
  if (may_request) {
    requests_turn_ = false;
    turn_ = static_cast<size_t>(stripe);
    return SendRequest(out.flit);
  }
  if (response_ready || stripe >= 0) ++counters_.credit_stall_cycles;
}

void AcceleratorPort::SendResponse(FlitBeat& out) {
  const Header request = reads_.front().request;
  reads_.Pop();
  const TransferRecord& transfer = table_[HandleOf(request.address)];
  const Group& group = table_.group(transfer.group);
  const int32_t member = group.index_of[static_cast<size_t>(accelerator_)];
  Header header = request;
  header.op = Operation::kMemberResponse;
  header.vc = kResponses;
  header.src = static_cast<uint16_t>(accelerator_);
  header.dst = request.src;
  const Window memory = MemoryOf(transfer, OffsetOf(request.address), request.bytes);
  const std::byte* source =
      transfer.has_memory ? transfer.member_sources[static_cast<size_t>(member)] + memory.begin
                          : nullptr;
  StartPacket(header, source, memory.valid_bytes, out);
}

// The stripe whose turn it is: the first at or after `turn_` that may send. A reduce-read needs a
// tag.
int AcceleratorPort::NextStripe() {
  const size_t n = stripes_.size();
  for (size_t i = 0; i < n; ++i) {
    const size_t at = turn_ + i < n ? turn_ + i : turn_ + i - n;
    if (stripes_[at].kind != TransferKind::kReduceRead || !free_tags_.empty())
      return static_cast<int>(at);
  }
  return -1;
}

void AcceleratorPort::SendRequest(FlitBeat& out) {
  Stripe& stripe = stripes_[turn_];
  const TransferRecord& transfer = table_[stripe.handle];
  Header header;
  header.op = OperationOf(stripe.kind);
  header.vc = kRequests;
  header.src = static_cast<uint16_t>(accelerator_);
  header.bytes = static_cast<uint16_t>(std::min(kPacketPayloadBytes, stripe.bytes - stripe.offset));
  header.address = PackAddress(stripe.handle, stripe.offset);
  if (stripe.kind == TransferKind::kWrite) {
    header.dst = static_cast<uint16_t>(transfer.target);
  } else {
    header.group = static_cast<uint16_t>(transfer.group);
  }
  if (stripe.kind == TransferKind::kReduceRead) {
    header.dtype = OnTheWire(transfer.type);
    header.tag = free_tags_.back();
    free_tags_.pop_back();
  }
  const Window memory = MemoryOf(transfer, stripe.offset, header.bytes);
  const std::byte* source = transfer.source == nullptr ? nullptr : transfer.source + memory.begin;
  StartPacket(header, source, memory.valid_bytes, out);
  stripe.offset += header.bytes;
  if (stripe.offset == stripe.bytes) {
    stripes_.erase(stripes_.begin() + static_cast<ptrdiff_t>(turn_));
  } else {
    ++turn_;
  }
  if (turn_ >= stripes_.size()) turn_ = 0;
}

void AcceleratorPort::StartPacket(const Header& header, const std::byte* source,
                                  uint64_t valid_bytes, FlitBeat& out) {
  sender_.Use(header.vc);
  out.data = Pack(header);
  flits_to_send_ = HasData(header.op) ? static_cast<int>(CeilDivide(header.bytes, kFlitBytes)) : 0;
  out.valid = true;
  out.head = true;
  out.tail = flits_to_send_ == 0;
  source_ = source;
  source_bytes_ = source == nullptr ? 0 : valid_bytes;  // zeros without memory
  ++counters_.packets_sent;
  ++counters_.flits_sent;
}

void AcceleratorPort::SendData(FlitBeat& out) {
  const uint64_t bytes = std::min(kFlitBytes, source_bytes_);
  if (bytes == kFlitBytes) {
    std::memcpy(out.data.data(), source_, kFlitBytes);
  } else {
    out.data.fill(0);
    if (bytes > 0) std::memcpy(out.data.data(), source_, bytes);
  }
  source_ += bytes;
  source_bytes_ -= bytes;
  --flits_to_send_;
  out.valid = true;
  out.head = false;
  out.tail = flits_to_send_ == 0;
  ++counters_.flits_sent;
  counters_.data_bytes_sent += kFlitBytes;
}

std::string AcceleratorPort::DescribeWait() const {
  const auto credit = [this](int vc) {
    return fmt::format("{} waits for credit on virtual channel {} (used {}, limit {})", path_, vc,
                       sender_.used(vc), sender_.limit(vc));
  };
  if (flits_to_receive_ > 0) {
    return fmt::format("{} waits for the rest of a {} from accelerator {}", path_,
                       Name(received_.op), received_.src);
  }
  if (!reads_.empty() && !sender_.MayStart(kResponses)) return credit(kResponses);
  if (!stripes_.empty() && !sender_.MayStart(kRequests)) return credit(kRequests);
  if (outstanding_reduce_reads() > 0) {
    return fmt::format("{} waits for answers to {} reduce-reads", path_,
                       outstanding_reduce_reads());
  }
  return "";
}

}  // namespace linkwright::endpoints
