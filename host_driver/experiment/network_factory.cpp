// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/network_factory.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "fabric/routing/routes.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/device/switch_driver.h"
#include "host_driver/experiment/ethernet_run.h"
#include "systemc_models/networks/cycle/cycle_network.h"
#include "systemc_models/networks/flow/flow_network.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "systemc_models/verilated/verilated_switch.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::experiment {
namespace {

namespace su = spec::scaleup_switch;

// As many reduce-reads under way as the switch has entries for the port: fewer would leave entries
// idle, more would stand at the head of the port's multicast queue and hold up the stores behind
// them.
int ReduceWindow(const RunPlan& plan) { return std::max(1, plan.variant->reduction_entries); }

units::Duration Cycles(const RunPlan& plan, int64_t cycles) {
  return units::Duration::Picoseconds(plan.clock_period.picoseconds() * cycles);
}

std::unique_ptr<interfaces::Network> MakeFlow(const RunPlan& plan) {
  flow::FlowNetworkParameters p;
  p.accelerators = plan.pod.accelerators;
  p.planes = plan.pod.planes;
  p.flit_time = plan.clock_period;
  p.link_latency = Cycles(plan, plan.link_latency_cycles);
  p.switch_latency = Cycles(plan, 3 + plan.variant->egress_pad);
  p.memory_latency = Cycles(plan, plan.memory_latency_cycles);
  p.reduce_latency = Cycles(plan, plan.variant->reduce_latency + 2);
  p.reduce_window = ReduceWindow(plan);
  p.reduction_entries = plan.variant->reduction_entries;
  return std::make_unique<flow::FlowNetwork>(p);
}

BuiltNetwork MakeCycle(const RunPlan& plan, const RunContext& around) {
  cycle::CycleNetworkParameters p;
  p.clock_period = plan.clock_period;
  p.link_latency_cycles = plan.link_latency_cycles;
  p.memory_latency_cycles = plan.memory_latency_cycles;
  p.endpoint_slots_per_vc =
      plan.scenario.network.endpoint_slots_per_vc.value_or(kEndpointSlotsPerVc);
  p.reduce_window = ReduceWindow(plan);
  p.virtual_channels = plan.variant->virtual_channels;
  p.exploit_symmetry = plan.scenario.network.symmetry == Symmetry::kExploit;
  p.clock_gating = plan.scenario.network.clock_gating;
  if (plan.retry) p.retry = plan.retry->parameters;
  cycle::CycleNetworkContext s;
  s.interrupted = around.interrupted;
  s.make_switch = [&plan](int index) -> std::unique_ptr<interfaces::ClockedSwitch> {
    if (plan.switch_fidelity[index] == Fidelity::kRtl)
      return verilated::MakeVerilatedSwitch(*plan.variant);
    return scaleup_switch::MakeScaleUpSwitch(*plan.variant);
  };
  if (plan.retry)
    s.make_link_port = [&plan](const std::string& path) { return plan.retry->PortsOf(path); };
  auto network = std::make_unique<cycle::CycleNetwork>(plan.topology, p, s);
  interfaces::DeviceHost* devices = network.get();
  return {std::move(network), devices, nullptr};
}

}  // namespace

BuiltNetwork MakeNetwork(const RunPlan& plan, const RunContext& around) {
  if (plan.ethernet) {
    auto fabric = MakeEthernet(plan, around);
    ManagedFabric* managed = fabric.get();
    return {std::move(fabric), managed, managed};
  }
  if (plan.scenario.network.fidelity == Fidelity::kFlow) return {MakeFlow(plan), nullptr, nullptr};
  return MakeCycle(plan, around);
}

simulation::Context MakeContext(const BuiltNetwork& built, const RunContext& around) {
  simulation::Context context;
  context.interrupted = around.interrupted;
  context.devices = built.devices;
  if (built.fabric != nullptr) {
    context.on_interrupt = [fabric = built.fabric](int index) {
      fabric->fabric().HandleInterrupt(index);
    };
  }
  return context;
}

void ProgramSwitches(const BuiltNetwork& built, const RunPlan& plan) {
  if (built.fabric != nullptr) return built.fabric->fabric().Program();
  if (built.devices == nullptr) return;
  const routing::Routes routes(plan.topology);
  const bool groups = collectives::UsesInNetworkCompute(plan.program);
  int index = 0;
  for (interfaces::Device* device : built.devices->Devices()) {
    device::SwitchDriver driver(*device);
    driver.CheckIdentity(*plan.variant);
    driver.SetInterruptMask((1u << 5) - 1);
    if (plan.scenario.network.iterations) driver.SetIterations(*plan.scenario.network.iterations);
    std::vector<int> member_ports;
    for (int destination = 0; destination < plan.pod.accelerators; ++destination) {
      const std::span<const int> next_hops = routes.OfSwitch(index, destination);
      driver.ProgramRoute(destination, next_hops);
      for (int port : next_hops) driver.EnablePort(port, true);
      if (destination < plan.ranks() && !next_hops.empty())
        member_ports.push_back(next_hops.front());
    }
    if (groups) driver.ProgramGroup(0, member_ports, plan.variant->ports);
    driver.TakeInterrupts();  // links have come up; from here on a cause is news
    driver.Flush();
    ++index;
  }
}

void CollectSwitchCounters(const BuiltNetwork& built, const RunPlan& plan,
                           telemetry::RunReport& report) {
  if (built.fabric != nullptr) return CollectEthernetCounters(*built.fabric, plan, report);
  if (built.devices == nullptr) return;
  int64_t drops = 0, reductions = 0, copies = 0, credit_wait = 0, watermark = 0, interrupts = 0;
  std::string first_drop;
  const std::vector<interfaces::Device*> devices = built.devices->Devices();
  // With symmetry exploited one plane stands for all; sums are scaled, so that both ways report the
  // same.
  const int64_t scale = plan.pod.planes / plan.simulated_planes;
  for (interfaces::Device* device : devices) {
    device::SwitchDriver driver(*device);
    reductions += driver.ReadReductionsDone();
    copies += driver.ReadMulticastCopies();
    interrupts += static_cast<int64_t>(driver.TakeInterrupts().size());
    for (int port = 0; port < plan.pod.accelerators; ++port) {
      const device::PortCounters c = driver.ReadPortCounters(port, plan.variant->virtual_channels);
      credit_wait += c.tx_credit_wait;
      for (uint32_t slots : c.watermark) watermark = std::max<int64_t>(watermark, slots);
      for (int reason = 0; reason < su::kDropReasons; ++reason) {
        drops += c.drops[reason];
        if (c.drops[reason] > 0 && first_drop.empty()) {
          first_drop =
              fmt::format("{} port {}: {} packets dropped, reason {}", device->name(), port,
                          c.drops[reason], su::Name(static_cast<su::DropReason>(reason)));
        }
      }
    }
  }
  report.Add("switches.packets_dropped", drops * scale, "packets",
             "packets dropped for any reason, all ports of all switches");
  report.Add("switches.reductions", reductions * scale, "operations",
             "in-network reductions that answered with data, all switches");
  report.Add("switches.multicast_copies", copies * scale, "packets",
             "packets made beyond the first copy of group packets, all switches");
  report.Add("switches.credit_wait", credit_wait * scale, "cycles",
             "cycles in which a free output had packets but no credit, summed over outputs");
  report.Add("switches.slots_watermark", watermark, "packet slots",
             "most slots in use at one port and virtual channel of any switch");
  report.Add("switches.interrupt_causes", interrupts * scale, "causes",
             "distinct interrupt causes pending after the run, summed over switches");
  if (!first_drop.empty())
    throw diagnostics::RunFailure("a lossless fabric lost packets: " + first_drop);
}

}  // namespace linkwright::experiment
