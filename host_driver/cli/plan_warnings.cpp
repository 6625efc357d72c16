// SPDX-License-Identifier: Apache-2.0
#include "host_driver/cli/plan_warnings.h"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/units/text.h"
#include "host_driver/report/terminal.h"

namespace linkwright::cli {

std::vector<std::string> WarningsOf(const planning::Plan& plan) {
  std::vector<std::string> warnings = plan.warnings;
  for (const planning::Job& job : plan.jobs) {
    const collectives::KernelProgram& program = job.program;
    const uint64_t size = job.config.size.count();
    const bool above = program.max_bytes != 0 && size > static_cast<uint64_t>(program.max_bytes);
    if (above || size < static_cast<uint64_t>(program.min_bytes)) {
      warnings.push_back(fmt::format(
          "warning: '{}' is meant for {} to {} (minBytes, maxBytes); MSCCL would not choose it at "
          "{}",
          program.name, units::Format(units::Bytes(program.min_bytes)),
          program.max_bytes == 0 ? "any size" : units::Format(units::Bytes(program.max_bytes)),
          units::Format(units::Bytes(size))));
    }
  }
  return warnings;
}

void PrintWarnings(const planning::Plan& plan, std::vector<std::string>& told) {
  for (std::string& warning : WarningsOf(plan)) {
    if (std::find(told.begin(), told.end(), warning) != told.end()) continue;
    report::PrintError("{}\n", warning);
    told.push_back(std::move(warning));
  }
}

}  // namespace linkwright::cli
