// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/planning/planners.h"
#include "host_driver/planning/pod_choice.h"
#include "host_driver/planning/topology_pod.h"

namespace linkwright::planning {

namespace {

// Before any planner looks: no network without switches has a place for a library.
void RefuseLibraryWithoutSwitches(const scenario::Scenario& scenario,
                                  const config::Document& document) {
  if (!scenario.network.switch_library) return;
  if (scenario.network.fidelity != scenario::Fidelity::kFlow) return;
  throw diagnostics::UserError(document.LocationOf("network.switch_library"),
                               "a flow network has no switches that a library could stand for; use "
                               "fidelity rtl");
}

}  // namespace

Plan MakePlan(const scenario::Scenario& scenario, const config::Document& document) {
  RefuseLibraryWithoutSwitches(scenario, document);
  std::vector<scenario::NamedJob> named = scenario::JobsOf(scenario);
  std::vector<AlgorithmChoice> algorithms;
  int wanted = 0;
  for (const scenario::NamedJob& job : named) {
    algorithms.push_back(ChooseAlgorithm(job, document));
    wanted = std::max(wanted, AcceleratorsWanted(job, algorithms.back()));
  }

  const std::vector<std::string> parts_files = PartsFiles(scenario.pod, document);
  parts::Catalog catalog = parts::LoadCatalog(parts_files);
  std::optional<topology::Topology> own = OwnTopology(scenario, document);
  parts::PodSpec pod =
      own ? PodOf(*own, catalog, document) : ChoosePod(scenario, catalog, wanted, document);
  const Planner& planner = PlannerFor(scenario, pod);
  planner.CheckPod(scenario, pod, catalog, document);
  std::vector<Job> jobs;
  std::vector<std::string> warnings;
  for (size_t j = 0; j < named.size(); ++j) {
    for (std::string& warning : algorithms[j].warnings) warnings.push_back(std::move(warning));
    jobs.push_back(MakeJob(std::move(named[j]), std::move(algorithms[j]), pod,
                           own ? &*own : nullptr, catalog, scenario.cost, document));
  }
  topology::Topology topology = own ? std::move(*own) : parts::BuildPod(catalog, pod);
  Faults faults = ResolveFaults(scenario, topology, document);
  Plan plan{.scenario = scenario,
            .pod_name = scenario.pod.topology        ? pod.title
                        : scenario.pod.ready.empty() ? fmt::format("bench{}", pod.accelerators)
                                                     : scenario.pod.ready,
            .catalog = std::move(catalog),
            .assumptions = cost::LoadAssumptions(parts_files),
            .pod = std::move(pod),
            .topology = std::move(topology),
            .faults = std::move(faults),
            .jobs = std::move(jobs),
            .warnings = std::move(warnings),
            .hardware = {},
            .planner = &planner};
  planner.PlanHardware(plan, document);
  return plan;
}

config::Json ResolvedScenario(const Plan& plan) {
  scenario::Scenario resolved = plan.scenario;
  plan.planner->WriteDefaults(resolved.network);
  if (resolved.jobs.empty()) resolved.collective.ranks = plan.ranks();
  if (!resolved.pod.topology) {
    resolved.pod.accelerators = plan.pod.accelerators;
    resolved.pod.planes = plan.pod.planes;
    resolved.pod.accelerator = plan.pod.accelerator;
    resolved.pod.switch_chip = plan.pod.switch_chip;
    resolved.pod.link = plan.pod.link;
    resolved.pod.variant = plan.pod.variant;
  }
  config::Json written = config::Write(resolved);
  if (!resolved.jobs.empty()) written["collective"] = nullptr;  // or it would not read back
  return written;
}

}  // namespace linkwright::planning
