// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/two_level.h"

#include <fmt/format.h>

#include "fabric/builders/clos.h"

namespace linkwright::builders {

using topology::NodeId;
using topology::NodeKind;

namespace {

void CheckSettings(const TwoLevelSettings& s, int trays, const Site& site) {
  const int uplinks = s.upper_switches * s.links_per_pair;
  if (s.accelerators_per_tray + uplinks > s.switch_ports) {
    Refuse(site, fmt::format("a tray's switch needs {} ports for accelerators and {} up, found {}",
                             s.accelerators_per_tray, uplinks, s.switch_ports));
  }
  if (trays * s.links_per_pair > s.upper_ports) {
    Refuse(site,
           fmt::format("{} need {} of an upper switch, found {}", Counted(trays, "tray", "trays"),
                       Counted(trays * s.links_per_pair, "port", "ports"), s.upper_ports));
  }
}

}  // namespace

void Attach(topology::Assembly& pod, const TwoLevelSettings& settings, const Endpoints& endpoints,
            const Site& site) {
  const auto trays = InOrder(endpoints.nodes, settings.accelerators_per_tray);
  CheckSettings(settings, static_cast<int>(trays.size()), site);
  for (int plane = 0; plane < settings.planes; ++plane) {
    const auto add = [&](int tier, int ports, const std::string& part, const char* stem) {
      return pod.Add({.kind = NodeKind::kSwitch,
                      .domain = site.domain,
                      .tier = tier,
                      .plane = plane,
                      .ports = ports,
                      .part = part,
                      .scope = fmt::format("{}.plane{}", site.scope, plane),
                      .stem = stem});
    };
    const auto link = [&](const std::string& part) {
      return topology::NewLink{.domain = site.domain, .plane = plane, .part = part};
    };
    std::vector<NodeId> upper;
    std::vector<NodeId> lower;
    for (const auto& tray : trays) {
      lower.push_back(add(1, settings.switch_ports, settings.switch_part, "tray"));
      for (const NodeId accelerator : tray)
        pod.Join(accelerator, lower.back(), link(settings.link_part));
    }
    for (int u = 0; u < settings.upper_switches; ++u)
      upper.push_back(add(2, settings.upper_ports, settings.upper(), "upper"));
    for (const NodeId tray : lower) {
      int port = settings.accelerators_per_tray;
      for (const NodeId above : upper) {
        for (int k = 0; k < settings.links_per_pair; ++k)
          pod.Join({tray, port++}, {above, pod.next_port(above)}, link(settings.between()));
      }
    }
  }
}

}  // namespace linkwright::builders
