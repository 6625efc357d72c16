// SPDX-License-Identifier: Apache-2.0
// A test case while it runs: one bench after another, and the rows of the record.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "systemc_models/conformance/bench/bench.h"
#include "systemc_models/conformance/cases/record.h"

namespace linkwright::conformance {

/// A case cannot go on; what was measured says why.
struct CaseStopped {};

class CaseRun {
 public:
  /// `clock_ps`: of the simulated clock; advanced. `poll` may throw.
  CaseRun(const Models& models, CaseResult& result, std::int64_t& clock_ps,
          const std::function<void()>& poll);
  ~CaseRun();
  CaseRun(const CaseRun&) = delete;
  CaseRun& operator=(const CaseRun&) = delete;

  const Models& models() const { return models_; }
  int line_bytes() const { return models_.variant->line_bytes; }
  /// Ticks that light takes over 500 m of fibre and back, rounded up.
  int TicksOf500MetresAndBack() const;

  /// A new row. `variation`: "", "A", "64". The bench of the row before may be used on.
  void Begin(const std::string& variation, const Flow& flow, const std::string& config);
  void Configured(const std::string& config) { record().config = config; }
  void Note(const std::string& notes) { record().notes = notes; }
  /// A new bench, not yet brought up.
  Bench& NewBench(const BenchOptions& options);
  Bench& bench() { return *bench_; }
  /// Throws CaseStopped if a link does not come up.
  void BringUp();
  /// NewBench and BringUp.
  Bench& Ready(const BenchOptions& options);

  // What the row says was measured.
  void Exactly(const std::string& name, std::int64_t expected, std::int64_t measured);
  void AtLeast(const std::string& name, std::int64_t least, std::int64_t measured);
  void Says(const std::string& name, const std::string& expected, const std::string& measured);
  /// Of the data plane, passes within 5 %; in percent.
  void Near(const std::string& name, double expected_percent, double measured_percent);

  /// SAI_PORT_STAT_LLR_<counter> of the device's port.
  void LlrExactly(int port, link::LlrCounter counter, std::int64_t expected);
  std::int64_t Llr(int port, link::LlrCounter counter) const {
    return bench_->device().link(port).counter(counter);
  }
  /// Everything of the flow arrived, once, in order and as sent; waits for it first. Stands behind
  /// the row's other values.
  void NothingLost(const std::string& name, std::span<const int> flows);
  void NothingLost(int flow) { NothingLost("lost", {&flow, 1}); }

 private:
  TestRecord& record() { return result_.records.back(); }
  void CloseRow();
  void Add(Measurement measurement) { record().measurements.push_back(std::move(measurement)); }

  const Models& models_;
  CaseResult& result_;
  std::int64_t& clock_ps_;
  std::function<void()> poll_;
  std::unique_ptr<Bench> bench_;
  std::vector<Measurement> losses_;  // of the row
};

/// All sizes of the standard, ascending.
std::span<const int> AllSizes();
/// "OFF", "INIT", "ADVANCE", "REPLAY" or "FLUSH".
std::string NameOf(link::LlrTxState state);
std::string NameOf(link::LlrRxState state);
/// How much of the line the flow had between its frames `from` and `to` as they arrived; runs the
/// bench until then. 0 if it does not come to that within `patience` ticks.
double PercentOfLine(Bench& bench, int flow, std::int64_t from, std::int64_t to,
                     std::int64_t patience);

}  // namespace linkwright::conformance
