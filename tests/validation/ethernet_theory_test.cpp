// SPDX-License-Identifier: Apache-2.0
// What theory knows about shared buffers, marking, deficit round robin and line rate, measured on
// the Ethernet switch. docs/models/mmu.md holds the equations.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "foundation/random/stream.h"
#include "tests/validation/ethernet_model.h"

namespace linkwright::traffic {
namespace {

// ---- dynamic thresholds (Choudhury and Hahne 1998)

constexpr int kPool = 600;  // B, in cells

enum class Side { kInput, kOutput };

// Cells of each of n groups (or queues) that are offered more than they may hold, until nothing
// changes any more; one cell per frame.
std::vector<std::uint32_t> SteadyState(FrameBench& bench, Side side, int n, std::uint32_t alpha) {
  const bool output = side == Side::kOutput;
  bench.Write(output ? regs::QueueAlpha(0) : regs::PgAlpha(0), alpha);
  bench.Write(output ? regs::kEgressSharedCells : regs::kSharedCells, kPool);
  for (int p = 0; p < n; ++p) bench.inputs().backpressure[8 + p] = 0xFF;
  const int frames = 2 * kPool;
  for (int f = 0; f < frames; ++f) {
    for (int p = 0; p < n; ++p) bench.Send(p, FrameTo(8 + p, 64));
  }
  while (bench.Sending(0)) bench.Tick();
  bench.Run(20);
  std::vector<std::uint32_t> cells;
  for (int p = 0; p < n; ++p) {
    cells.push_back(bench.Read(output ? regs::QueueCells(8 + p, 0) : regs::PgCells(p, 0)));
    EXPECT_GT(bench.Read(regs::PortDrops(
                  p, output ? DropReason::kEgressLimit : DropReason::kIngressLimit)),
              0U);
  }
  return cells;
}

TEST(DynamicThreshold, EachOfNHoldsAlphaTimesBOverOnePlusNAlpha) {
  struct Alpha {
    std::uint32_t code;
    double value;
  };
  for (const Side side : {Side::kInput, Side::kOutput}) {
    double worst = 0;
    for (const Alpha alpha : {Alpha{7, 0.5}, Alpha{8, 1}, Alpha{9, 2}, Alpha{11, 8}}) {
      for (int n = 1; n <= 8; ++n) {
        LINKWRIGHT_ETHERNET_BENCH("p16");
        const double expected = alpha.value * kPool / (1 + n * alpha.value);
        std::uint32_t sum = 0;
        for (const std::uint32_t cells : SteadyState(bench, side, n, alpha.code)) {
          EXPECT_NEAR(cells, expected, n + 1) << "alpha " << alpha.value << " n " << n;
          worst = std::max(worst, std::abs(cells - expected) / (n + 1));
          sum += cells;
        }
        EXPECT_NEAR(kPool - static_cast<double>(sum), kPool / (1 + n * alpha.value), n * (n + 1.0));
      }
    }
    fmt::print("dynamic threshold, {}: largest error {:.2f} of (n + 1) cells\n",
               side == Side::kInput ? "inputs" : "outputs", worst);
  }
}

// ---- marking ramp

double ChiSquareQuantile(int freedom, double z) {  // Wilson and Hilferty
  const double a = 2.0 / (9 * freedom);
  return freedom * std::pow(1 - a + z * std::sqrt(a), 3);
}

// Frames are one cell each, so depths are known exactly: of F frames that fill a held queue, frame
// i is queued at depth i; when the queue drains, the first two are chosen at depth F (the first has
// not given its cell back when the second is chosen) and each later one at one cell less.
double RampChiSquare(bool at_dequeue, std::uint32_t pmax) {
  auto model = MakeModel(*FindVariant("p4"));
  if (!model) return -1;
  FrameBench bench(std::move(model), *FindVariant("p4"));
  BringUp(bench);
  constexpr int kLow = 20;
  constexpr int kHigh = 60;
  constexpr int kFrames = 70;
  constexpr int kRounds = 600;
  bench.Write(regs::EcnKmin(0), kLow);
  bench.Write(regs::EcnKmax(0), kHigh);
  bench.Write(regs::EcnPmax(0), pmax);
  bench.Write(regs::kEcnAtDequeue, at_dequeue ? 1 : 0);
  Ipv4FrameSpec spec;
  spec.destination_mac = HostMac(1);
  spec.ecn = 2;
  const FrameBytes frame = MakeIpv4Frame(spec);
  std::array<int, kFrames + 1> seen{};
  std::array<int, kFrames + 1> marked{};
  int number = 0;
  bench.keep = false;
  bench.on_frame = [&](const ReceivedFrame& out) {
    const int depth = at_dequeue ? kFrames - std::max(0, number - 1) : number;
    ++seen[depth];
    marked[depth] += (out.bytes[15] & 3) == 3 ? 1 : 0;
    ++number;
  };
  for (int round = 0; round < kRounds; ++round) {
    number = 0;
    bench.inputs().backpressure[1] = 0xFF;
    for (int f = 0; f < kFrames; ++f) bench.Send(0, frame);
    while (bench.Sending(0)) bench.Tick();
    bench.Run(6);
    bench.inputs().backpressure[1] = 0;
    bench.Drain();
    EXPECT_EQ(number, kFrames);
  }
  double chi_square = 0;
  for (int depth = 0; depth <= kFrames; ++depth) {
    if (depth <= kLow) {
      EXPECT_EQ(marked[depth], 0) << depth;
    } else if (depth >= kHigh) {
      EXPECT_EQ(marked[depth], seen[depth]) << depth;
    } else {
      const double p = pmax / 65536.0 * (depth - kLow) / (kHigh - kLow);
      const double expected = seen[depth] * p;
      chi_square += std::pow(marked[depth] - expected, 2) / (expected * (1 - p));
    }
  }
  return chi_square;
}

TEST(EcnMarking, FollowsTheRampAtEnqueueAndAtDequeue) {
  constexpr int kFreedom = 39;
  constexpr double kSigmas = 3.3;
  for (const bool at_dequeue : {false, true}) {
    for (const std::uint32_t pmax : {65535U, 13107U}) {
      const double chi_square = RampChiSquare(at_dequeue, pmax);
      if (chi_square < 0) GTEST_SKIP() << "built without p4";
      fmt::print("ECN at {}, Pmax {:.3f}: chi-square {:.1f} at {} degrees of freedom\n",
                 at_dequeue ? "dequeue" : "enqueue", pmax / 65536.0, chi_square, kFreedom);
      EXPECT_LT(chi_square, ChiSquareQuantile(kFreedom, kSigmas));
      EXPECT_GT(chi_square, ChiSquareQuantile(kFreedom, -kSigmas));
    }
  }
}

// ---- deficit round robin (Shreedhar and Varghese 1995)

TEST(DeficitRoundRobin, SharesAreWithinOneQuantum) {
  LINKWRIGHT_ETHERNET_BENCH("p8");
  const std::array<int, 4> quantum = {1600, 3200, 4800, 9600};  // of classes 1 to 4
  for (int q = 0; q < 4; ++q) {
    bench.Write(regs::QueueQuantum(q + 1), static_cast<std::uint32_t>(quantum[q]));
  }
  random::Stream random(9);
  bench.paced = false;
  bench.keep = false;
  std::array<double, 4> rounds{};  // bytes served over the quantum
  double at_boundary = 0;
  double anywhere = 0;
  int last = 0;
  int boundaries = 0;
  bench.on_frame = [&](const ReceivedFrame& out) {
    const int q = (out.bytes[14] >> 5) - 1;
    const auto spread = [&] {
      const auto [low, high] = std::minmax_element(rounds.begin(), rounds.end());
      return *high - *low;
    };
    if (q < last) {
      at_boundary = std::max(at_boundary, spread());
      ++boundaries;
    }
    last = q;
    rounds[q] += static_cast<double>(out.bytes.size()) / quantum[q];
    anywhere = std::max(anywhere, spread());
  };
  // Four inputs keep one class each waiting; measured while all of them do.
  bench.inputs().backpressure[0] = 0xFF;
  for (int tick = 0; tick < 120000; ++tick) {
    for (int q = 0; q < 4; ++q) {
      if (bench.Backlog(q + 1) < 2) {
        bench.Send(q + 1, FrameTo(0, 68 + static_cast<int>(random.Below(1500)), q + 1));
      }
    }
    if (tick == 5000) bench.inputs().backpressure[0] = 0;
    bench.Tick();
    if (tick == 5000) continue;
    if (bench.Read(regs::PortDrops(1, DropReason::kNoCells)) != 0) break;  // the buffer is full
  }
  fmt::print("deficit round robin: spread {:.3f} quanta at {} ends of a round, {:.3f} anywhere\n",
             at_boundary, boundaries, anywhere);
  EXPECT_GT(boundaries, 50);
  EXPECT_LT(at_boundary, 1.0);
  EXPECT_LT(anywhere, 2.0);
  const double total = std::accumulate(rounds.begin(), rounds.end(), 0.0);
  for (const double share : rounds) EXPECT_NEAR(share, total / 4, 1.0);
}

// ---- line rate

TEST(LineRate, SixtyFourPortsOfSmallestFramesUnderAPermutationLoseNothing) {
  LINKWRIGHT_ETHERNET_BENCH("p64");
  bench.keep = false;
  std::array<std::int64_t, 64> received{};
  std::int64_t wrong = 0;
  std::array<FrameBytes, 64> frame;
  const auto target = [](int port) { return (port * 13 + 7) % 64; };
  for (int port = 0; port < 64; ++port) frame[port] = FrameTo(target(port), 64);
  bench.on_frame = [&](const ReceivedFrame& out) {
    ++received[out.port];
    wrong += out.error || out.bytes != FrameTo(out.port, 64) ? 1 : 0;
  };
  constexpr int kTicks = 4000;
  std::int64_t sent = 0;
  for (int tick = 0; tick < kTicks; ++tick) {
    for (int port = 0; port < 64; ++port) {
      if (bench.Backlog(port) < 2) {
        bench.Send(port, frame[port]);
        ++sent;
      }
    }
    bench.Tick();
  }
  std::uint32_t depth = 0;
  for (int port = 0; port < 64; ++port) {
    depth = std::max(depth, bench.Read(regs::QueueWatermark(port, 0)));
  }
  ASSERT_TRUE(bench.Drain());
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(std::accumulate(received.begin(), received.end(), std::int64_t{0}), sent);
  for (int port = 0; port < 64; ++port) {
    EXPECT_GE(received[port], kTicks / 2) << "84 bytes of line take two ticks of 42";
    for (int r = 0; r < spec::ethernet_switch::kDropReasons; ++r) {
      EXPECT_EQ(bench.Read(regs::PortDrops(port, r)), 0U);
    }
  }
  EXPECT_LE(depth, 2U) << "nothing queues beyond the frame in service and the next";
  fmt::print("64 ports, 64 bytes, permutation: {} frames, none lost, deepest queue {} cells\n",
             sent, depth);
}

// Bytes of frames and overhead per tick of a saturated output, over what the line carries.
double Efficiency(const char* name, int bytes) {
  auto model = MakeModel(*FindVariant(name));
  if (!model) return -1;
  FrameBench bench(std::move(model), *FindVariant(name));
  BringUp(bench);
  bench.keep = false;
  bench.paced = false;
  std::int64_t first = -1;
  std::int64_t last = 0;
  std::int64_t frames = 0;
  bench.on_frame = [&](const ReceivedFrame& out) {
    if (first < 0) first = out.head;
    last = out.head;
    ++frames;
  };
  const FrameBytes frame = FrameTo(1, bytes);
  for (int tick = 0; tick < 12000; ++tick) {
    for (const int port : {0, 2}) {  // two inputs: more than any line carries
      if (bench.Backlog(port) < 2) bench.Send(port, frame);
    }
    bench.Tick();
  }
  return static_cast<double>((frames - 1) * (bytes + 20)) /
         (static_cast<double>(last - first) * bench.variant().line_bytes);
}

// What the rule of the move stage allows: a beat per tick while the debt is below two ticks' bytes.
double Allowed(int line, int bytes) {
  const int frames = 2000;
  std::int64_t ticks = 0;
  int debt = 0;
  for (int left = bytes * frames, of_frame = bytes; left > 0; ++ticks) {
    if (debt < 2 * line) {
      const int beat = std::min(64, of_frame);
      left -= beat;
      of_frame -= beat;
      debt += beat + (of_frame == 0 ? 20 : 0);
      if (of_frame == 0) of_frame = bytes;
    }
    debt = std::max(0, debt - line);
  }
  return static_cast<double>(frames) * (bytes + 20) / (static_cast<double>(ticks) * line);
}

TEST(LineRate, EveryFrameSizeGetsWhatBeatsOf64BytesAllow) {
  for (const int bytes : {64, 65, 127, 128, 129, 256, 257, 512, 1024, 1518, 4096, 9216}) {
    const double slow = Efficiency("p8", bytes);
    const double fast = Efficiency("p8_wide", bytes);
    if (slow < 0 || fast < 0) GTEST_SKIP() << "built without p8 or p8_wide";
    fmt::print("{:5} bytes: {:.4f} of 400 Gb/s, {:.4f} of 800 Gb/s\n", bytes, slow, fast);
    EXPECT_NEAR(slow, Allowed(42, bytes), 0.003) << bytes;
    EXPECT_NEAR(fast, Allowed(64, bytes), 0.003) << bytes;
    EXPECT_GE(slow, 0.999) << bytes;
    EXPECT_GE(fast, 0.66) << "two ticks for 65 bytes: the data path, not the line";
    if (bytes % 64 == 0) {
      EXPECT_GE(fast, 0.999);
    }
  }
}

}  // namespace
}  // namespace linkwright::traffic
