// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <vector>

#include "host_driver/device/ethernet_switch_driver.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"
#include "systemc_models/traffic/frame_bench.h"
#include "tests/fuzz/bus_room.h"
#include "tests/fuzz/paired_switch.h"

namespace linkwright::fuzz {
namespace {

namespace es = spec::ethernet_switch;
namespace regs = spec::ethernet_switch::registers;
using traffic::FrameBytes;

constexpr std::uint64_t kRouter = 0x02AABBCCDDEE;
constexpr std::uint64_t kNextHop = 0x02DEAD000000;  // and the port's number
constexpr std::uint32_t kHosts = 0x0A010000;        // and the port's number

FrameBytes RoutedFrame(int to, int bytes) {
  traffic::Ipv4FrameSpec spec;
  spec.destination_mac = kRouter;
  spec.destination = kHosts + static_cast<std::uint32_t>(to);
  spec.protocol = 253;  // no ports, so never telemetry
  spec.bytes = bytes;
  return MakeIpv4Frame(spec);
}

class EthernetRoom final : public BusRoom {
 public:
  EthernetRoom()
      : variant_(*es::FindVariant("p4")),
        pair_(ethernet_switch::MakeEthernetSwitch(variant_),
              plugins::MakeRtl(plugins::kEthernetSwitch, variant_.name)) {}

  void Reset(bool brought_up) override {
    bench_.emplace(pair_.Lend(), variant_);
    if (brought_up) Program();
  }
  interfaces::RegisterResponse Access(const interfaces::RegisterRequest& request) override {
    return bench_->Access(request);
  }
  void Run(int ticks) override { bench_->Run(ticks); }
  void Send(int kind, int from, int to) override {
    if (kind == 2) {
      bench_->Send(from, traffic::MakePfcFrame(1U << (2 * to), {9, 500, 9, 500, 9, 500, 9, 500}));
    } else {
      bench_->Send(from, RoutedFrame(to, kind == 0 ? 64 : 700));
    }
  }
  void Recover() override;
  bool has_rtl() const override { return pair_.has_rtl(); }
  std::int64_t now() const override { return bench_->now(); }

 private:
  void Program();
  void SendRound();
  void CheckRound() const;

  const es::Variant& variant_;
  PairedSwitch pair_;
  std::optional<traffic::FrameBench> bench_;
};

void EthernetRoom::Program() {
  BusDevice bus([this](const interfaces::RegisterRequest& request) { return Access(request); });
  device::EthernetSwitchDriver driver(bus, variant_);
  driver.CheckIdentity();
  driver.SetRouterMac(kRouter);
  driver.SetCutThrough(false);
  driver.SetMaxFrame(es::kMaxFrameBytes);
  driver.SetDscpClass(0, 0);
  // Strict: a queue without a quantum or deep in debt is served, too.
  driver.SetStrict(0xFF);
  device::BufferPlan plan;
  plan.reserved_cells = 10;
  plan.shared_cells = variant_.cells / 2;
  plan.headroom_cells.assign(static_cast<std::size_t>(variant_.ports), 0);
  driver.SetBuffers(plan, 0, 0xFF);
  for (int c = 0; c < es::kClasses; ++c) driver.SetEcn(c, {});
  bus.Write(regs::kWatchdogDetect, 0);
  driver.SetInterruptMask({});
  for (int port = 0; port < variant_.ports; ++port) {
    driver.SetNextHop(port, kNextHop + static_cast<std::uint64_t>(port));
    driver.AddHost(kHosts + static_cast<std::uint32_t>(port), port);
    driver.EnablePort(port, true);
  }
  driver.TakeInterrupts();
}

void EthernetRoom::SendRound() {
  for (int port = 0; port < variant_.ports; ++port) {
    bench_->Send(port, RoutedFrame((port + 1) % variant_.ports, 200 + port));
  }
  if (!bench_->Drain(30000)) throw std::runtime_error("Ethernet: the switch does not become idle");
}

void EthernetRoom::CheckRound() const {
  const int ports = variant_.ports;
  if (std::ssize(bench_->received) != ports) {
    throw std::runtime_error(
        fmt::format("Ethernet: {} frames arrived instead of {}", bench_->received.size(), ports));
  }
  for (const traffic::ReceivedFrame& frame : bench_->received) {
    const int from = (frame.port + ports - 1) % ports;
    FrameBytes wanted = RoutedFrame(frame.port, 200 + from);
    traffic::WriteField(wanted, 0, 6, kNextHop + static_cast<std::uint64_t>(frame.port));
    traffic::WriteField(wanted, 6, 6, kRouter);
    --wanted[22];
    traffic::WriteHeaderChecksum(wanted);
    if (frame.error || frame.bytes != wanted) {
      throw std::runtime_error(fmt::format("Ethernet: port {} sent a wrong frame", frame.port));
    }
  }
}

void EthernetRoom::Recover() {
  Program();
  // What the peers paused they release; an injected DROP_PFC takes the first, BAD_FCS either.
  for (int repeat = 0; repeat < 3; ++repeat) {
    for (int port = 0; port < variant_.ports; ++port) {
      bench_->Send(port, traffic::MakePfcFrame(0xFF, {}));
    }
  }
  SendRound();
  bench_->received.clear();
  SendRound();
  CheckRound();
  const auto cells = Access({true, false, regs::kCellsUsed, 0}).data;
  if (cells != 0) throw std::runtime_error(fmt::format("Ethernet: {} cells are lost", cells));
}

}  // namespace

std::unique_ptr<BusRoom> MakeEthernetRoom() { return std::make_unique<EthernetRoom>(); }

}  // namespace linkwright::fuzz
