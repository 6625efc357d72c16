// SPDX-License-Identifier: Apache-2.0
// Large fabrics are ready in seconds. Time and memory are printed.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "fabric/builders/builders.h"
#include "fabric/routing/paths.h"
#include "foundation/config/document.h"

namespace linkwright::routing {
namespace {

using topology::Domain;

double PeakGigabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / (1 << 20);
}

double ProcessorSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

// Processor time, which a busy machine does not change: topology and routes take one thread.
void ExpectReady(const std::string& yaml, int endpoints, Domain domain) {
  const double start = ProcessorSeconds();
  const topology::Topology t = builders::Build(config::Document::Parse(yaml, "t").root());
  const double built = ProcessorSeconds();
  const Routes routes(t);
  const double routed = ProcessorSeconds();
  fmt::print(
      "{}: {} nodes, {} links in {:.2f} s; routes ({} entries, {} sets) in {:.2f} s; peak "
      "{:.2f} GB\n",
      yaml, t.nodes().size(), t.links().size(), built - start, routes.table_entries(),
      routes.sets(), routed - built, PeakGigabytes());
  EXPECT_EQ(t.accelerators(), endpoints);
  EXPECT_LT(routed - start, 20);
  EXPECT_LT(PeakGigabytes(), 4);
  Paths paths(routes);
  EXPECT_TRUE(paths.Reaches(0, endpoints - 1, domain));
}

TEST(Scale, ThreeTiersOf65536EndpointsAreReadyInTwentySecondsAndFourGigabytes) {
  ExpectReady("fat_tree: {accelerators: 65536, tiers: 3, switch_ports: 64}", 65536,
              Domain::kScaleOut);
}

TEST(Scale, PodsOf65536AcceleratorsWithNicsToo) {
  ExpectReady(
      "pods: {pods: 8192, accelerators: 8, scale_up: {single_tier: {planes: 4, switch_ports: 8}}, "
      "scale_out: {rail_optimised: {tiers: 3, switch_ports: 64}}}",
      65536, Domain::kScaleOut);
}

TEST(Scale, ATorusOf65536AcceleratorsNeedsNoTable) {
  ExpectReady("torus: {x: 32, y: 32, z: 64}", 65536, Domain::kScaleUp);
}

TEST(Scale, ADragonflyOf65536EndpointsNeedsNoTable) {
  ExpectReady(
      "dragonfly: {accelerators: 65536, endpoints_per_router: 16, routers_per_group: 32, "
      "global_links_per_router: 16, switch_ports: 64}",
      65536, Domain::kScaleOut);
}

}  // namespace
}  // namespace linkwright::routing
