// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/ethernet/ethernet_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "foundation/units/cycles.h"
#include "systemc_models/networks/completion/deliveries.h"
#include "systemc_models/networks/ethernet/fabric_metrics.h"
#include "systemc_models/networks/ethernet/fabric_modules.h"

namespace linkwright::ethernet {

using endpoints::TransferHandle;
using endpoints::TransferRecord;
using units::Duration;
using units::SimTime;

namespace {

constexpr size_t kWaitsListed = 8;

}  // namespace

class EthernetNetwork::Fabric {
 public:
  Fabric(const topology::Topology& topology, const EthernetNetworkParameters& parameters,
         const EthernetNetworkContext& context)
      : parameters_(parameters),
        table_(topology.accelerators(), 1, 1),
        modules_(topology, parameters, context, table_) {
    tally_.of.resize(static_cast<size_t>(topology.accelerators()));
    std::stable_sort(parameters_.link_events.begin(), parameters_.link_events.end(),
                     [](const LinkEvent& a, const LinkEvent& b) { return a.at < b.at; });
  }

  SimTime Now() const { return SimTime::At(parameters_.clock_period * modules_.cycle()); }
  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink);
  SimTime NextEvent() const;
  void RunUntil(SimTime t);
  std::string DescribeWait() const;

  EthernetNetworkParameters parameters_;
  endpoints::TransferTable table_;
  FabricModules modules_;
  Tally tally_;

 private:
  void CollectCompleted();
  int64_t NextLinkEvent() const;
  void ApplyLinkEvents();

  completion::Deliveries deliveries_;
  size_t link_events_done_ = 0;
};

void EthernetNetwork::Fabric::Start(const interfaces::TransferRequest& request,
                                    interfaces::TransferSink& sink) {
  LINKWRIGHT_CHECK(request.kind == interfaces::TransferKind::kWrite)
      << "an Ethernet fabric carries writes only";
  const TransferHandle handle = table_.Add(request, &sink);
  modules_.Begin(handle, request.initiator);
  if (tally_.first_start >= 0) return;
  tally_.first_start = modules_.cycle();
  for (const auto& link : modules_.retry_links()) link->Begin(tally_.first_start);
}

void EthernetNetwork::Fabric::CollectCompleted() {
  for (const TransferHandle handle : table_.completed()) {
    const TransferRecord& transfer = table_[handle];
    tally_.of[static_cast<size_t>(transfer.initiator)].sent += transfer.bytes;
    tally_.of[static_cast<size_t>(transfer.target)].received += transfer.bytes;
    ++tally_.delivered;
    tally_.last_delivery = modules_.cycle();
    deliveries_.Add(transfer);
    table_.Remove(handle);
  }
  table_.completed().clear();
}

int64_t EthernetNetwork::Fabric::NextLinkEvent() const {
  if (tally_.first_start < 0 || link_events_done_ == parameters_.link_events.size())
    return endpoints::kNever;
  const Duration at = parameters_.link_events[link_events_done_].at;
  return tally_.first_start + units::CyclesCovering(at, parameters_.clock_period).count();
}

void EthernetNetwork::Fabric::ApplyLinkEvents() {
  while (NextLinkEvent() <= modules_.cycle()) {
    const LinkEvent& event = parameters_.link_events[link_events_done_++];
    modules_.SetLink(event.link, event.up);
    ++tally_.link_events;
  }
}

SimTime EthernetNetwork::Fabric::NextEvent() const {
  if (!table_.completed().empty()) return Now();
  const int64_t event = NextLinkEvent();
  const SimTime edge = modules_.NextEdge();
  return event == endpoints::kNever
             ? edge
             : std::min(edge, SimTime::At(parameters_.clock_period *
                                          std::max(event, modules_.cycle() + 1)));
}

void EthernetNetwork::Fabric::RunUntil(SimTime t) {
  const int64_t last = t.since_start() / parameters_.clock_period;
  if (table_.completed().empty() && last > modules_.cycle()) {
    ApplyLinkEvents();
    modules_.RunTo(std::min(last, NextLinkEvent()));
    ApplyLinkEvents();
  }
  CollectCompleted();
  deliveries_.Report();
}

std::string EthernetNetwork::Fabric::DescribeWait() const {
  std::string waits;
  size_t waiting = 0;
  const auto list = [&](const std::string& line) {
    if (line.empty() || ++waiting > kWaitsListed) return;
    waits += (waits.empty() ? "" : "; ") + line;
  };
  for (const auto& link : modules_.retry_links()) list(link->link().DescribeWait());
  for (const auto& nic : modules_.nics()) list(nic->nic().DescribeWait());
  if (waiting > kWaitsListed) waits += fmt::format("; and {} more", waiting - kWaitsListed);
  return waits;
}

EthernetNetwork::EthernetNetwork(const topology::Topology& topology,
                                 const EthernetNetworkParameters& parameters,
                                 const EthernetNetworkContext& context)
    : fabric_(std::make_unique<Fabric>(topology, parameters, context)) {}
EthernetNetwork::~EthernetNetwork() = default;

int EthernetNetwork::endpoints() const { return fabric_->table_.accelerators(); }
SimTime EthernetNetwork::Now() const { return fabric_->Now(); }
Duration EthernetNetwork::ClockPeriod() const { return fabric_->parameters_.clock_period; }
void EthernetNetwork::Start(const interfaces::TransferRequest& request,
                            interfaces::TransferSink& sink) {
  fabric_->Start(request, sink);
}
SimTime EthernetNetwork::NextEvent() const { return fabric_->NextEvent(); }
void EthernetNetwork::RunUntil(SimTime t) { fabric_->RunUntil(t); }
bool EthernetNetwork::Quiet() const { return fabric_->table_.in_flight() == 0; }
interfaces::GroupId EthernetNetwork::DefineGroup(std::vector<interfaces::EndpointId> members) {
  LINKWRIGHT_CHECK(false) << "a group of " << members.size() << " members on an Ethernet fabric";
  return -1;
}
std::vector<interfaces::Device*> EthernetNetwork::Devices() { return fabric_->modules_.Devices(); }
bool EthernetNetwork::TakeInterrupt(int device) {
  const bool risen = fabric_->modules_.switches()[static_cast<size_t>(device)]->TakeInterrupt();
  if (risen) ++fabric_->tally_.interrupts;
  return risen;
}
interfaces::Activity EthernetNetwork::activity() const {
  const EthernetNetworkParameters& p = fabric_->parameters_;
  return {fabric_->modules_.BytesMoved(),
          p.clock_period * std::max(p.watchdog_cycles, 2 * p.nic.transport.timeout_cycles)};
}
std::string EthernetNetwork::DescribeWait() const { return fabric_->DescribeWait(); }
const endpoints::RoceNic& EthernetNetwork::nic(int accelerator) const {
  return fabric_->modules_.nics()[static_cast<size_t>(accelerator)]->nic();
}
const cycle::RetryEnds& EthernetNetwork::link_ends(topology::LinkId link) const {
  return fabric_->modules_.retry_links().at(static_cast<size_t>(link))->link().ends();
}
void EthernetNetwork::AppendMetrics(telemetry::RunReport& report) const {
  AppendFabricMetrics(fabric_->modules_, fabric_->tally_, fabric_->parameters_.clock_period,
                      report);
}

}  // namespace linkwright::ethernet
