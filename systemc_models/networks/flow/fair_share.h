// SPDX-License-Identifier: Apache-2.0
// Max-min fair rates by progressive filling: all flows grow at one rate until a resource is full;
// its flows are frozen, the others grow on. Flows of a higher priority are done first, as if they
// were alone; the others share what they leave. A flow of rate x loads each resource it uses with
// weight * x; one over a resource without capacity has the rate 0. Only the component of flows and
// resources connected to a change is solved again. Deterministic: orders follow the history of
// calls, never addresses.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "systemc_models/networks/flow/indexed_heap.h"

namespace linkwright::flow {

using FlowId = int32_t;
using ResourceId = int32_t;

struct Use {
  ResourceId resource = 0;
  double weight = 1.0;  // > 0

  friend bool operator==(const Use&, const Use&) = default;
};

class FairShare {
 public:
  explicit FairShare(std::vector<double> capacities);

  static constexpr int kPriorities = 8;

  // At least one use; several uses of one resource are allowed and add up. Ids are reused. Of flows
  // that meet, one of a higher priority (0 to kPriorities - 1) takes what it can use.
  FlowId Add(std::span<const Use> uses, int priority = 0);
  void Remove(FlowId flow);
  // The flow goes another way from now on; it keeps its id.
  void Change(FlowId flow, std::span<const Use> uses);
  // As they were added.
  void UsesOf(FlowId flow, std::vector<Use>& uses) const;
  void SetCapacity(ResourceId resource, double capacity);  // >= 0
  // Solves what has changed since the last call; the flows whose rate is now different, new ones
  // included, valid until the next call.
  std::span<const FlowId> Solve();
  double rate(FlowId flow) const { return flows_[static_cast<size_t>(flow)].rate; }
  // Sum of weight * rate of the flows on the resource.
  double Load(ResourceId resource) const;
  // Flows looked at by all calls of Solve: the measure of incremental work.
  uint64_t flows_solved() const { return flows_solved_; }

 private:
  static constexpr int32_t kNone = -1;
  // A flow's use of a resource: in the flow's chain and in the resource's list.
  struct Node {
    FlowId flow = 0;
    ResourceId resource = 0;
    double weight = 0;
    int32_t next_of_flow = kNone;
    int32_t previous = kNone, next = kNone;
  };
  struct Flow {
    double rate = 0;
    int32_t first = kNone;
    uint64_t visited = 0;
    bool frozen = false;
    uint8_t priority = 0;
  };
  struct Resource {
    double capacity = 0;
    int32_t first = kNone, last = kNone;
    uint64_t visited = 0;
    // of the filling in progress
    double room = 0, weight = 0;
    int32_t unfrozen = 0;
  };

  Flow& flow(FlowId id) { return flows_[static_cast<size_t>(id)]; }
  Resource& resource(ResourceId id) { return resources_[static_cast<size_t>(id)]; }
  Node& node(int32_t id) { return nodes_[static_cast<size_t>(id)]; }
  int32_t NewNode();
  void Link(FlowId id, std::span<const Use> uses);
  void UnlinkAll(FlowId id);
  void Unlink(int32_t id);
  void MarkDirty(ResourceId id);
  bool IsAlone(const Flow& f) const;
  void SettleLoneFlows();
  void CollectComponent();
  void Fill();
  void FillWith(int priority);
  void Freeze(FlowId id, double level);

  std::vector<Resource> resources_;
  std::vector<Flow> flows_;
  std::vector<Node> nodes_;
  std::vector<FlowId> free_flows_;
  std::vector<int32_t> free_nodes_;
  std::vector<ResourceId> dirty_, component_, touched_;
  std::vector<FlowId> component_flows_, changed_;
  uint32_t component_priorities_ = 0;  // one bit each
  IndexedHeap<double> heap_;
  uint64_t round_ = 0;
  uint64_t flows_solved_ = 0;
};

}  // namespace linkwright::flow
