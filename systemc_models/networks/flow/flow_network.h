// SPDX-License-Identifier: Apache-2.0
// A network as a fluid: transfers in flight share links max-min fairly, and arrive a constant
// latency after their last flit has left. Only sizes travel; the data of a transfer is moved (and,
// for reduce-reads, summed as the switches would) when it completes. Equations, scope and limits:
// docs/models/flow_network.md.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "fabric/routing/routes.h"
#include "foundation/units/bit_rate.h"
#include "foundation/units/duration.h"
#include "systemc_models/interfaces/alike_endpoints.h"
#include "systemc_models/interfaces/fault_target.h"
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
  // ScaleUpParameters::reduce_window. 0: no limit.
  int reduce_window = 0;
  // Entries of the switch's reduction table per port: the variant's ReductionEntries. 0: no limit.
  int reduction_entries = 0;
  // A switch reduces one data flit per flit_time. False leaves that limit out.
  bool limit_reduction_engine = true;
  // By number in the topology; only links that are here can break.
  struct Link {
    int accelerator = 0;
    std::string name;
  };
  std::vector<Link> links = {};
};

// Of a link part: what its transfers get, framing taken off, and one crossing.
struct LinkFigures {
  units::BitRate rate;
  units::Duration latency;
};

enum class Spread : uint8_t {
  kEqual,  // every transfer over all equally good paths, in equal shares at every router
  kHash,   // over one of them, always the same for a pair of accelerators
};

// A topology of any shape (fabric_load.h). By number of the topology's parts; parts that are no
// links, or no nodes, have figures that nobody looks at.
struct FabricFlowParameters {
  const routing::Routes* routes = nullptr;  // with its topology outlives the network
  std::vector<LinkFigures> links;
  std::vector<units::Duration> nodes;  // through a switch, NIC or host
  Spread spread = Spread::kEqual;
};

class FlowNetwork final : public interfaces::Network,
                          public interfaces::AlikeEndpoints,
                          public interfaces::FaultTarget {
 public:
  // `path` prefixes metric names. Throws InternalError on parameters out of range.
  explicit FlowNetwork(const FlowNetworkParameters& parameters, std::string path = "network");
  // Writes only (InternalError for group transfers); a pair without a path is a UserError at Start.
  explicit FlowNetwork(const FabricFlowParameters& parameters, std::string path = "network");
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
  void CountForAll(int endpoints) override;
  // Who waits for which links that are down.
  std::string DescribeWait() const override;
  // What has left before a link goes down arrives; the rest waits, or goes on by the ways that are
  // left where the topology has any.
  void SetLink(int link, bool up) override;
  std::string LinkName(int link) const override;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace linkwright::flow
