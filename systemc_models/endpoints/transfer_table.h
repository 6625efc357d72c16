// SPDX-License-Identifier: Apache-2.0
// Transfers in flight and the groups they name: what accelerators know about their own memory.
// Shared by all ports of a network; a packet's address field is (handle of a record, offset within
// the stripe).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "foundation/numerics/data_type.h"
#include "systemc_models/interfaces/network.h"

namespace linkwright::endpoints {

using TransferHandle = uint32_t;

// 57 address bits: 20 of handle, 37 of offset.
inline constexpr int kOffsetBits = 37;
inline constexpr TransferHandle kMaxTransfers = TransferHandle{1} << 20;
inline constexpr uint64_t kMaxStripeBytes = uint64_t{1} << kOffsetBits;
constexpr uint64_t PackAddress(TransferHandle handle, uint64_t offset) {
  return uint64_t{handle} << kOffsetBits | offset;
}
constexpr TransferHandle HandleOf(uint64_t address) {
  return static_cast<TransferHandle>(address >> kOffsetBits);
}
constexpr uint64_t OffsetOf(uint64_t address) { return address & (kMaxStripeBytes - 1); }

struct TransferRecord {
  interfaces::TransferKind kind = interfaces::TransferKind::kWrite;
  numerics::DataType type = numerics::DataType::kFp32;
  interfaces::EndpointId initiator = 0;
  interfaces::EndpointId target = 0;
  interfaces::GroupId group = -1;
  bool active = false;
  bool has_memory = true;  // false: a size only
  uint8_t priority = 0;
  uint64_t bytes = 0;          // of the whole transfer
  uint64_t stripe_bytes = 0;   // padded, of each plane
  uint64_t bytes_to_land = 0;  // padded, over all simulated planes and receivers; complete at 0
  uint64_t start_order = 0;
  uint64_t cookie = 0;
  interfaces::TransferSink* sink = nullptr;
  const std::byte* source = nullptr;
  std::byte* landing = nullptr;
  std::vector<std::byte*> member_landings;
  std::vector<const std::byte*> member_sources;
};

struct Group {
  std::vector<interfaces::EndpointId> members;
  std::vector<int32_t> index_of;  // by accelerator; -1: not a member
};

class TransferTable {
 public:
  // `planes`: stripes per transfer; `simulated_planes` of them are carried by flits.
  TransferTable(int accelerators, int planes, int simulated_planes);

  int accelerators() const { return accelerators_; }
  int planes() const { return planes_; }

  // InternalError: no members, out of range, or not strictly ascending.
  interfaces::GroupId DefineGroup(std::vector<interfaces::EndpointId> members);
  const Group& group(interfaces::GroupId id) const { return groups_[static_cast<size_t>(id)]; }
  int groups() const { return static_cast<int>(groups_.size()); }

  // Checks the request (InternalError) and copies what it points to but the data. Handles are
  // reused.
  TransferHandle Add(const interfaces::TransferRequest& request,
                     interfaces::TransferSink* sink = nullptr);
  void Remove(TransferHandle handle);
  TransferRecord& operator[](TransferHandle handle) { return records_[handle]; }
  const TransferRecord& operator[](TransferHandle handle) const { return records_[handle]; }
  // Handles ever used; inactive ones among them are free.
  TransferHandle size() const { return static_cast<TransferHandle>(records_.size()); }
  int64_t in_flight() const { return in_flight_; }
  uint64_t started() const { return started_; }

  // `bytes` of the transfer have landed at one receiver; a complete transfer is listed in
  // completed().
  void Land(TransferHandle handle, uint64_t bytes) {
    TransferRecord& record = records_[handle];
    record.bytes_to_land -= bytes;
    if (record.bytes_to_land == 0) completed_.push_back(handle);
  }
  std::vector<TransferHandle>& completed() { return completed_; }
  const std::vector<TransferHandle>& completed() const { return completed_; }

 private:
  void Check(const interfaces::TransferRequest& request) const;

  int accelerators_, planes_, simulated_planes_;
  std::vector<Group> groups_;
  std::vector<TransferRecord> records_;
  std::vector<TransferHandle> free_, completed_;
  int64_t in_flight_ = 0;
  uint64_t started_ = 0;
};

}  // namespace linkwright::endpoints
