// SPDX-License-Identifier: Apache-2.0
// The topologies that can be built, by name. One file per builder, with its settings and their list
// of fields; a line in builders.cpp makes it known here, from where scenarios, `linkwright list`
// and the reference take it.
//
//   topology: {fat_tree: {accelerators: 1024, switch_ports: 64}}
//   topology: {pods: {pods: 4, accelerators: 8, scale_up: {single_tier: {switch_ports: 8}},
//                     scale_out: {rail_optimised: {switch_ports: 64}}}}
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "fabric/builders/fabric_settings.h"
#include "foundation/config/node.h"

namespace linkwright::builders {

// A fabric whose endpoints are somebody else's (the pods').
struct Part {
  int ports = 0;  // of every endpoint
  std::function<void(topology::Assembly&, const Endpoints&, const Site&)> attach;
  diagnostics::SourceLocation location;
};

struct BuilderInfo {
  std::string_view name;  // as scenarios write it
  std::string_view doc;   // one line
  topology::Topology (*build)(const config::Node& settings);
  // Null for pods, which are no part of another topology.
  Part (*part)(const config::Node& settings);
  topology::Domain domain;     // of its links
  std::string (*reference)();  // Markdown: a table of its settings
};

std::span<const BuilderInfo> Builders();

// The topology that a section with one key, the name of a builder, describes: {torus: {x: 4, y:
// 4}}. Throws UserError at the position of what is wrong: unknown builder or setting, value out of
// range, settings that cannot be built (which limit they break).
topology::Topology Build(const config::Node& section);

// The same of a part of another topology. `domain`: what it is to be used for (fabrics of scale-up
// do for both).
Part FabricOf(const config::Node& section, topology::Domain domain);

}  // namespace linkwright::builders
