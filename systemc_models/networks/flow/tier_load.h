// SPDX-License-Identifier: Apache-2.0
// One tier of switches, all planes alike: uplinks, downlinks, the windows of reductions and the
// switch's adders. Volume is counted in flits on one plane. Equations: docs/models/flow_network.md.
#pragma once

#include <string>
#include <vector>

#include "systemc_models/networks/completion/traffic.h"
#include "systemc_models/networks/flow/flow_network.h"
#include "systemc_models/networks/flow/transfer_load.h"

namespace linkwright::flow {

class TierLoad final : public LoadModel {
 public:
  explicit TierLoad(const FlowNetworkParameters& parameters);

  const std::vector<double>& capacities() const override { return capacities_; }
  units::Duration unit_time() const override { return parameters_.flit_time; }
  void Start(const endpoints::TransferRecord& transfer, const endpoints::TransferTable& table,
             TransferLoad& load) override;
  void Deliver(const endpoints::TransferRecord& transfer,
               const endpoints::TransferTable& table) override {
    TrafficOf(transfer).CountPayload(transfer, table);
  }
  // A stripe waits for its own plane's link, and a transfer for its last stripe: while any link of
  // an accelerator is down, nothing of it gets through.
  std::span<const Capacity> SetLink(int link, bool up) override;
  std::string LinkName(int link) const override {
    return parameters_.links[static_cast<size_t>(link)].name;
  }
  bool Reroute(const endpoints::TransferRecord&, double, TransferLoad&) override { return false; }
  std::vector<int> DeadLinks(std::span<const Use> uses) const override;
  bool CountForAll(int endpoints) override;
  void AppendMetrics(telemetry::RunReport& report, const std::string& path) const override {
    completion::Traffic all = traffic_;
    all.of(0) += stand_in_.of(0);  // what endpoint 0 sent to itself, for itself alone
    all.AppendTo(report, path);
  }

 private:
  ResourceId Up(int accelerator) const { return accelerator; }
  ResourceId Down(int accelerator) const { return parameters_.accelerators + accelerator; }
  ResourceId Window(int accelerator) const { return 2 * parameters_.accelerators + accelerator; }
  ResourceId Adders() const { return 3 * parameters_.accelerators; }
  completion::Traffic& TrafficOf(const endpoints::TransferRecord& transfer) {
    const bool to_itself = transfer.kind == interfaces::TransferKind::kWrite &&
                           transfer.initiator == transfer.target && transfer.initiator == 0;
    return to_itself ? stand_in_ : traffic_;
  }
  units::Duration Latency(const endpoints::TransferRecord& transfer) const;

  FlowNetworkParameters parameters_;
  std::vector<double> capacities_;
  std::vector<uint8_t> down_;             // by link
  std::vector<int> links_down_;           // by accelerator
  std::vector<Capacity> capacities_now_;  // of the last SetLink
  completion::Traffic traffic_;
  completion::Traffic stand_in_{1};  // of endpoint 0 to itself
};

}  // namespace linkwright::flow
