// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/endpoints/transfer_table.h"

#include <utility>

#include "foundation/diagnostics/check.h"
#include "systemc_models/endpoints/striping.h"

namespace linkwright::endpoints {

using interfaces::TransferKind;

TransferTable::TransferTable(int accelerators, int planes, int simulated_planes)
    : accelerators_(accelerators), planes_(planes), simulated_planes_(simulated_planes) {
  LINKWRIGHT_CHECK(accelerators > 0 && planes > 0 && simulated_planes > 0)
      << accelerators << " accelerators, " << simulated_planes << " of " << planes << " planes";
}

interfaces::GroupId TransferTable::DefineGroup(std::vector<interfaces::EndpointId> members) {
  LINKWRIGHT_CHECK(!members.empty()) << "a group needs a member";
  Group group;
  group.index_of.assign(static_cast<size_t>(accelerators_), -1);
  interfaces::EndpointId previous = -1;
  for (size_t i = 0; i < members.size(); ++i) {
    const interfaces::EndpointId member = members[i];
    LINKWRIGHT_CHECK(member > previous && member < accelerators_)
        << "group member " << member << " after " << previous << ": members ascend and are below "
        << accelerators_;
    group.index_of[static_cast<size_t>(member)] = static_cast<int32_t>(i);
    previous = member;
  }
  group.members = std::move(members);
  groups_.push_back(std::move(group));
  return static_cast<interfaces::GroupId>(groups_.size() - 1);
}

void TransferTable::Check(const interfaces::TransferRequest& request) const {
  const auto known = [this](interfaces::EndpointId id) { return id >= 0 && id < accelerators_; };
  LINKWRIGHT_CHECK(request.bytes > 0) << "an empty transfer";
  LINKWRIGHT_CHECK(StripeBytes(request.bytes, planes_) <= kMaxStripeBytes)
      << request.bytes << " bytes";
  LINKWRIGHT_CHECK(known(request.initiator)) << "initiator " << request.initiator;
  LINKWRIGHT_CHECK(request.priority < interfaces::kPriorities)
      << "priority " << int{request.priority};
  if (request.kind == TransferKind::kWrite) {
    LINKWRIGHT_CHECK(known(request.target)) << "target " << request.target;
    LINKWRIGHT_CHECK((request.source == nullptr) == (request.landing == nullptr))
        << "a write with one end's memory";
    return;
  }
  LINKWRIGHT_CHECK(request.group >= 0 && request.group < groups()) << "group " << request.group;
  const size_t members = group(request.group).members.size();
  if (request.kind == TransferKind::kMulticastWrite) {
    LINKWRIGHT_CHECK(request.member_landings.size() == (request.source == nullptr ? 0 : members))
        << request.member_landings.size() << " landings for " << members << " members";
    return;
  }
  LINKWRIGHT_CHECK(request.member_sources.size() == (request.landing == nullptr ? 0 : members))
      << request.member_sources.size() << " sources for " << members << " members";
  LINKWRIGHT_CHECK(request.type != numerics::DataType::kInt32) << "switches do not add int32";
  LINKWRIGHT_CHECK(request.bytes % numerics::SizeOf(request.type) == 0)
      << request.bytes << " bytes are no whole elements";
}

TransferHandle TransferTable::Add(const interfaces::TransferRequest& request,
                                  interfaces::TransferSink* sink) {
  Check(request);
  TransferHandle handle = size();
  if (free_.empty()) {
    LINKWRIGHT_CHECK(handle < kMaxTransfers) << kMaxTransfers << " transfers are in flight";
    records_.emplace_back();
  } else {
    handle = free_.back();
    free_.pop_back();
  }
  TransferRecord& record = records_[handle];
  record.kind = request.kind;
  record.type = request.type;
  record.initiator = request.initiator;
  record.target = request.target;
  record.group = request.group;
  record.active = true;
  record.priority = request.priority;
  record.has_memory = request.source != nullptr || request.landing != nullptr;
  record.bytes = request.bytes;
  record.stripe_bytes = StripeBytes(request.bytes, planes_);
  const uint64_t receivers =
      request.kind == TransferKind::kMulticastWrite ? group(request.group).members.size() : 1;
  record.bytes_to_land = record.stripe_bytes * static_cast<uint64_t>(simulated_planes_) * receivers;
  record.start_order = started_++;
  record.cookie = request.cookie;
  record.sink = sink;
  record.source = request.source;
  record.landing = request.landing;
  record.member_landings.assign(request.member_landings.begin(), request.member_landings.end());
  record.member_sources.assign(request.member_sources.begin(), request.member_sources.end());
  ++in_flight_;
  return handle;
}

void TransferTable::Remove(TransferHandle handle) {
  LINKWRIGHT_CHECK(records_[handle].active) << "transfer " << handle << " removed twice";
  records_[handle].active = false;
  free_.push_back(handle);
  --in_flight_;
}

}  // namespace linkwright::endpoints
