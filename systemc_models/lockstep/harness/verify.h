// SPDX-License-Identifier: Apache-2.0
// The lock-step regression behind `linkwright verify`: two switches get the same wires in every
// cycle, and every output of every port must be the same in every cycle; at the end all counters
// are read through both register buses.
//
// What a switch is driven with and how its headers read is a SwitchKind; the rest is the same for
// all of them. Deterministic: a row depends on its variant, family, seed and number of cycles
// alone, whatever else runs beside it.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "foundation/telemetry/text_layout.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/harness/compare.h"
#include "systemc_models/lockstep/harness/coverage.h"
#include "systemc_models/lockstep/harness/stimulus.h"

namespace linkwright::lockstep {

/// Makes a switch of the named variant; nullptr if it cannot. Called from several threads at once.
using SwitchFactory =
    std::function<std::unique_ptr<interfaces::ClockedSwitch>(const std::string& variant)>;

/// A switch to be judged, and how somebody else comes by the same one.
class SwitchDevice {
 public:
  /// Anybody's switch: no command makes it again, and so none is printed.
  template <std::convertible_to<SwitchFactory> Factory>
  SwitchDevice(Factory make) : make_(std::move(make)) {}
  /// `verify_options` of `linkwright verify` give this device, with a blank in front of each; empty
  /// for the device it takes by default.
  SwitchDevice(SwitchFactory make, std::string verify_options)
      : make_(std::move(make)), verify_options_(std::move(verify_options)) {}

  std::unique_ptr<interfaces::ClockedSwitch> operator()(const std::string& variant) const {
    return make_(variant);
  }
  const std::optional<std::string>& verify_options() const { return verify_options_; }

 private:
  SwitchFactory make_;
  std::optional<std::string> verify_options_;
};

/// What is compared with what. Either side may be anybody's: the harness knows ClockedSwitch only.
struct SwitchPair {
  SwitchFactory reference;
  SwitchDevice device;
};

/// What one row runs.
struct Scenario {
  std::string variant;
  std::string family;
  std::uint64_t seed = 1;
  std::int64_t cycles = 20000;  ///< of traffic
};

/// One kind of switch and its stimulus.
struct SwitchKind {
  SwitchPair ours;                           ///< twin against RTL, from its plug-in
  std::vector<std::string> variants = {};    ///< all of the specification
  std::vector<std::string> verifiable = {};  ///< those that exist as twin and as RTL
  std::vector<std::string> twins_only = {};  ///< those that have no RTL at all
  std::vector<std::string> families = {};    ///< those of a regression, in order
  std::vector<std::string> all_families = {};
  std::function<std::unique_ptr<Stimulus>(const Scenario&)> make_stimulus = {};
  DescribeHead describe_head = nullptr;
  std::string unit = "flits";  ///< what its ports move in a cycle, for people
};

/// After every finished row; calls are serialised. Rows of parallel jobs finish in any order.
struct VerifyProgress {
  std::size_t rows_done = 0;
  std::size_t rows_total = 0;
  std::int64_t cycles_done = 0;
  std::int64_t cycles_total = 0;
};

struct VerifyRequest {
  std::vector<std::string> variants = {};  ///< empty: all that are verifiable
  int seeds = 1;                           ///< per variant and family, > 0
  std::uint64_t first_seed = 1;            ///< seeds are first_seed, first_seed + 1, ...
  std::int64_t cycles = 20000;  ///< of traffic per row; draining and reading counters come on top
  std::vector<std::string> families = {};  ///< empty: those of a regression
  int jobs = 1;                            ///< rows that run at the same time
  std::string trace_dir =
      {};  ///< not empty: a waveform (FST) of the device around a divergence is left here
  std::function<void(const VerifyProgress&)> progress = {};
  /// Called often within every row, by the thread that runs it: by throwing, it ends the row, which
  /// then counts as failed.
  std::function<void()> poll = {};
};

/// The first cycle in which the two switches differ, and the first differing field in that cycle.
struct Divergence {
  std::int64_t cycle = 0;  ///< tick, counted from reset, whose returned outputs differ
  int port = -1;           ///< -1: not of a port (bus, irq, idle)
  std::string field;       ///< "flit.valid", "credit.limit", "bus.rdata", "irq", ...
  std::string expected;    ///< of the reference
  std::string actual;      ///< of the device
  std::string history;     ///< the last cycles of that port (or of the bus), one per line
  std::string trace_file;  ///< empty if none was asked for or the device cannot trace
};

struct VerifyRow {
  std::optional<std::string> verify_options;  ///< of the device; nothing: it is somebody's own
  std::string variant;
  std::string family;
  std::uint64_t seed = 0;
  std::int64_t cycles = 0;          ///< compared, draining and counter reads included
  std::int64_t flits_in = 0;        ///< driven into the switch
  std::int64_t flits_out = 0;       ///< that the reference sent
  std::uint64_t stimulus_hash = 0;  ///< of all inputs of all cycles
  std::uint64_t response_hash = 0;  ///< of all outputs of the reference
  std::optional<Divergence> divergence;
  /// The device stopped by itself (an assertion in the RTL), the books of the run are not balanced
  /// (which holds for both sides, as they answer the same), or nothing was sent and so nothing was
  /// compared; empty if not.
  std::string failure;

  bool passed() const { return !divergence && failure.empty(); }
};

struct VerifyReport {
  std::vector<VerifyRow> rows;  ///< variant by variant, family by family, seed by seed
  Coverage coverage;            ///< summed over all rows
  std::string unit = "flits";   ///< of the kind
  bool passed() const;
};

/// `linkwright verify --variant p8 --seed 17 --seeds 1 --cycles 20000 --family uniform`; empty when
/// no command runs the same device.
std::string ReplayCommand(const VerifyRow& row, std::int64_t traffic_cycles);

/// A table with one line per row, then what diverged with its history and replay command, then the
/// coverage bins. Without details: one line per variant and family (rows, cycles, flits,
/// divergences) instead of one per seed.
std::string FormatReport(const VerifyReport& report, const VerifyRequest& request,
                         const telemetry::Page& page = {.details = true});

/// Throws diagnostics::UserError for an unknown variant or one that a factory cannot make.
VerifyReport RunVerify(const SwitchKind& kind, const VerifyRequest& request,
                       const SwitchPair& pair);

/// Ours against each other.
inline VerifyReport RunVerify(const SwitchKind& kind, const VerifyRequest& request) {
  return RunVerify(kind, request, kind.ours);
}

}  // namespace linkwright::lockstep
