// SPDX-License-Identifier: Apache-2.0
// Scale-up pods joined by a scale-out fabric. Accelerators of a pod are joined by one of the
// scale-up builders and have NICs (nodes behind host links), or scale-out ports of their own, at
// one of the scale-out builders, which serves all pods. Accelerators, NICs and pods are numbered in
// order: accelerator a of pod p has index p * accelerators + a, its first NIC nics * that.
#pragma once

#include <string>

#include "fabric/topology/topology.h"
#include "foundation/config/describe.h"
#include "foundation/config/node.h"

namespace linkwright::builders {

struct PodsSettings {
  int pods = 0;
  int accelerators = 0;  // of a pod
  int nics = 1;  // of an accelerator; 0: the accelerator's own ports are the scale-out ports
  std::string accelerator_part;
  std::string nic_part;
  std::string host_link_part;
  config::Node scale_up;   // {single_tier: {...}}
  config::Node scale_out;  // {fat_tree: {...}}
};

topology::Topology BuildPods(const PodsSettings& settings, const diagnostics::SourceLocation& at);

}  // namespace linkwright::builders

template <>
struct linkwright::config::Describe<linkwright::builders::PodsSettings> {
  using Settings = linkwright::builders::PodsSettings;
  static constexpr std::string_view kName = "pods";
  static constexpr std::string_view kDoc = "scale-up pods with NICs at a scale-out fabric";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("pods", &Settings::pods, "scale-up pods").Required().Range(1, 65536);
    v.Field("accelerators", &Settings::accelerators, "accelerators of a pod")
        .Required()
        .Range(1, 65536);
    v.Field("nics", &Settings::nics,
            "NICs of an accelerator; 0: its own ports are the scale-out ports")
        .Range(0, 16);
    v.Field("accelerator", &Settings::accelerator_part, "part of the accelerators");
    v.Field("nic", &Settings::nic_part, "part of the NICs");
    v.Field("host_link", &Settings::host_link_part, "part of the links from accelerators to NICs");
    v.Field("scale_up", &Settings::scale_up,
            "what joins the accelerators of a pod: `single_tier`, `two_level` or `torus` and its "
            "settings, without accelerators")
        .Required();
    v.Field("scale_out", &Settings::scale_out,
            "what joins all NICs: `leaf_spine`, `fat_tree`, `multi_plane`, `rail_optimised`, "
            "`rail_only`, `dragonfly`, `single_tier`, `two_level` or `torus` and its settings, "
            "without accelerators")
        .Required();
  }
};
