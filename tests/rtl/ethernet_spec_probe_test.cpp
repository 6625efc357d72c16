// SPDX-License-Identifier: Apache-2.0
// Records and constants of the Ethernet switch in both languages, through a verilated probe.
#include <Vethernet_switch_probe.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <tuple>

#include "rtl/spec/generated/ethernet_switch.h"
#include "rtl/spec/generated/ethernet_switch_probe.h"

namespace linkwright::spec::ethernet_switch {
namespace {

constexpr int kRandomRecords = 20'000;

class EthernetSpecProbe : public testing::Test {
 protected:
  // Calls f(words, probe of the record) with all-zero words for every record.
  template <class F>
  void ForEachRecord(F f) {
    std::apply([&](auto... record) { (f(decltype(Pack(record.Unpacked({}))){}, record), ...); },
               RecordProbes{});
  }
  // The package's view of `words` is the header's, and it makes the same bits of the fields.
  template <class Words, class Record>
  void ExpectAgreement(const Words& words, Record) {
    const auto value = Record::Unpacked(words);
    Record::DriveBits(words, *probe_);
    Record::Drive(value, *probe_);
    probe_->eval();
    ASSERT_TRUE(Record::Seen(*probe_) == value) << Record::kName << ": fields differ";
    ASSERT_EQ(Record::MadeBits(*probe_), Pack(value)) << Record::kName << ": bits differ";
    ASSERT_EQ(Pack(value), words) << Record::kName << ": a bit belongs to no field";
  }

  std::unique_ptr<Vethernet_switch_probe> probe_ = std::make_unique<Vethernet_switch_probe>();
};

TEST_F(EthernetSpecProbe, RandomRecordsHaveTheSameFieldsInBothLanguages) {
  std::mt19937_64 random(1);
  ForEachRecord([&](auto words, auto record) {
    for (int i = 0; i < kRandomRecords && !HasFatalFailure(); ++i) {
      for (uint64_t& word : words) word = random();
      if (record.kBits % 64 != 0) words.back() &= (uint64_t{1} << record.kBits % 64) - 1;
      ExpectAgreement(words, record);
    }
  });
}

TEST_F(EthernetSpecProbe, EveryBitOfARecordBelongsToExactlyOneField) {
  ForEachRecord([&](auto words, auto record) {
    for (int bit = 0; bit < record.kBits && !HasFatalFailure(); ++bit) {
      words = {};
      words[static_cast<size_t>(bit / 64)] = uint64_t{1} << (bit % 64);
      ExpectAgreement(words, record);
    }
  });
}

TEST_F(EthernetSpecProbe, EveryConstantIsTheSameInBothLanguages) {
  int index = 0;
  for (const NamedConstant& constant : kProbeConstants) {
    probe_->constant_index_i = static_cast<uint16_t>(index++);
    probe_->eval();
    EXPECT_EQ(probe_->constant_o, constant.value) << constant.name;
  }
  EXPECT_GT(index, 200);
}

}  // namespace
}  // namespace linkwright::spec::ethernet_switch
