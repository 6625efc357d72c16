// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/builders.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <utility>
#include <vector>

#include "fabric/builders/dragonfly.h"
#include "fabric/builders/fat_tree.h"
#include "fabric/builders/leaf_spine.h"
#include "fabric/builders/multi_plane.h"
#include "fabric/builders/pods.h"
#include "fabric/builders/rails.h"
#include "fabric/builders/single_tier.h"
#include "fabric/builders/torus.h"
#include "fabric/builders/two_level.h"
#include "foundation/config/config.h"
#include "foundation/diagnostics/suggest.h"

namespace linkwright::builders {

using topology::Domain;
using topology::Topology;

namespace {

template <class Settings>
Settings Read(const config::Node& node) {
  diagnostics::Diagnostics problems;
  Settings settings = config::Read<Settings>(node, problems);
  problems.ThrowIfAny();
  return settings;
}

template <class Settings>
Topology BuildFabric(const config::Node& node) {
  return BuildWithAccelerators(Read<Settings>(node), node.location());
}

// The product of its dimensions need not be said.
template <>
Topology BuildFabric<TorusSettings>(const config::Node& node) {
  auto settings = Read<TorusSettings>(node);
  if (settings.accelerators == 0) settings.accelerators = settings.x * settings.y * settings.z;
  return BuildWithAccelerators(settings, node.location());
}

template <class Settings>
Part PartOf(const config::Node& node) {
  auto settings = Read<Settings>(node);
  if (settings.accelerators != 0) {
    throw diagnostics::UserError(
        node.LocationOf("accelerators"),
        "the pods say how many endpoints there are; leave accelerators out");
  }
  return {.ports = PortsPerEndpoint(settings),
          .attach = [settings](topology::Assembly& fabric, const Endpoints& endpoints,
                               const Site& site) { Attach(fabric, settings, endpoints, site); },
          .location = node.location()};
}

template <class Settings>
BuilderInfo Fabric() {
  return {.name = config::Describe<Settings>::kName,
          .doc = config::Describe<Settings>::kDoc,
          .build = BuildFabric<Settings>,
          .part = PartOf<Settings>,
          .domain = DomainOf(Settings{}),
          .reference = config::ReferenceMarkdown<Settings>};
}

const std::vector<BuilderInfo>& All() {
  static const std::vector<BuilderInfo> kBuilders = {
      Fabric<SingleTierSettings>(),
      Fabric<TwoLevelSettings>(),
      Fabric<TorusSettings>(),
      Fabric<LeafSpineSettings>(),
      Fabric<FatTreeSettings>(),
      Fabric<MultiPlaneSettings>(),
      Fabric<RailOptimisedSettings>(),
      Fabric<RailOnlySettings>(),
      Fabric<DragonflySettings>(),
      {.name = config::Describe<PodsSettings>::kName,
       .doc = config::Describe<PodsSettings>::kDoc,
       .build =
           [](const config::Node& node) {
             return BuildPods(Read<PodsSettings>(node), node.location());
           },
       .part = nullptr,
       .domain = Domain::kScaleOut,
       .reference = config::ReferenceMarkdown<PodsSettings>},
  };
  return kBuilders;
}

std::vector<std::string> Names(bool (*accepts)(const BuilderInfo&, Domain), Domain domain) {
  std::vector<std::string> names;
  for (const BuilderInfo& builder : All()) {
    if (accepts(builder, domain)) names.emplace_back(builder.name);
  }
  return names;
}

bool Any(const BuilderInfo&, Domain) { return true; }
// NICs of all pods may be joined by any fabric, accelerators of a pod by those of scale-up.
bool Joins(const BuilderInfo& builder, Domain domain) {
  return builder.part != nullptr && (builder.domain == domain || domain == Domain::kScaleOut);
}

// The only entry of a section, if its key is one of the builders.
std::pair<const BuilderInfo*, const config::Node*> Find(const config::Node& section,
                                                        bool (*accepts)(const BuilderInfo&, Domain),
                                                        Domain domain) {
  const std::vector<std::string> names = Names(accepts, domain);
  if (!section.IsMap() || section.entries().size() != 1) {
    throw diagnostics::UserError(section.location(),
                                 fmt::format("expected one builder and its settings ({}), found {}",
                                             fmt::join(names, ", "), section.Describe()));
  }
  const config::Entry& entry = section.entries().front();
  for (const BuilderInfo& builder : All()) {
    if (builder.name == entry.key && accepts(builder, domain)) return {&builder, &entry.value};
  }
  throw diagnostics::UserError(
      entry.key_location, fmt::format("expected {}, found '{}'", fmt::join(names, ", "), entry.key),
      diagnostics::Suggest(entry.key, names));
}

}  // namespace

std::span<const BuilderInfo> Builders() { return All(); }

Topology Build(const config::Node& section) {
  const auto [builder, settings] = Find(section, Any, Domain::kScaleOut);
  return builder->build(*settings);
}

Part FabricOf(const config::Node& section, Domain domain) {
  const auto [builder, settings] = Find(section, Joins, domain);
  return builder->part(*settings);
}

}  // namespace linkwright::builders
