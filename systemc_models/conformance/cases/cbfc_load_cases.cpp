// SPDX-License-Identifier: Apache-2.0
// CBFC-04 and CBFC-08 to CBFC-12: credits under load.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "systemc_models/conformance/cases/cases.h"
#include "systemc_models/conformance/cases/cbfc_cases.h"

namespace linkwright::conformance {

namespace reg = spec::ethernet_switch::registers;

namespace {

constexpr int kOverheadBytes = spec::ethernet_switch::kFrameOverheadBytes;
constexpr std::int64_t kPatience = 200000;

// Frames of that size that fill the line for some ticks.
std::int64_t FramesIn(const CaseRun& run, std::int64_t ticks, int bytes) {
  return std::max<std::int64_t>(ticks * run.line_bytes() / (bytes + kOverheadBytes), 8);
}

// Received by each flow in a window of ticks, in percent of the line.
std::vector<double> Shares(Bench& bench, const std::vector<int>& flows, std::int64_t ticks) {
  std::vector<std::int64_t> before;
  for (const int flow : flows) before.push_back(bench.count(flow).received);
  bench.Run(ticks);
  std::vector<double> shares;
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const double bytes = static_cast<double>(bench.count(flows[i]).received - before[i]) *
                         (bench.frame_bytes(flows[i]) + kOverheadBytes);
    shares.push_back(100 * bytes / (static_cast<double>(ticks) * bench.variant().line_bytes));
  }
  return shares;
}

void StopAll(Bench& bench, const std::vector<int>& flows) {
  for (const int flow : flows) bench.Stop(flow);
}

}  // namespace

void Cbfc04(CaseRun& run) {
  constexpr int kChannel = 1, kCredits = 400;
  for (const int bytes : AllSizes()) {
    for (const int drain : {100, 50, 0}) {
      Flow flow;
      flow.bytes = bytes;
      flow.vc = kChannel;
      run.Begin(fmt::format("{}.{}%", bytes, drain), flow,
                fmt::format("tester drains {} % of the line", drain));
      BenchOptions options;
      options.lossless = 1U << kChannel;
      options.largest_frame = bytes;
      options.device_credits = options.station_credits = kCredits;
      options.queues_wait = false;
      Bench& bench = run.Ready(options);
      bench.station(2).SetDrain(kChannel, drain / 100.0);
      const int sent = bench.Start(flow);
      if (drain > 0) {
        // Behind what the buffers take in at the rate of the line.
        const std::int64_t full = FramesIn(run, 4000, bytes);
        run.Near("throughput", drain,
                 PercentOfLine(bench, sent, full, full + FramesIn(run, 2000, bytes), kPatience));
      } else {
        bench.Run(4000);
        const std::int64_t stopped = bench.count(sent).received;
        bench.Run(2000);
        run.Exactly("frames until it is full", kCredits / bench.CreditsOf(bytes), stopped);
        run.Exactly("frames after that", 0, bench.count(sent).received - stopped);
      }
      bench.station(2).SetDrain(kChannel, 1);
      bench.Stop(sent);
      run.NothingLost(sent);
      run.Exactly("dropped", 0, bench.Drops());
    }
  }
}

void Cbfc08(CaseRun& run) {
  constexpr int kLossless = 4;
  constexpr double kShare = 0.25;
  for (int blocked = 0; blocked < kLossless; ++blocked) {
    Flow typical;
    typical.bytes = 512;
    run.Begin(
        fmt::format("VC{}", blocked), typical,
        fmt::format("VC 0 to 3 lossless, each at 25 % of the line; VC {} not drained", blocked));
    BenchOptions options;
    options.lossless = (1U << kLossless) - 1;
    options.largest_frame = typical.bytes;
    options.device_credits = options.station_credits = 400;
    Bench& bench = run.Ready(options);
    std::vector<int> flows;
    for (int vc = 0; vc < kLossless; ++vc) {
      Flow flow = typical;
      flow.vc = vc;
      flow.share = kShare;
      flows.push_back(bench.Start(flow));
    }
    bench.Run(2000);
    const std::vector<double> free = Shares(bench, flows, 6000);
    bench.station(2).SetDrain(blocked, 0);
    bench.Run(16000);  // its buffers fill
    const std::vector<double> shares = Shares(bench, flows, 6000);
    for (int vc = 0; vc < kLossless; ++vc) {
      const auto i = static_cast<std::size_t>(vc);
      run.Near(fmt::format("VC {} before", vc), 100 * kShare, free[i]);
      if (vc == blocked) {
        run.Says(fmt::format("VC {} blocked", vc), "0.0%", fmt::format("{:.1f}%", shares[i]));
      } else {
        run.Near(fmt::format("VC {} beside it", vc), 100 * kShare, shares[i]);
      }
    }
    bench.station(2).SetDrain(blocked, 1);
    StopAll(bench, flows);
    run.NothingLost("lost", flows);
    run.Exactly("dropped", 0, bench.Drops());
  }
}

void Cbfc09(CaseRun& run) {
  for (const bool pressure : {false, true}) {
    Flow typical;
    typical.bytes = 512;
    run.Begin(pressure ? "pressure" : "free", typical,
              pressure ? "VC 1 and 2 share 800 credits as 400 each; VC 1 not drained"
                       : "VC 1 and 2 share 800 credits as 400 each");
    BenchOptions options;
    options.lossless = 0b110;
    options.largest_frame = typical.bytes;
    options.device_credits = options.station_credits = 400;
    Bench& bench = run.Ready(options);
    std::vector<int> flows;
    for (const int vc : {1, 2}) {
      Flow flow = typical;
      flow.vc = vc;
      flow.share = 0.5;
      flows.push_back(bench.Start(flow));
    }
    if (pressure) bench.station(2).SetDrain(1, 0);
    bench.Run(pressure ? 16000 : 2000);
    const std::vector<double> shares = Shares(bench, flows, 6000);
    if (pressure) {
      run.Says("VC 1 blocked", "0.0%", fmt::format("{:.1f}%", shares[0]));
      run.Near("VC 2 beside it", 50, shares[1]);
      run.Note(
          "the standard lets VC 2 be affected; a port's credits are split into limits of "
          "their own here, pools are not built, so it is not");
    } else {
      run.Near("VC 1", 50, shares[0]);
      run.Near("VC 2", 50, shares[1]);
    }
    bench.station(2).SetDrain(1, 1);
    StopAll(bench, flows);
    run.NothingLost("lost", flows);
    run.Exactly("dropped", 0, bench.Drops());
  }
}

namespace {

constexpr int kLosslessChannel = 1, kBestEffort = 2;
constexpr std::array kSources = {1, 3, 4};

Bench& Incast(CaseRun& run, const Flow& typical) {
  BenchOptions options;
  options.ports = {1, 2, 3, 4};
  options.lossless = 1U << kLosslessChannel;
  options.largest_frame = typical.bytes;
  options.device_credits = options.station_credits = 400;
  return run.Ready(options);
}

std::vector<int> StartAll(Bench& bench, Flow flow, int vc) {
  std::vector<int> flows;
  flow.vc = vc;
  for (const int source : kSources) {
    flow.from = source;
    flows.push_back(bench.Start(flow));
  }
  return flows;
}

double Sum(const std::vector<double>& shares) {
  double sum = 0;
  for (const double share : shares) sum += share;
  return sum;
}

}  // namespace

void Cbfc10(CaseRun& run) {
  Flow typical;
  typical.bytes = 1518;
  run.Begin("3to1", typical, "ports 1, 3 and 4 to port 2, each at line rate, lossless");
  Bench& bench = Incast(run, typical);
  const std::vector<int> flows = StartAll(bench, typical, kLosslessChannel);
  bench.Run(10000);
  const std::vector<double> shares = Shares(bench, flows, 20000);
  run.Near("throughput", 100, Sum(shares));
  for (std::size_t i = 0; i < flows.size(); ++i)
    run.Near(fmt::format("from port {}", kSources[i]), 100.0 / kSources.size(), shares[i]);
  for (std::size_t i = 0; i < flows.size(); ++i) {
    run.AtLeast(fmt::format("ticks port {} waited for credits", kSources[i]), 1,
                bench.count(flows[i]).waited);
  }
  StopAll(bench, flows);
  run.NothingLost("lost", flows);
  run.Exactly("dropped", 0, bench.Drops());
}

void Cbfc11(CaseRun& run) {
  Flow typical;
  typical.bytes = 1518;
  run.Begin("3to1", typical,
            "ports 1, 3 and 4 to port 2: VC 1 lossless, VC 2 best effort, together line rate; "
            "QUEUE_ALPHA of VC 2 1/128");
  Bench& bench = Incast(run, typical);
  bench.Write(reg::QueueAlpha(kBestEffort), 1);
  const std::vector<int> lossless = StartAll(bench, typical, kLosslessChannel);
  const std::vector<int> others = StartAll(bench, typical, kBestEffort);
  bench.Run(10000);
  std::vector<int> all = lossless;
  all.insert(all.end(), others.begin(), others.end());
  std::vector<double> shares = Shares(bench, all, 20000);
  run.Near("throughput", 100, Sum(shares));
  shares.resize(lossless.size());
  run.Near("lossless", 50, Sum(shares));
  StopAll(bench, all);
  run.NothingLost("lost, lossless", lossless);
  std::int64_t lost = 0;
  for (const int flow : others) lost += bench.count(flow).sent - bench.count(flow).received;
  run.AtLeast("lost, best effort", 1, lost);
  run.Exactly("QUEUE_DROPS of VC 2", lost, bench.Read(reg::QueueDrops(1, kBestEffort)));
  run.Exactly("dropped", lost, bench.Drops());
}

void Cbfc12(CaseRun& run) {
  constexpr int kChannel = 1;
  const int delay = run.TicksOf500MetresAndBack();
  for (const int bytes : {9216, 64}) {
    Flow flow;
    flow.bytes = bytes;
    flow.vc = kChannel;
    run.Begin(std::to_string(bytes), flow, "");
    BenchOptions options;
    options.lossless = 1U << kChannel;
    options.largest_frame = bytes;
    options.device_credits = options.station_credits = 4096;
    Bench& bench = run.Ready(options);
    run.Configured(
        fmt::format("control sets to port 2 and from port 1 delayed by 500 m and back "
                    "({} ticks); limits {} credits",
                    delay, options.device_credits));
    bench.DelayControls(2, delay);
    bench.DelayControlsFrom(1, delay);
    const int sent = bench.Start(flow);
    const std::int64_t loop = FramesIn(run, delay, bytes);
    run.Near("line rate", 100, PercentOfLine(bench, sent, 2 * loop, 4 * loop, 20 * delay));
    bench.Stop(sent);
    run.NothingLost(sent);
    run.Exactly("dropped", 0, bench.Drops());
  }
}

std::span<const Case> CbfcCases() {
  static constexpr std::array<Case, 12> kCases = {{
      {"CBFC-01", "credits of the sender", Cbfc01},
      {"CBFC-02", "credits of the receiver", Cbfc02},
      {"CBFC-03", "credits lost and healed", Cbfc03},
      {"CBFC-04", "back-pressure", Cbfc04},
      {"CBFC-05", "VC by PCP and DEI", Cbfc05},
      {"CBFC-06", "VC by IPv4 DSCP", Cbfc06},
      {"CBFC-07", "VC by IPv6 DSCP", Cbfc07},
      {"CBFC-08", "credits per channel", Cbfc08},
      {"CBFC-09", "credits per port", Cbfc09},
      {"CBFC-10", "lossless incast", Cbfc10},
      {"CBFC-11", "mixed incast", Cbfc11},
      {"CBFC-12", "buffer for 500 m", Cbfc12},
  }};
  return kCases;
}

}  // namespace linkwright::conformance
