// SPDX-License-Identifier: Apache-2.0
// The stimulus of Ethernet switches is a function of its seed, meets what it claims to meet, and
// the comparison tells a switch that lies. Needs no RTL.
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/lockstep/ethernet/ethernet_kind.h"
#include "systemc_models/lockstep/harness/run.h"
#include "systemc_models/lockstep/harness/verify.h"

namespace linkwright::lockstep::ethernet {
namespace {

namespace sw = spec::ethernet_switch;

std::unique_ptr<interfaces::ClockedSwitch> Twin(const std::string& variant) {
  return ethernet_switch::MakeEthernetSwitch(*sw::FindVariant(variant));
}

VerifyRow RunTwin(const std::string& variant, const std::string& family, std::uint64_t seed,
                  std::int64_t cycles, Coverage& coverage) {
  const auto twin = Twin(variant);
  return lockstep::RunAlone(EthernetKind(), {variant, family, seed, cycles}, *twin, coverage);
}

TEST(EthernetStimulus, HasADifferentHashForEverySeedFamilyAndVariant) {
  std::set<std::uint64_t> hashes;
  std::size_t runs = 0;
  Coverage ignored;
  for (const char* variant : {"p4", "p8"}) {
    for (const std::string& family : EthernetKind().all_families) {
      for (std::uint64_t seed = 1; seed <= 3; ++seed, ++runs) {
        hashes.insert(RunTwin(variant, family, seed, 400, ignored).stimulus_hash);
      }
    }
  }
  EXPECT_EQ(hashes.size(), runs);
}

TEST(EthernetStimulus, IsTheSameForTheSameSeed) {
  Coverage ignored;
  for (const std::string& family : EthernetKind().all_families) {
    const VerifyRow first = RunTwin("p8", family, 7, 1000, ignored);
    const VerifyRow second = RunTwin("p8", family, 7, 1000, ignored);
    EXPECT_EQ(first.stimulus_hash, second.stimulus_hash) << family;
    EXPECT_EQ(first.response_hash, second.response_hash) << family;
  }
}

// A switch that loses an error flag, or stops a byte early, once.
class LyingTwin : public interfaces::ClockedSwitch {
 public:
  explicit LyingTwin(bool bytes) : bytes_(bytes) {}
  int ports() const override { return twin_->ports(); }
  void Reset(interfaces::SwitchOutputs& outputs) override { twin_->Reset(outputs); }
  void Tick(const interfaces::SwitchInputs& inputs, interfaces::SwitchOutputs& outputs) override {
    twin_->Tick(inputs, outputs);
    if (++ticks_ < 1500 || lied_at_ > 0) return;
    for (std::size_t port = 0; port < outputs.port.size(); ++port) {
      interfaces::FlitBeat& flit = outputs.port[port].flit;
      if (!flit.valid || !flit.tail) continue;
      if (bytes_) {
        flit.bytes = flit.bytes == 1 ? 2 : static_cast<std::uint8_t>(flit.bytes - 1);
      } else {
        flit.error = !flit.error;
      }
      lied_at_ = ticks_;
      lied_port_ = static_cast<int>(port);
      return;
    }
  }
  int lied_at() const { return lied_at_; }
  int lied_port() const { return lied_port_; }

 private:
  std::unique_ptr<interfaces::ClockedSwitch> twin_ = Twin("p4");
  bool bytes_;
  int ticks_ = 0;
  int lied_at_ = 0;
  int lied_port_ = -1;
};

TEST(EthernetDivergence, IsReportedWithCyclePortFieldHistoryAndReplay) {
  for (const bool bytes : {false, true}) {
    const lockstep::SwitchPair pair{
        Twin, lockstep::SwitchDevice(
                  [&](const std::string&) { return std::make_unique<LyingTwin>(bytes); },
                  " --switch ethernet")};
    lockstep::VerifyRequest request;
    request.variants = {"p4"};
    request.families = {"bursty"};
    request.first_seed = 17;
    request.cycles = 3000;
    const lockstep::VerifyReport report = RunVerify(EthernetKind(), request, pair);
    ASSERT_EQ(report.rows.size(), 1U);
    ASSERT_TRUE(report.rows[0].divergence.has_value());
    const lockstep::Divergence& divergence = *report.rows[0].divergence;
    EXPECT_GE(divergence.cycle, 1500);
    EXPECT_GE(divergence.port, 0);
    EXPECT_EQ(divergence.field, bytes ? "flit.bytes" : "flit.error");
    EXPECT_NE(divergence.expected, divergence.actual);
    EXPECT_FALSE(divergence.history.empty());
    EXPECT_NE(lockstep::FormatReport(report, request)
                  .find("linkwright verify --switch ethernet --variant p4 --seed 17 --seeds 1 "
                        "--cycles 3000 --family bursty"),
              std::string::npos);
  }
}

TEST(EthernetDivergence, IsNotSeenBetweenTwoThatAreTheSame) {
  const lockstep::SwitchPair pair{Twin, Twin};
  lockstep::VerifyRequest request;
  request.variants = {"p4", "p8_wide"};
  request.cycles = 1000;
  const lockstep::VerifyReport report = RunVerify(EthernetKind(), request, pair);
  EXPECT_TRUE(report.passed()) << lockstep::FormatReport(report, request);
}

}  // namespace
}  // namespace linkwright::lockstep::ethernet
