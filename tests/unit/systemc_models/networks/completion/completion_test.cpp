// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "foundation/numerics/float_formats.h"
#include "systemc_models/networks/completion/agenda.h"
#include "systemc_models/networks/completion/movement.h"
#include "systemc_models/networks/completion/traffic.h"

namespace linkwright::completion {
namespace {

using units::SimTime;

class Notes : public interfaces::NetworkClient {
 public:
  void OnDelivered(uint64_t cookie) override { Note("d" + std::to_string(cookie)); }
  void OnTimer(uint64_t cookie) override { Note("t" + std::to_string(cookie)); }
  std::string text;
  std::function<void(const std::string&)> then;

 private:
  void Note(const std::string& what) {
    text += what + " ";
    if (then) then(what);
  }
};

TEST(Agenda, TimersInOrderOfSettingThenDeliveriesInOrderOfStart) {
  Agenda agenda;
  Notes notes;
  const SimTime now = SimTime::Picoseconds(100);
  agenda.SetTimer(now, 1);
  agenda.AddDelivery(9, 90);
  agenda.AddDelivery(4, 40);
  agenda.SetTimer(now, 2);
  agenda.SetTimer(SimTime::Picoseconds(101), 3);
  agenda.SetTimer(SimTime::Picoseconds(50), 4);
  EXPECT_EQ(agenda.NextTimer(), SimTime::Picoseconds(50));
  agenda.CallBack(now, notes);
  EXPECT_EQ(notes.text, "t4 t1 t2 d40 d90 ");
  EXPECT_EQ(agenda.NextTimer(), SimTime::Picoseconds(101));
}

TEST(Agenda, WhatACallbackAddsForTheSameInstantFollowsInTheSameOrder) {
  Agenda agenda;
  Notes notes;
  const SimTime now = SimTime::Picoseconds(7);
  agenda.AddDelivery(1, 10);
  agenda.AddDelivery(2, 20);
  notes.then = [&](const std::string& what) {
    if (what == "d10") agenda.SetTimer(now, 5);
    if (what == "t5") agenda.SetTimer(now, 6);
  };
  agenda.CallBack(now, notes);
  EXPECT_EQ(notes.text, "d10 d20 t5 t6 ");
}

template <class T>
std::vector<T> Sum(numerics::DataType type, const std::vector<std::vector<T>>& operands) {
  std::vector<const std::byte*> pointers;
  for (const auto& operand : operands)
    pointers.push_back(reinterpret_cast<const std::byte*>(operand.data()));
  std::vector<T> result(operands[0].size());
  SumAsSwitch(type, pointers, 0, result.size() * sizeof(T),
              reinterpret_cast<std::byte*>(result.data()));
  return result;
}

TEST(SumAsSwitch, AddsInOrderAndMakesEveryNanCanonical) {
  const float infinity = std::numeric_limits<float>::infinity();
  const float odd_nan = std::bit_cast<float>(0xFFC12345U);
  const std::vector<std::vector<float>> operands = {{1e8F, infinity, odd_nan, -0.0F, 1e-45F, 3.0F},
                                                    {1.0F, -infinity, 1.0F, -0.0F, 1e-45F, 4.0F},
                                                    {-1e8F, 1.0F, 1.0F, -0.0F, 1e-45F, 5.0F}};
  std::vector<uint32_t> bits(6);
  const std::vector<float> sum = Sum(numerics::DataType::kFp32, operands);
  std::memcpy(bits.data(), sum.data(), 24);
  EXPECT_EQ(bits, (std::vector<uint32_t>{0, 0x7FC00000, 0x7FC00000, 0x80000000, 3, 0x41400000}));
}

TEST(SumAsSwitch, ASingleMemberIsCopiedExceptForNan) {
  const float odd_nan = std::bit_cast<float>(0x7F800001U);
  const std::vector<float> sum = Sum<float>(numerics::DataType::kFp32, {{odd_nan, 1.5F, -0.0F}});
  EXPECT_EQ(std::bit_cast<uint32_t>(sum[0]), 0x7FC00000U);
  EXPECT_EQ(sum[1], 1.5F);
  EXPECT_TRUE(std::signbit(sum[2]));
}

// Rounding each step to 16 bits would lose the small operands; the switch rounds the sum once.
TEST(SumAsSwitch, SixteenBitTypesAreRoundedOnceAtTheEnd) {
  const auto h = [](float x) { return numerics::FloatToFp16(x); };
  EXPECT_EQ(Sum<uint16_t>(numerics::DataType::kFp16, {{h(2048.0F)}, {h(0.75F)}, {h(0.75F)}}),
            std::vector<uint16_t>{h(2050.0F)});
  const auto b = [](float x) { return numerics::FloatToBf16(x); };
  EXPECT_EQ(Sum<uint16_t>(numerics::DataType::kBf16, {{b(256.0F)}, {b(0.75F)}, {b(0.75F)}}),
            std::vector<uint16_t>{b(258.0F)});
  EXPECT_EQ(Sum<uint16_t>(numerics::DataType::kFp16, {{h(60000.0F)}, {h(60000.0F)}}),
            std::vector<uint16_t>{0x7C00});
}

TEST(SumAsSwitch, LongBuffersAreSummedWhole) {
  std::vector<std::vector<float>> operands(3, std::vector<float>(5000));
  for (size_t i = 0; i < 5000; ++i) {
    for (size_t k = 0; k < 3; ++k) operands[k][i] = static_cast<float>(i * (k + 1));
  }
  const std::vector<float> sum = Sum(numerics::DataType::kFp32, operands);
  for (size_t i = 0; i < 5000; ++i) ASSERT_EQ(sum[i], static_cast<float>(6 * i)) << i;
}

TEST(Traffic, AReduceReadCostsRequestsAtTheInitiatorAndDataAtEveryMember) {
  endpoints::TransferTable table(3, 2, 2);
  table.DefineGroup({0, 2});
  std::vector<std::byte> memory(1024);
  const std::byte* sources[2] = {memory.data(), memory.data()};
  interfaces::TransferRequest request;
  request.kind = interfaces::TransferKind::kReduceRead;
  request.initiator = 1;
  request.group = 0;
  request.bytes = 1024;
  request.landing = memory.data();
  request.member_sources = sources;
  const auto& transfer = table[table.Add(request)];
  Traffic traffic(3);
  traffic.CountFlits(transfer, table);
  traffic.CountPayload(transfer, table);
  EXPECT_EQ(traffic.of(1).flits_sent, 4u);  // two packets per plane
  EXPECT_EQ(traffic.of(1).flits_received, 20u);
  EXPECT_EQ(traffic.of(1).payload_bytes_received, 1024u);
  EXPECT_EQ(traffic.of(2).flits_sent, 20u);
  EXPECT_EQ(traffic.of(2).payload_bytes_sent, 1024u);
  EXPECT_EQ(traffic.of(0).flits_received, 4u);
}

}  // namespace
}  // namespace linkwright::completion
