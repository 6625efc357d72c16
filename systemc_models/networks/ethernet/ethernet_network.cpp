// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/ethernet/ethernet_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/units/cycles.h"
#include "systemc_models/networks/completion/agenda.h"
#include "systemc_models/networks/ethernet/fabric_metrics.h"
#include "systemc_models/networks/ethernet/fabric_modules.h"

namespace linkwright::ethernet {

using endpoints::TransferHandle;
using endpoints::TransferRecord;
using units::Duration;
using units::SimTime;

namespace {

constexpr int64_t kCyclesBetweenLooks =
    256;  // at interrupts, progress and deadlock, with transfers in flight
constexpr int64_t kCyclesWithoutTraffic = 65536;  // the same while only timers are set
constexpr size_t kWaitsListed = 8;

}  // namespace

class EthernetNetwork::Fabric {
 public:
  Fabric(const topology::Topology& topology, const EthernetNetworkParameters& parameters,
         const EthernetNetworkContext& context)
      : parameters_(parameters),
        context_(context),
        table_(topology.accelerators(), 1, 1),
        modules_(topology, parameters, context, table_) {
    tally_.of.resize(static_cast<size_t>(topology.accelerators()));
    std::stable_sort(parameters_.link_events.begin(), parameters_.link_events.end(),
                     [](const LinkEvent& a, const LinkEvent& b) { return a.at < b.at; });
  }

  SimTime Now() const { return SimTime::At(parameters_.clock_period * modules_.cycle()); }
  void Start(const interfaces::TransferRequest& request);
  void SetTimer(SimTime at, uint64_t cookie);
  void Run(interfaces::NetworkClient& client);

  EthernetNetworkParameters parameters_;
  const EthernetNetworkContext context_;
  endpoints::TransferTable table_;
  FabricModules modules_;
  Tally tally_;
  std::function<void(int)> on_interrupt_;

 private:
  void CollectCompleted();
  bool ServeInterrupts();
  int64_t NextLinkEvent() const;
  void ApplyLinkEvents();
  void Advance();
  void Look();
  [[noreturn]] void FailStuck() const;

  completion::Agenda agenda_;
  uint64_t bytes_started_ = 0, bytes_delivered_ = 0;
  size_t link_events_done_ = 0;
  uint64_t bytes_moved_ = 0;
  int64_t last_movement_ = 0;
};

void EthernetNetwork::Fabric::Start(const interfaces::TransferRequest& request) {
  LINKWRIGHT_CHECK(request.kind == interfaces::TransferKind::kWrite)
      << "an Ethernet fabric carries writes only";
  const TransferHandle handle = table_.Add(request);
  modules_.Begin(handle, request.initiator);
  bytes_started_ += request.bytes;
  if (tally_.first_start < 0) {
    tally_.first_start = modules_.cycle();
    for (const auto& link : modules_.retry_links()) link->Begin(tally_.first_start);
  }
  // Silence before the first beat is no deadlock.
  if (table_.in_flight() == 1) last_movement_ = modules_.cycle();
}

void EthernetNetwork::Fabric::SetTimer(SimTime at, uint64_t cookie) {
  LINKWRIGHT_CHECK(at >= Now()) << "timer at " << at << ", now " << Now();
  const units::Cycles edge = units::CyclesCovering(at.since_start(), parameters_.clock_period);
  agenda_.SetTimer(SimTime::At(units::ToDuration(edge, parameters_.clock_period)), cookie);
}

void EthernetNetwork::Fabric::CollectCompleted() {
  for (const TransferHandle handle : table_.completed()) {
    const TransferRecord& transfer = table_[handle];
    tally_.of[static_cast<size_t>(transfer.initiator)].sent += transfer.bytes;
    tally_.of[static_cast<size_t>(transfer.target)].received += transfer.bytes;
    bytes_delivered_ += transfer.bytes;
    ++tally_.delivered;
    tally_.last_delivery = modules_.cycle();
    agenda_.AddDelivery(transfer.start_order, transfer.cookie);
    table_.Remove(handle);
  }
  table_.completed().clear();
}

bool EthernetNetwork::Fabric::ServeInterrupts() {
  bool any = false;
  for (size_t s = 0; s < modules_.switches().size(); ++s) {
    if (!modules_.switches()[s]->TakeInterrupt() || !on_interrupt_) continue;
    ++tally_.interrupts;
    on_interrupt_(static_cast<int>(s));
    any = true;
  }
  return any;
}

void EthernetNetwork::Fabric::Run(interfaces::NetworkClient& client) {
  while (true) {
    CollectCompleted();
    agenda_.CallBack(Now(), client);
    // Callbacks that access registers let time pass.
    if (!table_.completed().empty() || agenda_.NextTimer() <= Now()) continue;
    if (ServeInterrupts()) continue;
    if (table_.in_flight() == 0 && !agenda_.HasTimers()) return;
    Advance();
  }
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

void EthernetNetwork::Fabric::Advance() {
  const bool traffic = table_.in_flight() > 0;
  int64_t until = modules_.cycle() + (traffic ? kCyclesBetweenLooks : kCyclesWithoutTraffic);
  if (agenda_.HasTimers()) {
    until = std::min(until, agenda_.NextTimer().since_start() / parameters_.clock_period);
  }
  ApplyLinkEvents();
  modules_.RunTo(std::min(until, NextLinkEvent()));
  ApplyLinkEvents();
  Look();
}

void EthernetNetwork::Fabric::Look() {
  if (context_.interrupted != nullptr && context_.interrupted->load(std::memory_order_relaxed)) {
    throw diagnostics::RunFailure(fmt::format("interrupted at cycle {} with {} transfers in flight",
                                              modules_.cycle(), table_.in_flight()));
  }
  if (context_.progress != nullptr)
    context_.progress->Poll(Now(), bytes_delivered_, bytes_started_);
  if (table_.in_flight() == 0 || !table_.completed().empty()) return;
  const uint64_t moved = modules_.BytesMoved();
  const int64_t patience =
      std::max(parameters_.watchdog_cycles, 2 * parameters_.nic.transport.timeout_cycles);
  if (moved != bytes_moved_) {
    bytes_moved_ = moved;
    last_movement_ = modules_.cycle();
  } else if (modules_.cycle() - last_movement_ >= patience) {
    FailStuck();
  }
}

void EthernetNetwork::Fabric::FailStuck() const {
  std::string waits;
  size_t waiting = 0;
  const auto list = [&](const std::string& line) {
    if (line.empty() || ++waiting > kWaitsListed) return;
    waits += (waits.empty() ? "" : "; ") + line;
  };
  for (const auto& link : modules_.retry_links()) list(link->link().DescribeWait());
  for (const auto& nic : modules_.nics()) list(nic->nic().DescribeWait());
  if (waiting > kWaitsListed) waits += fmt::format("; and {} more", waiting - kWaitsListed);
  throw diagnostics::RunFailure(
      fmt::format("deadlock: {} transfers in flight and nothing moves at cycle {}; {}",
                  table_.in_flight(), modules_.cycle(), waits));
}

EthernetNetwork::EthernetNetwork(const topology::Topology& topology,
                                 const EthernetNetworkParameters& parameters,
                                 const EthernetNetworkContext& context)
    : fabric_(std::make_unique<Fabric>(topology, parameters, context)) {}
EthernetNetwork::~EthernetNetwork() = default;

void EthernetNetwork::OnInterrupt(std::function<void(int)> handler) {
  fabric_->on_interrupt_ = std::move(handler);
}
int EthernetNetwork::endpoints() const { return fabric_->table_.accelerators(); }
SimTime EthernetNetwork::Now() const { return fabric_->Now(); }
Duration EthernetNetwork::ClockPeriod() const { return fabric_->parameters_.clock_period; }
void EthernetNetwork::Start(const interfaces::TransferRequest& request) { fabric_->Start(request); }
void EthernetNetwork::SetTimer(SimTime at, uint64_t cookie) { fabric_->SetTimer(at, cookie); }
void EthernetNetwork::Run(interfaces::NetworkClient& client) { fabric_->Run(client); }
interfaces::GroupId EthernetNetwork::DefineGroup(std::vector<interfaces::EndpointId> members) {
  LINKWRIGHT_CHECK(false) << "a group of " << members.size() << " members on an Ethernet fabric";
  return -1;
}
std::vector<interfaces::Device*> EthernetNetwork::Devices() { return fabric_->modules_.Devices(); }
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
