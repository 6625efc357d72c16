// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/bench/bench.h"

#include <algorithm>
#include <bit>

#include "fabric/routing/frame_hash.h"

namespace linkwright::conformance {

namespace es = spec::ethernet_switch;
namespace reg = spec::ethernet_switch::registers;

namespace {

constexpr std::uint32_t kNoThreshold = es::kAlphaInfinite;
constexpr std::uint32_t kTargetValid = 1u << 31;
constexpr std::int64_t kPatienceForInit = 4000;
constexpr std::int64_t kPollEvery = 1 << 12;
// SAI's defaults: 6,400 and 262,144 bytes between CF_UPDATEs, in ticks of 64.
constexpr std::uint16_t kCfMinSpacing = 100;
constexpr std::uint32_t kCfMaxSpacing = 4096;

// A sender of frames of that size may have begun two unseen, and some small ones between them.
int StopBelow(const Variant& variant, int frame_bytes) {
  const int cell = variant.cell_beats * link::kBeatBytes;
  return 2 * ((frame_bytes + cell - 1) / cell) + 8 + variant.egress_pad;
}

interfaces::LinkCredits::Buffer FarBuffer(const Models& models, const BenchOptions& options) {
  interfaces::LinkCredits::Buffer far;
  for (std::size_t vc = 0; vc < 8; ++vc) {
    if ((options.lossless >> vc & 1) == 0 || !options.queues_wait) continue;
    far.limit[vc] = options.station_credits;
    far.stop_below[vc] = StopBelow(*models.variant, options.largest_frame);
  }
  return far;
}

}  // namespace

BenchOptions::BenchOptions() {
  retry_config.tx_enable = retry_config.rx_enable = true;
  retry_config.max_frames = 512;
  retry_config.max_bytes = 1U << 22;
  retry_config.replay_timer = 20000;
  retry_config.replay_count = 3;
  retry_config.init_action = link::FrameAction::kBlock;
  retry_config.flush_action = link::FrameAction::kDiscard;
  retry_config.ctl_spacing = 32;
}

Bench::Bench(const Models& models, const BenchOptions& options)
    : options_(options),
      device_(models, options.ports,
              options.lossless == 0 ? 0 : models.variant->cell_beats * link::kBeatBytes,
              FarBuffer(models, options)) {
  for (const int port : options.ports) {
    Station& station = stations_[Index(port)].emplace(port, variant().line_bytes, flows_);
    Configure(station.config(), static_cast<std::uint32_t>(options.device_credits));
    Configure(device_.config(port), static_cast<std::uint32_t>(options.station_credits));
    link::RetryConfig& retry = device_.config(port).retry;
    retry.max_frames = std::min<std::uint32_t>(
        retry.max_frames, static_cast<std::uint32_t>(device_.link(port).sizes().frame_slots));
    for (int vc = 0; vc < 8; ++vc) {
      if ((options.lossless >> vc & 1) != 0)
        station.SetBuffer(vc, static_cast<std::uint32_t>(options.station_credits));
    }
  }
}

void Bench::Configure(link::LinkConfig& config, std::uint32_t limit) const {
  if (options_.retry) config.retry = options_.retry_config;
  link::CreditConfig& credit = config.credit;
  credit.tx_enable = credit.rx_enable = options_.lossless;
  credit.limit.fill(limit);
  credit.shift = static_cast<std::uint8_t>(std::countr_zero(static_cast<unsigned>(credit_bytes())));
  credit.cf_min_spacing = kCfMinSpacing;
  credit.cf_max_spacing = kCfMaxSpacing;
}

void Bench::Program() {
  Write(reg::kSharedCells, static_cast<std::uint32_t>(variant().cells));
  Write(reg::kEgressSharedCells, static_cast<std::uint32_t>(variant().cells));
  for (int c = 0; c < es::kClasses; ++c) {
    Write(reg::PgAlpha(c), kNoThreshold);
    Write(reg::QueueAlpha(c), kNoThreshold);
  }
  for (int pcp = 0; pcp < 8; ++pcp) {
    Write(reg::PcpClass(pcp), static_cast<std::uint32_t>(ClassOfPcpDei(2 * pcp)));
    Write(reg::DeiClass(pcp), static_cast<std::uint32_t>(ClassOfPcpDei(2 * pcp + 1)));
  }
  for (int dscp = 0; dscp < 64; ++dscp)
    Write(reg::DscpClass(dscp), static_cast<std::uint32_t>(ClassOfDscp(dscp)));
  std::vector<int> ways(static_cast<std::size_t>(variant().mac_rows));
  for (const int port : options_.ports) {
    Write(reg::PortControl(port - 1), 1);
    const int row = routing::MacRow(MacOf(port), variant().mac_rows);
    const int entry = es::kTableWays * row + ways[static_cast<std::size_t>(row)]++;
    Write(reg::MacKeyLow(entry), static_cast<std::uint32_t>(MacOf(port)));
    Write(reg::MacKeyHigh(entry), static_cast<std::uint32_t>(MacOf(port) >> 32));
    Write(reg::MacTarget(entry), kTargetValid | static_cast<std::uint32_t>(port - 1));
  }
}

bool Bench::BringUp() {
  Program();
  const bool up = RunUntil(
      [&] {
        return std::all_of(options_.ports.begin(), options_.ports.end(), [&](int port) {
          return !options_.retry || (device_.link(port).tx_state() == link::LlrTxState::kAdvance &&
                                     station(port).port().tx_state() == link::LlrTxState::kAdvance);
        });
      },
      kPatienceForInit);
  Run(4 * kCable + 100);  // the last echoes
  for (const int port : options_.ports) {
    device_.ClearCounters(port);
    station(port).ClearCounters();
  }
  Write(reg::kClearCounters, 1);
  return up;
}

int Bench::Start(const Flow& flow) {
  const int number = static_cast<int>(flows_.size());
  flows_.push_back({flow, MakeFrame(flow), {}, 0, 0, false, {}});
  station(flow.from).AddFlow(static_cast<std::uint16_t>(number));
  return number;
}

void Bench::Direction::Carry(link::LinkWire& in, link::LinkWire& out) {
  if (hook) hook(in);
  beats.push_back(in.beat);
  if (!in.beat.flit.valid) beats.back().flit.valid = false;
  controls.push_back(in.control);
  out.beat.flit.valid = out.control.valid = false;
  if (beats.size() > kCable) {
    if (beats.front().flit.valid) out.beat = beats.front();
    beats.pop_front();
  }
  if (controls.size() > static_cast<std::size_t>(kCable + control_delay)) {
    if (controls.front().valid) out.control = controls.front();
    controls.pop_front();
  }
}

void Bench::Tick() {
  for (const int port : options_.ports) {
    const std::size_t i = Index(port);
    cables_[i].to_device.Carry(stations_[i]->wire(), to_device_[i]);
    cables_[i].from_device.Carry(device_.wire(port), to_station_[i]);
  }
  for (const int port : options_.ports) {
    const std::size_t i = Index(port);
    stations_[i]->Tick(now_, to_station_[i]);
  }
  device_.Tick(now_, to_device_);
  ++now_;
  if (poll && now_ % kPollEvery == 0) poll();
}

void Bench::Run(std::int64_t ticks) {
  for (std::int64_t i = 0; i < ticks; ++i) Tick();
}

bool Bench::RunUntil(const std::function<bool()>& done, std::int64_t patience) {
  for (; !done(); --patience) {
    if (patience <= 0) return false;
    Tick();
  }
  return true;
}

bool Bench::Settle(std::int64_t patience) {
  // Longer than anything is on a cable or in a pipeline that no state shows.
  int delays = 0;
  for (const Cable& cable : cables_)
    delays += cable.to_device.control_delay + cable.from_device.control_delay;
  const int quiet = 2 * kCable + 300 + delays;
  int rested = 0;
  return RunUntil(
      [&] {
        bool rest = device_.AtRest();
        for (const int port : options_.ports) rest = rest && station(port).AtRest();
        for (const RunningFlow& flow : flows_) rest = rest && !flow.HasMore();
        rested = rest ? rested + 1 : 0;
        return rested > quiet;
      },
      patience);
}

std::uint32_t Bench::Read(std::uint32_t address) {
  device_.Ask({true, false, address, 0});
  Tick();
  return device_.answer().data;
}

void Bench::Write(std::uint32_t address, std::uint32_t value) {
  device_.Ask({true, true, address, value});
  Tick();
}

std::int64_t Bench::Drops() {
  std::int64_t drops = 0;
  for (int port = 0; port < kTestPorts; ++port) {
    for (int reason = 0; reason < es::kDropReasons; ++reason)
      drops += Read(reg::PortDrops(port, static_cast<es::DropReason>(reason)));
  }
  return drops;
}

}  // namespace linkwright::conformance
