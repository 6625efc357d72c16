// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/flow/flow_network.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "systemc_models/endpoints/striping.h"
#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/networks/completion/deliveries.h"
#include "systemc_models/networks/completion/movement.h"
#include "systemc_models/networks/completion/traffic.h"
#include "systemc_models/networks/flow/fair_share.h"
#include "systemc_models/networks/flow/indexed_heap.h"

namespace linkwright::flow {

using endpoints::TransferHandle;
using endpoints::TransferRecord;
using interfaces::TransferKind;
using units::Duration;
using units::SimTime;

namespace {

// Rates are in flits per flit_time and link, so every link has capacity 1 and planes drop out.
std::vector<double> Capacities(const FlowNetworkParameters& parameters,
                               double requests_per_flit_time) {
  const auto n = static_cast<size_t>(parameters.accelerators);
  std::vector<double> capacities(3 * n + 1, 1.0);
  for (size_t i = 2 * n; i < 3 * n; ++i) capacities[i] = requests_per_flit_time;
  return capacities;
}

constexpr uint64_t kDataFlitsPerPacket = endpoints::kPacketPayloadBytes / endpoints::kFlitBytes;

}  // namespace

class FlowNetwork::State {
 public:
  State(const FlowNetworkParameters& parameters, std::string path);

  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink);
  SimTime NextEvent();
  void RunUntil(SimTime t);
  void AppendMetrics(telemetry::RunReport& report) const;

  const FlowNetworkParameters parameters_;
  SimTime now_;
  endpoints::TransferTable table_;

 private:
  struct Fluid {
    TransferHandle handle = 0;
    double flits_left = 0;  // at `since`
    double rate = 0;
    SimTime since;
  };

  ResourceId Up(int accelerator) const { return accelerator; }
  ResourceId Down(int accelerator) const { return parameters_.accelerators + accelerator; }
  ResourceId Window(int accelerator) const { return 2 * parameters_.accelerators + accelerator; }
  ResourceId Engine() const { return 3 * parameters_.accelerators; }

  static Duration ReduceRoundTrip(const FlowNetworkParameters& parameters);
  static double RequestRate(const FlowNetworkParameters& parameters);
  Duration Latency(const TransferRecord& transfer) const;
  void ListUses(const TransferRecord& transfer);
  void ApplyRates();
  void FinishFluids();
  void Deliver();

  std::string path_;
  completion::Deliveries deliveries_;
  FairShare shares_;
  std::vector<Fluid> fluids_;       // by FlowId
  IndexedHeap<SimTime> finishing_;  // FlowId -> when its last flit has left
  IndexedHeap<SimTime> arriving_;   // handle -> delivery
  std::vector<Use> uses_;
  completion::Traffic traffic_;
  uint64_t delivered_ = 0;
  SimTime first_start_ = SimTime::Max(), last_delivery_;
};

// Request out and operands back cross links and switch twice; the answer waits for the packet's
// last operand flit.
Duration FlowNetwork::State::ReduceRoundTrip(const FlowNetworkParameters& p) {
  return p.link_latency * 4 + p.switch_latency * 2 + p.memory_latency + p.reduce_latency;
}

// Packets per flit time that one accelerator may request on one link: what is held until it is
// given back bounds the rate.
double FlowNetwork::State::RequestRate(const FlowNetworkParameters& p) {
  const Duration flits_both_ways = p.flit_time * (2 * kDataFlitsPerPacket + 1);
  double rate = 1.0;
  if (p.reduce_window > 0) {  // from the request's flit to the answer's last flit
    rate = std::min(
        rate, p.reduce_window * units::Ratio(p.flit_time, ReduceRoundTrip(p) + flits_both_ways));
  }
  if (p.reduction_entries > 0) {  // from the member reads' departure to the last operand added
    const Duration held =
        p.switch_latency + p.link_latency * 2 + p.memory_latency + flits_both_ways;
    rate = std::min(rate, p.reduction_entries * units::Ratio(p.flit_time, held));
  }
  return rate;
}

FlowNetwork::State::State(const FlowNetworkParameters& parameters, std::string path)
    : parameters_(parameters),
      table_(parameters.accelerators, parameters.planes, parameters.planes),
      path_(std::move(path)),
      shares_(Capacities(parameters, RequestRate(parameters))),
      traffic_(parameters.accelerators) {
  LINKWRIGHT_CHECK(parameters.flit_time > Duration::Zero()) << "flit time " << parameters.flit_time;
  LINKWRIGHT_CHECK(parameters.reduce_window >= 0 && parameters.reduction_entries >= 0)
      << "a window of " << parameters.reduce_window << ", " << parameters.reduction_entries
      << " entries";
}

Duration FlowNetwork::State::Latency(const TransferRecord& transfer) const {
  const FlowNetworkParameters& p = parameters_;
  if (transfer.kind != TransferKind::kReduceRead) return p.link_latency * 2 + p.switch_latency;
  const uint64_t last_packet =
      transfer.stripe_bytes -
      (endpoints::PacketsOf(transfer.stripe_bytes) - 1) * endpoints::kPacketPayloadBytes;
  return ReduceRoundTrip(p) + p.flit_time * endpoints::DataFlitsOf(last_packet);
}

void FlowNetwork::State::ListUses(const TransferRecord& transfer) {
  uses_.clear();
  const auto flits = static_cast<double>(endpoints::FlitsOf(transfer.stripe_bytes));
  const double headers = static_cast<double>(endpoints::PacketsOf(transfer.stripe_bytes)) / flits;
  switch (transfer.kind) {
    case TransferKind::kWrite:
      uses_ = {{Up(transfer.initiator), 1.0}, {Down(transfer.target), 1.0}};
      break;
    case TransferKind::kMulticastWrite:
      uses_.push_back({Up(transfer.initiator), 1.0});
      for (const int member : table_.group(transfer.group).members)
        uses_.push_back({Down(member), 1.0});
      break;
    case TransferKind::kReduceRead:
      uses_.push_back({Up(transfer.initiator), headers});
      uses_.push_back({Down(transfer.initiator), 1.0});
      for (const int member : table_.group(transfer.group).members) {
        uses_.push_back({Down(member), headers});
        uses_.push_back({Up(member), 1.0});
      }
      uses_.push_back({Window(transfer.initiator), headers});
      if (parameters_.limit_reduction_engine) uses_.push_back({Engine(), 1.0 - headers});
      break;
  }
}

void FlowNetwork::State::Start(const interfaces::TransferRequest& request,
                               interfaces::TransferSink& sink) {
  const TransferHandle handle = table_.Add(request, &sink);
  const TransferRecord& transfer = table_[handle];
  ListUses(transfer);
  const FlowId flow = shares_.Add(uses_);
  if (static_cast<size_t>(flow) >= fluids_.size()) fluids_.resize(static_cast<size_t>(flow) + 1);
  fluids_[static_cast<size_t>(flow)] = {
      handle, static_cast<double>(endpoints::FlitsOf(transfer.stripe_bytes)), 0.0, now_};
  traffic_.CountFlits(transfer, table_);
  first_start_ = std::min(first_start_, now_);
}

void FlowNetwork::State::ApplyRates() {
  const auto flit_ps = static_cast<double>(parameters_.flit_time.picoseconds());
  for (const FlowId flow : shares_.Solve()) {
    Fluid& fluid = fluids_[static_cast<size_t>(flow)];
    const auto elapsed = static_cast<double>((now_ - fluid.since).picoseconds());
    fluid.flits_left = std::max(0.0, fluid.flits_left - fluid.rate * elapsed / flit_ps);
    fluid.since = now_;
    fluid.rate = shares_.rate(flow);
    // A thousandth of a picosecond is rounding of doubles, not traffic.
    const double left_ps = std::ceil(fluid.flits_left * flit_ps / fluid.rate - 1e-3);
    finishing_.Set(flow, now_ + Duration::Picoseconds(static_cast<int64_t>(left_ps)));
  }
}

void FlowNetwork::State::FinishFluids() {
  while (!finishing_.empty() && finishing_.top_key() <= now_) {
    const FlowId flow = finishing_.top();
    finishing_.Remove(flow);
    const TransferHandle handle = fluids_[static_cast<size_t>(flow)].handle;
    shares_.Remove(flow);
    arriving_.Set(static_cast<int32_t>(handle), now_ + Latency(table_[handle]));
  }
}

void FlowNetwork::State::Deliver() {
  while (!arriving_.empty() && arriving_.top_key() <= now_) {
    const auto handle = static_cast<TransferHandle>(arriving_.top());
    arriving_.Remove(static_cast<int32_t>(handle));
    const TransferRecord& transfer = table_[handle];
    completion::Move(transfer, {0, transfer.bytes});
    traffic_.CountPayload(transfer, table_);
    ++delivered_;
    last_delivery_ = now_;
    deliveries_.Add(transfer);
    table_.Remove(handle);
  }
}

SimTime FlowNetwork::State::NextEvent() {
  ApplyRates();
  SimTime next = SimTime::Max();
  if (!finishing_.empty()) next = std::min(next, finishing_.top_key());
  if (!arriving_.empty()) next = std::min(next, arriving_.top_key());
  return next;
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

void FlowNetwork::State::AppendMetrics(telemetry::RunReport& report) const {
  report.Add(path_ + ".transfers", static_cast<int64_t>(delivered_), "transfers",
             "transfers delivered");
  const Duration busy = delivered_ == 0 ? Duration::Zero() : last_delivery_ - first_start_;
  report.Add(path_ + ".busy_time", busy.picoseconds(), "ps",
             "from the first Start to the last delivery");
  traffic_.AppendTo(report, path_);
  report.Add(path_ + ".flows_solved", static_cast<int64_t>(shares_.flows_solved()), "flows",
             "flows looked at by all solutions of the rate equations");
}

FlowNetwork::FlowNetwork(const FlowNetworkParameters& parameters, std::string path)
    : state_(std::make_unique<State>(parameters, std::move(path))) {}
FlowNetwork::~FlowNetwork() = default;

int FlowNetwork::endpoints() const { return state_->parameters_.accelerators; }
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
void FlowNetwork::AppendMetrics(telemetry::RunReport& report) const {
  state_->AppendMetrics(report);
}

}  // namespace linkwright::flow
