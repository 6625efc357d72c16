// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/cases/case_run.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

namespace linkwright::conformance {

namespace {

constexpr double kTolerancePercent = 5;
constexpr double kMetresPerSecond = 198e6;  // in fibre

}  // namespace

CaseRun::CaseRun(const Models& models, CaseResult& result, std::int64_t& clock_ps,
                 const std::function<void()>& poll)
    : models_(models), result_(result), clock_ps_(clock_ps), poll_(poll) {}

CaseRun::~CaseRun() {
  CloseRow();
  if (!bench_) return;
  clock_ps_ += bench_->now() * models_.variant->clock_period_ps;
  result_.ticks += bench_->now();
}

int CaseRun::TicksOf500MetresAndBack() const {
  constexpr double kPicoseconds = 1e12;
  return static_cast<int>(
      std::ceil(1000 / kMetresPerSecond * kPicoseconds / models_.variant->clock_period_ps));
}

void CaseRun::CloseRow() {
  if (result_.records.empty()) return;
  for (Measurement& loss : losses_) Add(std::move(loss));
  losses_.clear();
  const std::int64_t ticks = bench_ ? bench_->now() : 0;
  record().end_ps = clock_ps_ + ticks * models_.variant->clock_period_ps;
}

void CaseRun::Begin(const std::string& variation, const Flow& flow, const std::string& config) {
  CloseRow();
  TestRecord& row = result_.records.emplace_back();
  row.test_case = result_.test_case;
  row.scenario = fmt::format("{}{}{} {}-{}", row.test_case, variation.empty() ? "" : ".", variation,
                             flow.from, flow.to);
  row.frame_bytes = flow.bytes;
  row.source = AddressOf(flow.from, flow.header);
  row.destination = AddressOf(flow.to, flow.header);
  row.config = config;
}

Bench& CaseRun::NewBench(const BenchOptions& options) {
  if (bench_) {
    clock_ps_ += bench_->now() * models_.variant->clock_period_ps;
    result_.ticks += bench_->now();
  }
  bench_ = std::make_unique<Bench>(models_, options);
  bench_->poll = poll_;
  return *bench_;
}

void CaseRun::BringUp() {
  if (bench_->BringUp()) return;
  Says("links", "up", "not up");
  throw CaseStopped{};
}

Bench& CaseRun::Ready(const BenchOptions& options) {
  NewBench(options);
  BringUp();
  return *bench_;
}

void CaseRun::Exactly(const std::string& name, std::int64_t expected, std::int64_t measured) {
  Add({name, std::to_string(expected), std::to_string(measured), expected == measured});
}

void CaseRun::AtLeast(const std::string& name, std::int64_t least, std::int64_t measured) {
  Add({name, fmt::format(">={}", least), std::to_string(measured), measured >= least});
}

void CaseRun::Says(const std::string& name, const std::string& expected,
                   const std::string& measured) {
  Add({name, expected, measured, expected == measured});
}

void CaseRun::Near(const std::string& name, double expected_percent, double measured_percent) {
  const double off = std::abs(measured_percent - expected_percent);
  Add({name, fmt::format("{:.1f}%", expected_percent), fmt::format("{:.1f}%", measured_percent),
       off <= expected_percent * kTolerancePercent / 100});
}

void CaseRun::LlrExactly(int port, link::LlrCounter counter, std::int64_t expected) {
  Exactly(fmt::format("LLR_{}", link::kLlrCounterNames[static_cast<std::size_t>(counter)]),
          expected, Llr(port, counter));
}

void CaseRun::NothingLost(const std::string& name, std::span<const int> flows) {
  const bool settled = bench_->Settle();
  std::int64_t lost = 0, wrong = 0;
  for (const int flow : flows) {
    const FlowCount& count = bench_->count(flow);
    lost += count.sent - count.received;
    wrong += count.bad + count.out_of_order + count.other_channel + count.overrun;
  }
  losses_.push_back({name, "0", std::to_string(lost), lost == 0});
  losses_.push_back({"damaged, doubled or out of order", "0", std::to_string(wrong), wrong == 0});
  if (!settled) losses_.push_back({"traffic", "ends", "hangs", false});
}

std::span<const int> AllSizes() {
  static constexpr std::array kSizes = {64,   65,   127,  128,  129,  255,  256,  257,
                                        511,  512,  513,  1517, 1518, 1519, 2047, 2048,
                                        2049, 4095, 4096, 4097, 9215, 9216};
  return kSizes;
}

std::string NameOf(link::LlrTxState state) {
  constexpr const char* kNames[] = {"OFF", "INIT", "ADVANCE", "REPLAY", "FLUSH"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string NameOf(link::LlrRxState state) {
  constexpr const char* kNames[] = {"OFF", "SEND_ACKS", "SEND_NACK", "NACK_SENT"};
  return kNames[static_cast<std::size_t>(state)];
}

double PercentOfLine(Bench& bench, int flow, std::int64_t from, std::int64_t to,
                     std::int64_t patience) {
  const FlowCount& count = bench.count(flow);
  if (!bench.RunUntil([&] { return count.received >= from; }, patience)) return 0;
  const std::int64_t begin = count.last_tick;
  if (!bench.RunUntil([&] { return count.received >= to; }, patience)) return 0;
  const double bytes = static_cast<double>(to - from) *
                       (bench.frame_bytes(flow) + spec::ethernet_switch::kFrameOverheadBytes);
  return 100 * bytes / (static_cast<double>(count.last_tick - begin) * bench.variant().line_bytes);
}

}  // namespace linkwright::conformance
