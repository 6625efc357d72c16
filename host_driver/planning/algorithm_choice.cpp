// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/algorithm_choice.h"

#include <fmt/format.h>

#include <filesystem>

#include "fabric/parts/link_timing.h"
#include "foundation/diagnostics/suggest.h"
#include "foundation/units/text.h"
#include "host_driver/executor/choose_shape.h"
#include "host_driver/executor/collective_run.h"
#include "workloads/algorithms/register_all.h"
#include "workloads/formats/msccl_xml.h"

namespace linkwright::planning {

using diagnostics::UserError;

AlgorithmChoice ChooseAlgorithm(const scenario::Scenario& scenario,
                                const config::Document& document) {
  const std::string& name = scenario.collective.algorithm;
  const auto at = document.LocationOf("collective.algorithm");
  AlgorithmChoice found;
  if (!scenario::IsAlgorithmFile(name)) {
    found.built_in = algorithms::BuiltIn().Find(name);
    if (found.built_in == nullptr) {
      std::vector<std::string> names;
      for (const auto& algorithm : algorithms::BuiltIn().all()) names.push_back(algorithm.name);
      throw UserError(
          at, fmt::format("unknown algorithm '{}'; `linkwright list algorithms` shows them", name),
          diagnostics::Suggest(name, names));
    }
    return found;
  }
  // Relative to the scenario that names it, as `extends` is; to the working folder when named on
  // the command line.
  std::filesystem::path path = name;
  const bool from_file = at.line > 0 && std::filesystem::exists(at.file);
  if (path.is_relative() && from_file) path = std::filesystem::path(at.file).parent_path() / path;
  formats::LoadedProgram loaded = formats::LoadMscclXml(path.string());
  for (const auto& warning : loaded.warnings)
    found.warnings.push_back(diagnostics::ToWarning(warning));
  found.program = std::move(loaded.program);
  const auto& c = scenario.collective;
  if (c.ranks && *c.ranks != found.program.rank_count()) {
    throw UserError(document.LocationOf("collective.ranks"),
                    fmt::format("'{}' is written for {} ranks, found {}", name,
                                found.program.rank_count(), *c.ranks));
  }
  if (c.channels || c.protocol) {
    throw UserError(document.LocationOf(c.channels ? "collective.channels" : "collective.protocol"),
                    fmt::format("'{}' says its own channels and protocol; leave this out", name));
  }
  return found;
}

collectives::KernelProgram Generate(const scenario::Scenario& scenario,
                                    const collectives::Algorithm& algorithm,
                                    const parts::PodSpec& pod, const parts::Catalog& catalog,
                                    const config::Document& document) {
  const scenario::CollectiveConfig& c = scenario.collective;
  const int ranks = c.ranks.value_or(pod.accelerators);
  const auto rate = units::BitRate::BitsPerSecond(
      parts::RawRate(catalog.link(pod.link)).bits_per_second() * pod.planes);
  collectives::ProgramShape shape =
      executor::ChooseShape(algorithm, ranks, c.size.count(), rate, scenario.cost);
  if (c.channels) shape.channels = *c.channels;
  if (c.protocol) shape.protocol = *c.protocol;
  try {
    return algorithms::BuiltIn().Generate(algorithm.name, shape);
  } catch (const UserError& error) {
    throw UserError(document.LocationOf(c.ranks ? "collective.ranks" : "collective.algorithm"),
                    error.diagnostics().front().message);
  }
}

void ExpectSize(const scenario::Scenario& scenario, const collectives::KernelProgram& program,
                const config::Document& document) {
  const scenario::CollectiveConfig& c = scenario.collective;
  const uint64_t smallest = executor::SmallestSize(program, c.type);
  if (c.size.count() >= smallest) return;
  throw UserError(document.LocationOf("collective.size"),
                  fmt::format("'{}' needs at least {} B, one element in every chunk, found {}",
                              program.name, smallest, units::Format(c.size)));
}

}  // namespace linkwright::planning
