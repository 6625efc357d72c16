// SPDX-License-Identifier: Apache-2.0
// Where what a command found goes: the terminal, a JSON file, a CSV file.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "foundation/telemetry/progress.h"
#include "foundation/telemetry/run_report.h"
#include "foundation/telemetry/text_layout.h"
#include "host_driver/report/terminal.h"

namespace linkwright::cli {

// Throws UserError when the file `path` that `option` names, if any, is one of `inputs`.
void RefuseInputAsOutput(const std::string& option, const std::string& path,
                         const std::vector<std::string>& inputs);

struct OutputOptions {
  std::string json_path, csv_path;  // "-": standard output, and nothing else is printed there
  bool details = false;
  bool quiet = false;

  // --json, --csv, --details and --quiet.
  void AddTo(CLI::App& app);

  telemetry::Page page() const { return report::TerminalPage(details); }
  // Nothing for people on stdout.
  bool silent() const { return quiet || json_path == "-" || csv_path == "-"; }
  telemetry::Progress::Show show_progress() const {
    return quiet ? telemetry::Progress::Show::kNever : telemetry::Progress::Show::kWhenTerminal;
  }
  void Print(const std::string& text) const {
    if (!silent()) report::PrintText(stdout, text);
  }

  // Throws UserError when an output would be written over one of the files that were read.
  void RefuseInputs(const std::vector<std::string>& inputs) const;
  // Throws UserError when an output cannot be written: better before hours of simulation than
  // after.
  void ExpectWritable() const;
  void Write(const telemetry::RunReport& report) const;

  // Does `run`; when that throws, writes `report`, as far as it has come, as that of a failed run,
  // so that no file of an earlier run is taken for this one's.
  void WriteEvenIfItFails(telemetry::RunReport& report, const std::function<void()>& run) const;
};

}  // namespace linkwright::cli
