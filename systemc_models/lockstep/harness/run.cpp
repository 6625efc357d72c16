// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/harness/run.h"

#include <exception>

#include "systemc_models/lockstep/harness/compare.h"
#include "systemc_models/lockstep/harness/stimulus.h"
#include "systemc_models/lockstep/harness/wire_hash.h"

namespace linkwright::lockstep {
namespace {

VerifyRow BeginRow(const Scenario& what) {
  VerifyRow row;
  row.variant = what.variant;
  row.family = what.family;
  row.seed = what.seed;
  return row;
}

void EndRow(const Stimulus& stimulus, Coverage& coverage, VerifyRow& row) {
  if (!row.divergence && row.failure.empty()) row.failure = stimulus.complaint();
  row.cycles = stimulus.cycle();
  row.flits_in = stimulus.flits_in();
  row.flits_out = stimulus.flits_out();
  row.stimulus_hash = stimulus.hash();
  stimulus.CollectCoverage(coverage);
}

}  // namespace

VerifyRow RunLockStep(const SwitchKind& kind, const Scenario& what,
                      interfaces::ClockedSwitch& reference, interfaces::ClockedSwitch& device,
                      std::size_t history, Coverage& coverage,
                      const std::function<void(std::int64_t)>& before_tick) {
  VerifyRow row = BeginRow(what);
  const int ports = reference.ports();
  interfaces::SwitchInputs inputs(ports);
  interfaces::SwitchOutputs expected(ports);
  interfaces::SwitchOutputs actual(ports);
  CycleHistory recent(ports, history, kind.describe_head);
  const std::unique_ptr<Stimulus> stimulus = kind.make_stimulus(what);
  const auto compare = [&]() {
    const auto difference = CompareOutputs(expected, actual, kind.describe_head);
    if (!difference) return true;
    row.divergence = Divergence{.cycle = stimulus->cycle(),
                                .port = difference->port,
                                .field = difference->field,
                                .expected = difference->expected,
                                .actual = difference->actual,
                                .history = history > 0 ? recent.Format(difference->port) : "",
                                .trace_file = ""};
    return false;
  };
  try {
    reference.Reset(expected);
    device.Reset(actual);
    bool same = compare();
    while (same && !stimulus->Done()) {
      if (before_tick) before_tick(stimulus->cycle());
      stimulus->Drive(expected, inputs);
      reference.Tick(inputs, expected);
      device.Tick(inputs, actual);
      row.response_hash = HashOutputs(row.response_hash, expected);
      if (history > 0) recent.Record(stimulus->cycle(), inputs, expected, actual);
      same = compare();
    }
  } catch (const std::exception& error) {
    row.failure = error.what();
  }
  EndRow(*stimulus, coverage, row);
  return row;
}

VerifyRow RunAlone(const SwitchKind& kind, const Scenario& what, interfaces::ClockedSwitch& device,
                   Coverage& coverage) {
  VerifyRow row = BeginRow(what);
  interfaces::SwitchInputs inputs(device.ports());
  interfaces::SwitchOutputs outputs(device.ports());
  const std::unique_ptr<Stimulus> stimulus = kind.make_stimulus(what);
  try {
    device.Reset(outputs);
    while (!stimulus->Done()) {
      stimulus->Drive(outputs, inputs);
      device.Tick(inputs, outputs);
      row.response_hash = HashOutputs(row.response_hash, outputs);
    }
  } catch (const std::exception& error) {
    row.failure = error.what();
  }
  EndRow(*stimulus, coverage, row);
  return row;
}

}  // namespace linkwright::lockstep
