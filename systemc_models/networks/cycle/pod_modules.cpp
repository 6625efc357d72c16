// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/cycle/pod_modules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <iterator>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::cycle {

using topology::Link;
using topology::Node;
using topology::NodeKind;

namespace {

constexpr int64_t kCyclesBetweenPolls = 256;  // while registers are accessed

// A link with retry has the cable inside; one cycle is left between it and either module.
int WireLatency(const CycleNetworkParameters& parameters) {
  return parameters.retry ? 1 : parameters.link_latency_cycles;
}

bool AnyErrors(const LinkErrorRates& rates) {
  return rates.frame_error_rate > 0 || rates.control_loss_rate > 0 || rates.bit_error_rate > 0;
}

bool AnyErrors(const LinkRetryParameters& retry) {
  bool any = AnyErrors(retry.rates);
  for (const LinkErrorChange& change : retry.changes) any = any || AnyErrors(change.rates);
  return any || !retry.outages.empty();
}

}  // namespace

PodModules::PodModules(const topology::Topology& topology, const CycleNetworkParameters& parameters,
                       const CycleNetworkContext& context, int simulated_planes,
                       endpoints::TransferTable& table)
    : simulated_planes_(simulated_planes),
      watchdog_cycles_(parameters.watchdog_cycles),
      interrupted_(context.interrupted) {
  LINKWRIGHT_CHECK(parameters.clock_period > units::Duration::Zero()) << parameters.clock_period;
  LINKWRIGHT_CHECK(parameters.link_latency_cycles >= 1)
      << parameters.link_latency_cycles << " cycles of link";
  LINKWRIGHT_CHECK(!parameters.exploit_symmetry || !parameters.retry || topology.planes() == 1 ||
                   !AnyErrors(*parameters.retry))
      << "planes with link errors are not alike";
  Kernel::Scope scope(kernel_);
  clock_.period_ps = static_cast<uint64_t>(parameters.clock_period.picoseconds());
  clock_.period = sc_core::sc_time::from_value(clock_.period_ps);
  clock_.gating = parameters.clock_gating;
  alarm_ = std::make_unique<Alarm>("alarm");
  MakeSwitches(topology, parameters, context);
  MakeAccelerators(topology, parameters, context, table);
}

PodModules::~PodModules() {
  Kernel::Scope scope(kernel_);
  // One last edge, at which modules only let go of their timeouts: the kernel would not free them.
  clock_.stopping = true;
  try {
    if (cycle_ > 0) sc_core::sc_start(clock_.period * 2, sc_core::SC_EXIT_ON_STARVATION);
  } catch (const std::exception&) {
    // A kernel that failed before cannot be run again; its timeouts are lost.
  }
  devices_.clear();
  retry_links_.clear();
  accelerators_.clear();
  switches_.clear();
  alarm_.reset();
}

void PodModules::MakeSwitches(const topology::Topology& topology,
                              const CycleNetworkParameters& parameters,
                              const CycleNetworkContext& context) {
  LINKWRIGHT_CHECK(topology.switches() == topology.planes())
      << topology.name() << " has " << topology.switches() << " switches in " << topology.planes()
      << " planes: this network simulates one tier";
  for (int plane = 0; plane < simulated_planes_; ++plane) {
    const topology::NodeId id = topology.switch_node(plane);
    const Node& node = topology.node(id);
    const std::string path = topology.PathOf(id);
    LINKWRIGHT_CHECK(node.plane == plane) << path << " is in plane " << node.plane;
    auto hosted = context.make_switch(plane);
    LINKWRIGHT_CHECK(hosted != nullptr && hosted->ports() >= topology.accelerators())
        << path << " has too few ports for " << topology.accelerators() << " accelerators";
    const std::string name = fmt::format("switch_{}", plane);
    switches_.push_back(std::make_unique<SwitchModule>(name.c_str(), clock_,
                                                       WireLatency(parameters), std::move(hosted)));
    devices_.push_back(std::make_unique<SwitchDevice>(
        path, switches_.back()->mailbox(),
        [this, module = switches_.back().get()] { AwaitMailbox(*module); },
        [module = switches_.back().get()] { return module->interrupt(); }));
  }
}

void PodModules::MakeAccelerators(const topology::Topology& topology,
                                  const CycleNetworkParameters& parameters,
                                  const CycleNetworkContext& context,
                                  endpoints::TransferTable& table) {
  const endpoints::PortParameters port{
      parameters.virtual_channels, parameters.endpoint_slots_per_vc, parameters.reduce_window,
      parameters.memory_latency_cycles, parameters.credit_refresh_cycles};
  std::vector<int> last_port(static_cast<size_t>(topology.planes()), -1);
  for (int index = 0; index < topology.accelerators(); ++index) {
    const topology::NodeId id = topology.accelerator(index);
    const std::string path = topology.PathOf(id);
    const std::string name = fmt::format("accelerator_{}", index);
    accelerators_.push_back(
        std::make_unique<AcceleratorModule>(name.c_str(), clock_, WireLatency(parameters), index,
                                            simulated_planes_, path, port, table));
    LINKWRIGHT_CHECK(topology.LinksOf(id).size() == static_cast<size_t>(topology.planes()))
        << path << " has " << topology.LinksOf(id).size() << " links for " << topology.planes()
        << " planes";
    for (const topology::LinkId link_id : topology.LinksOf(id)) {
      const Link& link = topology.links()[static_cast<size_t>(link_id)];
      const topology::Attachment& far = link.a.node == id ? link.b : link.a;
      const auto plane = static_cast<size_t>(link.plane);
      LINKWRIGHT_CHECK(far.node == topology.switch_node(link.plane) && far.port > last_port[plane])
          << path << ": link to plane " << link.plane << " ends at port " << far.port;
      last_port[plane] = far.port;
      if (link.plane < simulated_planes_)
        Join(link_id, index, link.plane, path, far.port, parameters, context);
    }
  }
}

void PodModules::Join(topology::LinkId id, int accelerator, int plane, const std::string& path,
                      int switch_port, const CycleNetworkParameters& parameters,
                      const CycleNetworkContext& context) {
  AcceleratorModule& near = *accelerators_[static_cast<size_t>(accelerator)];
  SwitchModule& far = *switches_[static_cast<size_t>(plane)];
  if (!parameters.retry) {
    near.Join(plane, far.wires(), switch_port);
    far.Join(switch_port, near.wires(), plane);
    return;
  }
  const auto concerns = [id, accelerator, plane](const auto& event) {
    return Concerns(event, id, accelerator, plane);
  };
  std::vector<LinkErrorChange> changes;
  std::copy_if(parameters.retry->changes.begin(), parameters.retry->changes.end(),
               std::back_inserter(changes), concerns);
  std::vector<LinkOutage> outages;
  std::copy_if(parameters.retry->outages.begin(), parameters.retry->outages.end(),
               std::back_inserter(outages), concerns);
  const std::string link_path = fmt::format("{}.link{}", path, plane);
  link::LinkDeviceFactory make_port;
  if (context.make_link_port) make_port = context.make_link_port(link_path);
  const std::string name = fmt::format("link_{}_{}", accelerator, plane);
  retry_links_.push_back(std::make_unique<RetryModule>(
      name.c_str(), clock_, *parameters.retry, std::move(changes), parameters.link_latency_cycles,
      link_path, std::array<std::string, 2>{"to_switch", "to_accelerator"}, make_port,
      std::move(outages)));
  RetryModule& link = *retry_links_.back();
  near.Join(plane, link.wires(0), 0);
  link.Join(0, near.wires(), plane);
  far.Join(switch_port, link.wires(1), 0);
  link.Join(1, far.wires(), switch_port);
}

void PodModules::RunTo(int64_t cycle) {
  Kernel::Scope scope(kernel_);
  LINKWRIGHT_CHECK(cycle > cycle_) << "from cycle " << cycle_ << " to " << cycle;
  alarm_->Set(cycle_, cycle, clock_.period_ps);
  sc_core::sc_start();
  cycle_ = static_cast<int64_t>(sc_core::sc_time_stamp().value() / clock_.period_ps);
  if (clock_.failure) std::rethrow_exception(clock_.failure);
}

units::SimTime PodModules::NextEdge() const {
  if (clock_.awake > 0) {
    return units::SimTime::Picoseconds((cycle_ + 1) * static_cast<int64_t>(clock_.period_ps));
  }
  const int64_t at = kernel_.NextActivityPs();
  return at < 0 ? units::SimTime::Max() : units::SimTime::Picoseconds(at);
}

void PodModules::AwaitMailbox(SwitchModule& module) {
  const int64_t limit = cycle_ + watchdog_cycles_;
  while (!module.mailbox().empty()) {
    if (cycle_ >= limit)
      throw diagnostics::RunFailure(std::string(module.name()) +
                                    " does not answer register accesses");
    if (interrupted_ != nullptr && interrupted_->load(std::memory_order_relaxed)) {
      throw diagnostics::RunFailure(
          fmt::format("interrupted at cycle {} while switches were programmed", cycle_));
    }
    RunTo(std::min(limit, cycle_ + kCyclesBetweenPolls));
  }
}

void PodModules::Begin(endpoints::TransferHandle handle, interfaces::EndpointId initiator) {
  Kernel::Scope scope(kernel_);
  accelerators_[static_cast<size_t>(initiator)]->Begin(handle);
}

std::vector<interfaces::Device*> PodModules::Devices() {
  std::vector<interfaces::Device*> devices;
  for (const auto& device : devices_) devices.push_back(device.get());
  return devices;
}

uint64_t PodModules::FlitsMoved() const {
  uint64_t moved = 0;
  for (const auto& accelerator : accelerators_) {
    for (const endpoints::AcceleratorPort& port : accelerator->ports()) {
      moved += port.counters().flits_sent + port.counters().flits_received;
    }
  }
  return moved;
}

}  // namespace linkwright::cycle
