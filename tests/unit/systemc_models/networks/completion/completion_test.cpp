// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "foundation/numerics/float_formats.h"
#include "systemc_models/networks/completion/deliveries.h"
#include "systemc_models/networks/completion/movement.h"
#include "systemc_models/networks/completion/traffic.h"

namespace linkwright::completion {
namespace {

TEST(Deliveries, AreReportedInOrderOfStartAndSinksMayAddMore) {
  class Sink final : public interfaces::TransferSink {
   public:
    explicit Sink(Deliveries& deliveries) : deliveries_(deliveries) {}
    void OnDelivered(uint64_t cookie) override {
      order.push_back(cookie);
      if (cookie == 40) Add(2, 20);
    }
    void Add(uint64_t start_order, uint64_t cookie) {
      endpoints::TransferRecord transfer;
      transfer.start_order = start_order;
      transfer.cookie = cookie;
      transfer.sink = this;
      deliveries_.Add(transfer);
    }
    std::vector<uint64_t> order;

   private:
    Deliveries& deliveries_;
  };
  Deliveries deliveries;
  Sink sink(deliveries);
  sink.Add(9, 90);
  sink.Add(4, 40);
  deliveries.Report();
  EXPECT_EQ(sink.order, (std::vector<uint64_t>{40, 90}));
  EXPECT_FALSE(deliveries.empty());
  deliveries.Report();
  EXPECT_EQ(sink.order, (std::vector<uint64_t>{40, 90, 20}));
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
