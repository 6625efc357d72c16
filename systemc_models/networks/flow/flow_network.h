// SPDX-License-Identifier: Apache-2.0
// A pod as a fluid: transfers in flight share links max-min fairly, and arrive a constant latency
// after their last flit has left. Only sizes travel; the data of a transfer is moved (and, for
// reduce-reads, summed as the switches would) when it completes. Equations, scope and limits:
// docs/models/flow_network.md.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "foundation/units/duration.h"
#include "systemc_models/interfaces/network.h"

namespace linkwright::flow {

struct FlowNetworkParameters {
  int accelerators = 0;  // > 0
  int planes = 1;  // parallel links per accelerator; a transfer is cut into one stripe per plane
  // Time one 64-byte flit occupies one link in one direction: the clock period of the switches.
  units::Duration flit_time = units::Duration::Picoseconds(640);
  // From leaving a port to being sampled by the next one; the cycle network's link_latency_cycles *
  // flit_time.
  units::Duration link_latency = units::Duration::Picoseconds(640);
  // From a switch's sampling of a header to the same header on its output wires: (3 + EgressPad) *
  // flit_time.
  units::Duration switch_latency = units::Duration::Picoseconds(3 * 640);
  // From a member's last flit of a MEMBER_READ to the first flit of its answer.
  units::Duration memory_latency = units::Duration::Zero();
  // From the sampling of the last operand flit to the first result flit being ready for an output:
  // (ReduceLatency + 2) * flit_time.
  units::Duration reduce_latency = units::Duration::Zero();
  // Outstanding 256-byte reduce-reads per accelerator and plane:
  // CycleNetworkParameters::reduce_window. 0: no limit.
  int reduce_window = 0;
  // Entries of the switch's reduction table per port: the variant's ReductionEntries. 0: no limit.
  int reduction_entries = 0;
  // A switch reduces one data flit per flit_time. False leaves that limit out.
  bool limit_reduction_engine = true;
};

class FlowNetwork final : public interfaces::Network {
 public:
  // `path` prefixes metric names. Throws InternalError on parameters out of range.
  explicit FlowNetwork(const FlowNetworkParameters& parameters, std::string path = "network");
  ~FlowNetwork() override;

  int endpoints() const override;
  units::SimTime Now() const override;
  units::Duration ClockPeriod() const override { return units::Duration::Picoseconds(1); }
  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink) override;
  units::SimTime NextEvent() const override;
  void RunUntil(units::SimTime t) override;
  bool Quiet() const override;
  interfaces::GroupId DefineGroup(std::vector<interfaces::EndpointId> members) override;
  void AppendMetrics(telemetry::RunReport& report) const override;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace linkwright::flow
