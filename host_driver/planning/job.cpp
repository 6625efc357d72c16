// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/job.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "fabric/parts/link_timing.h"
#include "foundation/diagnostics/suggest.h"
#include "foundation/units/text.h"
#include "host_driver/executor/choose_shape.h"
#include "host_driver/executor/collective_run.h"
#include "host_driver/scenario/file_path.h"
#include "workloads/algorithms/register_all.h"
#include "workloads/formats/msccl_xml.h"

namespace linkwright::planning {
namespace {

using diagnostics::UserError;

const collectives::Algorithm* FindBuiltIn(const std::string& name,
                                          const diagnostics::SourceLocation& at) {
  const collectives::Algorithm* found = algorithms::BuiltIn().Find(name);
  if (found != nullptr) return found;
  std::vector<std::string> names;
  for (const auto& algorithm : algorithms::BuiltIn().all()) names.push_back(algorithm.name);
  throw UserError(
      at, fmt::format("unknown algorithm '{}'; `linkwright list algorithms` shows them", name),
      diagnostics::Suggest(name, names));
}

// The most consecutive ranks that always share a scale-up domain: the greatest common divisor of
// the lengths of such rows. 0: no domain, or a single one, holds them all, and parts nothing.
int RanksOfADomain(const topology::Topology& topology, const std::vector<int>& endpoints) {
  int common = 0, row = 0, rows = 0;
  for (size_t rank = 0; rank < endpoints.size(); ++rank) {
    const auto domain = [&](size_t r) { return topology.scaleup_domain(endpoints[r]); };
    if (domain(rank) < 0) return 0;
    ++row;
    if (rank + 1 < endpoints.size() && domain(rank + 1) == domain(rank)) continue;
    common = std::gcd(common, row);
    row = 0;
    ++rows;
  }
  return rows > 1 ? common : 0;
}

collectives::KernelProgram Generate(const scenario::NamedJob& job,
                                    const std::vector<int>& endpoints,
                                    const topology::Topology* own,
                                    const collectives::Algorithm& algorithm,
                                    const parts::PodSpec& pod, const parts::Catalog& catalog,
                                    const executor::CostModel& cost,
                                    const config::Document& document) {
  const scenario::JobConfig& c = job.config;
  const auto ranks = static_cast<int>(endpoints.size());
  const bool placed = own != nullptr && *std::max_element(endpoints.begin(), endpoints.end()) <
                                            own->accelerators();  // others are refused later
  const int near = placed ? RanksOfADomain(*own, endpoints) : 0;
  const auto rate = units::BitRate::BitsPerSecond(
      parts::RawRate(catalog.link(pod.link)).bits_per_second() * pod.planes);
  collectives::ProgramShape shape =
      executor::ChooseShape(algorithm, ranks, c.size.count(), rate, cost, numerics::SizeOf(c.type));
  if (c.channels) shape.channels = *c.channels;
  if (c.protocol) shape.protocol = *c.protocol;
  if (c.ranks_per_domain) {
    const auto at = document.LocationOf(job.path + ".ranks_per_domain");
    if (algorithm.name != "all_reduce_hierarchical")
      throw UserError(at, fmt::format("{} knows no domains; leave this out", algorithm.name));
    if (ranks % *c.ranks_per_domain != 0) {
      throw UserError(at, fmt::format("expected a divisor of the {} ranks, found {}", ranks,
                                      *c.ranks_per_domain));
    }
    if (near > 0 && near % *c.ranks_per_domain != 0) {
      throw UserError(at, fmt::format("{} consecutive ranks are not in one scale-up domain of the "
                                      "topology, which holds {}; leave this out",
                                      *c.ranks_per_domain, near));
    }
    shape.ranks_per_domain = *c.ranks_per_domain;
  } else if (algorithm.name == "all_reduce_hierarchical") {
    shape.ranks_per_domain = near;
  }
  try {
    return algorithms::BuiltIn().Generate(algorithm.name, shape);
  } catch (const UserError& error) {
    const char* field = c.ranks.by_rank.empty() ? ".algorithm" : ".ranks";
    throw UserError(document.LocationOf(job.path + field), error.diagnostics().front().message);
  }
}

void ExpectSize(const Job& job, const config::Document& document) {
  const uint64_t smallest = executor::SmallestSize(job.program, job.config.type);
  if (job.config.size.count() >= smallest) return;
  throw UserError(document.LocationOf(job.path + ".size"),
                  fmt::format("'{}' needs at least {} B, one element in every chunk, found {}",
                              job.program.name, smallest, units::Format(job.config.size)));
}

void ExpectAccelerators(const Job& job, int accelerators, const config::Document& document) {
  const int last = *std::max_element(job.endpoints.begin(), job.endpoints.end());
  if (last < accelerators) return;
  const bool said = !job.config.ranks.by_rank.empty();
  const auto at = document.LocationOf(job.path + (said ? ".ranks" : ".algorithm"));
  if (last + 1 == job.ranks()) {
    throw UserError(at, fmt::format("'{}' has {} ranks, but the pod has {} accelerators",
                                    job.program.name, job.ranks(), accelerators));
  }
  throw UserError(
      at, fmt::format("this pod has accelerators 0 to {}, found {}", accelerators - 1, last));
}

}  // namespace

int Priorities(const std::vector<Job>& jobs) {
  int priorities = 1;
  for (const Job& job : jobs) priorities = std::max(priorities, 1 + job.config.priority);
  return priorities;
}

AlgorithmChoice ChooseAlgorithm(const scenario::NamedJob& job, const config::Document& document) {
  const scenario::JobConfig& c = job.config;
  const std::string& name = c.algorithm;
  const auto at = document.LocationOf(job.path + ".algorithm");
  AlgorithmChoice found;
  if (!scenario::IsAlgorithmFile(name)) {
    found.built_in = FindBuiltIn(name, at);
    return found;
  }
  formats::LoadedProgram loaded = formats::LoadMscclXml(scenario::PathNamedAt(at, name));
  for (const auto& warning : loaded.warnings)
    found.warnings.push_back(diagnostics::ToWarning(warning));
  found.program = std::move(loaded.program);
  const int ranks = static_cast<int>(c.ranks.by_rank.size());
  if (ranks != 0 && ranks != found.program.rank_count()) {
    throw UserError(document.LocationOf(job.path + ".ranks"),
                    fmt::format("'{}' is written for {} ranks, found {}", name,
                                found.program.rank_count(), ranks));
  }
  if (c.channels || c.protocol || c.ranks_per_domain) {
    const char* said = c.channels ? ".channels" : c.protocol ? ".protocol" : ".ranks_per_domain";
    throw UserError(
        document.LocationOf(job.path + said),
        fmt::format("'{}' says its own channels, protocol and domains; leave this out", name));
  }
  return found;
}

int AcceleratorsWanted(const scenario::NamedJob& job, const AlgorithmChoice& algorithm) {
  const std::vector<int>& by_rank = job.config.ranks.by_rank;
  if (!by_rank.empty()) return 1 + *std::max_element(by_rank.begin(), by_rank.end());
  return algorithm.from_file() ? algorithm.program.rank_count() : 8;
}

Job MakeJob(scenario::NamedJob named, AlgorithmChoice algorithm, const parts::PodSpec& pod,
            const topology::Topology* own, const parts::Catalog& catalog,
            const executor::CostModel& cost, const config::Document& document) {
  std::vector<int> endpoints = named.config.ranks.by_rank;
  if (endpoints.empty()) {
    endpoints.resize(static_cast<size_t>(algorithm.from_file() ? algorithm.program.rank_count()
                                                               : pod.accelerators));
    std::iota(endpoints.begin(), endpoints.end(), 0);
  }
  collectives::KernelProgram program =
      algorithm.from_file()
          ? std::move(algorithm.program)
          : Generate(named, endpoints, own, *algorithm.built_in, pod, catalog, cost, document);
  Job job{.config = std::move(named.config),
          .path = std::move(named.path),
          .program = std::move(program),
          .endpoints = std::move(endpoints)};
  ExpectAccelerators(job, pod.accelerators, document);
  ExpectSize(job, document);
  return job;
}

}  // namespace linkwright::planning
