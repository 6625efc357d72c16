// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/cycle/cycle_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/units/cycles.h"
#include "systemc_models/endpoints/striping.h"
#include "systemc_models/networks/completion/deliveries.h"
#include "systemc_models/networks/completion/movement.h"
#include "systemc_models/networks/completion/traffic.h"
#include "systemc_models/networks/cycle/pod_modules.h"
#include "systemc_models/networks/cycle/retry_metrics.h"

namespace linkwright::cycle {

using endpoints::TransferHandle;
using endpoints::TransferRecord;
using units::Duration;
using units::SimTime;

namespace {

constexpr size_t kWaitsListed = 8;
constexpr const char* kMetricPath = "network";

}  // namespace

class CycleNetwork::Pod {
 public:
  Pod(const topology::Topology& topology, const CycleNetworkParameters& parameters,
      const CycleNetworkContext& context);

  SimTime Now() const { return SimTime::At(parameters_.clock_period * modules_.cycle()); }
  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink);
  SimTime NextEvent() const;
  void RunUntil(SimTime t);
  std::string DescribeWait() const;
  void AppendMetrics(telemetry::RunReport& report) const;

  const CycleNetworkParameters parameters_;
  const int planes_;
  const int simulated_planes_;
  endpoints::TransferTable table_;
  PodModules modules_;

 private:
  void CollectCompleted();
  completion::Traffic MeasureTraffic() const;

  completion::Deliveries deliveries_;
  completion::Traffic payload_;
  uint64_t delivered_ = 0;
  int64_t first_start_ = -1, last_delivery_ = 0;
};

CycleNetwork::Pod::Pod(const topology::Topology& topology, const CycleNetworkParameters& parameters,
                       const CycleNetworkContext& context)
    : parameters_(parameters),
      planes_(topology.planes()),
      simulated_planes_(parameters.exploit_symmetry ? 1 : topology.planes()),
      table_(topology.accelerators(), planes_, simulated_planes_),
      modules_(topology, parameters, context, simulated_planes_, table_),
      payload_(topology.accelerators()) {}

void CycleNetwork::Pod::Start(const interfaces::TransferRequest& request,
                              interfaces::TransferSink& sink) {
  const TransferHandle handle = table_.Add(request, &sink);
  modules_.Begin(handle, request.initiator);
  if (first_start_ >= 0) return;
  first_start_ = modules_.cycle();
  for (const auto& link : modules_.retry_links()) link->Begin(first_start_);
}

void CycleNetwork::Pod::CollectCompleted() {
  for (const TransferHandle handle : table_.completed()) {
    const TransferRecord& transfer = table_[handle];
    for (int plane = simulated_planes_; plane < planes_; ++plane) {
      completion::Move(transfer, endpoints::StripeRange(transfer.bytes, planes_, plane));
    }
    payload_.CountPayload(transfer, table_);
    ++delivered_;
    last_delivery_ = modules_.cycle();
    deliveries_.Add(transfer);
    table_.Remove(handle);
  }
  table_.completed().clear();
}

SimTime CycleNetwork::Pod::NextEvent() const {
  return table_.completed().empty() ? modules_.NextEdge() : Now();
}

void CycleNetwork::Pod::RunUntil(SimTime t) {
  const int64_t last = t.since_start() / parameters_.clock_period;
  if (table_.completed().empty() && last > modules_.cycle()) modules_.RunTo(last);
  CollectCompleted();
  deliveries_.Report();
}

std::string CycleNetwork::Pod::DescribeWait() const {
  std::string text;
  size_t listed = 0, waiting = 0;
  const auto list = [&](const std::string& line) {
    if (line.empty()) return;
    if (++waiting > kWaitsListed) return;
    text += (listed++ == 0 ? "" : "; ") + line;
  };
  // A link that is down is the cause, ports that wait for credits are its victims.
  for (const bool up : {false, true}) {
    for (const auto& module : modules_.retry_links()) {
      if (module->link().ends().up() == up) list(module->link().DescribeWait());
    }
  }
  for (const auto& accelerator : modules_.accelerators()) {
    for (const endpoints::AcceleratorPort& port : accelerator->ports()) list(port.DescribeWait());
  }
  if (waiting > kWaitsListed) text += fmt::format("; and {} more ports", waiting - kWaitsListed);
  if (waiting > 0) return text;
  for (TransferHandle handle = 0; handle < table_.size(); ++handle) {
    const TransferRecord& transfer = table_[handle];
    if (!transfer.active) continue;
    return fmt::format(
        "no port waits, so packets were lost: accelerator {}'s transfer of {} bytes still misses "
        "{} padded bytes; read "
        "the switches' drop counters",
        transfer.initiator, transfer.bytes, transfer.bytes_to_land);
  }
  return text;
}

completion::Traffic CycleNetwork::Pod::MeasureTraffic() const {
  completion::Traffic traffic = payload_;
  const auto scale = static_cast<uint64_t>(planes_ / simulated_planes_);
  for (size_t i = 0; i < modules_.accelerators().size(); ++i) {
    completion::AcceleratorTraffic& of = traffic.of(static_cast<int>(i));
    for (const endpoints::AcceleratorPort& port : modules_.accelerators()[i]->ports()) {
      of.packets_sent += port.counters().packets_sent * scale;
      of.flits_sent += port.counters().flits_sent * scale;
      of.packets_received += port.counters().packets_received * scale;
      of.flits_received += port.counters().flits_received * scale;
    }
  }
  return traffic;
}

void CycleNetwork::Pod::AppendMetrics(telemetry::RunReport& report) const {
  const std::string path = kMetricPath;
  const auto add = [&](const char* name, uint64_t value, const char* unit, const char* definition) {
    report.Add(path + "." + name, static_cast<int64_t>(value), unit, definition);
  };
  const int64_t busy = delivered_ == 0 ? 0 : last_delivery_ - first_start_;
  add("transfers", delivered_, "transfers", "transfers delivered");
  report.Add(path + ".busy_time", (parameters_.clock_period * busy).picoseconds(), "ps",
             "from the first Start to the last delivery");
  add("busy_cycles", static_cast<uint64_t>(busy), "cycles",
      "clock cycles from the first Start to the last delivery");
  MeasureTraffic().AppendTo(report, path);
  const auto scale = static_cast<uint64_t>(planes_ / simulated_planes_);
  uint64_t stalls = 0, port_ticks = 0, switch_ticks = 0;
  for (const auto& accelerator : modules_.accelerators()) {
    port_ticks += accelerator->port_ticks();
    for (const auto& port : accelerator->ports()) stalls += port.counters().credit_stall_cycles;
  }
  for (const auto& module : modules_.switches()) switch_ticks += module->ticks();
  add("credit_stall_cycles", stalls * scale, "cycles",
      "cycles in which an accelerator port had a packet ready and no credit for it, sum over "
      "ports");
  std::vector<const RetryEnds*> retry_links;
  for (const auto& module : modules_.retry_links()) retry_links.push_back(&module->link().ends());
  AppendRetryMetrics(retry_links, scale, path + ".retry", report);
  add("planes", static_cast<uint64_t>(planes_), "planes", "parallel planes of the pod");
  add("simulated_planes", static_cast<uint64_t>(simulated_planes_), "planes",
      "planes simulated flit by flit; if fewer than planes, symmetry was exploited and traffic is "
      "scaled by the ratio");
  add("cycles", static_cast<uint64_t>(modules_.cycle()), "cycles",
      "clock cycles since reset, register accesses included");
  add("switch_ticks", switch_ticks, "ticks",
      "switch cycles executed, sum over simulated switches; idle ones are skipped");
  add("port_ticks", port_ticks, "ticks",
      "accelerator port cycles executed, sum over simulated ports; idle ones are skipped");
}

CycleNetwork::CycleNetwork(const topology::Topology& topology,
                           const CycleNetworkParameters& parameters,
                           const CycleNetworkContext& context)
    : pod_(std::make_unique<Pod>(topology, parameters, context)) {}
CycleNetwork::~CycleNetwork() = default;

int CycleNetwork::endpoints() const { return pod_->table_.accelerators(); }
SimTime CycleNetwork::Now() const { return pod_->Now(); }
Duration CycleNetwork::ClockPeriod() const { return pod_->parameters_.clock_period; }
void CycleNetwork::Start(const interfaces::TransferRequest& request,
                         interfaces::TransferSink& sink) {
  pod_->Start(request, sink);
}
SimTime CycleNetwork::NextEvent() const { return pod_->NextEvent(); }
void CycleNetwork::RunUntil(SimTime t) { pod_->RunUntil(t); }
bool CycleNetwork::Quiet() const { return pod_->table_.in_flight() == 0; }
interfaces::GroupId CycleNetwork::DefineGroup(std::vector<interfaces::EndpointId> members) {
  return pod_->table_.DefineGroup(std::move(members));
}
std::vector<interfaces::Device*> CycleNetwork::Devices() { return pod_->modules_.Devices(); }
bool CycleNetwork::TakeInterrupt(int device) {
  return pod_->modules_.switches()[static_cast<size_t>(device)]->TakeInterrupt();
}
// While all wait for memory, nothing moves.
interfaces::Activity CycleNetwork::activity() const {
  const CycleNetworkParameters& p = pod_->parameters_;
  return {pod_->modules_.FlitsMoved(),
          p.clock_period * (p.watchdog_cycles + p.memory_latency_cycles)};
}
std::string CycleNetwork::DescribeWait() const { return pod_->DescribeWait(); }
void CycleNetwork::AppendMetrics(telemetry::RunReport& report) const {
  pod_->AppendMetrics(report);
}

}  // namespace linkwright::cycle
