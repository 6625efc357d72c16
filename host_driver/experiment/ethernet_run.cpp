// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/ethernet_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/diagnostics/diagnostic.h"
#include "foundation/units/cycles.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::experiment {
namespace {

namespace es = spec::ethernet_switch;

ethernet::EthernetNetworkParameters NetworkParameters(const RunPlan& plan) {
  const EthernetPlan& fabric = *plan.ethernet;
  ethernet::EthernetNetworkParameters p;
  p.clock_period = fabric.clock_period;
  p.link_latency_cycles = fabric.link_latency_cycles;
  p.clock_gating = plan.scenario.network.clock_gating;
  p.link_events = fabric.link_events;
  p.credits = fabric.credits;
  if (plan.retry) p.retry = plan.retry->parameters;
  p.nic.line_bytes = fabric.variants.front()->line_bytes;
  p.nic.transport.mtu = fabric.config.mtu;
  p.nic.transport.window_frames = fabric.config.window_frames;
  p.nic.transport.retry_limit = fabric.config.retry_limit;
  p.nic.transport.timeout_cycles =
      units::CyclesCovering(fabric.config.retransmit_timeout, fabric.clock_period).count();
  return p;
}

struct Totals {
  int64_t drops = 0, by_reason[es::kDropReasons] = {}, pauses = 0, marked = 0, poisoned = 0;
  int64_t headroom_watermark = 0, queue_watermark_bytes = 0;
  std::string first_loss;  // of a class that must not lose
};

void AddPort(device::EthernetSwitchDriver& driver, int port, Totals& totals) {
  std::string reasons;
  const device::EthernetPortCounters c = driver.ReadPortCounters(port);
  for (int reason = 0; reason < es::kDropReasons; ++reason) {
    const auto named = static_cast<es::DropReason>(reason);
    totals.drops += c.drops[reason];
    totals.by_reason[reason] += c.drops[reason];
    if (c.drops[reason] > 0)
      reasons +=
          fmt::format("{}{} {}", reasons.empty() ? "" : ", ", c.drops[reason], es::Name(named));
  }
  // Besides what names the data class: a buffer without cells or a storm has room for no class.
  const int data = device::EthernetFabricSettings{}.data_class;
  const uint32_t refused = c.pg_drops[data] + c.queue_drops[data] +
                           c.drops[static_cast<int>(es::DropReason::kNoCells)] +
                           c.drops[static_cast<int>(es::DropReason::kStorm)];
  if (refused > 0 && totals.first_loss.empty()) {
    totals.first_loss =
        fmt::format("{} port {}: {} frames refused (drops of the port: {})", driver.name(), port,
                    refused, reasons.empty() ? "none, its queue was full" : reasons);
  }
  const int64_t cell = int64_t{driver.variant().cell_beats} * es::kBeatBytes;
  for (int k = 0; k < es::kClasses; ++k) {
    totals.pauses += c.tx_pfc[k];
    totals.marked += c.marked[k];
    totals.headroom_watermark =
        std::max<int64_t>(totals.headroom_watermark, c.headroom_watermark[k]);
    totals.queue_watermark_bytes =
        std::max<int64_t>(totals.queue_watermark_bytes, c.queue_watermark[k] * cell);
  }
  totals.poisoned += c.poisoned;
}

}  // namespace

device::EthernetFabricSettings FabricSettings(const RunPlan& plan) {
  const EthernetConfig& config = plan.ethernet->config;
  device::EthernetFabricSettings s;
  s.balance = config.balance;
  s.cbfc = plan.ethernet->cbfc();
  s.pfc = config.pfc && !s.cbfc;
  s.credit_cells = config.credit_cells.value_or(0);
  s.retry = plan.retry.has_value();
  s.ecn = config.ecn;
  s.frame_bytes = plan.ethernet->largest_frame();
  s.shared_cells = config.shared_cells.value_or(0);
  s.cut_through = config.cut_through;
  s.hash_queue_pair = config.hash_queue_pair;
  s.seed = plan.scenario.seed;
  return s;
}

std::unique_ptr<ManagedFabric> MakeEthernet(const RunPlan& plan, const RunContext& around) {
  const EthernetPlan& fabric = *plan.ethernet;
  ethernet::EthernetNetworkContext s;
  s.interrupted = around.interrupted;
  s.make_switch = [&plan](int index) -> std::unique_ptr<interfaces::ClockedSwitch> {
    const es::Variant& variant = *plan.ethernet->variants[index];
    if (plan.switch_fidelity[index] == Fidelity::kRtl)
      return plugins::MakeRtl(plugins::kEthernetSwitch, variant.name);
    return ethernet_switch::MakeEthernetSwitch(variant);
  };
  if (plan.retry)
    s.make_link_port = [&plan](const std::string& path) { return plan.retry->PortsOf(path); };
  auto network =
      std::make_unique<ethernet::EthernetNetwork>(plan.topology, NetworkParameters(plan), s);
  auto driver = std::make_unique<device::EthernetFabric>(plan.topology, fabric.variants,
                                                         fabric.link_latency_cycles,
                                                         network->Devices(), FabricSettings(plan));
  return std::make_unique<ManagedFabric>(std::move(network), std::move(driver));
}

void CollectEthernetCounters(ManagedFabric& network, const RunPlan& plan,
                             telemetry::RunReport& report) {
  Totals totals;
  for (int s = 0; s < plan.topology.switches(); ++s) {
    const topology::NodeId at = plan.topology.switch_node(s);
    for (const topology::LinkId id : plan.topology.LinksOf(at)) {
      const topology::Link& link = plan.topology.link(id);
      AddPort(network.fabric().drivers()[s], link.a.node == at ? link.a.port : link.b.port, totals);
    }
  }
  report.Add("switches.packets_dropped", totals.drops, "packets",
             "frames dropped for any reason, all ports of all switches");
  for (int reason = 0; reason < es::kDropReasons; ++reason) {
    if (totals.by_reason[reason] == 0) continue;
    const auto named = static_cast<es::DropReason>(reason);
    report.Add(fmt::format("switches.drops.{}", es::Name(named)), totals.by_reason[reason],
               "frames", std::string(es::Doc(named)));
  }
  report.Add("switches.pauses_sent", totals.pauses, "frames",
             "PFC frames sent, counted per class named, all ports of all switches");
  report.Add("switches.marked", totals.marked, "frames", "frames that a switch marked with ECN");
  report.Add("switches.poisoned", totals.poisoned, "frames",
             "bad frames that went on with the error flag because they were cut through");
  report.Add("switches.headroom_watermark", totals.headroom_watermark, "cells",
             "most headroom cells in use at one port and class");
  report.Add("switches.headroom", int64_t{network.fabric().largest_headroom_cells()}, "cells",
             "largest headroom that the driver gave to a port");
  report.Add("switches.queue_watermark", totals.queue_watermark_bytes, "bytes",
             "deepest queue of any output, in whole cells");
  const device::FabricEvents& events = network.fabric().events();
  report.Add("switches.interrupts", static_cast<int64_t>(events.interrupts), "interrupts",
             "interrupts that the driver served during the run");
  report.Add("switches.reroutes", static_cast<int64_t>(events.reroutes), "reroutes",
             "times the driver changed groups because links had died or come back");
  report.Add("switches.pause_storms", static_cast<int64_t>(events.pause_storms), "interrupts",
             "interrupts that told of pause storms");
  report.LeaveOut(plan.ethernet->config.ecn ? "congestion control of Ethernet fabrics: queues mark "
                                              "with ECN, but no sender slows down for it"
                                            : "congestion control of Ethernet fabrics: no sender "
                                              "slows down before it is paused or loses frames");
  if (plan.ethernet->config.pfc && !totals.first_loss.empty()) {
    throw diagnostics::RunFailure("a lossless class lost frames: " + totals.first_loss);
  }
}

}  // namespace linkwright::experiment
