// SPDX-License-Identifier: Apache-2.0
// Topologies as files of nodes and links (docs/models/topologies.md):
//
//   name: two_boxes
//   nodes:
//     - {name: gpu0, role: accelerator}
//     - {name: gpu0.nic, role: nic, owner: gpu0}
//     - {name: leaf0, role: switch, domain: scale_out, ports: 64, part: some_switch}
//   links:
//     - {from: gpu0, to: gpu0.nic, domain: host}
//     - {from: gpu0.nic, to: "leaf0:3", domain: scale_out, part: some_cable}
#pragma once

#include <string>

#include "fabric/topology/topology.h"
#include "foundation/config/node.h"

namespace linkwright::topology_files {

// Every problem of the file is told at its place, in one UserError: unknown keys, a name twice, a
// node that is not there (with a suggestion), a port out of range or taken, a plane or domain that
// is not the switch's. A link that names no port takes the next free one; a node without `ports`
// has as many as its links need; a switch without `tier` is as many links away from the nearest
// accelerator or NIC as its tier says. An accelerator's index is its place among accelerators.
topology::Topology ReadTopology(const config::Node& document);

// The same topology as YAML that ReadTopology reads back to an equal one.
std::string WriteTopology(const topology::Topology& topology);

// Of a path: our own file, or InfraGraph (which has `devices` and `instances`).
topology::Topology LoadTopology(const std::string& path);

}  // namespace linkwright::topology_files
