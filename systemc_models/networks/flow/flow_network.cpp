// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/flow/flow_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/networks/completion/deliveries.h"
#include "systemc_models/networks/completion/movement.h"
#include "systemc_models/networks/flow/fabric_load.h"
#include "systemc_models/networks/flow/fair_share.h"
#include "systemc_models/networks/flow/instant_queue.h"
#include "systemc_models/networks/flow/tier_load.h"

namespace linkwright::flow {

using endpoints::TransferHandle;
using endpoints::TransferRecord;
using units::Duration;
using units::SimTime;

class FlowNetwork::State {
 public:
  State(std::unique_ptr<LoadModel> model, int accelerators, int planes, std::string path)
      : table_(accelerators, planes, planes),
        path_(std::move(path)),
        model_(std::move(model)),
        unit_ps_(static_cast<double>(model_->unit_time().picoseconds())),
        shares_(model_->capacities()) {}

  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink);
  SimTime NextEvent();
  void RunUntil(SimTime t);
  void AppendMetrics(telemetry::RunReport& report) const;
  void CountForAll(int endpoints);
  void SetLink(int link, bool up);
  std::string DescribeWait() const;
  const LoadModel& model() const { return *model_; }

  SimTime now_;
  endpoints::TransferTable table_;

 private:
  struct Fluid {
    TransferHandle handle = 0;
    double left = 0;  // volume at `since`
    double rate = 0;
    SimTime since;
    SimTime finish = SimTime::Max();  // when the last of it has left
    Duration latency;
    bool flowing = false;
  };

  void Settle(Fluid& fluid) const;
  void Reroute();
  void ApplyRates();
  void DropStale();
  void FinishFluids();
  void Deliver();

  std::string path_;
  std::unique_ptr<LoadModel> model_;
  double unit_ps_;
  FairShare shares_;
  TransferLoad load_;          // scratch of Start
  std::vector<Fluid> fluids_;  // by FlowId
  uint64_t flowing_ = 0;
  bool links_changed_ = false;  // since the last Reroute
  // An entry that is not at its flow's present finish is stale: rates have changed since.
  InstantQueue<FlowId> finishing_;
  InstantQueue<TransferHandle> arriving_;
  std::vector<FlowId> due_flows_;
  std::vector<TransferHandle> due_transfers_;
  completion::Deliveries deliveries_;
  uint64_t delivered_ = 0;
  uint64_t delivered_to_itself_ = 0;  // since the last CountForAll
  SimTime first_start_ = SimTime::Max(), last_delivery_;
};

void FlowNetwork::State::Start(const interfaces::TransferRequest& request,
                               interfaces::TransferSink& sink) {
  const TransferHandle handle = table_.Add(request, &sink);
  model_->Start(table_[handle], table_, load_);
  const FlowId flow = shares_.Add(load_.uses, request.priority);
  if (static_cast<size_t>(flow) >= fluids_.size()) fluids_.resize(static_cast<size_t>(flow) + 1);
  Fluid& fluid = fluids_[static_cast<size_t>(flow)];
  fluid = Fluid{};
  fluid.handle = handle;
  fluid.left = load_.volume;
  fluid.since = now_;
  fluid.latency = load_.latency;
  fluid.flowing = true;
  ++flowing_;
  first_start_ = std::min(first_start_, now_);
}

void FlowNetwork::State::SetLink(int link, bool up) {
  for (const Capacity& changed : model_->SetLink(link, up)) {
    shares_.SetCapacity(changed.resource, changed.capacity);
    links_changed_ = true;
  }
}

void FlowNetwork::State::Settle(Fluid& fluid) const {
  const auto elapsed = static_cast<double>((now_ - fluid.since).picoseconds());
  fluid.left = std::max(0.0, fluid.left - fluid.rate * elapsed / unit_ps_);
  fluid.since = now_;
}

void FlowNetwork::State::Reroute() {
  links_changed_ = false;
  for (size_t flow = 0; flow < fluids_.size(); ++flow) {
    Fluid& fluid = fluids_[flow];
    if (!fluid.flowing) continue;
    Settle(fluid);
    shares_.UsesOf(static_cast<FlowId>(flow), load_.uses);
    load_.latency = fluid.latency;
    if (!model_->Reroute(table_[fluid.handle], fluid.left, load_)) continue;
    shares_.Change(static_cast<FlowId>(flow), load_.uses);
    fluid.latency = load_.latency;
  }
}

void FlowNetwork::State::ApplyRates() {
  if (links_changed_) Reroute();
  for (const FlowId flow : shares_.Solve()) {
    Fluid& fluid = fluids_[static_cast<size_t>(flow)];
    Settle(fluid);
    fluid.rate = shares_.rate(flow);
    if (fluid.rate == 0) {
      fluid.finish = SimTime::Max();
      continue;
    }
    // A thousandth of a picosecond is rounding of doubles, not traffic.
    const double left_ps = std::ceil(fluid.left * unit_ps_ / fluid.rate - 1e-3);
    const SimTime finish = now_ + Duration::Picoseconds(static_cast<int64_t>(left_ps));
    if (finish == fluid.finish) continue;
    fluid.finish = finish;
    finishing_.Push(finish, flow);
  }
  DropStale();
}

void FlowNetwork::State::DropStale() {
  constexpr uint64_t kFew = 4096;
  if (finishing_.size() < 4 * flowing_ + kFew) return;
  finishing_.DropIf(
      [this](FlowId flow, SimTime at) { return fluids_[static_cast<size_t>(flow)].finish != at; });
}

void FlowNetwork::State::FinishFluids() {
  while (finishing_.next() <= now_) {
    const SimTime at = finishing_.next();
    finishing_.Pop(at, due_flows_);
    if (!std::is_sorted(due_flows_.begin(), due_flows_.end())) {
      std::sort(due_flows_.begin(), due_flows_.end());
    }
    for (const FlowId flow : due_flows_) {
      Fluid& fluid = fluids_[static_cast<size_t>(flow)];
      if (fluid.finish != at) continue;
      fluid.finish = SimTime::Max();
      fluid.flowing = false;
      shares_.Remove(flow);
      --flowing_;
      arriving_.Push(now_ + fluid.latency, fluid.handle);
    }
  }
}

void FlowNetwork::State::Deliver() {
  while (arriving_.next() <= now_) {
    arriving_.Pop(arriving_.next(), due_transfers_);
    for (const TransferHandle handle : due_transfers_) {
      const TransferRecord& transfer = table_[handle];
      completion::Move(transfer, {0, transfer.bytes});
      model_->Deliver(transfer, table_);
      if (transfer.initiator == transfer.target && transfer.group < 0) ++delivered_to_itself_;
      deliveries_.Add(transfer);
      table_.Remove(handle);
    }
    delivered_ += due_transfers_.size();
    last_delivery_ = now_;
  }
}

std::string FlowNetwork::State::DescribeWait() const {
  constexpr size_t kMost = 8;
  // In order of the first transfer; those of one pair for the same links are one line.
  std::vector<std::pair<std::string, int>> waits;
  std::vector<Use> uses;
  size_t more = 0;
  for (size_t flow = 0; flow < fluids_.size(); ++flow) {
    const Fluid& fluid = fluids_[flow];
    if (!fluid.flowing || fluid.rate > 0) continue;
    shares_.UsesOf(static_cast<FlowId>(flow), uses);
    std::string links;
    for (const int link : model_->DeadLinks(uses)) {
      links += fmt::format("{}{}", links.empty() ? "" : " and ", model_->LinkName(link));
    }
    if (links.empty()) links = "transfers of a higher priority";
    const TransferRecord& transfer = table_[fluid.handle];
    const std::string whom = transfer.group >= 0
                                 ? fmt::format("with group {}", transfer.group)
                                 : fmt::format("to accelerator {}", transfer.target);
    const std::string text =
        fmt::format("accelerator {} {} waits for {}", transfer.initiator, whom, links);
    const auto known = std::find_if(waits.begin(), waits.end(),
                                    [&](const auto& wait) { return wait.first == text; });
    if (known != waits.end()) {
      ++known->second;
    } else if (waits.size() < kMost) {
      waits.emplace_back(text, 1);
    } else {
      ++more;
    }
  }
  std::string all;
  for (const auto& [text, times] : waits) {
    all += (all.empty() ? "" : "; ") + text;
    if (times > 1) all += fmt::format(" ({} transfers)", times);
  }
  if (more > 0) all += fmt::format("; and {} more transfers", more);
  return all;
}

SimTime FlowNetwork::State::NextEvent() {
  ApplyRates();
  return std::min(finishing_.next(), arriving_.next());
}

// Rates are not found anew at `t` itself: what is started there is yet to come.
void FlowNetwork::State::RunUntil(SimTime t) {
  do {
    now_ = std::min(t, NextEvent());
    FinishFluids();
    Deliver();
  } while (now_ < t && deliveries_.empty());
  deliveries_.Report();
}

void FlowNetwork::State::CountForAll(int endpoints) {
  LINKWRIGHT_CHECK(model_->CountForAll(endpoints)) << "these endpoints are not alike";
  delivered_ += delivered_to_itself_ * static_cast<uint64_t>(endpoints - 1);
  delivered_to_itself_ = 0;
}

void FlowNetwork::State::AppendMetrics(telemetry::RunReport& report) const {
  report.Add(path_ + ".transfers", static_cast<int64_t>(delivered_), "transfers",
             "transfers delivered");
  const Duration busy = delivered_ == 0 ? Duration::Zero() : last_delivery_ - first_start_;
  report.Add(path_ + ".busy_time", busy.picoseconds(), "ps",
             "from the first Start to the last delivery");
  model_->AppendMetrics(report, path_);
  report.Add(path_ + ".flows_solved", static_cast<int64_t>(shares_.flows_solved()), "flows",
             "flows looked at by all solutions of the rate equations");
}

FlowNetwork::FlowNetwork(const FlowNetworkParameters& parameters, std::string path)
    : state_(std::make_unique<State>(std::make_unique<TierLoad>(parameters),
                                     parameters.accelerators, parameters.planes, std::move(path))) {
}
FlowNetwork::FlowNetwork(const FabricFlowParameters& parameters, std::string path)
    : state_(std::make_unique<State>(std::make_unique<FabricLoad>(parameters),
                                     parameters.routes->topology().accelerators(), 1,
                                     std::move(path))) {}
FlowNetwork::~FlowNetwork() = default;

int FlowNetwork::endpoints() const { return state_->table_.accelerators(); }
SimTime FlowNetwork::Now() const { return state_->now_; }
void FlowNetwork::Start(const interfaces::TransferRequest& request,
                        interfaces::TransferSink& sink) {
  state_->Start(request, sink);
}
SimTime FlowNetwork::NextEvent() const { return state_->NextEvent(); }
void FlowNetwork::RunUntil(SimTime t) {
  LINKWRIGHT_CHECK(t >= state_->now_) << "run until " << t << ", now " << state_->now_;
  state_->RunUntil(t);
}
bool FlowNetwork::Quiet() const { return state_->table_.in_flight() == 0; }
interfaces::GroupId FlowNetwork::DefineGroup(std::vector<interfaces::EndpointId> members) {
  return state_->table_.DefineGroup(std::move(members));
}
std::string FlowNetwork::DescribeWait() const { return state_->DescribeWait(); }
void FlowNetwork::SetLink(int link, bool up) { state_->SetLink(link, up); }
std::string FlowNetwork::LinkName(int link) const { return state_->model().LinkName(link); }
void FlowNetwork::CountForAll(int endpoints) { state_->CountForAll(endpoints); }
void FlowNetwork::AppendMetrics(telemetry::RunReport& report) const {
  state_->AppendMetrics(report);
}

}  // namespace linkwright::flow
