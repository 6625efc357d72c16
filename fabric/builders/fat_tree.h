// SPDX-License-Identifier: Apache-2.0
// A fat tree of two or three tiers out of switches of one radix k; without oversubscription k^2/2
// or k^3/4 endpoints. Endpoints fill leaves in order.
#pragma once

#include "fabric/builders/clos.h"
#include "foundation/config/describe.h"

namespace linkwright::builders {

struct FatTreeSettings : ClosSettings {};

inline int PortsPerEndpoint(const FatTreeSettings&) { return 1; }
inline topology::Domain DomainOf(const FatTreeSettings&) { return topology::Domain::kScaleOut; }
void Attach(topology::Assembly& fabric, const FatTreeSettings& settings, const Endpoints& endpoints,
            const Site& site);

}  // namespace linkwright::builders

template <>
struct linkwright::config::Describe<linkwright::builders::FatTreeSettings> {
  using Settings = linkwright::builders::FatTreeSettings;
  static constexpr std::string_view kName = "fat_tree";
  static constexpr std::string_view kDoc =
      "a folded Clos of two or three tiers, full or oversubscribed";
  template <class Visitor>
  static void Fields(Visitor& v) {
    builders::ClosFields<Settings>(v);
  }
};
