// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/plan.h"

#include <fmt/format.h>

#include <utility>

#include "host_driver/planning/algorithm_choice.h"
#include "host_driver/planning/planners.h"
#include "host_driver/planning/pod_choice.h"

namespace linkwright::planning {

using diagnostics::UserError;

Plan MakePlan(const scenario::Scenario& scenario, const config::Document& document) {
  AlgorithmChoice algorithm = ChooseAlgorithm(scenario, document);
  const bool from_file = algorithm.built_in == nullptr;
  const int wanted =
      from_file ? algorithm.program.rank_count() : scenario.collective.ranks.value_or(8);

  parts::Catalog catalog = parts::LoadCatalog(scenario.pod.parts);
  parts::PodSpec pod = ChoosePod(scenario.pod, catalog, wanted, document);
  const Planner& planner = PlannerFor(scenario, pod);
  planner.CheckPod(scenario, pod, catalog, document);
  collectives::KernelProgram program =
      from_file ? std::move(algorithm.program)
                : Generate(scenario, *algorithm.built_in, pod, catalog, document);
  if (program.rank_count() > pod.accelerators) {
    throw UserError(document.LocationOf(scenario.collective.ranks ? "collective.ranks"
                                                                  : "collective.algorithm"),
                    fmt::format("'{}' has {} ranks, but the pod has {} accelerators", program.name,
                                program.rank_count(), pod.accelerators));
  }
  ExpectSize(scenario, program, document);
  topology::Topology topology = parts::BuildPod(catalog, pod);
  Faults faults = ResolveFaults(scenario, topology, document);
  Plan plan{.scenario = scenario,
            .pod_name = scenario.pod.ready.empty() ? fmt::format("bench{}", pod.accelerators)
                                                   : scenario.pod.ready,
            .catalog = std::move(catalog),
            .assumptions = cost::LoadAssumptions(scenario.pod.parts),
            .pod = std::move(pod),
            .topology = std::move(topology),
            .faults = std::move(faults),
            .program = std::move(program),
            .warnings = std::move(algorithm.warnings),
            .fabric = nullptr};
  plan.fabric = planner.Make(plan, document);
  return plan;
}

telemetry::Json ResolvedScenario(const Plan& plan) {
  scenario::Scenario resolved = plan.scenario;
  resolved.pod.accelerators = plan.pod.accelerators;
  resolved.pod.planes = plan.pod.planes;
  resolved.pod.accelerator = plan.pod.accelerator;
  resolved.pod.switch_chip = plan.pod.switch_chip;
  resolved.pod.link = plan.pod.link;
  resolved.pod.variant = plan.pod.variant;
  plan.fabric->WriteDefaults(resolved.network);
  resolved.collective.ranks = plan.ranks();
  return config::Write(resolved);
}

}  // namespace linkwright::planning
