// SPDX-License-Identifier: Apache-2.0
// LLR-01 to LLR-06 and LLR-08: what link-level retry does with single faults.
#include "systemc_models/conformance/cases/llr_cases.h"

#include <fmt/format.h>

#include <memory>
#include <set>

#include "systemc_models/conformance/bench/faults.h"

namespace linkwright::conformance {

using link::ControlKind;
using link::LinkWire;
using link::LlrCounter;
using link::LlrTxState;

namespace {

constexpr std::uint32_t kReplayTimer = 1000;  // ticks
constexpr std::int64_t kPatience = 100000;

Flow FramesOf(int bytes, std::int64_t frames, int from = 1, int to = 2) {
  Flow flow;
  flow.from = from;
  flow.to = to;
  flow.bytes = bytes;
  flow.frames = frames;
  return flow;
}

BenchOptions WithRetry() {
  BenchOptions options;
  options.retry = true;
  return options;
}

}  // namespace

void Llr01(CaseRun& run) {
  constexpr int kFrames = 100;
  for (const auto& [from, to] : {std::pair{1, 2}, {3, 4}, {1, 4}}) {
    const Flow flow = FramesOf(512, kFrames, from, to);
    run.Begin("", flow, "LLR_MODE_LOCAL=1; LLR_MODE_REMOTE=1");
    BenchOptions options = WithRetry();
    options.ports = {from, to};
    Bench& bench = run.Ready(options);
    run.NothingLost(bench.Start(flow));
    run.LlrExactly(from, LlrCounter::kRxOk, kFrames);
    run.LlrExactly(to, LlrCounter::kTxOk, kFrames);
    run.Exactly("tester LLR_TX_OK", kFrames, bench.station(from).port().counter(LlrCounter::kTxOk));
    run.Exactly("tester LLR_RX_OK", kFrames, bench.station(to).port().counter(LlrCounter::kRxOk));
    run.Says("LLR_TX_STATUS", "ADVANCE", NameOf(bench.device().link(to).tx_state()));
    run.Says("LLR_RX_STATUS", "SEND_ACKS", NameOf(bench.device().link(from).rx_state()));
    run.Exactly("not acknowledged", 0, bench.device().link(to).Outstanding());
    run.LlrExactly(to, LlrCounter::kTxReplay, 0);
    run.Note("that both modes are on is read from the states, as settings are wires here");
  }
}

void Llr02(CaseRun& run) {
  constexpr int kFrames = 100;
  const Flow flow = FramesOf(512, kFrames);
  run.Begin("", flow, "tester loses frame 50");
  Bench& bench = run.Ready(WithRetry());
  bench.OnWayFromDevice(2, LoseFrame(50));
  run.NothingLost(bench.Start(flow));
  run.LlrExactly(2, LlrCounter::kRxNackCtlOs, 1);
  run.Exactly("LLR_RETRY_COUNT", 1, run.Llr(2, LlrCounter::kTxReplay));
  run.Exactly("tester LLR_RX_REPLAY", 1, bench.station(2).port().counter(LlrCounter::kRxReplay));
  run.Exactly("tester LLR_RX_EXPECTED_SEQ_GOOD", kFrames,
              bench.station(2).port().counter(LlrCounter::kRxExpectedSeqGood));
  run.Note("LLR_RETRY_COUNT is LLR_TX_REPLAY");
}

void Llr03(CaseRun& run) {
  constexpr int kFrames = 100, kWindow = 64;
  for (const bool frozen : {false, true}) {
    const Flow flow = FramesOf(512, kFrames);
    run.Begin(frozen ? "B" : "A", flow,
              fmt::format("REPLAY_COUNT_MAX=3; REPLAY_TIMER_MAX={} ticks; "
                          "OUTSTANDING_FRAMES_MAX={}; FLUSH_FRAME_ACTION=DISCARD; ACKs {}",
                          kReplayTimer, kWindow, frozen ? "frozen" : "blocked"));
    BenchOptions options = WithRetry();
    options.retry_config.replay_timer = kReplayTimer;
    options.retry_config.max_frames = kWindow;
    Bench& bench = run.NewBench(options);
    bench.OnWayToDevice(2, frozen ? FreezeAcks() : BlockAcks());
    run.BringUp();
    bench.Start(flow);
    bench.RunUntil([&] { return bench.device().link(2).tx_state() == LlrTxState::kFlush; },
                   kPatience);
    run.Exactly("LLR_RETRY_COUNT", 3, run.Llr(2, LlrCounter::kTxReplay));
    run.Says("LLR_TX_STATUS", "FLUSH", NameOf(bench.device().link(2).tx_state()));
    bench.Settle();
    run.Says("LLR_TX_STATUS later", "FLUSH", NameOf(bench.device().link(2).tx_state()));
    run.LlrExactly(2, LlrCounter::kTxDiscard, kFrames - kWindow);
    run.LlrExactly(2, LlrCounter::kRxAckNackSeqError, 0);
    run.Note("frames behind the window are those that are dropped");
  }
}

void Llr04(CaseRun& run) {
  constexpr int kFrames = 1000;
  for (const bool gap : {false, true}) {
    const Flow flow = FramesOf(256, kFrames);
    run.Begin(gap ? "2" : "1", flow, gap ? "tester leaves frame 500 out" : "bad CRC in frame 500");
    Bench& bench = run.Ready(WithRetry());
    bench.OnWayToDevice(1, gap ? LoseFrame(500) : DamageFrame(500));
    run.NothingLost(bench.Start(flow));
    run.LlrExactly(1, LlrCounter::kRxExpectedSeqBad, gap ? 0 : 1);
    run.LlrExactly(1, LlrCounter::kTxNackCtlOs, 1);
    run.LlrExactly(1, LlrCounter::kRxReplay, 1);
  }
}

void Llr05(CaseRun& run) {
  constexpr int kFrames = 100;
  Flow flow = FramesOf(512, kFrames);
  flow.poisoned = 50;
  run.Begin("", flow, "CRC of frame 50 poisoned");
  Bench& bench = run.Ready(WithRetry());
  const int sent = bench.Start(flow);
  bench.Settle();
  run.LlrExactly(1, LlrCounter::kRxExpectedSeqPoisoned, 1);
  run.LlrExactly(1, LlrCounter::kTxNackCtlOs, 0);
  run.LlrExactly(1, LlrCounter::kRxReplay, 0);
  run.Exactly("received", kFrames - 1, bench.count(sent).received);
  run.Exactly("dropped for their FCS", 1,
              bench.Read(spec::ethernet_switch::registers::PortDrops(
                  0, spec::ethernet_switch::DropReason::kBadFcs)));
}

void Llr06(CaseRun& run) {
  constexpr int kFrames = 100, kWindow = 4;
  const Flow flow = FramesOf(512, kFrames);
  run.Begin(
      "", flow,
      fmt::format("OUTSTANDING_FRAMES_MAX={}; FLUSH_FRAME_ACTION=DISCARD; REPLAY_COUNT_MAX=1; "
                  "REPLAY_TIMER_MAX={} ticks; ACKs blocked",
                  kWindow, kReplayTimer));
  BenchOptions options = WithRetry();
  options.retry_config.replay_timer = kReplayTimer;
  options.retry_config.replay_count = 1;
  options.retry_config.max_frames = kWindow;
  Bench& bench = run.NewBench(options);
  bench.OnWayToDevice(2, BlockAcks());
  run.BringUp();
  std::multiset<std::uint32_t> numbers;
  bench.OnWayFromDevice(2, [&numbers](LinkWire& wire) {
    if (wire.beat.flit.valid && wire.beat.flit.head && wire.beat.numbered)
      numbers.insert(wire.beat.number);
  });
  bench.Start(flow);
  bench.Settle();
  std::int64_t replayed = 0;
  for (auto at = numbers.begin(); at != numbers.end(); at = numbers.upper_bound(*at))
    replayed += static_cast<std::int64_t>(numbers.count(*at)) - 1;
  run.Exactly("frames replayed", kWindow, replayed);
  run.LlrExactly(2, LlrCounter::kTxOk, 2 * kWindow);
  run.Says("LLR_TX_STATUS", "FLUSH", NameOf(bench.device().link(2).tx_state()));
  run.LlrExactly(2, LlrCounter::kTxDiscard, kFrames - kWindow);
}

void Llr08(CaseRun& run) {
  constexpr int kFrames = 100;
  const Flow flow = FramesOf(512, kFrames);
  run.Begin("", flow,
            fmt::format("RE_INIT_ON_FLUSH=1; REPLAY_COUNT_MAX=1; REPLAY_TIMER_MAX={} ticks; ACKs "
                        "blocked, then not",
                        kReplayTimer));
  BenchOptions options = WithRetry();
  options.retry_config.replay_timer = kReplayTimer;
  options.retry_config.replay_count = 1;
  options.retry_config.reinit_on_flush = true;
  Bench& bench = run.Ready(options);
  bench.OnWayToDevice(2, BlockAcks());
  bench.Start(FramesOf(512, 20));
  const link::LinkDevice& port = bench.device().link(2);
  const bool flushed =
      bench.RunUntil([&] { return port.tx_state() == LlrTxState::kFlush; }, kPatience);
  run.Says("LLR_TX_STATUS", "FLUSH", flushed ? "FLUSH" : NameOf(port.tx_state()));
  bench.OnWayToDevice(2, {});
  bench.RunUntil([&] { return port.tx_state() == LlrTxState::kAdvance; }, kPatience);
  run.Says("LLR_TX_STATUS afterwards", "ADVANCE", NameOf(port.tx_state()));
  run.AtLeast("LLR_TX_INIT_CTL_OS", 1, run.Llr(2, LlrCounter::kTxInitCtlOs));
  run.NothingLost(bench.Start(flow));
}

}  // namespace linkwright::conformance
