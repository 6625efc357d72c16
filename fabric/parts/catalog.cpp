// SPDX-License-Identifier: Apache-2.0
#include "fabric/parts/catalog.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "fabric/builders/single_tier.h"
#include "fabric/parts/embedded_text.h"
#include "fabric/parts/part_fields.h"
#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/suggest.h"

namespace linkwright::parts {

// Generated from fabric/parts/data by cmake/EmbedText.cmake.
std::span<const EmbeddedText> EmbeddedParts();

namespace {

template <class T>
const T& Lookup(const std::map<std::string, T>& parts, std::string_view key) {
  const auto found = parts.find(std::string(key));
  LINKWRIGHT_CHECK(found != parts.end()) << "no part called '" << key << "'";
  return found->second;
}

template <class T>
std::vector<std::string> Keys(const std::map<std::string, T>& parts) {
  std::vector<std::string> keys;
  for (const auto& [key, part] : parts) keys.push_back(key);
  return keys;
}

// Refuses names of parts that are not in the catalog, at the place where they are written.
class ReferenceChecker {
 public:
  ReferenceChecker(const config::Node& root, config::Diagnostics& diagnostics)
      : root_(root), diagnostics_(diagnostics) {}

  template <class T>
  bool Expect(const std::map<std::string, T>& parts, const std::string& key,
              const std::string& path, std::string_view what) {
    if (parts.contains(key)) return true;
    diagnostics_.Error(root_.LocationOf(path), fmt::format("no {} is called '{}'", what, key),
                       diagnostics::Suggest(key, Keys(parts)));
    return false;
  }

  template <class T>
  void ExpectClasses(const Catalog& catalog, const std::map<std::string, T>& parts,
                     std::string_view section) {
    for (const auto& [key, part] : parts) {
      Expect(catalog.classes, part.part_class, fmt::format("{}.{}.class", section, key), "class");
    }
  }

  void Refuse(const std::string& path, std::string message) {
    diagnostics_.Error(root_.LocationOf(path), std::move(message));
  }

 private:
  const config::Node& root_;
  config::Diagnostics& diagnostics_;
};

void CheckPod(const Catalog& catalog, const std::string& key, const PodSpec& pod,
              ReferenceChecker& check) {
  const std::string at = "pods." + key;
  const bool known =
      check.Expect(catalog.accelerators, pod.accelerator, at + ".accelerator", "accelerator") &
      check.Expect(catalog.switches, pod.switch_chip, at + ".switch", "switch") &
      check.Expect(catalog.links, pod.link, at + ".link", "link");
  if (!known) return;
  if (pod.ethernet) {
    const EthernetSpec& fabric = *pod.ethernet;
    const std::string in = at + ".ethernet.";
    if (fabric.spine_switch &&
        !check.Expect(catalog.switches, *fabric.spine_switch, in + "spine_switch", "switch"))
      return;
    if (fabric.uplink && !check.Expect(catalog.links, *fabric.uplink, in + "uplink", "link"))
      return;
    if (pod.planes != 1) check.Refuse(at + ".planes", "an Ethernet fabric has one plane");
  }
  if (const std::string missing = PortsMissing(catalog, pod); !missing.empty()) {
    check.Refuse(at + ".accelerators", missing);
  }
  if (const std::string mismatch = AcceleratorMismatch(catalog, pod); !mismatch.empty()) {
    check.Refuse(at + ".accelerator", mismatch);
  }
  const double links = catalog.accelerator(pod.accelerator).scaleup_ports.mode;
  if (pod.planes > links) {
    check.Refuse(at + ".planes",
                 fmt::format("{} planes need more than the {} {} of {}", pod.planes, links,
                             links == 1 ? "port" : "ports", pod.accelerator));
  }
}

Catalog ReadCatalog(const config::Node& root) {
  config::Diagnostics diagnostics;
  Catalog catalog = config::Read<Catalog>(root, diagnostics);
  diagnostics.ThrowIfAny();
  return catalog;
}

}  // namespace

const PartClass& Catalog::part_class(std::string_view key) const { return Lookup(classes, key); }
const AcceleratorPart& Catalog::accelerator(std::string_view key) const {
  return Lookup(accelerators, key);
}
const NicPart& Catalog::nic(std::string_view key) const { return Lookup(nics, key); }
const SwitchPart& Catalog::switch_chip(std::string_view key) const { return Lookup(switches, key); }
const TrayPart& Catalog::tray(std::string_view key) const { return Lookup(trays, key); }
const RackPart& Catalog::rack(std::string_view key) const { return Lookup(racks, key); }
const PowerShelfPart& Catalog::power_shelf(std::string_view key) const {
  return Lookup(power_shelves, key);
}
const LinkPart& Catalog::link(std::string_view key) const { return Lookup(links, key); }
const PodSpec& Catalog::pod(std::string_view key) const { return Lookup(pods, key); }
std::vector<std::string> Catalog::pod_names() const { return Keys(pods); }

Catalog LoadCatalog(std::span<const std::string> overrides) {
  return ReadCatalog(LoadOverlaid(EmbeddedParts(), overrides));
}

Catalog LoadCatalogWith(std::string_view yaml, const std::string& name) {
  config::Node root = LoadOverlaid(EmbeddedParts(), {});
  Overlay(root, config::Document::Parse(yaml, name).root());
  return ReadCatalog(root);
}

builders::LeafSpineSettings LeafSpineOf(const Catalog& catalog, const PodSpec& pod) {
  const EthernetSpec& fabric = pod.ethernet.value();
  const std::string spine = fabric.spine_switch.value_or(pod.switch_chip);
  builders::LeafSpineSettings settings;
  settings.accelerators = pod.accelerators;
  settings.leaves = fabric.leaves;
  settings.spines = fabric.spines;
  settings.links_per_pair = fabric.links_per_pair;
  settings.leaf_ports = static_cast<int>(catalog.switch_chip(pod.switch_chip).ports.mode);
  settings.spine_ports = static_cast<int>(catalog.switch_chip(spine).ports.mode);
  settings.accelerator_part = pod.accelerator;
  settings.switch_part = pod.switch_chip;
  settings.upper_part = spine;
  settings.link_part = pod.link;
  settings.uplink_part = fabric.uplink.value_or(pod.link);
  return settings;
}

std::string AcceleratorMismatch(const Catalog& catalog, const PodSpec& pod) {
  const bool has_cards = catalog.accelerator(pod.accelerator).nic.has_value();
  if (pod.ethernet.has_value() == has_cards) return {};
  if (has_cards) {
    return fmt::format(
        "{} has network cards; the accelerators of a scale-up pod have ports of "
        "their own",
        pod.accelerator);
  }
  return fmt::format("{} has no network card (nic) in which the links of an Ethernet fabric end",
                     pod.accelerator);
}

std::string PortsMissing(const Catalog& catalog, const PodSpec& pod) {
  if (!pod.ethernet || pod.ethernet->spines == 0) {
    const double ports = catalog.switch_chip(pod.switch_chip).ports.mode;
    if (pod.accelerators <= ports) return {};
    return fmt::format("{} accelerators do not fit the {} ports of {}", pod.accelerators, ports,
                       pod.switch_chip);
  }
  const builders::LeafSpineSettings spec = LeafSpineOf(catalog, pod);
  if (spec.leaf_ports < builders::LeafPortsNeeded(spec)) {
    return fmt::format(
        "{} accelerators on {} leaves with {} spines need {} ports per leaf, {} has {}",
        spec.accelerators, spec.leaves, spec.spines, builders::LeafPortsNeeded(spec),
        spec.switch_part, spec.leaf_ports);
  }
  if (spec.spine_ports < builders::SpinePortsNeeded(spec)) {
    return fmt::format("{} leaves need {} ports per spine, {} has {}", spec.leaves,
                       builders::SpinePortsNeeded(spec), spec.upper(), spec.spine_ports);
  }
  return {};
}

topology::Topology BuildPod(const Catalog& catalog, const PodSpec& pod) {
  if (pod.ethernet && pod.ethernet->spines > 0)
    return builders::BuildLeafSpine(LeafSpineOf(catalog, pod));
  builders::SingleTierSettings settings;
  settings.domain = pod.ethernet ? topology::Domain::kScaleOut : topology::Domain::kScaleUp;
  settings.accelerators = pod.accelerators;
  settings.planes = pod.planes;
  settings.switch_ports = static_cast<int>(catalog.switch_chip(pod.switch_chip).ports.mode);
  settings.accelerator_part = pod.accelerator;
  settings.switch_part = pod.switch_chip;
  settings.link_part = pod.link;
  return builders::BuildSingleTier(settings);
}

std::string PartsMissing(const Catalog& catalog, const topology::Topology& topology) {
  const auto missing = [](std::string_view kind, const std::string& part, const std::string& path) {
    return fmt::format("{} names the {} part '{}', which is not in the catalog", path, kind, part);
  };
  for (size_t i = 0; i < topology.nodes().size(); ++i) {
    const auto id = static_cast<topology::NodeId>(i);
    const topology::Node& node = topology.node(id);
    const std::string& part = topology.part(node.part);
    const bool known =
        (node.kind == topology::NodeKind::kAccelerator && catalog.accelerators.contains(part)) ||
        (node.kind == topology::NodeKind::kSwitch && catalog.switches.contains(part)) ||
        (node.kind == topology::NodeKind::kNic && catalog.nics.contains(part)) ||
        node.kind == topology::NodeKind::kHost;
    if (!known) return missing(topology::Name(node.kind), part, topology.PathOf(id));
  }
  for (const topology::Link& link : topology.links()) {
    if (link.domain == topology::Domain::kHost) continue;
    const std::string& part = topology.part(link.part);
    if (catalog.links.contains(part)) continue;
    return missing(
        "link", part,
        fmt::format("the link at {} port {}", topology.PathOf(link.a.node), link.a.port));
  }
  return {};
}

PodSpec BenchPod(const Catalog& catalog, int accelerators) {
  const PodSpec* smallest = nullptr;
  int largest = 0;
  for (const auto& [key, pod] : catalog.pods) {
    if (pod.product_style || pod.planes != 1 || pod.ethernet) continue;
    largest = std::max(largest, pod.accelerators);
    if (pod.accelerators < accelerators) continue;
    if (smallest == nullptr || pod.accelerators < smallest->accelerators) smallest = &pod;
  }
  if (smallest == nullptr || accelerators < 1) {
    throw diagnostics::UserError(
        {},
        fmt::format("no bench pod has {} accelerators; expected 1 to {}", accelerators, largest));
  }
  PodSpec pod = *smallest;
  pod.title = fmt::format("bench pod, {} accelerators at one switch of {} ports", accelerators,
                          pod.accelerators);
  pod.accelerators = accelerators;
  return pod;
}

}  // namespace linkwright::parts

namespace linkwright::config {

void Describe<parts::Catalog>::Check(const Catalog& catalog, const Node& at, Diagnostics& d) {
  parts::ReferenceChecker check(at, d);
  check.ExpectClasses(catalog, catalog.accelerators, "accelerators");
  check.ExpectClasses(catalog, catalog.nics, "nics");
  check.ExpectClasses(catalog, catalog.switches, "switches");
  check.ExpectClasses(catalog, catalog.trays, "trays");
  check.ExpectClasses(catalog, catalog.racks, "racks");
  check.ExpectClasses(catalog, catalog.power_shelves, "power_shelves");
  check.ExpectClasses(catalog, catalog.links, "links");
  for (const auto& [key, part] : catalog.accelerators) {
    if (!part.nic) continue;
    check.Expect(catalog.nics, *part.nic, fmt::format("accelerators.{}.nic", key), "NIC");
  }
  for (const auto& [key, part] : catalog.switches) {
    check.Expect(catalog.trays, part.tray, fmt::format("switches.{}.tray", key), "tray");
  }
  for (const auto& [key, tray] : catalog.trays) {
    check.Expect(catalog.racks, tray.rack, fmt::format("trays.{}.rack", key), "rack");
    check.Expect(catalog.power_shelves, tray.power_shelf, fmt::format("trays.{}.power_shelf", key),
                 "power shelf");
  }
  for (const auto& [key, pod] : catalog.pods) parts::CheckPod(catalog, key, pod, check);
}

}  // namespace linkwright::config
