// SPDX-License-Identifier: Apache-2.0
// Fabrics by rail: endpoint r of every pod is on rail r.
//   rail-optimised  every leaf serves one rail of a few pods, and one Clos joins all leaves, so
//   that
//                   equal ranks of nearby pods are one switch apart
//   rail-only       a Clos for every rail (its plane), nothing between rails: traffic changes rails
//                   inside a pod
#pragma once

#include "fabric/builders/clos.h"
#include "foundation/config/describe.h"

namespace linkwright::builders {

struct RailSettings : ClosSettings {
  int rails = 0;  // 0: endpoints of a pod
};
struct RailOptimisedSettings : RailSettings {};
struct RailOnlySettings : RailSettings {};

inline int PortsPerEndpoint(const RailSettings&) { return 1; }
inline topology::Domain DomainOf(const RailSettings&) { return topology::Domain::kScaleOut; }
void Attach(topology::Assembly& fabric, const RailOptimisedSettings& settings,
            const Endpoints& endpoints, const Site& site);
void Attach(topology::Assembly& fabric, const RailOnlySettings& settings,
            const Endpoints& endpoints, const Site& site);

template <class Settings, class Visitor>
void RailFields(Visitor& v) {
  ClosFields<Settings>(v);
  v.Field("rails", &Settings::rails,
          "endpoints that follow one another and are on different rails; 0: those of a pod")
      .Range(0, 1024);
}

}  // namespace linkwright::builders

template <>
struct linkwright::config::Describe<linkwright::builders::RailOptimisedSettings> {
  using Settings = linkwright::builders::RailOptimisedSettings;
  static constexpr std::string_view kName = "rail_optimised";
  static constexpr std::string_view kDoc =
      "a fat tree in which a leaf serves equal endpoints of several pods";
  template <class Visitor>
  static void Fields(Visitor& v) {
    builders::RailFields<Settings>(v);
  }
};

template <>
struct linkwright::config::Describe<linkwright::builders::RailOnlySettings> {
  using Settings = linkwright::builders::RailOnlySettings;
  static constexpr std::string_view kName = "rail_only";
  static constexpr std::string_view kDoc = "a fat tree for every rail, nothing between rails";
  template <class Visitor>
  static void Fields(Visitor& v) {
    builders::RailFields<Settings>(v);
  }
};
