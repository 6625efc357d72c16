// SPDX-License-Identifier: Apache-2.0
// Progressive filling by bottleneck order (Bertsekas and Gallager, Data Networks, section 6.5.2):
// the resource with the smallest level = room / weight of its unfrozen flows is the next to fill
// up, so a heap of levels replaces the growing.
#include "systemc_models/networks/flow/fair_share.h"

#include <algorithm>
#include <limits>

#include "foundation/diagnostics/check.h"

namespace linkwright::flow {

FairShare::FairShare(std::vector<double> capacities) {
  resources_.resize(capacities.size());
  for (size_t i = 0; i < capacities.size(); ++i) {
    LINKWRIGHT_CHECK(capacities[i] > 0) << "resource " << i << " has capacity " << capacities[i];
    resources_[i].capacity = capacities[i];
  }
}

int32_t FairShare::NewNode() {
  if (free_nodes_.empty()) {
    nodes_.emplace_back();
    return static_cast<int32_t>(nodes_.size()) - 1;
  }
  const int32_t id = free_nodes_.back();
  free_nodes_.pop_back();
  return id;
}

FlowId FairShare::Add(std::span<const Use> uses, int priority) {
  LINKWRIGHT_CHECK(priority >= 0 && priority < kPriorities) << "priority " << priority;
  auto id = static_cast<FlowId>(flows_.size());
  if (free_flows_.empty()) {
    flows_.emplace_back();
  } else {
    id = free_flows_.back();
    free_flows_.pop_back();
  }
  flow(id) = Flow{};
  flow(id).priority = static_cast<uint8_t>(priority);
  Link(id, uses);
  return id;
}

void FairShare::Link(FlowId id, std::span<const Use> uses) {
  LINKWRIGHT_CHECK(!uses.empty()) << "a flow without resources has no rate";
  for (const Use& use : uses) {
    const int32_t n = NewNode();
    Resource& r = resource(use.resource);
    node(n) = {id, use.resource, use.weight, flow(id).first, r.last, kNone};
    flow(id).first = n;
    (r.last == kNone ? r.first : node(r.last).next) = n;
    r.last = n;
    MarkDirty(use.resource);
  }
}

void FairShare::Unlink(int32_t id) {
  const Node& n = node(id);
  Resource& r = resource(n.resource);
  (n.previous == kNone ? r.first : node(n.previous).next) = n.next;
  (n.next == kNone ? r.last : node(n.next).previous) = n.previous;
}

void FairShare::UnlinkAll(FlowId id) {
  for (int32_t n = flow(id).first; n != kNone;) {
    const int32_t next = node(n).next_of_flow;
    Unlink(n);
    MarkDirty(node(n).resource);
    free_nodes_.push_back(n);
    n = next;
  }
  flow(id).first = kNone;
}

void FairShare::Remove(FlowId id) {
  UnlinkAll(id);
  flow(id).rate = 0;
  free_flows_.push_back(id);
}

void FairShare::Change(FlowId id, std::span<const Use> uses) {
  UnlinkAll(id);
  Link(id, uses);
}

// A flow's chain has its last use first.
void FairShare::UsesOf(FlowId id, std::vector<Use>& uses) const {
  uses.clear();
  for (int32_t n = flows_[static_cast<size_t>(id)].first; n != kNone;) {
    const Node& use = nodes_[static_cast<size_t>(n)];
    uses.push_back({use.resource, use.weight});
    n = use.next_of_flow;
  }
  std::reverse(uses.begin(), uses.end());
}

void FairShare::SetCapacity(ResourceId id, double capacity) {
  LINKWRIGHT_CHECK(capacity >= 0) << "resource " << id << " has capacity " << capacity;
  resource(id).capacity = capacity;
  MarkDirty(id);
}

void FairShare::MarkDirty(ResourceId id) { dirty_.push_back(id); }

void FairShare::CollectComponent() {
  ++round_;
  component_.clear();
  component_flows_.clear();
  component_priorities_ = 0;
  const auto visit = [this](ResourceId id) {
    if (resource(id).visited == round_) return;
    resource(id).visited = round_;
    component_.push_back(id);
  };
  for (const ResourceId id : dirty_) visit(id);
  dirty_.clear();
  for (size_t i = 0; i < component_.size(); ++i) {
    for (int32_t n = resource(component_[i]).first; n != kNone; n = node(n).next) {
      Flow& f = flow(node(n).flow);
      if (f.visited == round_) continue;
      f.visited = round_;
      f.frozen = false;
      component_priorities_ |= 1u << f.priority;
      component_flows_.push_back(node(n).flow);
      for (int32_t m = f.first; m != kNone; m = node(m).next_of_flow) visit(node(m).resource);
    }
  }
}

void FairShare::Freeze(FlowId id, double level) {
  Flow& f = flow(id);
  f.frozen = true;
  if (f.rate != level) {
    f.rate = level;
    changed_.push_back(id);
  }
  for (int32_t m = f.first; m != kNone; m = node(m).next_of_flow) {
    Resource& r = resource(node(m).resource);
    r.room -= node(m).weight * level;
    r.weight -= node(m).weight;
    --r.unfrozen;
    touched_.push_back(node(m).resource);
  }
}

void FairShare::Fill() {
  for (const ResourceId id : component_) resource(id).room = resource(id).capacity;
  for (int priority = kPriorities - 1; priority >= 0; --priority) {
    if ((component_priorities_ >> priority & 1) != 0) FillWith(priority);
  }
}

void FairShare::FillWith(int priority) {
  constexpr double kRounding = 1e-12;  // of a capacity: what is left of one that is used up
  heap_.Clear();
  for (const ResourceId id : component_) {
    Resource& r = resource(id);
    if (r.room < kRounding * r.capacity) r.room = 0;
    r.weight = 0;
    r.unfrozen = 0;
    for (int32_t n = r.first; n != kNone; n = node(n).next) {
      if (flow(node(n).flow).priority != priority) continue;
      r.weight += node(n).weight;
      ++r.unfrozen;
    }
    if (r.unfrozen > 0) heap_.Set(id, r.room / r.weight);
  }
  while (!heap_.empty()) {
    const ResourceId full = heap_.top();
    const double level = heap_.top_key();
    touched_.clear();
    for (int32_t n = resource(full).first; n != kNone; n = node(n).next) {
      const Flow& f = flow(node(n).flow);
      if (!f.frozen && f.priority == priority) Freeze(node(n).flow, level);
    }
    heap_.Remove(full);
    for (const ResourceId id : touched_) {
      Resource& r = resource(id);
      if (!heap_.contains(id)) continue;
      if (r.unfrozen == 0) {
        heap_.Remove(id);
      } else {
        // Rounding may take the level of a resource that fills up together with this one a hair
        // below it.
        heap_.Set(id, std::max(level, r.room / r.weight));
      }
    }
  }
}

bool FairShare::IsAlone(const Flow& f) const {
  for (int32_t n = f.first; n != kNone; n = nodes_[static_cast<size_t>(n)].next_of_flow) {
    const Resource& r = resources_[static_cast<size_t>(nodes_[static_cast<size_t>(n)].resource)];
    if (r.first != r.last) return false;
  }
  return true;
}

// A flow that meets no other needs no filling: its tightest resource gives its rate.
void FairShare::SettleLoneFlows() {
  ++round_;
  size_t kept = 0;
  for (const ResourceId id : dirty_) {
    const Resource& r = resource(id);
    if (r.first == kNone) continue;
    if (r.first != r.last) {
      dirty_[kept++] = id;
      continue;
    }
    const FlowId lone = node(r.first).flow;
    Flow& f = flow(lone);
    if (f.visited == round_) continue;
    if (!IsAlone(f)) {
      dirty_[kept++] = id;
      continue;
    }
    f.visited = round_;
    ++flows_solved_;
    double level = std::numeric_limits<double>::infinity();
    for (int32_t n = f.first; n != kNone; n = node(n).next_of_flow) {
      level = std::min(level, resource(node(n).resource).capacity / node(n).weight);
    }
    if (f.rate == level) continue;
    f.rate = level;
    changed_.push_back(lone);
  }
  dirty_.resize(kept);
}

std::span<const FlowId> FairShare::Solve() {
  changed_.clear();
  if (dirty_.empty()) return changed_;
  SettleLoneFlows();
  if (dirty_.empty()) return changed_;
  CollectComponent();
  flows_solved_ += component_flows_.size();
  Fill();
  return changed_;
}

double FairShare::Load(ResourceId id) const {
  double load = 0;
  for (int32_t n = resources_[static_cast<size_t>(id)].first; n != kNone;
       n = nodes_[static_cast<size_t>(n)].next) {
    const Node& use = nodes_[static_cast<size_t>(n)];
    load += use.weight * rate(use.flow);
  }
  return load;
}

}  // namespace linkwright::flow
