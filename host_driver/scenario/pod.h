// SPDX-License-Identifier: Apache-2.0
// Section `pod`: which hardware.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/config/config.h"

namespace linkwright::scenario {

struct PodConfig {
  std::string ready;  // empty: a bench pod with as many accelerators as the algorithm has ranks
  std::optional<int> accelerators, planes;
  std::optional<std::string> accelerator, switch_chip, link, variant;
  std::optional<config::Node> topology;  // {builder: settings} or {file: path}
  std::vector<std::string> parts;        // files or folders laid over the built-in parts
};

}  // namespace linkwright::scenario

namespace linkwright::config {

template <>
struct Describe<scenario::PodConfig> {
  using T = scenario::PodConfig;
  static constexpr std::string_view kName = "pod";
  static constexpr std::string_view kDoc = "accelerators and the switches that join them";
  template <class V>
  static void Fields(V& v) {
    v.Field("ready", &T::ready,
            "a ready pod (linkwright list pods); left out: a bench pod with as many accelerators "
            "as ranks");
    v.Field("accelerators", &T::accelerators, "number of accelerators, instead of the ready pod's")
        .Range(2, 144);
    v.Field("planes", &T::planes, "number of switch planes, instead of the ready pod's")
        .Range(1, 64);
    v.Field("accelerator", &T::accelerator, "accelerator part, instead of the ready pod's");
    v.Field("switch", &T::switch_chip, "switch part, instead of the ready pod's");
    v.Field("link", &T::link, "link part, instead of the ready pod's");
    v.Field("variant", &T::variant, "switch variant of rtl/spec, instead of the ready pod's");
    v.Field("topology", &T::topology,
            "instead of a ready pod: a builder and its settings (docs/models/topologies.md), or "
            "{file: path}; fidelity flow");
    v.Field("parts", &T::parts, "files or folders with parts laid over the built-in ones");
  }
};

}  // namespace linkwright::config
