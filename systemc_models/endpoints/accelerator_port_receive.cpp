// SPDX-License-Identifier: Apache-2.0
// What a port does with what arrives.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "systemc_models/endpoints/accelerator_port.h"
#include "systemc_models/endpoints/striping.h"

namespace linkwright::endpoints {

using diagnostics::RunFailure;
using interfaces::FlitBeat;
using interfaces::TransferKind;
using spec::scaleup_switch::Operation;

void AcceleratorPort::Receive(int64_t cycle, const FlitBeat& flit) {
  ++counters_.flits_received;
  if (flits_to_receive_ == 0) {
    ReceiveHeader(cycle, flit);
  } else {
    ReceiveData(flit);
  }
}

std::byte* AcceleratorPort::LandingOf(const TransferRecord& transfer) const {
  if (transfer.kind != TransferKind::kMulticastWrite) return transfer.landing;
  const int32_t member = table_.group(transfer.group).index_of[static_cast<size_t>(accelerator_)];
  return transfer.member_landings[static_cast<size_t>(member)];
}

// Ends the run on packets that a correctly programmed fabric never delivers here.
void AcceleratorPort::Refuse(const Header& header) const {
  const auto fail = [&](const std::string& what) {
    throw RunFailure(fmt::format("{}: {}", path_, what));
  };
  if (header.op == Operation::kErrorResponse) {
    fail(fmt::format("a {} from accelerator {} failed, status {}: not every member answered",
                     HandleOf(header.address) < table_.size() ? "reduce-read" : "request",
                     header.src, Name(header.status)));
  }
  const bool expected = header.op == Operation::kWrite || header.op == Operation::kMulticastWrite ||
                        header.op == Operation::kReduceResponse ||
                        header.op == Operation::kMemberRead;
  if (!expected) fail(fmt::format("received a {}, which no transfer asks for", Name(header.op)));
  if (header.poison)
    fail(fmt::format("received a {} from accelerator {} with poisoned data", Name(header.op),
                     header.src));
  const TransferHandle handle = HandleOf(header.address);
  if (handle >= table_.size() || !table_[handle].active) {
    fail(fmt::format("received a {} for a transfer that is not in flight", Name(header.op)));
  }
  const TransferRecord& transfer = table_[handle];
  const bool for_group =
      header.op == Operation::kMulticastWrite || header.op == Operation::kMemberRead;
  if (for_group) {
    if (transfer.group < 0 ||
        table_.group(transfer.group).index_of[static_cast<size_t>(accelerator_)] < 0) {
      fail(fmt::format(
          "received a {} of group {} without being a member; are the switch's group masks right?",
          Name(header.op), header.group));
    }
  } else if (header.dst != accelerator_) {
    fail(fmt::format("received a {} for accelerator {}; are the switch's routes right?",
                     Name(header.op), header.dst));
  }
}

void AcceleratorPort::ReceiveHeader(int64_t cycle, const FlitBeat& flit) {
  LINKWRIGHT_CHECK(flit.head) << path_ << ": a data flit outside a packet in cycle " << cycle;
  received_ = spec::scaleup_switch::Unpack(flit.data);
  ++counters_.packets_received;
  LINKWRIGHT_CHECK(received_.vc < parameters_.virtual_channels && receiver_.Accept(received_.vc))
      << path_ << ": a packet without credit on virtual channel " << int{received_.vc}
      << " in cycle " << cycle;
  Refuse(received_);
  if (received_.op == Operation::kMemberRead) {
    reads_.Push({received_, cycle + parameters_.memory_latency_cycles});
    receiver_.Free(received_.vc);
    return;
  }
  const TransferRecord& transfer = table_[HandleOf(received_.address)];
  const Window memory = MemoryOf(transfer, OffsetOf(received_.address), received_.bytes);
  landing_ = transfer.has_memory ? LandingOf(transfer) + memory.begin : nullptr;
  landing_bytes_ = transfer.has_memory ? memory.valid_bytes : 0;
  flits_to_receive_ = static_cast<int>(CeilDivide(received_.bytes, kFlitBytes));
}

void AcceleratorPort::ReceiveData(const FlitBeat& flit) {
  const uint64_t bytes = std::min(kFlitBytes, landing_bytes_);
  if (bytes > 0) std::memcpy(landing_, flit.data.data(), bytes);
  landing_ += bytes;
  landing_bytes_ -= bytes;
  counters_.data_bytes_received += kFlitBytes;
  if (--flits_to_receive_ == 0) FinishPacket();
}

void AcceleratorPort::FinishPacket() {
  receiver_.Free(received_.vc);
  if (received_.op == Operation::kReduceResponse) free_tags_.push_back(received_.tag);
  table_.Land(HandleOf(received_.address), received_.bytes);
}

}  // namespace linkwright::endpoints
