// SPDX-License-Identifier: Apache-2.0
#include "host_driver/cli/explain_topology.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fabric/topology_files/topology_file.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/cli/options.h"
#include "host_driver/planning/plan.h"
#include "host_driver/report/report_file.h"
#include "host_driver/report/topology_text.h"
#include "host_driver/scenario/scenario.h"

namespace linkwright::cli {

bool IsTopologyFile(const std::string& name) {
  return name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json");
}

topology::Topology TopologyOfFile(const std::string& file) {
  const config::Document document = ScenarioOptions().ToDocument(file);
  for (const char* key : {"nodes", "devices"}) {
    if (document.root().At(key) != nullptr) return topology_files::LoadTopology(file);
  }
  return planning::MakePlan(scenario::ReadScenario(document), document).topology;
}

void WriteTopologyCounts(const std::string& name, const parts::Catalog& catalog,
                         const std::string& path) {
  const bool ready = catalog.pods.contains(name);
  if (!ready && !IsTopologyFile(name)) {
    throw diagnostics::UserError({fmt::format("--json {}", path), 1, 1},
                                 "explain has JSON for topologies only: pods, scenarios, and files "
                                 "of nodes and links");
  }
  const topology::Topology topology =
      ready ? parts::BuildPod(catalog, catalog.pod(name)) : TopologyOfFile(name);
  report::WriteTextFile(path, report::ToJson(report::TopologyCounts(topology)).dump(2) + "\n");
}

}  // namespace linkwright::cli
