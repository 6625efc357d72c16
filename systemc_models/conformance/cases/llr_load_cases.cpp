// SPDX-License-Identifier: Apache-2.0
// LLR-07, LLR-09 and LLR-10: link-level retry under load.
#include <fmt/format.h>

#include <array>
#include <memory>

#include "systemc_models/conformance/bench/faults.h"
#include "systemc_models/conformance/cases/cases.h"
#include "systemc_models/conformance/cases/llr_cases.h"

namespace linkwright::conformance {

using link::LlrCounter;

namespace {

std::int64_t FramesIn(const CaseRun& run, std::int64_t ticks, int bytes) {
  return ticks * run.line_bytes() / (bytes + spec::ethernet_switch::kFrameOverheadBytes);
}

double Latency(const FlowCount& count) {
  return static_cast<double>(count.latency_sum) /
         static_cast<double>(std::max<std::int64_t>(count.received, 1));
}

}  // namespace

void Llr07(CaseRun& run) {
  const int delay = run.TicksOf500MetresAndBack();
  for (const int bytes : {9216, 64}) {
    Flow flow;
    flow.bytes = bytes;
    run.Begin(std::to_string(bytes), flow,
              fmt::format("control sets to port 2 delayed by 500 m and back ({} ticks)", delay));
    BenchOptions options;
    options.retry = true;
    options.retry_config.max_frames = static_cast<std::uint32_t>(LinkEndSizes().frame_slots);
    Bench& bench = run.Ready(options);
    bench.DelayControls(2, delay);
    const int sent = bench.Start(flow);
    const std::int64_t loop = FramesIn(run, delay, bytes);
    const double rate = PercentOfLine(bench, sent, 2 * loop, 4 * loop, 20 * delay);
    run.Near("line rate", 100, rate);
    bench.Stop(sent);
    run.NothingLost(sent);
    run.LlrExactly(2, LlrCounter::kTxReplay, 0);
  }
}

void Llr09(CaseRun& run) {
  constexpr int kFrames = 20;
  BenchOptions options;
  options.retry = true;
  bool ready = false;
  for (const int bytes : AllSizes()) {
    Flow flow;
    flow.bytes = bytes;
    flow.frames = kFrames;
    run.Begin(std::to_string(bytes), flow, "");
    if (!ready) run.Ready(options);
    ready = true;
    const std::int64_t rx = run.Llr(1, LlrCounter::kRxOk), tx = run.Llr(2, LlrCounter::kTxOk);
    run.NothingLost(run.bench().Start(flow));
    run.Exactly("LLR_RX_OK", kFrames, run.Llr(1, LlrCounter::kRxOk) - rx);
    run.Exactly("LLR_TX_OK", kFrames, run.Llr(2, LlrCounter::kTxOk) - tx);
    run.Exactly("dropped", 0, run.bench().Drops());
  }
}

void Llr10(CaseRun& run) {
  constexpr int kFrames = 500;
  constexpr double kErrorRate = 0.05;
  for (const bool errors : {false, true}) {
    Flow retried;
    retried.bytes = 512;
    retried.frames = kFrames;
    retried.vc = 1;
    Flow plain = retried;
    plain.vc = 2;
    plain.eligible = false;
    run.Begin(errors ? "2" : "1", retried,
              fmt::format("DSCP 8 with LLR, DSCP 16 without{}",
                          errors ? "; one frame in 20 to port 1 and from port 2 hit by an "
                                   "uncorrectable FEC error"
                                 : ""));
    BenchOptions options;
    options.retry = true;
    Bench& bench = run.NewBench(options);
    bench.device().SetRetryClasses(static_cast<std::uint8_t>(~(1U << plain.vc)));
    run.BringUp();
    const auto damage = std::make_shared<Damage>();
    if (errors) {
      bench.OnWayToDevice(1, DamageSome(kErrorRate, "to port 1", damage));
      bench.OnWayFromDevice(2, DamageSome(kErrorRate, "from port 2", damage));
    }
    const std::array<int, 2> flows = {bench.Start(retried), bench.Start(plain)};
    run.NothingLost("lost with LLR", {flows.data(), 1});
    const FlowCount& other = bench.count(flows[1]);
    run.Exactly("lost without LLR", damage->others, other.sent - other.received);
    if (errors) {
      run.AtLeast("frames without LLR hit", 1, damage->others);
      run.AtLeast("frames with LLR hit", 1, damage->numbered);
    } else {
      run.Near("latency, with by without", 100,
               100 * Latency(bench.count(flows[0])) / Latency(other));
    }
  }
}

std::span<const Case> LlrCases() {
  static constexpr std::array<Case, 10> kCases = {{
      {"LLR-01", "sequence and ACK", Llr01},
      {"LLR-02", "retry by NACK", Llr02},
      {"LLR-03", "replay timer, then FLUSH", Llr03},
      {"LLR-04", "NACK is generated", Llr04},
      {"LLR-05", "poison is not retried", Llr05},
      {"LLR-06", "window of four", Llr06},
      {"LLR-07", "buffer for 500 m", Llr07},
      {"LLR-08", "re-init after FLUSH", Llr08},
      {"LLR-09", "all frame sizes", Llr09},
      {"LLR-10", "mixed with plain frames", Llr10},
  }};
  return kCases;
}

}  // namespace linkwright::conformance
