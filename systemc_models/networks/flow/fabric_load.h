// SPDX-License-Identifier: Apache-2.0
// A topology with its routes: every link is two resources, one each way. Volume is counted in
// bytes. A transfer goes over the scale-up domain when both accelerators are in one, otherwise over
// the scale-out domain, through NICs and hosts where the accelerator has them; it splits equally
// over its own uplinks, then at every router over the equally good next hops, or takes one path
// chosen by a hash. A link that is down carries nothing: transfers take the ways that are left and,
// if there are none, wait on the ones they had. Equations: docs/models/flow_network.md.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "fabric/routing/paths.h"
#include "systemc_models/networks/flow/flow_network.h"
#include "systemc_models/networks/flow/transfer_load.h"

namespace linkwright::flow {

class FabricLoad final : public LoadModel {
 public:
  // What the parameters point to outlives this.
  explicit FabricLoad(const FabricFlowParameters& parameters);

  const std::vector<double>& capacities() const override { return capacities_; }
  units::Duration unit_time() const override { return units::Duration::Picoseconds(1); }
  // Throws UserError when no path leads from initiator to target.
  void Start(const endpoints::TransferRecord& transfer, const endpoints::TransferTable& table,
             TransferLoad& load) override;
  void Deliver(const endpoints::TransferRecord& transfer,
               const endpoints::TransferTable& table) override;
  std::span<const Capacity> SetLink(int link, bool up) override;
  std::string LinkName(int link) const override;
  bool Reroute(const endpoints::TransferRecord& transfer, double left, TransferLoad& load) override;
  std::vector<int> DeadLinks(std::span<const Use> uses) const override;
  bool CountForAll(int) override { return false; }
  void AppendMetrics(telemetry::RunReport& report, const std::string& path) const override;

 private:
  static constexpr int kTiers = 8;
  // Links by domain and by the tier of the switch at the upper end (0: none of the ends is one).
  static constexpr int kClasses = topology::kDomains * kTiers;

  // Routes around links that have died since the parameters were made.
  struct Detour {
    explicit Detour(const topology::Topology& topology, std::span<const uint8_t> dead)
        : routes(topology, dead), paths(routes) {}
    routing::Routes routes;
    routing::Paths paths;
  };

  // The last path of an initiator: most send to one target again and again.
  struct Path {
    int target = -1;
    std::vector<Use> uses;
    units::Duration latency;
  };

  static ResourceId ResourceOf(const routing::LinkShare& use) {
    return 2 * use.link + (use.from_a ? 0 : 1);
  }
  const Path& PathOf(int initiator, int target);
  // False: there is none.
  bool FindPath(int initiator, int target, routing::Paths& paths, Path& path);
  void FindDetour();
  void Count(std::span<const Use> uses, double volume);
  size_t ClassOf(topology::LinkId link) const;

  FabricFlowParameters parameters_;
  const topology::Topology& topology_;
  routing::Paths routes_;
  std::vector<double> capacities_;
  std::vector<uint8_t> class_;  // by link
  std::vector<Path> paths_;     // by accelerator
  std::vector<uint8_t> dead_;   // by link, now
  int changed_links_ = 0;       // that are not as in the parameters' routes
  bool detour_stale_ = false;
  std::unique_ptr<Detour> detour_;  // while any link is not
  std::array<Capacity, 2> capacities_now_{};

  std::vector<double> carried_;  // by resource, bytes
  std::vector<uint64_t> sent_, received_;
};

}  // namespace linkwright::flow
