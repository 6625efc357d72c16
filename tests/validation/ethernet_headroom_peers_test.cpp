// SPDX-License-Identifier: Apache-2.0
// The headroom that the driver computes, against what is really at the far end: a network interface
// and another switch. docs/models/mmu.md, "Headroom".
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "host_driver/device/pfc_headroom.h"
#include "systemc_models/endpoints/roce_nic.h"
#include "tests/validation/ethernet_model.h"

namespace linkwright::traffic {
namespace {

using interfaces::FlitBeat;

constexpr int kLossless = 3;
constexpr int kLargest = 1518;
constexpr int kReverseStart = 200;  // ticks

const Variant& P8() { return *FindVariant("p8"); }

// From an output register to the sampling at the other end.
class Cable {
 public:
  explicit Cable(int latency) : beats_(static_cast<size_t>(latency)) {}
  FlitBeat Take() {
    const FlitBeat beat = beats_.front();
    beats_.pop_front();
    return beat;
  }
  void Drive(const FlitBeat& beat) { beats_.push_back(beat); }

 private:
  std::deque<FlitBeat> beats_;
};

// The far end, which sends small frames of the lossless class as fast as it may from a tick on.
class Peer {
 public:
  virtual ~Peer() = default;
  // A clock cycle; what is on its output register behind it.
  virtual FlitBeat Tick(std::int64_t tick, bool sends, const FlitBeat& in) = 0;
};

// One transfer that the interface cuts into frames of 66 bytes.
class NicPeer final : public Peer {
 public:
  static constexpr int kSmallest = 66;

  NicPeer() : table_(2, 1, 1), memory_(1 << 16), landing_(1 << 16) {
    endpoints::RoceNicParameters parameters;
    parameters.transport.mtu = 4;
    parameters.transport.window_frames = 1 << 20;
    parameters.transport.timeout_cycles = 1 << 30;
    parameters.line_bytes = P8().line_bytes;
    parameters.gateway_mac = HostMac(2);
    nic_ = std::make_unique<endpoints::RoceNic>(0, "nic", parameters, table_);
    interfaces::TransferRequest request;
    request.target = 1;
    request.bytes = memory_.size();
    request.source = memory_.data();
    request.landing = landing_.data();
    nic_->Begin(table_.Add(request));
  }
  FlitBeat Tick(std::int64_t tick, bool sends, const FlitBeat& in) override {
    FlitBeat out;
    out.valid = false;
    if (sends) nic_->Tick(tick, in, out);
    return out;
  }

 private:
  endpoints::TransferTable table_;
  std::vector<std::byte> memory_, landing_;
  std::unique_ptr<endpoints::RoceNic> nic_;
};

// A switch whose port 0 is the far end; three of its ports are filled faster than it can send.
class SwitchPeer final : public Peer {
 public:
  static constexpr int kSmallest = 68;  // tagged

  SwitchPeer() : bench_(MakeModel(P8()), P8()) {
    BringUp(bench_);
    bench_.Write(regs::kPfcClasses, 1 << kLossless);  // or it would not obey
    Lead(2, 0);
    Lead(0, 5);
    bench_.keep = false;
    bench_.paced = false;
    bench_.inputs().backpressure[0] = 0x100;
    bench_.before_tick = [this](interfaces::SwitchInputs& in) { in.port[0].flit = in_; };
    for (int n = 0; n < 50; ++n) Feed();
    bench_.Run(80);
  }
  FlitBeat Tick(std::int64_t, bool sends, const FlitBeat& in) override {
    if (sends) bench_.inputs().backpressure[0] = 0;
    if (bench_.Backlog(1) < 2) Feed();
    in_ = in;
    bench_.Tick();
    return bench_.outputs().port[0].flit;
  }

 private:
  void Feed() {
    for (const int port : {1, 3, 4}) bench_.Send(port, FrameTo(2, kSmallest, kLossless));
  }
  // Frames for a host go to `port`.
  void Lead(int host, int port) {
    const int row = routing::MacRow(HostMac(host), P8().mac_rows);
    int way = 0;
    for (int other = 0; other < host; ++other)
      way += routing::MacRow(HostMac(other), P8().mac_rows) == row ? 1 : 0;
    bench_.Write(regs::MacTarget(4 * row + way), 0x80000000u | static_cast<std::uint32_t>(port));
  }

  FrameBench bench_;
  FlitBeat in_;
};

// Frames dropped for want of headroom if the peer's first frame already finds the pool empty.
std::uint32_t Drops(Peer& peer, int latency, int headroom, int forward_start) {
  FrameBench bench(MakeModel(P8()), P8());
  BringUp(bench);
  bench.Write(regs::kPfcClasses, 1 << kLossless);
  bench.Write(regs::kSharedCells, 0);
  bench.Write(regs::PgHeadroom(0, kLossless), static_cast<std::uint32_t>(headroom));
  bench.Write(regs::PgReserved(0), 60000);  // reverse frames take no shared cells
  bench.keep = false;
  bench.paced = false;
  bench.inputs().backpressure[2] = 0xFF;
  Cable there(latency), back(latency);
  FlitBeat in;
  bench.before_tick = [&](interfaces::SwitchInputs& inputs) {
    inputs.port[0].flit = in;
    inputs.backpressure[0] = bench.now() < kReverseStart ? 0x100 : 0;
  };
  const FrameBytes reverse = FrameTo(0, kLargest);
  const std::int64_t end = forward_start + 4 * latency + 400;
  while (bench.now() < end) {
    if (bench.Backlog(1) < 2) bench.Send(1, reverse);
    in = there.Take();
    const FlitBeat arrives = back.Take();
    there.Drive(peer.Tick(bench.now(), bench.now() >= forward_start, arrives));
    bench.Tick();
    back.Drive(bench.outputs().port[0].flit);
  }
  bench.before_tick = nullptr;
  return bench.Read(regs::PortDrops(0, DropReason::kIngressLimit));
}

// The largest headroom at which some phase of the two directions still drops a frame.
int LargestThatDrops(const std::function<std::unique_ptr<Peer>()>& make, int latency, int enough) {
  const int phases = 4 * (kLargest + 20) / P8().line_bytes;
  for (int headroom = enough; headroom > enough - 6; --headroom) {
    for (int phase = 0; phase < phases; ++phase) {
      if (Drops(*make(), latency, headroom, kReverseStart + 300 + phase) > 0) return headroom;
    }
  }
  return enough - 6;
}

TEST(PfcHeadroomPeers, OfANetworkInterfaceIsEnoughInEveryPhaseAndTwoCellsLessIsNot) {
  if (!MakeModel(P8())) GTEST_SKIP() << "built without p8";
  for (const int latency : {2, 31, 97}) {
    device::PfcLink link = device::LinkToNic(P8(), latency, kLargest);
    link.smallest_frame = NicPeer::kSmallest;
    const int enough = device::HeadroomForAnyFrames(link).cells;
    const int drops = LargestThatDrops([] { return std::make_unique<NicPeer>(); }, latency, enough);
    fmt::print("interface, {:3} ticks: {:3} cells computed, frames dropped up to {:3}\n", latency,
               enough, drops);
    EXPECT_LT(drops, enough);
    EXPECT_GE(drops, enough - 2);
  }
}

TEST(PfcHeadroomPeers, OfASwitchIsEnoughInEveryPhaseAndTwoCellsLessIsNot) {
  if (!MakeModel(P8())) GTEST_SKIP() << "built without p8";
  for (const int latency : {2, 31, 97}) {
    device::PfcLink link = device::LinkToSwitch(P8(), latency, kLargest, P8().egress_pad);
    link.smallest_frame = SwitchPeer::kSmallest;
    const int enough = device::HeadroomForAnyFrames(link).cells;
    const int drops =
        LargestThatDrops([] { return std::make_unique<SwitchPeer>(); }, latency, enough);
    fmt::print("switch, {:3} ticks: {:3} cells computed, frames dropped up to {:3}\n", latency,
               enough, drops);
    EXPECT_LT(drops, enough);
    EXPECT_GE(drops, enough - 2);
  }
}

}  // namespace
}  // namespace linkwright::traffic
