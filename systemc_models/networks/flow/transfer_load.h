// SPDX-License-Identifier: Apache-2.0
// What a transfer asks of a network's resources: the waist between the fluid (flow_network) and
// what it flows through (one tier of switches, or a topology).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "foundation/telemetry/run_report.h"
#include "foundation/units/duration.h"
#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/networks/flow/fair_share.h"

namespace linkwright::flow {

struct TransferLoad {
  std::vector<Use> uses;    // at least one
  double volume = 0;        // in the model's unit of volume
  units::Duration latency;  // from the last of the volume having left to delivery
};

struct Capacity {
  ResourceId resource = 0;
  double capacity = 0;
};

class LoadModel {
 public:
  virtual ~LoadModel() = default;
  // By resource, in units of volume per `unit_time`.
  virtual const std::vector<double>& capacities() const = 0;
  virtual units::Duration unit_time() const = 0;
  // Called once for every transfer that starts; counts it.
  virtual void Start(const endpoints::TransferRecord& transfer,
                     const endpoints::TransferTable& table, TransferLoad& load) = 0;
  virtual void Deliver(const endpoints::TransferRecord& transfer,
                       const endpoints::TransferTable& table) = 0;
  // A link, by its number in the topology, breaks or heals: the capacities that are other ones now;
  // none if it was so already. Valid until the next call.
  virtual std::span<const Capacity> SetLink(int link, bool up) = 0;
  virtual std::string LinkName(int link) const = 0;
  // After that, for a transfer under way: `load` has its uses and latency as they are, `left` is
  // what has still to flow. True: it goes on by another way, which is now in `load`.
  virtual bool Reroute(const endpoints::TransferRecord& transfer, double left,
                       TransferLoad& load) = 0;
  // Of a transfer with these uses: the dead links that it waits for.
  virtual std::vector<int> DeadLinks(std::span<const Use> uses) const = 0;
  // Transfers of endpoint 0 to itself are counted for endpoints 0 to n - 1 (AlikeEndpoints). False:
  // endpoints are not alike.
  virtual bool CountForAll(int endpoints) = 0;
  virtual void AppendMetrics(telemetry::RunReport& report, const std::string& path) const = 0;
};

}  // namespace linkwright::flow
