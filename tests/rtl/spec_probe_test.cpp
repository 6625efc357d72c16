// SPDX-License-Identifier: Apache-2.0
// The package and the C++ header come from one specification; here they meet, through a verilated
// probe.
#include <Vscaleup_switch_probe.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <iterator>
#include <memory>
#include <random>

#include "rtl/spec/generated/scaleup_switch.h"
#include "rtl/spec/generated/scaleup_switch_probe.h"

namespace linkwright::spec::scaleup_switch {
namespace {

using Words = std::array<uint64_t, kFlitBits / 64>;
constexpr int kRandomHeaders = 20'000;

class SpecProbe : public testing::Test {
 protected:
  Header Seen(const Words& words) {
    for (size_t i = 0; i < words.size(); ++i) {
      probe_->flit_i[2 * i] = static_cast<uint32_t>(words[i]);
      probe_->flit_i[2 * i + 1] = static_cast<uint32_t>(words[i] >> 32);
    }
    probe_->eval();
    return SeenHeader(*probe_);
  }
  Words Made(const Header& header) {
    DriveHeader(header, *probe_);
    probe_->eval();
    Words words{};
    for (size_t i = 0; i < words.size(); ++i) {
      words[i] = uint64_t{probe_->flit_o[2 * i]} | uint64_t{probe_->flit_o[2 * i + 1]} << 32;
    }
    return words;
  }

  std::unique_ptr<Vscaleup_switch_probe> probe_ = std::make_unique<Vscaleup_switch_probe>();
};

TEST_F(SpecProbe, SystemVerilogAndCppLayoutsAreEqual) {
  std::mt19937_64 random(1);
  for (int i = 0; i < kRandomHeaders; ++i) {
    Words words;
    for (uint64_t& word : words) word = random();
    const Header header = Unpack(words);
    ASSERT_TRUE(Seen(words) == header) << "header " << i << ": fields differ";
    ASSERT_EQ(Made(header), Pack(header)) << "header " << i << ": flits differ";
  }
}

// Random flits could hide two fields that overlap in both languages alike; a walking one cannot.
TEST_F(SpecProbe, EveryHeaderBitBelongsToExactlyOneField) {
  for (int bit = 0; bit < kFlitBits; ++bit) {
    Words words{};
    words[static_cast<size_t>(bit / 64)] = uint64_t{1} << (bit % 64);
    const Header header = Seen(words);
    const Words packed = Made(header);
    if (bit < kHeaderBits) {
      EXPECT_EQ(packed, words) << "bit " << bit;
    } else {
      EXPECT_TRUE(header == Header{}) << "bit " << bit << " is above the header";
      EXPECT_EQ(packed, Words{}) << "bit " << bit << " is above the header";
    }
  }
}

TEST_F(SpecProbe, EveryConstantIsTheSameInBothLanguages) {
  int index = 0;
  for (const NamedConstant& constant : kProbeConstants) {
    probe_->constant_index_i = static_cast<uint16_t>(index++);
    probe_->eval();
    EXPECT_EQ(probe_->constant_o, constant.value) << constant.name;
  }
  EXPECT_GT(index, 100);
}

TEST_F(SpecProbe, OperationFunctionsAgreeForAllCodes) {
  for (int code = 0; code < 1 << kOpBits; ++code) {
    const auto operation = static_cast<Operation>(code);
    probe_->op_i = static_cast<uint8_t>(code);
    probe_->eval();
    EXPECT_EQ(probe_->op_known_o != 0, IsKnown(operation)) << code;
    EXPECT_EQ(probe_->op_from_accelerator_o != 0, FromAccelerator(operation)) << code;
    EXPECT_EQ(probe_->op_has_data_o != 0, HasData(operation)) << code;
    EXPECT_EQ(probe_->op_is_response_o != 0, IsResponse(operation)) << code;
    EXPECT_EQ(probe_->op_kind_o, static_cast<uint8_t>(KindOf(operation))) << code;
  }
}

}  // namespace
}  // namespace linkwright::spec::scaleup_switch
