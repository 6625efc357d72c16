// SPDX-License-Identifier: Apache-2.0
// Which accelerators a communicator joins, in order of its ranks. Written as a number of ranks
// (accelerators 0 to n - 1), as ranges ("0-3", "0-3,8-11"), as a list, or as a map
// {first: 0, count: 4, stride: 2}.
#pragma once

#include <string>
#include <vector>

#include "foundation/config/config.h"

namespace linkwright::scenario {

struct Endpoints {
  std::vector<int> by_rank;  // rank -> accelerator; empty: all of the pod, or a file's ranks

  friend bool operator==(const Endpoints&, const Endpoints&) = default;
};

}  // namespace linkwright::scenario

namespace linkwright::config {

template <>
struct Codec<scenario::Endpoints> {
  // Refuses fewer than two ranks, more than kMost, and an accelerator that is named twice.
  static constexpr int kMost = 1 << 20;
  static bool Read(const Node& node, std::string_view name, scenario::Endpoints& out,
                   Diagnostics& diagnostics);
  static Json Write(const scenario::Endpoints& endpoints);
  static Json Schema(Catalog&);
  static std::string TypeName() { return "number, ranges, list, or {first, count, stride}"; }
  static void Collect(Catalog&) {}
};

}  // namespace linkwright::config
