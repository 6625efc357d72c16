// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "rtl/spec/generated/scaleup_switch.h"

namespace linkwright::spec::scaleup_switch {
namespace {

Header RandomHeader(std::mt19937_64& random) {
  std::array<uint64_t, 8> words;
  for (uint64_t& word : words) word = random();
  return Unpack(words);
}

TEST(HeaderLayout, UnpackUndoesPack) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 10'000; ++i) {
    const Header header = RandomHeader(random);
    ASSERT_TRUE(Unpack(Pack(header)) == header) << "header " << i;
  }
}

TEST(HeaderLayout, BitsAboveTheHeaderAreZero) {
  std::mt19937_64 random(8);
  const std::array<uint64_t, 8> words = Pack(RandomHeader(random));
  EXPECT_EQ(words[1] >> (kHeaderBits - 64), 0u);
  for (int word = 2; word < 8; ++word) EXPECT_EQ(words[word], 0u) << word;
}

TEST(HeaderLayout, FieldsLieWhereTheReferenceSays) {
  const Header header{.op = Operation::kWrite,
                      .vc = 2,
                      .src = 0x155,
                      .bytes = 256,
                      .address = 0x1'0000'0000'0000'01,
                      .ack = true};
  const std::array<uint64_t, 8> words = Pack(header);
  EXPECT_EQ(words[0], 0x21u | 2u << 6 | 0x155u << 8 | uint64_t{256} << 44 | uint64_t{1} << 53);
  EXPECT_EQ(words[1], (0x1'0000'0000'0000'01u >> 11) | uint64_t{1} << (126 - 64));
}

TEST(HeaderLayout, BitsBeyondAFieldDoNotReachItsNeighbours) {
  Header header;
  header.src = 0xffff;  // ten bits wide
  const Header back = Unpack(Pack(header));
  EXPECT_EQ(back.src, 0x3ff);
  EXPECT_EQ(back.dst, 0);
}

TEST(Operations, CodesSayWhetherDataFollowsAndWhoAnswers) {
  EXPECT_EQ(Operations().size(), static_cast<size_t>(kOperations));
  for (const Operation operation : Operations()) {
    EXPECT_TRUE(IsKnown(operation));
    EXPECT_EQ(IsResponse(operation), Name(operation).ends_with("_response")) << Name(operation);
    EXPECT_FALSE(Doc(operation).empty()) << Name(operation);
  }
  EXPECT_TRUE(HasData(Operation::kMulticastWrite));
  EXPECT_FALSE(HasData(Operation::kReduceRead));
  EXPECT_FALSE(IsKnown(static_cast<Operation>(0x3f)));
  EXPECT_EQ(Name(static_cast<Operation>(0x3f)), "unknown");
}

TEST(Operations, OnlyTheSwitchSendsMemberReadsAndReduceResponses) {
  std::set<Operation> refused;
  for (const Operation operation : Operations()) {
    if (!FromAccelerator(operation)) refused.insert(operation);
  }
  EXPECT_EQ(refused, (std::set{Operation::kMemberRead, Operation::kReduceResponse}));
}

}  // namespace
}  // namespace linkwright::spec::scaleup_switch
