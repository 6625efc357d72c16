// SPDX-License-Identifier: Apache-2.0
// Multicasts and sums, on every network that has groups.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "foundation/diagnostics/check.h"
#include "systemc_models/networks/completion/movement.h"
#include "tests/unit/systemc_models/networks/contract/subjects.h"

namespace linkwright::contract {
namespace {

using clocked::Buffer;
using clocked::RandomBytes;
using clocked::Recorder;
using clocked::Write;
using interfaces::TransferKind;
using interfaces::TransferRequest;

class GroupContract : public ::testing::TestWithParam<Kind> {};

TEST_P(GroupContract, AMulticastReachesEveryMemberInMemberOrderIncludingItsSource) {
  const auto subject = GetParam().make({{0, 2, 3, 7}, {1, 2}});
  const Buffer source = RandomBytes(7777, 5);
  std::vector<Buffer> landings(4, Buffer(7777));
  std::vector<std::byte*> pointers;
  for (Buffer& landing : landings) pointers.push_back(landing.data());
  for (const int initiator : {2, 5}) {  // a member and an outsider
    for (Buffer& landing : landings) std::fill(landing.begin(), landing.end(), std::byte{0});
    TransferRequest request;
    request.kind = TransferKind::kMulticastWrite;
    request.initiator = initiator;
    request.group = 0;
    request.bytes = source.size();
    request.source = source.data();
    request.member_landings = pointers;
    Recorder recorder(subject->simulation());
    recorder.Start(request);
    recorder.Run();
    EXPECT_EQ(recorder.events.size(), 1u);
    for (const Buffer& landing : landings) EXPECT_EQ(landing, source) << "initiator " << initiator;
  }
}

// Random bits are full of NaN, infinities and subnormals; the sum is compared bit by bit with the
// one written from the page.
TEST_P(GroupContract, AReduceReadIsBitExactForEveryTypeAndAnyBits) {
  for (const auto type :
       {numerics::DataType::kFp32, numerics::DataType::kBf16, numerics::DataType::kFp16}) {
    const auto subject = GetParam().make({{1, 2, 4, 6, 7}});
    for (const size_t bytes : {4u, 60u, 192u, 20000u}) {
      std::vector<Buffer> sources;
      std::vector<const std::byte*> pointers;
      for (uint64_t i = 0; i < 5; ++i) sources.push_back(RandomBytes(bytes, bytes + i));
      for (const Buffer& source : sources) pointers.push_back(source.data());
      Buffer expected(bytes), landing(bytes);
      completion::SumAsSwitch(type, pointers, 0, bytes, expected.data());
      for (const int initiator : {4, 3}) {  // a member and an outsider
        TransferRequest request;
        request.kind = TransferKind::kReduceRead;
        request.initiator = initiator;
        request.group = 0;
        request.type = type;
        request.bytes = bytes;
        request.landing = landing.data();
        request.member_sources = pointers;
        Recorder recorder(subject->simulation());
        recorder.Start(request);
        recorder.Run();
        ASSERT_EQ(recorder.events.size(), 1u);
        EXPECT_EQ(landing, expected)
            << numerics::ToString(type) << ", " << bytes << " bytes, initiator " << initiator;
      }
    }
  }
}

TEST_P(GroupContract, GroupsMustAscend) {
  const auto subject = GetParam().make({});
  interfaces::Network* network = &subject->network();
  EXPECT_THROW(network->DefineGroup({3, 1}), diagnostics::InternalError);
}

INSTANTIATE_TEST_SUITE_P(Networks, GroupContract, ::testing::ValuesIn(KindsWithGroups()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace linkwright::contract
