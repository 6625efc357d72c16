// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <optional>
#include <stdexcept>

#include "host_driver/device/switch_driver.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "systemc_models/traffic/bench.h"
#include "tests/fuzz/bus_room.h"
#include "tests/fuzz/paired_switch.h"

namespace linkwright::fuzz {
namespace {

namespace su = spec::scaleup_switch;

class ScaleUpRoom final : public BusRoom {
 public:
  ScaleUpRoom()
      : variant_(*su::FindVariant("p4")),
        pair_(scaleup_switch::MakeScaleUpSwitch(variant_),
              plugins::MakeRtl(plugins::kScaleUpSwitch, variant_.name)) {}

  void Reset(bool brought_up) override {
    bench_.emplace(pair_.Lend(), variant_);
    traffic_ = brought_up;
    if (brought_up) bench_->BringUp();
  }
  interfaces::RegisterResponse Access(const interfaces::RegisterRequest& request) override {
    return bench_->Access(request);
  }
  void Run(int ticks) override { bench_->Run(ticks); }
  void Send(int kind, int from, int to) override {
    if (traffic_)
      bench_->SendWrite(from, to, std::array{64, 128, 256}[static_cast<std::size_t>(kind)]);
  }
  void Recover() override;
  bool has_rtl() const override { return pair_.has_rtl(); }
  std::int64_t now() const override { return bench_->now(); }

 private:
  void Program();
  std::size_t SendRound(std::uint64_t address);

  const su::Variant& variant_;
  PairedSwitch pair_;
  std::optional<traffic::Bench> bench_;
  bool traffic_ = false;
};

void ScaleUpRoom::Program() {
  BusDevice bus([this](const interfaces::RegisterRequest& request) { return Access(request); });
  device::SwitchDriver driver(bus);
  driver.CheckIdentity(variant_);
  driver.SetIterations(static_cast<std::uint32_t>(variant_.max_iterations));
  driver.SetCreditRefresh(64);
  driver.SetReductionTimeout(100);
  driver.SetInterruptMask(0);
  for (int port = 0; port < variant_.ports; ++port) {
    driver.ProgramRoute(port, std::array{port});
    driver.EnablePort(port, true);
  }
  driver.TakeInterrupts();
  // The receivers grant anew; limits count from the start, so this says nothing twice.
  if (!traffic_) bench_->BringUp();
  traffic_ = true;
}

// A packet from every port to the next; how many came. An address of its own makes it a flow of its
// own: in the others packets may be missing.
std::size_t ScaleUpRoom::SendRound(std::uint64_t address) {
  bench_->deliveries.clear();
  for (int port = 0; port < variant_.ports; ++port) {
    bench_->SendWrite(port, (port + 1) % variant_.ports, 192, address);
  }
  bench_->Run(300);
  return bench_->deliveries.size();
}

void ScaleUpRoom::Recover() {
  Program();
  bench_->Run(800);   // credits lost to an injected error are repeated; what waited leaves
  SendRound(0x1000);  // uses up pending injected errors
  const std::size_t violations = bench_->scoreboard().violations().size();
  const std::size_t arrived = SendRound(0x2000);
  if (arrived != static_cast<std::size_t>(variant_.ports)) {
    throw std::runtime_error(
        fmt::format("scale-up: {} packets arrived instead of {}", arrived, variant_.ports));
  }
  if (bench_->scoreboard().violations().size() != violations) {
    throw std::runtime_error("scale-up: " + bench_->scoreboard().violations().back());
  }
  for (const traffic::Delivery& delivery : bench_->deliveries) {
    if (delivery.created < 0) throw std::runtime_error("scale-up: a packet is not as it was sent");
  }
}

}  // namespace

std::unique_ptr<BusRoom> MakeScaleUpRoom() { return std::make_unique<ScaleUpRoom>(); }

}  // namespace linkwright::fuzz
