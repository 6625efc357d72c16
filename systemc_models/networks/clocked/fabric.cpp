// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/fabric.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::clocked {

namespace {

constexpr int64_t kCyclesBetweenPolls = 256;  // while registers are accessed

}  // namespace

Fabric::Fabric(const FabricParameters& parameters, endpoints::TransferTable& table)
    : two_clocks_(parameters.endpoint_clock_period.value_or(parameters.clock_period) !=
                  parameters.clock_period),
      register_patience_cycles_(parameters.register_patience_cycles),
      interrupted_(parameters.interrupted),
      table_(table) {
  SetPeriod(clock_, parameters.clock_period, parameters.clock_gating);
  SetPeriod(endpoint_clock_, parameters.endpoint_clock_period.value_or(parameters.clock_period),
            parameters.clock_gating);
  Kernel::Scope scope(kernel_);
  alarm_ = std::make_unique<Alarm>("alarm");
}

Fabric::~Fabric() {
  Kernel::Scope scope(kernel_);
  // One last edge, at which modules only let go of their timeouts: the kernel would not free them.
  clock_.stopping = endpoint_clock_.stopping = true;
  try {
    if (now_ps_ > 0) {
      sc_core::sc_start(std::max(clock_.period, endpoint_clock_.period) * 2,
                        sc_core::SC_EXIT_ON_STARVATION);
    }
  } catch (const std::exception&) {
    // A kernel that failed before cannot be run again; its timeouts are lost.
  }
  devices_.clear();
  retry_links_.clear();
  endpoints_.clear();
  switches_.clear();
  alarm_.reset();
}

void Fabric::SetPeriod(Clock& clock, units::Duration period, bool gating) {
  LINKWRIGHT_CHECK(period > units::Duration::Zero()) << period;
  clock.period_ps = static_cast<uint64_t>(period.picoseconds());
  clock.period = sc_core::sc_time::from_value(clock.period_ps);
  clock.gating = gating;
}

void Fabric::AddSwitch(const std::string& path, std::unique_ptr<interfaces::ClockedSwitch> hosted) {
  Kernel::Scope scope(kernel_);
  const std::string name = fmt::format("switch_{}", switches_.size());
  switches_.push_back(std::make_unique<SwitchModule>(name.c_str(), clock_, std::move(hosted)));
  SwitchModule* module = switches_.back().get();
  devices_.push_back(std::make_unique<SwitchDevice>(
      path, module->mailbox(), [this, module] { AwaitMailbox(*module); },
      [module] { return module->interrupt(); }));
}

void Fabric::AddEndpoint(int ports, std::unique_ptr<Endpoint> endpoint) {
  Kernel::Scope scope(kernel_);
  const std::string name = fmt::format("endpoint_{}", endpoints_.size());
  endpoints_.push_back(std::make_unique<EndpointModule>(
      name.c_str(), two_clocks_ ? endpoint_clock_ : clock_, ports, std::move(endpoint), table_));
}

PortEnd Fabric::EndAt(Place place) const {
  const auto index = static_cast<size_t>(place.index);
  if (place.kind == Kind::kSwitch) return {switches_[index].get(), place.port};
  return {endpoints_[index].get(), place.port};
}

void Fabric::AddLink(Place a, Place b, int latency) {
  wires_.emplace_back(EndAt(a), EndAt(b));
  PortModule::Connect(wires_.back().first, wires_.back().second, latency);
}

void Fabric::AddRetryLink(Place a, Place b, std::unique_ptr<retry::RetryLink> link,
                          std::vector<retry::LinkErrorChange> changes,
                          std::vector<retry::LinkOutage> outages) {
  Kernel::Scope scope(kernel_);
  for (const int end : {0, 1}) {
    const Place at = end == 0 ? a : b;
    if (!link->tells_occupancy(end)) continue;
    LINKWRIGHT_CHECK(at.kind == Kind::kSwitch && !two_clocks_)
        << link->ends().path() << ": only a switch of its clock tells what it has in use";
    switches_[static_cast<size_t>(at.index)]->TellOccupancy(at.port);
  }
  const std::string name = fmt::format("link_{}", retry_links_.size());
  retry_links_.push_back(std::make_unique<RetryModule>(name.c_str(), clock_, std::move(link),
                                                       std::move(changes), std::move(outages)));
  RetryModule* module = retry_links_.back().get();
  PortModule::Connect(EndAt(a), {module, 0}, 1);
  PortModule::Connect(EndAt(b), {module, 1}, 1);
}

units::Duration Fabric::clock_period() const {
  return units::Duration::Picoseconds(static_cast<int64_t>(clock_.period_ps));
}

void Fabric::RunUntil(units::SimTime t) {
  int64_t last = 0;
  for (const Clock* clock : {&clock_, &endpoint_clock_}) {
    const auto period = static_cast<int64_t>(clock->period_ps);
    last = std::max(last, t.picoseconds() / period * period);
  }
  if (last > now_ps_) RunTo(last);
}

void Fabric::RunTo(int64_t at_ps) {
  Kernel::Scope scope(kernel_);
  alarm_->Set(now_ps_, at_ps);
  sc_core::sc_start();
  now_ps_ = static_cast<int64_t>(sc_core::sc_time_stamp().value());
  for (const Clock* clock : {&clock_, &endpoint_clock_}) {
    if (clock->failure) std::rethrow_exception(clock->failure);
  }
}

units::SimTime Fabric::NextEdge() const {
  units::SimTime next = units::SimTime::Max();
  for (const Clock* clock : {&clock_, &endpoint_clock_}) {
    if (clock->awake == 0) continue;
    const auto period = static_cast<int64_t>(clock->period_ps);
    next = std::min(next, units::SimTime::Picoseconds((now_ps_ / period + 1) * period));
  }
  if (next != units::SimTime::Max() && !two_clocks_) return next;
  const int64_t at = kernel_.NextActivityPs();  // a timeout of a module that sleeps
  return at < 0 ? next : std::min(next, units::SimTime::Picoseconds(at));
}

void Fabric::AwaitMailbox(SwitchModule& module) {
  const auto period = static_cast<int64_t>(clock_.period_ps);
  const int64_t limit = cycle() + register_patience_cycles_;
  while (!module.mailbox().empty()) {
    if (cycle() >= limit)
      throw diagnostics::RunFailure(std::string(module.name()) +
                                    " does not answer register accesses");
    if (interrupted_ != nullptr && interrupted_->load(std::memory_order_relaxed)) {
      throw diagnostics::RunFailure(
          fmt::format("interrupted at cycle {} while switches were programmed", cycle()));
    }
    RunTo(std::min(limit, cycle() + kCyclesBetweenPolls) * period);
  }
}

void Fabric::Begin(endpoints::TransferHandle handle, interfaces::EndpointId initiator) {
  Kernel::Scope scope(kernel_);
  endpoints_[static_cast<size_t>(initiator)]->Begin(handle);
}

void Fabric::BeginRetry() {
  for (const auto& link : retry_links_) link->Begin(cycle());
}

void Fabric::SetLink(int link, bool up, bool hide) {
  Kernel::Scope scope(kernel_);
  if (!retry_links_.empty()) return retry_links_[static_cast<size_t>(link)]->SetUp(up, !hide);
  const auto& [a, b] = wires_[static_cast<size_t>(link)];
  a.module->SetPortUp(a.port, up);
  b.module->SetPortUp(b.port, up);
}

std::vector<interfaces::Device*> Fabric::Devices() {
  std::vector<interfaces::Device*> devices;
  for (const auto& device : devices_) devices.push_back(device.get());
  return devices;
}

uint64_t Fabric::moved() const {
  uint64_t moved = 0;
  for (const auto& endpoint : endpoints_) moved += endpoint->endpoint().moved();
  return moved;
}

}  // namespace linkwright::clocked
