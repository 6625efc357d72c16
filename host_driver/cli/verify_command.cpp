// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <memory>

#include "foundation/diagnostics/diagnostic.h"
#include "foundation/diagnostics/suggest.h"
#include "foundation/telemetry/progress.h"
#include "foundation/units/duration.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/outputs.h"
#include "host_driver/experiment/build_facts.h"
#include "host_driver/report/report_text.h"
#include "host_driver/report/terminal.h"
#include "systemc_models/lockstep/ethernet/ethernet_kind.h"
#include "systemc_models/lockstep/scaleup/scaleup_kind.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::cli {
namespace {

// Room for the seeds that follow.
constexpr uint64_t kLargestSeed = uint64_t{1} << 62;

struct VerifyOptions {
  std::string kind = "scaleup";
  std::string variant = "all";
  std::string family = "all";
  int seeds = 20;
  uint64_t first_seed = 1;
  int64_t cycles = 20000;
  int jobs = 1;
  std::string trace_dir;
  OutputOptions output;
};

struct NamedKind {
  const char* name;
  const lockstep::SwitchKind& (*kind)();
};

constexpr NamedKind kKinds[] = {
    {"scaleup", lockstep::scaleup::ScaleUpKind},
    {"ethernet", lockstep::ethernet::EthernetKind},
};

const NamedKind& NamedKindOf(const VerifyOptions& options) {
  std::vector<std::string> names;
  for (const NamedKind& kind : kKinds) {
    if (options.kind == kind.name) return kind;
    names.emplace_back(kind.name);
  }
  const std::string suggestion = diagnostics::Suggest(options.kind, names);
  throw diagnostics::UserError({"--switch " + options.kind, 1, 1},
                               fmt::format("unknown kind of switch '{}'; expected {}", options.kind,
                                           fmt::join(names, " or ")),
                               suggestion);
}

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// `--switch my_switch.so`: a file, not the name of a kind.
bool NamesALibrary(const VerifyOptions& options) {
  return options.kind.ends_with(".so") || options.kind.find('/') != std::string::npos;
}

// The twin of the variant that a library says it is against the library's model.
lockstep::SwitchKind KindOf(const std::shared_ptr<const plugins::SwitchLibrary>& library,
                            VerifyOptions& options) {
  const plugins::SwitchDescription& is = library->description();
  const std::string typed = options.kind;
  const diagnostics::SourceLocation at{"--switch " + typed, 1, 1};
  if (is.contract != LINKWRIGHT_CONTRACT_CYCLE) {
    throw diagnostics::UserError(
        at, fmt::format("'{}' promises '{}', which lock-step cannot judge: it compares every cycle",
                        is.name, plugins::ContractText(is)));
  }
  options.kind = is.component == plugins::kScaleUpSwitch ? "scaleup" : "ethernet";
  lockstep::SwitchKind kind = NamedKindOf(options).kind();
  if (!Has(kind.variants, is.variant)) {
    throw diagnostics::UserError(
        at, fmt::format("'{}' says that it is variant '{}', which no specification has", is.name,
                        is.variant));
  }
  const std::unique_ptr<interfaces::ClockedSwitch> twin = kind.ours.reference(is.variant);
  if (twin && twin->ports() != is.ports) {
    throw diagnostics::UserError(at, fmt::format("'{}' has {} ports, variant '{}' has {}", is.name,
                                                 is.ports, is.variant, twin->ports()));
  }
  if (options.variant != "all" && options.variant != is.variant) {
    throw diagnostics::UserError({"--variant " + options.variant, 1, 1},
                                 fmt::format("'{}' is of variant '{}'", is.name, is.variant));
  }
  options.variant = is.variant;
  kind.verifiable = {is.variant};
  kind.ours.device = lockstep::SwitchDevice(
      [library](const std::string&) { return library->Make(); }, " --switch " + typed);
  return kind;
}

// The other kind's names are no misspellings of this kind's.
void RefuseNamesOfTheOtherKind(const lockstep::SwitchKind& kind, const VerifyOptions& options) {
  for (const NamedKind& other : kKinds) {
    if (options.kind == other.name) continue;
    if (!Has(kind.all_families, options.family) && Has(other.kind().all_families, options.family)) {
      throw diagnostics::UserError(
          {"--family " + options.family, 1, 1},
          fmt::format("'{}' is a stimulus family of the other kind of switch: --switch {}",
                      options.family, other.name));
    }
    if (!Has(kind.variants, options.variant) && Has(other.kind().variants, options.variant)) {
      throw diagnostics::UserError(
          {"--variant " + options.variant, 1, 1},
          fmt::format("'{}' is a variant of the other kind of switch: --switch {}", options.variant,
                      other.name));
    }
  }
}

lockstep::VerifyRequest RequestOf(const lockstep::SwitchKind& kind, const VerifyOptions& options) {
  RefuseNamesOfTheOtherKind(kind, options);
  if (Has(kind.twins_only, options.variant)) {
    throw diagnostics::UserError(
        {"--variant " + options.variant, 1, 1},
        fmt::format("'{}' is there as a twin only: there is no RTL to verify", options.variant));
  }
  if (Has(kind.variants, options.variant) && !Has(kind.verifiable, options.variant)) {
    throw diagnostics::UserError(
        {"--variant " + options.variant, 1, 1},
        plugins::HowToBuild(fmt::format("variant '{}'", options.variant),
                            fmt::format("{}_switch_{}", options.kind, options.variant)));
  }
  lockstep::VerifyRequest request;
  request.seeds = options.seeds;
  request.first_seed = options.first_seed;
  request.cycles = options.cycles;
  request.jobs = options.jobs;
  request.trace_dir = options.trace_dir;
  const bool ethernet = options.kind == "ethernet";
  if (options.variant != "all" && !Has(kind.variants, options.variant)) {
    std::vector<std::string> names = {"all"};
    names.insert(names.end(), kind.variants.begin(), kind.variants.end());
    throw diagnostics::UserError(
        {"--variant " + options.variant, 1, 1},
        fmt::format("no variant is called '{}'; `linkwright list {}` shows them", options.variant,
                    ethernet ? "ethernet_variants" : "variants"),
        diagnostics::Suggest(options.variant, names));
  }
  if (options.variant != "all") request.variants = {options.variant};
  if (options.family != "all") {
    const auto& known = kind.all_families;
    if (!Has(known, options.family)) {
      std::vector<std::string> names = {"all"};
      names.insert(names.end(), known.begin(), known.end());
      throw diagnostics::UserError(
          {"--family " + options.family, 1, 1},
          fmt::format("unknown stimulus family '{}'; `linkwright list families` shows "
                      "them",
                      options.family),
          diagnostics::Suggest(options.family, names));
    }
    request.families = {options.family};
  }
  return request;
}

telemetry::RunReport ReportOf(const lockstep::VerifyReport& verified) {
  telemetry::RunReport report;
  report.SetProvenance("tool", "linkwright " + experiment::Version());
  const auto facts = experiment::BuildFacts();
  report.SetProvenance("build", telemetry::Value::Map(facts.begin(), facts.end()));
  int64_t cycles = 0, flits = 0, failed = 0;
  for (const lockstep::VerifyRow& row : verified.rows) {
    cycles += row.cycles;
    flits += row.flits_out;
    failed += !row.passed();
    report.AddRow({{"variant", row.variant},
                   {"family", row.family},
                   {"seed", row.seed},
                   {"cycles", row.cycles},
                   {"flits_in", row.flits_in},
                   {"flits_out", row.flits_out},
                   {"stimulus_hash", fmt::format("{:016x}", row.stimulus_hash)},
                   {"response_hash", fmt::format("{:016x}", row.response_hash)},
                   {"passed", row.passed()}});
  }
  report.Add("verify.rows", static_cast<int64_t>(verified.rows.size()), "runs",
             "variant, family and seed combinations run");
  report.Add("verify.cycles", cycles, "cycles",
             "cycles in which every output of every port was compared");
  report.Add("verify.flits", flits, "flits",
             "flits (of an Ethernet switch: beats) that the reference sent in those cycles");
  report.Add("verify.divergences", failed, "runs",
             "runs in which an output differed or an assertion failed");
  return report;
}

// Why a regression failed, in a sentence.
std::string FailureOf(const lockstep::VerifyReport& verified) {
  for (const lockstep::VerifyRow& row : verified.rows) {
    if (row.divergence) return "the switches differ";
  }
  for (const lockstep::VerifyRow& row : verified.rows) {
    if (!row.passed()) return fmt::format("{} {}: {}", row.variant, row.family, row.failure);
  }
  return {};
}

void Verify(VerifyOptions options, Session& session) {
  const lockstep::SwitchKind kind =
      NamesALibrary(options) ? KindOf(plugins::SwitchLibrary::Open(options.kind), options)
                             : NamedKindOf(options).kind();
  lockstep::VerifyRequest request = RequestOf(kind, options);
  options.output.ExpectWritable();
  lockstep::VerifyReport verified;
  telemetry::RunReport unfinished = ReportOf({});
  options.output.WriteEvenIfItFails(unfinished, [&] {
    telemetry::Progress progress(fmt::format("verify {} {}", options.variant, options.family),
                                 options.output.show_progress());
    request.poll = [&] {
      if (session.interrupted->load()) throw diagnostics::RunFailure("interrupted");
    };
    request.progress = [&](const lockstep::VerifyProgress& p) {
      // Simulated time at a nominal nanosecond per cycle: the bar needs a clock, variants have
      // several.
      progress.Poll(units::SimTime::Picoseconds(p.cycles_done * 1000), p.rows_done, p.rows_total);
      request.poll();
    };
    verified = lockstep::RunVerify(kind, request);
  });
  telemetry::RunReport report = ReportOf(verified);
  const std::string failure = FailureOf(verified);
  if (!failure.empty()) report.SetFailure(failure);
  options.output.Write(report);
  options.output.Print(lockstep::FormatReport(verified, request, options.output.page()));
  if (failure.empty()) return;
  report::PrintError("failure: {}\n", failure);
  session.exit_code = diagnostics::ExitCode::kRunFailure;
}

}  // namespace

void AddVerify(CLI::App& app, Session& session) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* verify = app.add_subcommand(
      "verify", "lock-step regression: RTL against twin, every port in every cycle");
  verify
      ->add_option("--switch", options->kind,
                   "kind of switch (scaleup, ethernet), or a shared library with one")
      ->type_name("KIND")
      ->capture_default_str();
  verify->add_option("--variant", options->variant, "switch variant, or all")
      ->type_name("VARIANT")
      ->capture_default_str();
  verify->add_option("--family", options->family, "stimulus family, or all")
      ->type_name("FAMILY")
      ->capture_default_str();
  verify->add_option("--seeds", options->seeds, "seeds per variant and family")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000000));
  verify
      ->add_option("--seed", options->first_seed,
                   "seed of all randomness; with several seeds, the first")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(uint64_t{0}, kLargestSeed));
  verify->add_option("--cycles", options->cycles, "cycles of traffic per run")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1}, int64_t{1} << 40));
  verify->add_option("--jobs", options->jobs, "runs at the same time")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  verify
      ->add_option("--trace-dir", options->trace_dir,
                   "leave a waveform of a divergence in this folder")
      ->type_name("FOLDER");
  options->output.AddTo(*verify);
  verify->callback([options, &session] { Verify(*options, session); });
}

}  // namespace linkwright::cli
