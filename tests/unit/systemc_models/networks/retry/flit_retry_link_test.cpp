// SPDX-License-Identifier: Apache-2.0
// One link with retry between two cores that obey credits: order, counters, goodput.
#include "systemc_models/networks/retry/flit_retry_link.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <deque>
#include <memory>

#include "foundation/random/stream.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/endpoints/credits.h"

namespace linkwright::retry {
namespace {

using interfaces::PortBeat;
using spec::scaleup_switch::Header;
using spec::scaleup_switch::Operation;

// A core at either end: sends numbered packets while it has credit, checks what it gets.
class Cores {
 public:
  Cores(const LinkRetryParameters& parameters, int latency, int slots, bool full_packets)
      : link_(parameters, parameters.changes, latency, "bench", {"there", "back"}),
        full_packets_(full_packets) {
    for (int e : {0, 1}) cores_.push_back(std::make_unique<Core>(slots, e));
  }

  void Tick() {
    ++cycle_;
    for (size_t e = 0; e < 2; ++e) {
      PortBeat in;
      cores_[e]->receiver.Emit(cycle_, in.credit);
      if (sending_[e] || cores_[e]->flits > 0) Send(*cores_[e], in);
      link_.Push(static_cast<int>(e), in);
    }
    link_.Tick(cycle_, out_);
    for (size_t e = 0; e < 2; ++e) Take(*cores_[e], out_[e]);
  }
  void Run(int64_t cycles) {
    for (int64_t i = 0; i < cycles; ++i) Tick();
  }
  // Nothing more to send: until the link has nothing left to do.
  void Drain() {
    sending_[0] = sending_[1] = false;
    for (int patience = 100'000; patience > 0 && !(link_.quiet() && Idle()); --patience) Tick();
    ASSERT_TRUE(link_.quiet());
  }

  bool sending_[2] = {true, false};
  const FlitRetryLink& link() const { return link_; }
  int64_t cycle() const { return cycle_; }
  uint64_t sent(int end) const { return cores_[static_cast<size_t>(end)]->sent; }
  uint64_t received(int end) const { return cores_[static_cast<size_t>(end)]->received; }

 private:
  struct Core {
    Core(int slots, int end) : receiver(2, slots, 0), lengths(7, fmt::format("core{}", end)) {}
    endpoints::CreditSender sender;
    endpoints::CreditReceiver receiver;
    random::Stream lengths;
    uint64_t sent = 0, received = 0;
    int flits = 0;  // of the packet being sent, still to come
    Header incoming;
    int incoming_flits = 0;
  };

  void Send(Core& core, PortBeat& out) {
    out.flit.valid = core.flits > 0 || core.sender.MayStart(core.sent % 2 == 0 ? 0 : 1);
    if (!out.flit.valid) return;
    out.flit.head = core.flits == 0;
    if (out.flit.head) {
      Header header;
      header.vc = core.sent % 2 == 0 ? 0 : 1;
      core.flits = full_packets_ ? 4 : static_cast<int>(core.lengths.Below(5));
      header.op = core.flits == 0 ? Operation::kMemberRead : Operation::kWrite;
      header.bytes = static_cast<uint16_t>(core.flits == 0 ? 64 : core.flits * 64);
      header.address = core.sent++;
      core.sender.Use(header.vc);
      out.flit.data = Pack(header);
    } else {
      out.flit.data.fill(core.sent * 8 + static_cast<uint64_t>(core.flits--));
    }
    out.flit.tail = core.flits == 0;
  }

  void Take(Core& core, const PortBeat& in) {
    if (in.credit.valid) core.sender.Take(in.credit);
    if (!in.flit.valid) return;
    ASSERT_EQ(in.flit.head, core.incoming_flits == 0);
    if (in.flit.head) {
      core.incoming = spec::scaleup_switch::Unpack(in.flit.data);
      ASSERT_EQ(core.incoming.address, core.received++) << "lost, twice or out of order";
      ASSERT_TRUE(core.receiver.Accept(core.incoming.vc));
      if (HasData(core.incoming.op)) core.incoming_flits = core.incoming.bytes / 64;
    } else {
      ASSERT_EQ(in.flit.data[5], core.received * 8 + static_cast<uint64_t>(core.incoming_flits));
      --core.incoming_flits;
    }
    ASSERT_EQ(in.flit.tail, core.incoming_flits == 0);
    if (in.flit.tail) core.receiver.Free(core.incoming.vc);
  }
  bool Idle() const { return sent(0) == received(1) && sent(1) == received(0); }

  FlitRetryLink link_;
  bool full_packets_;
  std::vector<std::unique_ptr<Core>> cores_;
  std::array<PortBeat, 2> out_;
  int64_t cycle_ = 0;
};

void ExpectEveryReplayExplained(const FlitRetryLink& link) {
  for (int end : {0, 1}) {
    const RetryCounters c = link.counters(end);
    EXPECT_EQ(c.delivered, c.accepted);
    EXPECT_EQ(c.sent, c.delivered + c.expected_bad + c.missing + c.duplicates);
    EXPECT_EQ(c.bad, c.damaged);
    EXPECT_EQ(c.nacks_sent, c.expected_bad);
    EXPECT_EQ(c.nacks_received, c.nacks_sent - c.nacks_lost);
    EXPECT_EQ(c.replays, c.nacks_received - c.nacks_joined + c.timeouts);
    EXPECT_EQ(link.ends().port(end).counter(link::LlrCounter::kTxReplay), c.replays);
    EXPECT_EQ(link.ends().port(end).counter(link::LlrCounter::kRxAckNackSeqError), 0u);
  }
}

// Steady state first, so that the beginning of the link does not count.
double PacketsPerCycle(Cores& cores, int64_t cycles) {
  cores.Run(2000);
  const uint64_t before = cores.received(1);
  cores.Run(cycles);
  return static_cast<double>(cores.received(1) - before) / static_cast<double>(cycles);
}

// Cycles by which one damaged packet of a saturated link delays all behind it.
int64_t CostOfAnError(int latency, int slots) {
  int64_t cycles[2] = {0, 0};
  for (const bool error : {false, true}) {
    LinkRetryParameters parameters;
    LinkErrorRates all;
    all.frame_error_rate = 1;
    if (error) parameters.changes = {{1000, -1, -1, all}, {1005, -1, -1, {}}};
    Cores cores(parameters, latency, slots, true);
    while (cores.received(1) < 1000) cores.Tick();
    EXPECT_EQ(cores.link().counters(0).damaged, error ? 1u : 0u);
    cycles[error ? 1 : 0] = cores.cycle();
  }
  return cycles[1] - cycles[0];
}

TEST(FlitRetryLink, GoodputFollowsTheFormulaOfGoBackN) {
  fmt::print("{:>7} {:>6} {:>8} {:>9} {:>9} {:>7}\n", "latency", "W", "p", "formula", "measured",
             "error");
  for (const int latency : {2, 12, 60}) {
    const int slots = 40 + latency;
    const double window = static_cast<double>(CostOfAnError(latency, slots)) / 5;
    for (const double p : {1e-3, 1e-2, 5e-2}) {
      LinkRetryParameters parameters;
      parameters.rates.frame_error_rate = p;
      Cores cores(parameters, latency, slots, true);
      const double measured = PacketsPerCycle(cores, 1'000'000) * 5;
      const double formula = (1 - p) / (1 - p + window * p);
      fmt::print("{:>7} {:>6.1f} {:>8.0e} {:>9.4f} {:>9.4f} {:>6.2f}%\n", latency, window, p,
                 formula, measured, 100 * (measured / formula - 1));
      EXPECT_NEAR(measured, formula, 0.02 * formula) << latency << " " << p;
      cores.Drain();
      ExpectEveryReplayExplained(cores.link());
    }
  }
}

// With the packet's first beat taken in cycle 0, its NACK is there in 2 L + 5 and asks from the
// next cycle on; the packet under way is finished; the replay is at the output register two cycles
// later.
TEST(FlitRetryLink, AnErrorCostsTheLoopInWholePackets) {
  for (const int latency : {1, 2, 7, 12, 60}) {
    EXPECT_EQ(CostOfAnError(latency, 40 + latency), (2 * latency + 6 + 4) / 5 * 5 + 2) << latency;
  }
}

TEST(FlitRetryLink, PacketsOfAllLengthsArriveOnceAndInOrderBothWays) {
  for (const int latency : {1, 5, 30}) {
    for (const double rate : {0.0, 1e-3, 1e-2, 0.2}) {
      LinkRetryParameters parameters;
      parameters.rates.frame_error_rate = rate;
      parameters.rates.control_loss_rate = rate;
      Cores cores(parameters, latency, 8, false);
      cores.sending_[1] = true;
      cores.Run(60'000);
      cores.Drain();
      EXPECT_GT(cores.received(1), 1000u);
      ExpectEveryReplayExplained(cores.link());
      const RetryCounters there = cores.link().counters(0);
      EXPECT_LE(there.queue_max, 2u * 8 * 5);
      EXPECT_EQ(there.damaged > 0, rate > 0);
      EXPECT_EQ(there.replays > 0, rate > 0);
      if (rate == 0) {
        EXPECT_EQ(there.sent, there.accepted);
      }
      if (rate > 0.1) {
        EXPECT_GT(there.nacks_lost, 0u);
        EXPECT_GT(there.timeouts, 0u);
        EXPECT_GT(there.duplicates, 0u);
        EXPECT_GT(there.credits_lost, 0u);
      }
    }
  }
}

// 1e-3 fails 1.5e-4 of the codewords, 2e-3 about 5 %.
TEST(FlitRetryLink, CodewordsFailAsOftenAsTheCodePromises) {
  LinkRetryParameters parameters;
  parameters.rates.bit_error_rate = 2e-3;
  Cores cores(parameters, 3, 40, true);
  cores.Run(400'000);
  cores.Drain();
  ExpectEveryReplayExplained(cores.link());
  const RetryCounters there = cores.link().counters(0);
  LinkErrors reference(parameters.rates, {}, 5, "reference");
  int64_t hit = 0;
  for (int64_t cycle = 0; cycle < 2'000'000; cycle += 5) {
    const bool first = reference.CodewordFails(cycle + 3);
    hit += static_cast<int64_t>(reference.CodewordFails(cycle + 7) || first);
  }
  const double expected = static_cast<double>(hit) / 400'000;
  EXPECT_NEAR(static_cast<double>(there.damaged) / static_cast<double>(there.sent), expected,
              0.1 * expected);
  EXPECT_GT(there.controls_lost + cores.link().counters(1).controls_lost, 0u);
}

TEST(LinkErrors, ALinkThatSleptSeesTheSameCodewords) {
  LinkErrorRates rates, worse;
  rates.bit_error_rate = 2e-3;
  worse.bit_error_rate = 2.5e-3;
  const std::vector<LinkErrorChange> changes = {{5'003, -1, -1, worse}, {9'000, -1, -1, {}}};
  LinkErrors all(rates, changes, 3, "link"), some(rates, changes, 3, "link");
  int failures = 0;
  for (int64_t cycle = 0; cycle < 12'000; ++cycle) {
    const bool fails = all.CodewordFails(cycle);
    failures += static_cast<int>(fails);
    if (cycle % 1000 < 13 || cycle % 7 == 0) {
      EXPECT_EQ(some.CodewordFails(cycle), fails) << cycle;
    }
    if (cycle >= 9'000) {
      EXPECT_FALSE(fails);
    }
  }
  EXPECT_GT(failures, 100);
}

}  // namespace
}  // namespace linkwright::retry
