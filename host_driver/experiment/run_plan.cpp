// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/run_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "fabric/parts/link_timing.h"
#include "foundation/diagnostics/suggest.h"
#include "foundation/units/text.h"
#include "host_driver/executor/choose_shape.h"
#include "host_driver/experiment/ethernet_checks.h"
#include "host_driver/experiment/scenario_fields.h"
#include "systemc_models/networks/cycle/retry_link.h"
#include "systemc_models/verilated/verilated_switch.h"
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/registry.h"
#include "workloads/formats/msccl_xml.h"

namespace linkwright::experiment {
namespace {

using diagnostics::UserError;
using spec::scaleup_switch::Variant;

// Looks a name up in a map of parts; the error lists nothing but the nearest name.
template <class Map>
void ExpectName(const Map& map, const std::string& name, const char* what,
                const diagnostics::SourceLocation& at) {
  if (map.find(name) != map.end()) return;
  std::vector<std::string> names;
  for (const auto& entry : map) names.push_back(entry.first);
  throw UserError(at, fmt::format("unknown {} '{}'", what, name),
                  diagnostics::Suggest(name, names));
}

struct Algorithm {
  collectives::KernelProgram program;                // of a file
  const collectives::Algorithm* built_in = nullptr;  // otherwise
  std::vector<std::string> warnings;
};

Algorithm FindAlgorithm(const Scenario& scenario, const config::Document& document) {
  const std::string& name = scenario.collective.algorithm;
  const auto at = document.LocationOf("collective.algorithm");
  Algorithm found;
  if (!IsAlgorithmFile(name)) {
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

parts::PodSpec ChoosePod(const PodConfig& config, const parts::Catalog& catalog, int wanted,
                         const config::Document& document) {
  parts::PodSpec pod;
  if (config.ready.empty()) {
    const auto at = document.LocationOf(config.accelerators ? "pod.accelerators" : "collective");
    try {
      pod = parts::BenchPod(catalog, config.accelerators.value_or(wanted));
    } catch (const UserError& error) {
      throw UserError(at, error.diagnostics().front().message);
    }
  } else {
    ExpectName(catalog.pods, config.ready, "pod", document.LocationOf("pod.ready"));
    pod = catalog.pod(config.ready);
  }
  if (config.accelerators) pod.accelerators = *config.accelerators;
  if (config.planes) pod.planes = *config.planes;
  if (config.accelerator) {
    ExpectName(catalog.accelerators, *config.accelerator, "accelerator part",
               document.LocationOf("pod.accelerator"));
    pod.accelerator = *config.accelerator;
    const std::string mismatch = parts::AcceleratorMismatch(catalog, pod);
    if (!mismatch.empty()) throw UserError(document.LocationOf("pod.accelerator"), mismatch);
  }
  if (config.switch_chip) {
    ExpectName(catalog.switches, *config.switch_chip, "switch part",
               document.LocationOf("pod.switch"));
    pod.switch_chip = *config.switch_chip;
  }
  if (config.link) {
    ExpectName(catalog.links, *config.link, "link part", document.LocationOf("pod.link"));
    pod.link = *config.link;
  }
  if (config.variant) pod.variant = *config.variant;
  return pod;
}

const Variant* ChooseVariant(const parts::PodSpec& pod, const parts::Catalog& catalog,
                             const PodConfig& config, const config::Document& document) {
  const Variant* variant = spec::scaleup_switch::FindVariant(pod.variant);
  const auto at = document.LocationOf(config.variant ? "pod.variant" : "pod.accelerators");
  if (variant == nullptr) {
    std::vector<std::string> names;
    for (const Variant& v : spec::scaleup_switch::Variants()) names.emplace_back(v.name);
    throw UserError(at, fmt::format("unknown switch variant '{}'", pod.variant),
                    diagnostics::Suggest(pod.variant, names));
  }
  const int part_ports = static_cast<int>(catalog.switch_chip(pod.switch_chip).ports.mode);
  if (pod.accelerators > variant->ports) {
    throw UserError(
        at, fmt::format("{} accelerators need a switch of {} ports, but variant '{}' has {}",
                        pod.accelerators, pod.accelerators, variant->name, variant->ports));
  }
  if (pod.accelerators > part_ports) {
    throw UserError(at,
                    fmt::format("{} accelerators need a switch of {} ports, but part '{}' has {}",
                                pod.accelerators, pod.accelerators, pod.switch_chip, part_ports));
  }
  return variant;
}

// Why the RTL of a variant is not in this binary; empty: it is.
std::string MissingRtl(const Variant& variant) {
  if (!variant.rtl) {
    return fmt::format("variant '{}' exists as a twin only; fidelity rtl is not possible",
                       variant.name);
  }
  const auto& built = verilated::VerilatedVariants();
  if (std::find(built.begin(), built.end(), variant.name) != built.end()) return {};
  return fmt::format(
      "this binary was built without the RTL of variant '{}' (LINKWRIGHT_RTL_VARIANTS)",
      variant.name);
}

// An Ethernet fabric has the ports it needs, and what is said about one is said of one.
void ExpectKind(const parts::PodSpec& pod, const parts::Catalog& catalog, const Scenario& scenario,
                const config::Document& document) {
  if (pod.ethernet) {
    const std::string missing = parts::PortsMissing(catalog, pod);
    if (missing.empty()) return;
    throw UserError(
        document.LocationOf(scenario.pod.switch_chip ? "pod.switch" : "pod.accelerators"), missing);
  }
  if (scenario.network.ethernet) {
    throw UserError(
        document.LocationOf("network.ethernet"),
        fmt::format("network.ethernet is for Ethernet fabrics (pod.ready: eth8 or "
                    "eth16_leaf_spine), {} is none",
                    scenario.pod.ready.empty() ? "this pod" : "pod '" + scenario.pod.ready + "'"));
  }
}

std::vector<Fidelity> ChooseFidelities(const Scenario& scenario, const topology::Topology& topology,
                                       const std::function<std::string(int)>& missing_rtl,
                                       const config::Document& document) {
  std::vector<Fidelity> by_switch(topology.switches(), scenario.network.fidelity);
  std::vector<std::string> paths;
  for (int s = 0; s < topology.switches(); ++s) {
    paths.push_back(topology.PathOf(topology.switch_node(s)));
  }
  for (const auto& [path, fidelity] : scenario.network.switches) {
    const auto found = std::find(paths.begin(), paths.end(), path);
    if (found == paths.end()) {
      throw UserError(document.LocationOf("network.switches"),
                      fmt::format("no switch '{}' in this pod", path),
                      diagnostics::Suggest(path, paths));
    }
    by_switch[found - paths.begin()] = fidelity;
  }
  for (int s = 0; s < topology.switches(); ++s) {
    if (by_switch[s] != Fidelity::kRtl) continue;
    const std::string missing = missing_rtl(s);
    if (!missing.empty()) throw UserError(document.LocationOf("network.fidelity"), missing);
  }
  return by_switch;
}

void ExpectInNetworkCompute(const RunPlan& plan, const config::Document& document) {
  if (!collectives::UsesInNetworkCompute(plan.program)) return;
  const CollectiveConfig& c = plan.scenario.collective;
  if (plan.variant->reduction_entries == 0) {
    throw UserError(
        document.LocationOf("collective.algorithm"),
        fmt::format("'{}' needs in-network operations, which variant '{}' does not have",
                    plan.program.name, plan.variant->name));
  }
  if (!collectives::UsesInNetworkReduction(plan.program)) return;
  if (c.redop != numerics::ReduceOp::kSum) {
    throw UserError(
        document.LocationOf("collective.redop"),
        fmt::format("the switches reduce by sum only, found {}", numerics::ToString(c.redop)));
  }
  if (c.type == numerics::DataType::kInt32) {
    throw UserError(document.LocationOf("collective.type"),
                    "the switches reduce fp32, bf16 and fp16 only, found int32");
  }
}

void ExpectSize(const RunPlan& plan, const config::Document& document) {
  const CollectiveConfig& c = plan.scenario.collective;
  const uint64_t smallest = executor::SmallestSize(plan.program, c.type);
  if (c.size.count() >= smallest) return;
  throw UserError(document.LocationOf("collective.size"),
                  fmt::format("'{}' needs at least {} B, one element in every chunk, found {}",
                              plan.program.name, smallest, units::Format(c.size)));
}

int CyclesFor(units::Duration time, units::Duration period) {
  return static_cast<int>(
      std::max<int64_t>(1, (time.picoseconds() + period.picoseconds() - 1) / period.picoseconds()));
}

collectives::KernelProgram Generate(const Scenario& scenario,
                                    const collectives::Algorithm& algorithm,
                                    const parts::PodSpec& pod, const parts::Catalog& catalog,
                                    const config::Document& document) {
  const CollectiveConfig& c = scenario.collective;
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

RetryPlan RetryOf(const RunPlan& plan, const config::Document& document) {
  RetryContext around;
  around.clock_period = plan.clock_period;
  if (plan.ethernet) {
    around.latency_cycles = plan.ethernet->link_latency_cycles;
    around.sizes = [&fabric = *plan.ethernet](const cycle::LinkRetryParameters& retry,
                                              topology::LinkId link) {
      return EthernetPortSizes(fabric, retry, link);
    };
  } else {
    around.latency_cycles.assign(plan.topology.links().size(), plan.link_latency_cycles);
    around.sizes = [&plan](const cycle::LinkRetryParameters& retry, topology::LinkId) {
      return cycle::RetryLink::SizesFor(retry, plan.link_latency_cycles);
    };
  }
  return MakeRetryPlan(plan.scenario, plan.topology, around, document);
}

}  // namespace

RunPlan MakePlan(const Scenario& scenario, const config::Document& document) {
  Algorithm algorithm = FindAlgorithm(scenario, document);
  const bool from_file = algorithm.built_in == nullptr;
  const int wanted =
      from_file ? algorithm.program.rank_count() : scenario.collective.ranks.value_or(8);

  parts::Catalog catalog = parts::LoadCatalog(scenario.pod.parts);
  parts::PodSpec pod = ChoosePod(scenario.pod, catalog, wanted, document);
  ExpectKind(pod, catalog, scenario, document);
  const Variant* variant =
      pod.ethernet ? nullptr : ChooseVariant(pod, catalog, scenario.pod, document);
  collectives::KernelProgram program =
      from_file ? std::move(algorithm.program)
                : Generate(scenario, *algorithm.built_in, pod, catalog, document);
  if (program.rank_count() > pod.accelerators) {
    throw UserError(document.LocationOf(scenario.collective.ranks ? "collective.ranks"
                                                                  : "collective.algorithm"),
                    fmt::format("'{}' has {} ranks, but the pod has {} accelerators", program.name,
                                program.rank_count(), pod.accelerators));
  }
  topology::Topology topology = parts::BuildPod(catalog, pod);
  std::optional<EthernetPlan> ethernet;
  if (pod.ethernet)
    ethernet = MakeEthernetPlan(scenario, pod, catalog, topology, program, document);
  std::vector<Fidelity> fidelities = ChooseFidelities(
      scenario, topology,
      [&](int s) {
        return ethernet ? MissingEthernetRtl(*ethernet->variants[s]) : MissingRtl(*variant);
      },
      document);

  const parts::LinkPart& link = catalog.link(pod.link);
  const units::Duration period = ethernet ? ethernet->clock_period : parts::ClockPeriodFor(link);
  const units::Duration link_latency =
      ethernet ? parts::LinkLatency(link)
               : parts::LinkLatencyInPod(link, catalog.switch_chip(pod.switch_chip), period,
                                         variant->egress_pad);
  RunPlan plan{
      .scenario = scenario,
      .pod_name = scenario.pod.ready.empty() ? fmt::format("bench{}", pod.accelerators)
                                             : scenario.pod.ready,
      .catalog = std::move(catalog),
      .assumptions = cost::LoadAssumptions(scenario.pod.parts),
      .pod = pod,
      .topology = std::move(topology),
      .variant = variant,
      .ethernet = std::move(ethernet),
      .switch_fidelity = std::move(fidelities),
      .program = std::move(program),
      .warnings = std::move(algorithm.warnings),
      .clock_period = period,
      .link_latency_cycles = CyclesFor(link_latency, period),
      .memory_latency_cycles =
          CyclesFor(scenario.network.memory_latency.value_or(kMemoryLatency), period),
      .simulated_planes = scenario.network.symmetry == Symmetry::kExploit ? 1 : pod.planes};
  if (!plan.ethernet) ExpectInNetworkCompute(plan, document);
  ExpectSize(plan, document);
  if (scenario.network.retry) {
    plan.retry = RetryOf(plan, document);
    if (plan.ethernet) MakeOutagesEvents(*plan.retry, *plan.ethernet);
  }
  if (plan.ethernet) ExpectWorkingFabric(plan, document);
  return plan;
}

telemetry::Json ResolvedScenario(const RunPlan& plan) {
  Scenario resolved = plan.scenario;
  resolved.pod.accelerators = plan.pod.accelerators;
  resolved.pod.planes = plan.pod.planes;
  resolved.pod.accelerator = plan.pod.accelerator;
  resolved.pod.switch_chip = plan.pod.switch_chip;
  resolved.pod.link = plan.pod.link;
  resolved.pod.variant = plan.pod.variant;
  if (plan.ethernet) {
    resolved.network.ethernet = plan.ethernet->config;
  } else {
    if (!resolved.network.memory_latency) resolved.network.memory_latency = kMemoryLatency;
    if (!resolved.network.endpoint_slots_per_vc)
      resolved.network.endpoint_slots_per_vc = kEndpointSlotsPerVc;
  }
  resolved.collective.ranks = plan.ranks();
  return config::Write(resolved);
}

}  // namespace linkwright::experiment
