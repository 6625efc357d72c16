// SPDX-License-Identifier: Apache-2.0
// Headroom of a lossless class: exactly enough at the computed value, one cell less is not. The
// derivation is in docs/models/mmu.md ("Headroom"); the names of the symbols are those of the page.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "foundation/random/stream.h"
#include "host_driver/device/pfc_headroom.h"
#include "tests/validation/ethernet_model.h"

namespace linkwright::traffic {
namespace {

constexpr int kBeat = 64;
constexpr int kOverhead = 20;
constexpr int kLossless = 3;
constexpr int kSmallest = 68;  // of tagged frames
constexpr int kTail = 257;     // a frame whose last byte is alone in its cell
// Ticks from the first small frame to that byte: enough for those in front, and a gap inside the
// frame that the switch does not give up yet.
constexpr int kBeforeTail = 190;

using device::Headroom;
using device::HeadroomForAnyFrames;
using device::HeadroomForUniformFrames;
using device::PfcLink;
using device::UniformHeadroom;

// The sender below drives wires, not a register, so that its beats are a tick earlier at the switch
// than PFC frames are at the sender.
PfcLink LinkOf(const Variant& variant, int cable, int mtu) {
  PfcLink link;
  link.line_bytes = variant.line_bytes;
  link.cell_beats = variant.cell_beats;
  link.egress_pad = variant.egress_pad;
  link.from_peer = cable;
  link.to_peer = cable + 1;
  link.largest_frame = mtu;
  return link;
}

int CellsOf(const PfcLink& link) {
  const int cell = kBeat * link.cell_beats;
  return (link.largest_frame + cell - 1) / cell;
}

// Ticks from the first beat of an idle line until the beat at `bytes` of frame n moves.
int Moves(const PfcLink& link, int n, int bytes) {
  const int before = n * ((link.largest_frame + kBeat - 1) / kBeat) + bytes / kBeat;
  return std::max((n * (link.largest_frame + kOverhead) + bytes) / link.line_bytes - 1, before);
}
int LastBeatMoves(const PfcLink& link, int n) {
  return Moves(link, n, (link.largest_frame - 1) / kBeat * kBeat);
}

// What the sender sends: frames of one size, or `few` small ones, then one of kTail bytes whose
// last beat waits for tick `tail_at`, then small ones for ever.
struct Stream {
  int bytes = 0;
  int few = 0;
  std::int64_t tail_at = -1;
};

// Cut-through: the last beat of frame `frame` of the other direction comes in tick `at` of the run
// only, and the switch has all that is in front of it.
struct Late {
  int frame = -1;
  std::int64_t at = 0;
};

// One run: a sender at the other end of a cable at port 0 fills the class of a dead-locked output;
// frames of another class leave port 0 without a pause from tick `reverse_start` on.
class HeadroomRun {
 public:
  HeadroomRun(FrameBench& bench, const PfcLink& link, int headroom, int threshold,
              const Stream& stream, int forward_start, int reverse_start, const Late& late = {})
      : bench_(bench),
        link_(link),
        stream_(stream),
        forward_start_(forward_start),
        reverse_start_(reverse_start),
        late_(late),
        reverse_(FrameTo(0, link.largest_frame)) {
    bench.Write(regs::kCutThrough, late.frame >= 0 ? 1 : 0);
    bench.Write(regs::kPfcClasses, 1 << kLossless);
    bench.Write(regs::kSharedCells, static_cast<std::uint32_t>(threshold));
    bench.Write(regs::PgHeadroom(0, kLossless), static_cast<std::uint32_t>(headroom));
    bench.Write(regs::PgReserved(0), 60000);  // reverse frames take no shared cells
    bench.keep = false;
    bench.paced = false;
    bench.inputs().backpressure[2] = 0xFF;
    bench.inputs().backpressure[0] = 0x100;
    bench.before_tick = [this](interfaces::SwitchInputs& in) { Before(in); };
    bench.after_tick = [this](const interfaces::SwitchOutputs& out) { After(out); };
    same_ = FrameTo(2, stream.bytes, kLossless);
    tail_ = FrameTo(2, kTail, kLossless);
  }

  /// The tick in which the PFC frame was on the output register.
  std::int64_t pfc_tick() const { return stopped_ - link_.to_peer - link_.response; }
  /// Frames dropped for want of headroom.
  std::uint32_t Run() {
    start_ = bench_.now();
    while (!paused_ || tick() < stopped_ + link_.from_peer + 200) {
      bench_.Tick();
      if (tick() > 2000000) break;
    }
    bench_.before_tick = nullptr;
    bench_.after_tick = nullptr;
    return bench_.Read(regs::PortDrops(0, DropReason::kIngressLimit));
  }

 private:
  std::int64_t tick() const { return bench_.now() - start_; }
  const FrameBytes& Forward() const {
    return stream_.tail_at >= 0 && frames_ == stream_.few ? tail_ : same_;
  }
  // The beat that crosses waits inside its frame.
  bool Waits() const {
    return stream_.tail_at >= 0 && frames_ == stream_.few && sent_ + kBeat >= tail_.size() &&
           tick() < stream_.tail_at;
  }

  // The sender drives its wire; what it drove a cable ago arrives.
  void Before(interfaces::SwitchInputs& in) {
    interfaces::FlitBeat wire;
    if (tick() >= forward_start_ && debt_ < 2 * link_.line_bytes && (sent_ > 0 || !Stopped()) &&
        !Waits()) {
      DriveBeat(Forward(), sent_, false, wire);
      sent_ = wire.tail ? 0 : sent_ + kBeat;
      debt_ += wire.bytes + (wire.tail ? kOverhead : 0);
      if (wire.tail) ++frames_;
    }
    debt_ = std::max(0, debt_ - link_.line_bytes);
    forward_cable_.push_back(wire);
    in.port[0].flit.valid = false;
    if (static_cast<int>(forward_cable_.size()) > link_.from_peer) {
      in.port[0].flit = forward_cable_.front();
      forward_cable_.pop_front();
    }
    DriveReverse(in.port[1].flit);
    // Acts one tick later.
    if (tick() == reverse_start_ - 1) in.backpressure[0] = 0;
  }

  // A beat in every tick, as long as the frame in front of the late one is not far ahead.
  void DriveReverse(interfaces::FlitBeat& wire) {
    const bool tail = reverse_sent_ + kBeat >= reverse_.size();
    const bool waits = late_.frame == reverse_frames_ && tail && tick() < late_.at;
    wire.valid = false;
    if (waits || (late_.frame >= 0 && tick() < reverse_start_ - kLead)) return;
    DriveBeat(reverse_, reverse_sent_, false, wire);
    reverse_sent_ = tail ? 0 : reverse_sent_ + kBeat;
    if (tail) ++reverse_frames_;
  }

  void After(const interfaces::SwitchOutputs& out) {
    const interfaces::FlitBeat& wires = out.port[0].flit;
    const bool pfc =
        wires.valid && wires.head && wires.tail && (wires.data[1] >> 32 & 0xFFFF) == 0x0888;
    if (pfc && !paused_) {
      paused_ = true;
      stopped_ = tick() + link_.to_peer + link_.response;
    }
  }
  bool Stopped() const { return paused_ && tick() >= stopped_; }

  FrameBench& bench_;
  PfcLink link_;
  Stream stream_;
  int forward_start_;
  int reverse_start_;
  std::int64_t start_ = 0;
  static constexpr int kLead = 10;  // ticks; the late beat must not be given up for its gap
  Late late_;
  FrameBytes reverse_;
  std::size_t reverse_sent_ = 0;
  int reverse_frames_ = 0;
  FrameBytes same_, tail_;
  std::size_t sent_ = 0;
  int debt_ = 0;
  int frames_ = 0;  // whole ones
  std::deque<interfaces::FlitBeat> forward_cable_;
  bool paused_ = false;
  std::int64_t stopped_ = 0;
};

std::uint32_t Drops(const PfcLink& link, int headroom, int threshold, const Stream& stream,
                    int forward_start, int reverse_start, const Late& late = {}) {
  FrameBench bench(MakeModel(*FindVariant("p8")), *FindVariant("p8"));
  BringUp(bench);
  return HeadroomRun(bench, link, headroom, threshold, stream, forward_start, reverse_start, late)
      .Run();
}

// XOFF threshold of sonic-swss, cfgmgr/buffer_headroom_mellanox.lua: bytes for a lossless class.
// `small`: share of frames of 64 bytes, which leave the rest of a cell empty; with none of them the
// formula gives its smallest value.
double SonicBytes(double meters, double rate, int mtu, int cell, double small) {
  const double cable = 2 * meters * rate / 198e6;
  const double mac_phy = 0.8 * 1024;
  const double peer = 905 * 64;
  const double occupancy = 1 - small + small * cell / 64;
  return mtu + occupancy * (mtu + cable + mac_phy + peer);
}

class PfcHeadroom : public testing::TestWithParam<std::tuple<int, int>> {
 protected:
  void SetUp() override {
    if (!MakeModel(*FindVariant("p8"))) GTEST_SKIP() << "built without p8";
    const auto [meters, mtu] = GetParam();
    const Variant& v = *FindVariant("p8");
    link_ =
        LinkOf(v, static_cast<int>(std::ceil(meters / 198e6 / (v.clock_period_ps * 1e-12))), mtu);
    uniform_ = HeadroomForUniformFrames(link_);
    PfcLink any = link_;
    any.smallest_frame = kSmallest;
    any_ = HeadroomForAnyFrames(any);
  }
  int cell_bytes() const { return kBeat * link_.cell_beats; }
  void Print(const char* frames, const Headroom& headroom, double sonic) const {
    const auto [meters, mtu] = GetParam();
    fmt::print(
        "{:4} m, {}, largest {:4}: window {:5} ticks, headroom {:4} cells = {:6.1f} KB, SONiC "
        "{:6.1f} KB\n",
        meters, frames, mtu, headroom.window, headroom.cells,
        headroom.cells * cell_bytes() / 1024.0, sonic / 1024);
  }

  PfcLink link_;
  UniformHeadroom uniform_;
  Headroom any_;
};

TEST_P(PfcHeadroom, IsExactlyEnoughInTheWorstPhaseAndOneCellLessIsNot) {
  const auto [meters, mtu] = GetParam();
  // The worst phase: the frame and cell of the equations cross the threshold, and the reverse
  // frame of the equations is chosen at that edge.
  const int threshold = uniform_.frame * CellsOf(link_) + uniform_.first;
  const int edge =
      Moves(link_, uniform_.frame, cell_bytes() * uniform_.first) + link_.from_peer + 2;
  const int chosen = LastBeatMoves(link_, uniform_.reverse - 1);
  const int reverse = std::max(2000, edge - chosen);
  const int forward = reverse + chosen - edge;
  const Stream same{mtu};
  EXPECT_EQ(Drops(link_, uniform_.cells, threshold, same, forward, reverse), 0U);
  EXPECT_GE(Drops(link_, uniform_.cells - 1, threshold, same, forward, reverse), 1U);
  const double sonic = SonicBytes(meters, 50e9, mtu, cell_bytes(), 0);
  Print("one size ", uniform_, sonic);
  EXPECT_LE(uniform_.cells * cell_bytes(), sonic);
}

TEST_P(PfcHeadroom, OfAnyFramesIsExactlyEnoughForTheWorstOfThem) {
  const auto [meters, mtu] = GetParam();
  constexpr int kFew = 20;
  const int threshold = kFew + kTail / cell_bytes();
  const int chosen = LastBeatMoves(link_, uniform_.reverse - 1);
  const int reverse = 2000;
  Stream worst{kSmallest, kFew};
  worst.tail_at = reverse + chosen - link_.from_peer - 2;
  ASSERT_EQ(any_.wait, uniform_.wait);
  const int forward = static_cast<int>(worst.tail_at) - kBeforeTail;
  EXPECT_EQ(Drops(link_, any_.cells, threshold, worst, forward, reverse), 0U);
  EXPECT_GE(Drops(link_, any_.cells - 1, threshold, worst, forward, reverse), 1U);
  const double sonic = SonicBytes(meters, 50e9, mtu, cell_bytes(), 1);
  Print("all sizes", any_, sonic);
  EXPECT_LE(any_.cells * cell_bytes(), sonic);
}

// Cells that smallest frames fill when they begin in the `window` ticks from a beat of one byte on,
// by the sender's own pace: the equation takes a line that is as far ahead as it may be, which
// costs one cell in some windows.
int CellsBegunIn(const PfcLink& link, int window) {
  int debt = 0;
  int cells = 1;
  bool open = false;
  for (int tick = 1; tick < window; ++tick) {
    if (debt < 2 * link.line_bytes) {
      debt += open ? kSmallest - kBeat + kOverhead : kBeat;
      cells += open ? 0 : 1;
      open = !open;
    }
    debt = std::max(0, debt - link.line_bytes);
  }
  return cells;
}

// The frame behind which the PFC frame waits has all its beats in the switch but the last, which
// comes as late as it may, or too late.
TEST_P(PfcHeadroom, InCutThroughItIsExactlyEnoughWhenTheFrameInFrontComesLate) {
  const auto [meters, mtu] = GetParam();
  constexpr int kFew = 20;
  PfcLink link = link_;
  link.smallest_frame = kSmallest;
  link.cuts_through = true;
  const Headroom cut = HeadroomForAnyFrames(link);
  const int needed = CellsBegunIn(link, cut.window);
  EXPECT_LE(needed, cut.cells);
  EXPECT_GE(needed, cut.cells - 1);
  const int threshold = kFew + kTail / cell_bytes();
  const int chosen = LastBeatMoves(link_, uniform_.reverse - 1);
  const int reverse = 2000;
  Stream worst{kSmallest, kFew};
  worst.tail_at = reverse + chosen - link_.from_peer - 2;
  const int forward = static_cast<int>(worst.tail_at) - kBeforeTail;
  const std::int64_t starves = reverse + LastBeatMoves(link_, uniform_.reverse);
  std::uint32_t most = 0;
  for (int late = -3; late <= 14; ++late) {
    const Late last{uniform_.reverse, starves + late};
    EXPECT_EQ(Drops(link_, needed, threshold, worst, forward, reverse, last), 0U) << late;
    most = std::max(most, Drops(link_, needed - 1, threshold, worst, forward, reverse, last));
  }
  EXPECT_GE(most, 1U);
  // The wait itself, to the tick: late beats make it longer, and no longer than this.
  std::int64_t longest = 0;
  for (int late = -3; late <= 14; ++late) {
    FrameBench bench(MakeModel(*FindVariant("p8")), *FindVariant("p8"));
    BringUp(bench);
    HeadroomRun run(bench, link_, cut.cells, threshold, worst, forward, reverse,
                    {uniform_.reverse, starves + late});
    run.Run();
    longest = std::max(longest, run.pfc_tick() - link_.egress_pad - (reverse + chosen));
  }
  EXPECT_EQ(longest, cut.wait);
  fmt::print(
      "{:4} m, cut-through, largest {:4}: window {} ticks, headroom {} cells, {} needed, {} if "
      "stored\n",
      meters, mtu, cut.window, cut.cells, needed, any_.cells);
}

TEST_P(PfcHeadroom, IsEnoughInAnyPhase) {
  random::Stream random(static_cast<std::uint64_t>(link_.from_peer * 10000 + link_.largest_frame));
  const int runs = link_.largest_frame > 2000 ? 100 : 300;
  for (int run = 0; run < runs; ++run) {
    const int threshold =
        static_cast<int>(random.Below(static_cast<std::uint64_t>(6 * CellsOf(link_))));
    // The reverse line is busy before the first frame comes, as a line does not wait for a phase.
    const int reverse = 50 + static_cast<int>(random.Below(500));
    const int forward = reverse + static_cast<int>(random.Below(1000));
    const Stream same{link_.largest_frame};
    EXPECT_EQ(Drops(link_, uniform_.cells, threshold, same, forward, reverse), 0U)
        << "threshold " << threshold << " forward " << forward << " reverse " << reverse;
    const int bytes =
        kSmallest +
        static_cast<int>(random.Below(static_cast<std::uint64_t>(run % 2 == 0 ? 450 : 30)));
    EXPECT_EQ(Drops(link_, any_.cells, threshold, {bytes}, forward, reverse), 0U)
        << "threshold " << threshold << " forward " << forward << " reverse " << reverse << " of "
        << bytes << " bytes";
  }
}

INSTANTIATE_TEST_SUITE_P(Cables, PfcHeadroom,
                         testing::Combine(testing::Values(5, 40, 300), testing::Values(1518, 9216)),
                         [](const auto& param) {
                           return std::to_string(std::get<0>(param.param)) + "m_" +
                                  std::to_string(std::get<1>(param.param)) + "bytes";
                         });

}  // namespace
}  // namespace linkwright::traffic
