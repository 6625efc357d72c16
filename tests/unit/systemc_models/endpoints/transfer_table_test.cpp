// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/endpoints/transfer_table.h"

#include <gtest/gtest.h>

#include "foundation/diagnostics/check.h"

namespace linkwright::endpoints {
namespace {

using diagnostics::InternalError;

interfaces::TransferRequest SmallWrite() {
  static std::byte memory[128];
  interfaces::TransferRequest request;
  request.target = 1;
  request.bytes = 64;
  request.source = memory;
  request.landing = memory + 64;
  return request;
}

TEST(TransferTable, AddressesCarryHandleAndOffset) {
  for (const TransferHandle handle : {TransferHandle{0}, TransferHandle{77}, kMaxTransfers - 1}) {
    for (const uint64_t offset : {uint64_t{0}, uint64_t{256}, kMaxStripeBytes - 64}) {
      const uint64_t address = PackAddress(handle, offset);
      EXPECT_EQ(address >> 57, 0u);
      EXPECT_EQ(HandleOf(address), handle);
      EXPECT_EQ(OffsetOf(address), offset);
    }
  }
}

TEST(TransferTable, CompletesWhenEveryPaddedByteOfEveryPlaneHasLanded) {
  TransferTable table(2, 3, 3);
  interfaces::TransferRequest request = SmallWrite();
  request.bytes = 100;  // 34 bytes per plane, padded to 64
  const TransferHandle handle = table.Add(request);
  table.Land(handle, 64);
  table.Land(handle, 64);
  EXPECT_TRUE(table.completed().empty());
  table.Land(handle, 64);
  EXPECT_EQ(table.completed(), std::vector<TransferHandle>{handle});
}

TEST(TransferTable, HandlesAreReusedAndStartsKeepCounting) {
  TransferTable table(2, 1, 1);
  const TransferHandle first = table.Add(SmallWrite());
  table.Remove(first);
  const TransferHandle second = table.Add(SmallWrite());
  EXPECT_EQ(first, second);
  EXPECT_EQ(table[second].start_order, 1u);
  EXPECT_EQ(table.in_flight(), 1);
}

TEST(TransferTable, RefusesGroupsThatDoNotAscend) {
  TransferTable table(4, 1, 1);
  EXPECT_THROW(table.DefineGroup({}), InternalError);
  EXPECT_THROW(table.DefineGroup({2, 1}), InternalError);
  EXPECT_THROW(table.DefineGroup({1, 1}), InternalError);
  EXPECT_THROW(table.DefineGroup({1, 4}), InternalError);
  EXPECT_EQ(table.DefineGroup({0, 2, 3}), 0);
  EXPECT_EQ(table.group(0).index_of, (std::vector<int32_t>{0, -1, 1, 2}));
}

TEST(TransferTable, RefusesTransfersThatCannotBe) {
  TransferTable table(2, 1, 1);
  interfaces::TransferRequest empty = SmallWrite();
  empty.bytes = 0;
  EXPECT_THROW(table.Add(empty), InternalError);
  interfaces::TransferRequest beyond = SmallWrite();
  beyond.target = 2;
  EXPECT_THROW(table.Add(beyond), InternalError);
  interfaces::TransferRequest no_group = SmallWrite();
  no_group.kind = interfaces::TransferKind::kMulticastWrite;
  EXPECT_THROW(table.Add(no_group), InternalError);
  table.DefineGroup({0, 1});
  const std::byte* sources[2] = {no_group.source, no_group.source};
  interfaces::TransferRequest sum = SmallWrite();
  sum.kind = interfaces::TransferKind::kReduceRead;
  sum.group = 0;
  sum.member_sources = sources;
  sum.type = numerics::DataType::kInt32;
  EXPECT_THROW(table.Add(sum), InternalError);
  sum.type = numerics::DataType::kFp32;
  sum.bytes = 62;
  EXPECT_THROW(table.Add(sum), InternalError);
}

}  // namespace
}  // namespace linkwright::endpoints
