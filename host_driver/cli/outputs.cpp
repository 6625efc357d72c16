// SPDX-License-Identifier: Apache-2.0
#include "host_driver/cli/outputs.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/report/report_file.h"

namespace linkwright::cli {

using diagnostics::UserError;

void RefuseInputAsOutput(const std::string& option, const std::string& path,
                         const std::vector<std::string>& inputs) {
  for (const std::string& input : inputs) {
    std::error_code none;  // a path that does not exist is nobody's input
    if (path.empty() || !std::filesystem::equivalent(path, input, none)) continue;
    throw UserError({fmt::format("{} {}", option, path), 1, 1},
                    fmt::format("would overwrite '{}', which this run reads", input));
  }
}

void OutputOptions::AddTo(CLI::App& app) {
  app.add_option("--json", json_path,
                 "write the whole report as JSON to this file; -: to standard output alone")
      ->type_name("FILE");
  app.add_option("--csv", csv_path, "write the table as CSV to this file; -: likewise")
      ->type_name("FILE");
  app.add_flag("--details", details, "print everything: all columns, metrics and definitions");
  app.add_flag("--quiet", quiet, "print failures and warnings only");
}

void OutputOptions::RefuseInputs(const std::vector<std::string>& inputs) const {
  for (const auto& [option, path] :
       {std::pair{"--json", &json_path}, std::pair{"--csv", &csv_path}})
    RefuseInputAsOutput(option, *path, inputs);
}

void OutputOptions::ExpectWritable() const {
  report::ExpectWritable({{"JSON", json_path}, {"CSV", csv_path}});
}

void OutputOptions::Write(const telemetry::RunReport& report) const {
  report::WriteReportFiles(report, json_path, csv_path);
}

void OutputOptions::WriteEvenIfItFails(telemetry::RunReport& report,
                                       const std::function<void()>& run) const {
  try {
    run();
  } catch (const diagnostics::UserError&) {
    throw;  // nothing ran: outputs stay as they are
  } catch (const std::exception& error) {
    report.SetFailure(error.what());
    Write(report);
    throw;
  }
}

}  // namespace linkwright::cli
