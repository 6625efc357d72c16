// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/clocked_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "systemc_models/endpoints/striping.h"
#include "systemc_models/networks/clocked/network_state.h"
#include "systemc_models/networks/completion/movement.h"
#include "systemc_models/networks/retry/retry_metrics.h"

namespace linkwright::clocked {

using endpoints::TransferHandle;
using endpoints::TransferRecord;
using units::Duration;
using units::SimTime;

namespace {

constexpr size_t kWaitsListed = 8;

void Add(telemetry::RunReport& report, const char* name, uint64_t value, const char* unit,
         const char* definition) {
  report.Add(std::string("network.") + name, static_cast<int64_t>(value), unit, definition);
}

}  // namespace

void ClockedNetwork::State::Start(const interfaces::TransferRequest& request,
                                  interfaces::TransferSink& sink) {
  const TransferHandle handle = table.Add(request, &sink);
  fabric.Begin(handle, request.initiator);
  if (first_start >= 0) return;
  first_start = fabric.cycle();
  fabric.BeginRetry();
}

void ClockedNetwork::State::NameLinks(const topology::Topology& topology) {
  for (const topology::Link& link : topology.links()) {
    const bool from_switch = topology.node(link.a.node).kind == topology::NodeKind::kSwitch;
    const topology::Attachment& at = from_switch ? link.a : link.b;
    link_names.push_back(fmt::format("{}:{}", topology.PathOf(at.node), at.port));
  }
  link_in_fabric.assign(topology.links().size(), -1);
}

void ClockedNetwork::State::CollectCompleted() {
  for (const TransferHandle handle : table.completed()) {
    const TransferRecord& transfer = table[handle];
    for (int plane = simulated_planes; plane < planes; ++plane) {
      completion::Move(transfer, endpoints::StripeRange(transfer.bytes, planes, plane));
    }
    payload.CountPayload(transfer, table);
    ++delivered;
    last_delivery = fabric.cycle();
    deliveries.Add(transfer);
    table.Remove(handle);
  }
  table.completed().clear();
}

void ClockedNetwork::State::AppendTransfers(telemetry::RunReport& report) const {
  const int64_t busy = delivered == 0 ? 0 : last_delivery - first_start;
  Add(report, "transfers", delivered, "transfers", "transfers delivered");
  report.Add("network.busy_time", (fabric.clock_period() * busy).picoseconds(), "ps",
             "from the first Start to the last delivery");
  Add(report, "busy_cycles", static_cast<uint64_t>(busy), "cycles",
      "clock cycles from the first Start to the last delivery");
}

void ClockedNetwork::State::AppendRetry(telemetry::RunReport& report) const {
  std::vector<const retry::RetryEnds*> links;
  for (const auto& module : fabric.retry_links()) links.push_back(&module->link().ends());
  retry::AppendRetryMetrics(links, scale(), "network.retry", report);
}

void ClockedNetwork::State::AppendTicks(const char* of_switches, const char* of_ports,
                                        telemetry::RunReport& report) const {
  uint64_t switch_ticks = 0, port_ticks = 0;
  for (const auto& module : fabric.switches()) switch_ticks += module->ticks();
  for (const auto& module : fabric.endpoints()) port_ticks += module->endpoint().ticks();
  Add(report, "cycles", static_cast<uint64_t>(fabric.cycle()), "cycles",
      "clock cycles since reset, register accesses included");
  Add(report, "switch_ticks", switch_ticks, "ticks", of_switches);
  Add(report, "port_ticks", port_ticks, "ticks", of_ports);
}

ClockedNetwork::ClockedNetwork(std::unique_ptr<State> state) : state_(std::move(state)) {}
ClockedNetwork::~ClockedNetwork() = default;

int ClockedNetwork::endpoints() const { return state_->table.accelerators(); }
SimTime ClockedNetwork::Now() const { return state_->fabric.Now(); }
Duration ClockedNetwork::ClockPeriod() const { return state_->fabric.clock_period(); }
void ClockedNetwork::Start(const interfaces::TransferRequest& request,
                           interfaces::TransferSink& sink) {
  state_->Start(request, sink);
}
bool ClockedNetwork::Quiet() const { return state_->table.in_flight() == 0; }

SimTime ClockedNetwork::NextEvent() const {
  return state_->table.completed().empty() ? state_->fabric.NextEdge() : Now();
}

void ClockedNetwork::RunUntil(SimTime t) {
  if (state_->table.completed().empty() && t > Now()) state_->fabric.RunUntil(t);
  state_->CollectCompleted();
  state_->deliveries.Report();
}

std::vector<interfaces::Device*> ClockedNetwork::Devices() { return state_->fabric.Devices(); }

bool ClockedNetwork::TakeInterrupt(int device) {
  const bool risen = state_->fabric.switches()[static_cast<size_t>(device)]->TakeInterrupt();
  if (risen) ++state_->interrupts;
  return risen;
}

void ClockedNetwork::SetLink(int link, bool up) {
  const int in_fabric = state_->link_in_fabric.at(static_cast<size_t>(link));
  LINKWRIGHT_CHECK(in_fabric >= 0) << LinkName(link) << " is in a plane that is not simulated";
  state_->fabric.SetLink(in_fabric, up, state_->retry_hides_faults);
  ++state_->link_events;
}

std::string ClockedNetwork::LinkName(int link) const {
  return state_->link_names.at(static_cast<size_t>(link));
}

interfaces::Activity ClockedNetwork::activity() const {
  interfaces::Activity activity;
  activity.moved = state_->fabric.moved();
  activity.patience = state_->patience;
  for (const auto& module : state_->fabric.retry_links()) {
    const retry::RetryLink& link = module->link();
    activity.carried += retry::CarriedBy(link.ends());
    activity.recovering = activity.recovering || link.Recovering();
    activity.hopeless = activity.hopeless || link.Hopeless();
  }
  return activity;
}

std::string ClockedNetwork::DescribeWait() const {
  std::string text;
  size_t waiting = 0;
  const std::function<void(const std::string&)> list = [&](const std::string& line) {
    if (line.empty() || ++waiting > kWaitsListed) return;
    text += (text.empty() ? "" : "; ") + line;
  };
  // A link that is down is the cause, ports that wait for credits are its victims.
  for (const bool up : {false, true}) {
    for (const auto& module : state_->fabric.retry_links()) {
      if (module->link().ends().up() == up) list(module->link().DescribeWait());
    }
  }
  for (const auto& module : state_->fabric.endpoints()) module->endpoint().DescribeWaits(list);
  if (waiting > kWaitsListed) text += fmt::format("; and {} more", waiting - kWaitsListed);
  if (waiting > 0) return text;
  const endpoints::TransferTable& table = state_->table;
  for (TransferHandle handle = 0; handle < table.size(); ++handle) {
    const TransferRecord& transfer = table[handle];
    if (!transfer.active) continue;
    return fmt::format(
        "no port waits, so packets were lost: accelerator {}'s transfer of {} bytes still misses "
        "{} padded bytes; read the switches' drop counters",
        transfer.initiator, transfer.bytes, transfer.bytes_to_land);
  }
  return text;
}

}  // namespace linkwright::clocked
