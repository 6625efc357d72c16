// SPDX-License-Identifier: Apache-2.0
// Headroom of a lossless class: exactly enough at the computed value, one cell less is not. The
// derivation is in docs/models/mmu.md ("Headroom"); the names of the symbols are those of the page.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "foundation/random/stream.h"
#include "tests/validation/ethernet_model.h"

namespace linkwright::traffic {
namespace {

constexpr int kBeat = 64;
constexpr int kOverhead = 20;
constexpr int kResponse = 1;  // R: ticks until the sender heeds a PFC frame it has received
constexpr int kLossless = 3;

// A link and the frames on it; both directions carry frames of `mtu` bytes back to back.
struct Link {
  int cable = 0;  // d: ticks of one direction
  int mtu = 0;    // M
  int line = 0;   // L: bytes per tick
  int cell = 0;   // CB: beats per cell
  int pad = 0;    // EgressPad

  int cells() const { return (mtu + kBeat * cell - 1) / (kBeat * cell); }
  int tail() const { return mtu - (mtu - 1) / kBeat * kBeat; }
  // Tick in which the beat `bytes` into frame n moves, if frame 0 began in tick 0 on an idle line
  // and the line has had work ever since: when it owes less than two ticks, but a beat per tick.
  int Moves(int n, int bytes = 0) const {
    const int before = n * ((mtu + kBeat - 1) / kBeat) + bytes / kBeat;
    return std::max((n * (mtu + kOverhead) + bytes) / line - 1, before);
  }
  int LastBeatMoves(int n) const { return Moves(n, mtu - tail()); }
  int MovesOfNext(int n) const { return Moves(n + 1); }
};

struct Worst {
  int headroom = 0;  // H*, cells
  int window = 0;    // W, ticks
  int frame = 0;     // F: number of the frame that crosses the threshold
  int first = 0;     // j: cells of it that are below the threshold
  int reverse = 0;   // number of the frame behind which the PFC frame waits
};

// The equations of docs/models/mmu.md.
Worst Compute(const Link& link) {
  Worst worst;
  // Longest wait for the reverse line: a frame is chosen at the edge at which XOFF is decided.
  int wait = 0;
  for (int n = 1; n <= link.line; ++n) {
    const int ticks = link.MovesOfNext(n) - link.LastBeatMoves(n - 1);
    if (ticks <= wait) continue;
    wait = ticks;
    worst.reverse = n;
  }
  worst.window = 2 * link.cable + 3 + link.pad + kResponse + wait;
  for (int j = 0; j < link.cells(); ++j) {
    for (int f = 0; f <= link.line; ++f) {
      const int crossing = link.Moves(f, kBeat * link.cell * j);
      int later = 0;  // frames that still begin
      while (link.Moves(f + later + 1) < crossing + worst.window) ++later;
      const int headroom = later * link.cells() - j + 1;
      if (headroom <= worst.headroom) continue;
      worst.headroom = headroom;
      worst.frame = f;
      worst.first = j;
    }
  }
  return worst;
}

// One run: a sender at the other end of a cable at port 0 fills the class of a dead-locked output;
// frames of another class leave port 0 without a pause from tick `reverse_start` on.
class HeadroomRun {
 public:
  HeadroomRun(FrameBench& bench, const Link& link, int headroom, int threshold, int forward_start,
              int reverse_start)
      : bench_(bench), link_(link), forward_start_(forward_start), reverse_start_(reverse_start) {
    bench.Write(regs::kPfcClasses, 1 << kLossless);
    bench.Write(regs::kSharedCells, static_cast<std::uint32_t>(threshold));
    bench.Write(regs::PgHeadroom(0, kLossless), static_cast<std::uint32_t>(headroom));
    bench.Write(regs::PgReserved(0), 60000);  // reverse frames take no shared cells
    bench.keep = false;
    bench.paced = false;
    bench.inputs().hold[2] = 0xFF;
    bench.inputs().hold[0] = 0x100;
    bench.before_tick = [this](interfaces::SwitchInputs& in) { Before(in); };
    bench.after_tick = [this](const interfaces::SwitchOutputs& out) { After(out); };
    forward_ = FrameTo(2, link.mtu, kLossless);
  }

  /// Frames dropped for want of headroom.
  std::uint32_t Run() {
    start_ = bench_.now();
    const FrameBytes reverse = FrameTo(0, link_.mtu);
    while (!paused_ || tick() < stopped_ + link_.cable + 200) {
      if (bench_.Backlog(1) < 2) bench_.Send(1, reverse);
      bench_.Tick();
      if (tick() > 2000000) break;
    }
    bench_.before_tick = nullptr;
    bench_.after_tick = nullptr;
    return bench_.Read(regs::PortDrops(0, DropReason::kIngressLimit));
  }
  int frames_begun() const { return frames_; }

 private:
  std::int64_t tick() const { return bench_.now() - start_; }

  // The sender drives its wire; what it drove `cable` ticks ago arrives.
  void Before(interfaces::SwitchInputs& in) {
    interfaces::FlitBeat wire;
    if (tick() >= forward_start_ && debt_ < 2 * link_.line && (sent_ > 0 || !Stopped())) {
      DriveBeat(forward_, sent_, false, wire);
      frames_ += wire.head ? 1 : 0;
      sent_ = wire.tail ? 0 : sent_ + kBeat;
      debt_ += wire.bytes + (wire.tail ? kOverhead : 0);
    }
    debt_ = std::max(0, debt_ - link_.line);
    forward_cable_.push_back(wire);
    in.port[0].flit.valid = false;
    if (static_cast<int>(forward_cable_.size()) > link_.cable) {
      in.port[0].flit = forward_cable_.front();
      forward_cable_.pop_front();
    }
    // Acts one tick later.
    if (tick() == reverse_start_ - 1) in.hold[0] = 0;
  }

  void After(const interfaces::SwitchOutputs& out) {
    const interfaces::FlitBeat& wires = out.port[0].flit;
    const bool pfc =
        wires.valid && wires.head && wires.tail && (wires.data[1] >> 32 & 0xFFFF) == 0x0888;
    if (pfc && !paused_) {
      paused_ = true;
      // On the wires in the next tick, at the sender after the cable.
      stopped_ = tick() + 1 + link_.cable + kResponse;
    }
  }
  bool Stopped() const { return paused_ && tick() >= stopped_; }

  FrameBench& bench_;
  Link link_;
  int forward_start_;
  int reverse_start_;
  std::int64_t start_ = 0;
  FrameBytes forward_;
  std::size_t sent_ = 0;
  int debt_ = 0;
  int frames_ = 0;
  std::deque<interfaces::FlitBeat> forward_cable_;
  bool paused_ = false;
  std::int64_t stopped_ = 0;
};

std::uint32_t Drops(const Link& link, int headroom, int threshold, int forward_start,
                    int reverse_start) {
  FrameBench bench(MakeModel(*FindVariant("p8")), *FindVariant("p8"));
  BringUp(bench);
  return HeadroomRun(bench, link, headroom, threshold, forward_start, reverse_start).Run();
}

// XOFF threshold of sonic-swss, cfgmgr/buffer_headroom_mellanox.lua: bytes for a lossless class;
// cells filled to the brim (occupancy 1), which is its smallest value.
double SonicBytes(double meters, double rate, int mtu) {
  const double cable = 2 * meters * rate / 198e6;
  const double mac_phy = 0.8 * 1024;
  const double peer = 905 * 64;
  return mtu + (mtu + cable + mac_phy + peer);
}

class Headroom : public testing::TestWithParam<std::tuple<int, int>> {
 protected:
  void SetUp() override {
    if (!MakeModel(*FindVariant("p8"))) GTEST_SKIP() << "built without p8";
    const auto [meters, mtu] = GetParam();
    const Variant& v = *FindVariant("p8");
    link_.cable = static_cast<int>(std::ceil(meters / 198e6 / (v.clock_period_ps * 1e-12)));
    link_.mtu = mtu;
    link_.line = v.line_bytes;
    link_.cell = v.cell_beats;
    link_.pad = v.egress_pad;
    worst_ = Compute(link_);
    // The worst phase: the frame and cell of the equations cross the threshold, and the reverse
    // frame of the equations is chosen at that edge.
    threshold_ = worst_.frame * link_.cells() + worst_.first;
    const int edge = link_.Moves(worst_.frame, kBeat * link_.cell * worst_.first) + link_.cable + 2;
    const int chosen = link_.LastBeatMoves(worst_.reverse - 1);
    reverse_start_ = 2000;
    forward_start_ = reverse_start_ + chosen - edge;
    if (forward_start_ < 0) {
      reverse_start_ -= forward_start_;
      forward_start_ = 0;
    }
  }

  Link link_;
  Worst worst_;
  int threshold_ = 0;
  int forward_start_ = 0;
  int reverse_start_ = 0;
};

TEST_P(Headroom, IsExactlyEnoughInTheWorstPhaseAndOneCellLessIsNot) {
  const auto [meters, mtu] = GetParam();
  EXPECT_EQ(Drops(link_, worst_.headroom, threshold_, forward_start_, reverse_start_), 0U);
  EXPECT_GE(Drops(link_, worst_.headroom - 1, threshold_, forward_start_, reverse_start_), 1U);
  const int cell_bytes = kBeat * link_.cell;
  const double sonic = SonicBytes(meters, 50e9, mtu);
  fmt::print(
      "{:4} m, {:4} bytes: window {:5} ticks, headroom {:4} cells = {:6.1f} KB, SONiC {:6.1f} KB\n",
      meters, mtu, worst_.window, worst_.headroom, worst_.headroom * cell_bytes / 1024.0,
      sonic / 1024);
  EXPECT_LE(worst_.headroom * cell_bytes, sonic);
}

TEST_P(Headroom, IsEnoughInAnyPhase) {
  random::Stream random(static_cast<std::uint64_t>(link_.cable * 10000 + link_.mtu));
  const int runs = link_.mtu > 2000 ? 100 : 300;
  for (int run = 0; run < runs; ++run) {
    const int threshold =
        static_cast<int>(random.Below(static_cast<std::uint64_t>(6 * link_.cells())));
    // The reverse line is busy before the first frame comes, as a line does not wait for a phase.
    const int reverse = 50 + static_cast<int>(random.Below(500));
    const int forward = reverse + static_cast<int>(random.Below(1000));
    EXPECT_EQ(Drops(link_, worst_.headroom, threshold, forward, reverse), 0U)
        << "threshold " << threshold << " forward " << forward << " reverse " << reverse;
  }
}

INSTANTIATE_TEST_SUITE_P(Cables, Headroom,
                         testing::Combine(testing::Values(5, 40, 300), testing::Values(1518, 9216)),
                         [](const auto& param) {
                           return std::to_string(std::get<0>(param.param)) + "m_" +
                                  std::to_string(std::get<1>(param.param)) + "bytes";
                         });

}  // namespace
}  // namespace linkwright::traffic
