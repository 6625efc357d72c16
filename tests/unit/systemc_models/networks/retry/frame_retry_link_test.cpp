// SPDX-License-Identifier: Apache-2.0
// One link with retry between two cores that send frames at the pace of the line and obey
// backpressure: order, pacing, lengths, goodput, and what happens when it goes down.
#include "systemc_models/networks/retry/frame_retry_link.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "foundation/diagnostics/check.h"
#include "foundation/random/stream.h"
#include "systemc_models/channel/reed_solomon.h"

namespace linkwright::retry {
namespace {

using interfaces::FlitBeat;

constexpr int kLine = 42, kOverhead = 20, kLongest = 4174;

void SetByte(FlitBeat& beat, int at, int value) {
  uint64_t& word = beat.data[static_cast<size_t>(at / 8)];
  word &= ~(uint64_t{0xFF} << (at % 8 * 8));
  word |= static_cast<uint64_t>(value) << (at % 8 * 8);
}

// Sends numbered frames at the pace of the line; what holds it acts three cycles later.
class Core {
 public:
  Core(int bytes, int end) : bytes_(bytes), lengths_(11, fmt::format("core{}", end)) {}

  bool Send(uint16_t backpressure, FlitBeat& out) {
    const uint16_t acts = backpressures_[at_ % 3];
    backpressures_[at_++ % 3] = backpressure;
    const bool may =
        debt_ < 2 * kLine && (acts & FrameRetryLink::kStopBeats) == 0 && (left_ > 0 || sending);
    int moved = 0;
    if (may) {
      const bool head = left_ == 0;
      if (head) Begin();
      out = {};
      out.valid = true;
      out.head = head;
      if (head) Header(out);
      out.data[5] = sent * 10000 + static_cast<uint64_t>(left_);
      out.tail = left_ <= 64;
      out.bytes = static_cast<uint8_t>(out.tail ? left_ : 64);
      moved = out.bytes + (out.tail ? kOverhead : 0);
      left_ -= out.bytes;
      if (out.tail) ++sent;
    }
    debt_ = std::max(debt_ + moved - kLine, 0);
    return may;
  }
  void Take(const FlitBeat& in, const Core& peer) {
    if (!in.valid) return;
    ASSERT_EQ(in.head, !receiving_);
    receiving_ = !in.tail;
    if (in.head) {
      const uint64_t number = in.data[5] / 10000;
      ASSERT_GE(number, next_) << "twice or out of order";
      skipped += number - next_;
      next_ = number;
      incoming_ = 0;
    }
    ASSERT_EQ(in.data[5] / 10000, next_);
    incoming_ += in.tail ? in.bytes : 64;
    if (!in.tail) return;
    ASSERT_EQ(in.data[5] % 10000, in.bytes) << "beats left out";
    bytes_received += static_cast<uint64_t>(incoming_);
    ++next_;
    ++received;
    ASSERT_LE(next_, peer.sent + 1);
  }

  bool sending = true;
  bool known_lengths = true;  // or frames of another protocol
  bool busy() const { return left_ > 0; }
  uint64_t sent = 0, received = 0, skipped = 0, bytes_received = 0;

 private:
  void Begin() {
    left_ = bytes_ > 0 ? bytes_ : 64 + static_cast<int>(lengths_.Below(900));
    length_ = left_;
  }
  void Header(FlitBeat& out) const {
    const int type = known_lengths ? 0x0800 : 0x88B5;
    SetByte(out, 12, type >> 8);
    SetByte(out, 13, type & 0xFF);
    SetByte(out, 16, (length_ - 18) >> 8);
    SetByte(out, 17, (length_ - 18) & 0xFF);
  }

  int bytes_;
  random::Stream lengths_;
  int left_ = 0, length_ = 0, debt_ = 0, incoming_ = 0;
  uint64_t next_ = 0;
  bool receiving_ = false;
  uint16_t backpressures_[3] = {};
  size_t at_ = 0;
};

class Bench {
 public:
  Bench(const LinkRetryParameters& retry, int latency, int bytes)
      : link_(&retry, Frames(latency), "bench", {"there", "back"}),
        cores_{Core(bytes, 0), Core(bytes, 1)} {
    cores_[1].sending = false;
    link_.SetChanges(retry.changes);
  }

  void Tick() {
    ++cycle_;
    for (const int end : {0, 1}) {
      const auto e = static_cast<size_t>(end);
      FlitBeat beat;
      if (cores_[e].Send(link_.backpressure(end), beat)) link_.Push(end, beat);
      cores_[e].Take(out_[e].flit, cores_[1 - e]);
    }
    link_.Tick(cycle_, out_);
  }
  void Run(int64_t cycles) {
    for (int64_t i = 0; i < cycles; ++i) Tick();
  }
  void Drain() {
    cores_[0].sending = cores_[1].sending = false;
    for (int patience = 200'000; patience > 0; --patience) {
      if (link_.quiet() && !cores_[0].busy() && !cores_[1].busy() && !out_[0].flit.valid &&
          !out_[1].flit.valid)
        return;
      Tick();
    }
    FAIL() << link_.DescribeWait();
  }

  FrameRetryLink& link() { return link_; }
  Core& core(int end) { return cores_[static_cast<size_t>(end)]; }
  int64_t cycle() const { return cycle_; }

 private:
  static FrameLinkParameters Frames(int latency) {
    FrameLinkParameters frames;
    frames.latency = latency;
    frames.line_bytes = kLine;
    frames.frame_bytes = kLongest;
    return frames;
  }

  FrameRetryLink link_;
  std::array<Core, 2> cores_;
  Beats out_;
  int64_t cycle_ = 0;
};

void ExpectEveryReplayExplained(const FrameRetryLink& link) {
  for (const int end : {0, 1}) {
    const RetryCounters c = link.counters(end);
    EXPECT_EQ(c.delivered, c.accepted);
    EXPECT_EQ(c.sent, c.delivered + c.expected_bad + c.missing + c.duplicates + c.swallowed);
    EXPECT_EQ(c.bad, c.damaged);
    EXPECT_EQ(c.nacks_sent, c.expected_bad);
    EXPECT_EQ(c.nacks_received, c.nacks_sent - c.nacks_lost);
    EXPECT_EQ(c.replays, c.nacks_received - c.nacks_joined + c.timeouts);
    EXPECT_EQ(link.ends().port(end).counter(link::LlrCounter::kTxReplay), c.replays);
  }
}

// Frames sent in vain for one that is damaged, itself included: its last beat is taken b cycles
// after its first; the NACK is there after 2 D + 1 cycles more and asks from the next one on; the
// frame under way is finished.
double Window(int latency, int bytes) {
  const double frame = static_cast<double>(bytes + kOverhead) / kLine;
  const double last = static_cast<double>(bytes) / kLine - 2;
  return std::ceil((last + 2 * latency + 2) / frame);
}

TEST(FrameRetryLink, GoodputFollowsTheFormulaOfGoBackN) {
  fmt::print("{:>7} {:>5} {:>4} {:>7} {:>8} {:>8} {:>7} {:>7}\n", "latency", "bytes", "W", "p",
             "formula", "measured", "error", "hits");
  for (const auto& [latency, bytes] : {std::pair{20, 4158}, {1800, 4158}, {60, 1086}}) {
    const double window = Window(latency, bytes);
    for (const double p : {1e-4, 1e-3, 1e-2}) {
      LinkRetryParameters retry;
      retry.rates.frame_error_rate = p;
      Bench bench(retry, latency, bytes);
      bench.Run(20'000);
      const uint64_t before = bench.core(1).received;
      const int64_t cycles = p < 1e-3 ? 4'000'000 : p < 1e-2 ? 6'000'000 : 2'000'000;
      bench.Run(cycles);
      const double frames = static_cast<double>(bench.core(1).received - before);
      const double measured = frames * (bytes + kOverhead) / kLine / static_cast<double>(cycles);
      const double formula = (1 - p) / (1 - p + window * p);
      fmt::print("{:>7} {:>5} {:>4.0f} {:>7.0e} {:>8.4f} {:>8.4f} {:>6.2f}% {:>7}\n", latency,
                 bytes, window, p, formula, measured, 100 * (measured / formula - 1),
                 bench.link().counters(0).damaged);
      EXPECT_NEAR(measured, formula, 0.01 * formula);
      bench.Drain();
      ExpectEveryReplayExplained(bench.link());
      EXPECT_EQ(bench.core(1).received, bench.core(0).sent);
    }
  }
}

TEST(FrameRetryLink, TheLineIsNeverOverdrivenNorLeftIdleByReplays) {
  for (const double p : {0.0, 1e-2, 0.2}) {
    LinkRetryParameters retry;
    retry.rates.frame_error_rate = p;
    Bench bench(retry, 100, 1086);
    bench.Run(5'000);
    const uint64_t before = bench.link().counters(0).sent;
    bench.Run(1'000'000);
    const double sent = static_cast<double>(bench.link().counters(0).sent - before);
    const double used = sent * (1086 + kOverhead) / (1'000'000.0 * kLine);
    fmt::print("p {:>5}: {:.4f} of the line\n", p, used);
    EXPECT_LE(used, 1.0001);
    EXPECT_GE(used, p == 0 ? 0.9999 : 0.98);
    EXPECT_LE(bench.link().counters(0).queue_max, FrameRetryLink::kQueueBeats + 8);
  }
}

TEST(FrameRetryLink, FramesOfAnyLengthAndProtocolArriveOnceAndInOrderBothWays) {
  for (const int latency : {1, 20, 238}) {
    for (const double rate : {0.0, 1e-2, 0.2}) {
      for (const bool known : {true, false}) {
        LinkRetryParameters retry;
        retry.rates.frame_error_rate = rate;
        retry.rates.control_loss_rate = rate;
        Bench bench(retry, latency, 0);
        bench.core(1).sending = true;
        bench.core(0).known_lengths = bench.core(1).known_lengths = known;
        bench.Run(150'000);
        bench.Drain();
        ExpectEveryReplayExplained(bench.link());
        for (const int end : {0, 1}) {
          EXPECT_GT(bench.core(end).received, 100u);
          EXPECT_EQ(bench.core(end).received, bench.core(1 - end).sent);
          EXPECT_EQ(bench.core(end).skipped, 0u);
          EXPECT_EQ(bench.link().counters(end).replays > 0, rate > 0);
        }
      }
    }
  }
}

TEST(FrameRetryLink, ABitErrorRateSetsInAndGoesAgain) {
  LinkRetryParameters retry;
  LinkErrorRates bad;
  bad.bit_error_rate = 1.5e-3;
  retry.changes = {{1'000'000, -1, -1, bad, -1}, {2'000'000, -1, -1, {}, -1}};
  Bench bench(retry, 60, 1086);
  uint64_t received[3], damaged[3];
  for (int phase = 0; phase < 3; ++phase) {
    const uint64_t before = bench.core(1).received, hits = bench.link().counters(0).damaged;
    bench.Run(1'000'000);
    received[phase] = bench.core(1).received - before;
    damaged[phase] = bench.link().counters(0).damaged - hits;
  }
  // A failed codeword costs one loop, whether it damages one frame or the ends of two.
  const double codeword =
      channel::CodewordFailureProbability(channel::SymbolErrorProbability(bad.bit_error_rate));
  const double p = codeword * (1086 + kOverhead) / 640;
  const double formula = (1 - p) / (1 - p + Window(60, 1086) * p);
  const double measured = static_cast<double>(received[1]) / static_cast<double>(received[0]);
  fmt::print(
      "frames {} {} {}, damaged {} {} {}; codewords failing per frame {:.4f}, goodput {:.4f}, "
      "formula {:.4f}\n",
      received[0], received[1], received[2], damaged[0], damaged[1], damaged[2], p, measured,
      formula);
  EXPECT_NEAR(measured, formula, 0.01 * formula);
  EXPECT_EQ(damaged[0], 0u);
  EXPECT_GT(damaged[1], 50u);
  EXPECT_LE(damaged[2], 4u) << "what was on the way at the change";
  EXPECT_LT(received[1], 0.95 * static_cast<double>(received[0]));
  EXPECT_NEAR(static_cast<double>(received[2]), static_cast<double>(received[0]),
              0.01 * static_cast<double>(received[0]));
  bench.Drain();
  ExpectEveryReplayExplained(bench.link());
}

// Down in the middle of traffic both ways, frames coming on: what was not delivered is given up,
// nothing comes twice, out of order or in parts (the cores check), and after that all arrives.
TEST(FrameRetryLink, ALinkThatGoesDownGivesUpAndComesUpAgain) {
  for (const int length : {1, 5, 60, 3000}) {
    for (const double rate : {0.0, 1e-2}) {
      LinkRetryParameters retry;
      retry.rates.frame_error_rate = rate;
      Bench bench(retry, 60, 0);
      bench.core(1).sending = true;
      for (int flap = 0; flap < 20; ++flap) {
        bench.Run(5'000 + flap * 7);
        bench.link().SetUp(false);
        bench.Run(length);
        bench.link().SetUp(true);
      }
      bench.Run(5'000);
      bench.Drain();
      for (const int end : {0, 1}) {
        const RetryCounters c = bench.link().counters(end);
        EXPECT_EQ(c.sent, c.delivered + c.expected_bad + c.missing + c.duplicates + c.swallowed);
        EXPECT_EQ(c.replays, c.nacks_received - c.nacks_joined + c.timeouts);
        EXPECT_EQ(c.accepted, bench.core(end).sent);
        EXPECT_EQ(c.delivered, bench.core(1 - end).received);
        EXPECT_GT(c.swallowed, 0u);
        EXPECT_EQ(c.discarded > 0, length >= 60);
        const uint64_t lost = c.accepted - c.delivered;
        EXPECT_EQ(lost > 0, length >= 60) << "shorter than the time after which it gives up";
        EXPECT_GE(lost, c.discarded);
        EXPECT_GT(bench.core(1 - end).received, 1000u);
      }
    }
  }
}

TEST(FrameRetryLink, AFrameThatIsNotAsLongAsItSaysIsOurBug) {
  LinkRetryParameters retry;
  FrameLinkParameters frames;
  FrameRetryLink link(&retry, frames, "bench", {"there", "back"});
  FlitBeat beat;
  beat.valid = beat.head = true;
  SetByte(beat, 12, 8);
  SetByte(beat, 17, 200);
  link.Push(0, beat);
  beat.head = false;
  beat.tail = true;
  EXPECT_THROW(link.Push(0, beat), diagnostics::InternalError);
}

}  // namespace
}  // namespace linkwright::retry
