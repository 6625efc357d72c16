// SPDX-License-Identifier: Apache-2.0
// All parts and ready pods: those compiled into the binary, changed by a user's own files.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fabric/builders/leaf_spine.h"
#include "fabric/parts/part.h"
#include "fabric/topology/topology.h"

namespace linkwright::parts {

struct Catalog {
  std::map<std::string, PartClass> classes;
  std::map<std::string, AcceleratorPart> accelerators;
  std::map<std::string, NicPart> nics;
  std::map<std::string, SwitchPart> switches;
  std::map<std::string, TrayPart> trays;
  std::map<std::string, RackPart> racks;
  std::map<std::string, PowerShelfPart> power_shelves;
  std::map<std::string, LinkPart> links;
  std::map<std::string, PodSpec> pods;
  // The `assumptions` section as it stands; tco/cost gives it types.
  config::Node assumptions;

  // Of a key that is in the catalog (InternalError otherwise: readers refuse unknown names).
  const PartClass& part_class(std::string_view key) const;
  const AcceleratorPart& accelerator(std::string_view key) const;
  const NicPart& nic(std::string_view key) const;
  const SwitchPart& switch_chip(std::string_view key) const;
  const TrayPart& tray(std::string_view key) const;
  const RackPart& rack(std::string_view key) const;
  const PowerShelfPart& power_shelf(std::string_view key) const;
  const LinkPart& link(std::string_view key) const;
  const PodSpec& pod(std::string_view key) const;
  std::vector<std::string> pod_names() const;
};

// The built-in data with `overrides` laid over it in order. Each is a YAML file with the sections
// of fabric/parts/data, or a folder whose *.yaml files are taken in order of name. Maps merge key
// by key, so a file may add a part or change one field of a part; an estimate is replaced as a
// whole, so that a new number brings its own source. Throws UserError with position and suggestion:
// unknown key, wrong unit, low > mode, missing source, unknown part.
Catalog LoadCatalog(std::span<const std::string> overrides = {});

// Reads one document of catalog text (for tests and for inline parts of a scenario): as an override
// over the built-in data.
Catalog LoadCatalogWith(std::string_view yaml, const std::string& name);

// Shape of a pod with two tiers of Ethernet switches. Requires pod.ethernet.
builders::LeafSpineSettings LeafSpineOf(const Catalog& catalog, const PodSpec& pod);
// Why the pod's switches have too few ports for its links; empty: they have enough.
std::string PortsMissing(const Catalog& catalog, const PodSpec& pod);
// Why the pod's accelerators do not suit its kind: those of an Ethernet fabric have cards in which
// their links end, those of a scale-up pod have ports of their own. Empty: they do.
std::string AcceleratorMismatch(const Catalog& catalog, const PodSpec& pod);
// The pod as what is simulated and priced.
topology::Topology BuildPod(const Catalog& catalog, const PodSpec& pod);
// The first node or link of a topology whose part is not in the catalog; empty: all are. Hosts and
// host links need no part.
std::string PartsMissing(const Catalog& catalog, const topology::Topology& topology);
// A bench pod with exactly this many accelerators, out of the smallest bench switch that has the
// ports (up to 72), named "bench<n>". Throws UserError (without position) when there is none.
PodSpec BenchPod(const Catalog& catalog, int accelerators);

// docs/reference/parts.md.
std::string ReferenceMarkdown(const Catalog& catalog);

}  // namespace linkwright::parts
