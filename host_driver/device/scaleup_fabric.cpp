// SPDX-License-Identifier: Apache-2.0
#include "host_driver/device/scaleup_fabric.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "fabric/routing/routes.h"
#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::device {

namespace su = spec::scaleup_switch;

namespace {

struct Totals {
  int64_t drops = 0, reductions = 0, copies = 0, credit_wait = 0, watermark = 0, causes = 0;
  std::string first_drop;
};

void AddPort(SwitchDriver& driver, int port, int virtual_channels, Totals& totals) {
  const PortCounters c = driver.ReadPortCounters(port, virtual_channels);
  totals.credit_wait += c.tx_credit_wait;
  for (const uint32_t slots : c.watermark)
    totals.watermark = std::max<int64_t>(totals.watermark, slots);
  for (int reason = 0; reason < su::kDropReasons; ++reason) {
    const uint32_t drops = c.drops[static_cast<size_t>(reason)];
    totals.drops += drops;
    if (drops > 0 && totals.first_drop.empty()) {
      totals.first_drop = fmt::format("{} port {}: {} packets dropped, reason {}", driver.name(),
                                      port, drops, su::Name(static_cast<su::DropReason>(reason)));
    }
  }
}

void Append(const Totals& totals, int64_t scale, telemetry::RunReport& report) {
  report.Add("switches.packets_dropped", totals.drops * scale, "packets",
             "packets dropped for any reason, all ports of all switches");
  report.Add("switches.reductions", totals.reductions * scale, "operations",
             "in-network reductions that answered with data, all switches");
  report.Add("switches.multicast_copies", totals.copies * scale, "packets",
             "packets made beyond the first copy of group packets, all switches");
  report.Add("switches.credit_wait", totals.credit_wait * scale, "cycles",
             "cycles in which a free output had packets but no credit, summed over outputs");
  report.Add("switches.slots_watermark", totals.watermark, "packet slots",
             "most slots in use at one port and virtual channel of any switch");
  report.Add("switches.interrupt_causes", totals.causes * scale, "causes",
             "distinct interrupt causes of the run, summed over switches");
}

}  // namespace

ScaleUpFabric::ScaleUpFabric(const topology::Topology& topology, const su::Variant& variant,
                             const std::vector<interfaces::Device*>& devices,
                             ScaleUpFabricSettings settings)
    : topology_(topology),
      variant_(variant),
      settings_(std::move(settings)),
      causes_(devices.size(), 0) {
  LINKWRIGHT_CHECK(devices.size() <= static_cast<size_t>(topology.switches()))
      << devices.size() << " devices for " << topology.switches() << " switches";
  drivers_.reserve(devices.size());
  for (interfaces::Device* device : devices) drivers_.emplace_back(*device);
}

void ScaleUpFabric::Program() {
  const routing::Routes routes(topology_);
  for (size_t s = 0; s < drivers_.size(); ++s) {
    SwitchDriver& driver = drivers_[s];
    driver.CheckIdentity(variant_);
    if (settings_.iterations) driver.SetIterations(static_cast<uint32_t>(*settings_.iterations));
    std::vector<int> first_port(static_cast<size_t>(topology_.accelerators()), -1);
    for (int destination = 0; destination < topology_.accelerators(); ++destination) {
      const std::span<const int> next_hops = routes.OfSwitch(static_cast<int>(s), destination);
      driver.ProgramRoute(destination, next_hops);
      for (const int port : next_hops) driver.EnablePort(port, true);
      if (!next_hops.empty()) first_port[static_cast<size_t>(destination)] = next_hops.front();
    }
    for (size_t g = 0; g < settings_.groups.size(); ++g) {
      std::vector<int> ports;
      for (const int member : settings_.groups[g]) {
        const int port = first_port[static_cast<size_t>(member)];
        if (port >= 0) ports.push_back(port);
      }
      driver.ProgramGroup(static_cast<int>(g), ports, variant_.ports);
    }
    driver.TakeInterrupts();  // links have come up; from here on a cause is news
    driver.SetInterruptMask((1u << su::kInterrupts) - 1);
    driver.Flush();
  }
}

void ScaleUpFabric::OnInterrupt(int switch_index) {
  const auto s = static_cast<size_t>(switch_index);
  causes_[s] |= drivers_[s].TakeInterrupts();
}

void ScaleUpFabric::Collect(telemetry::RunReport& report) {
  Totals totals;
  for (size_t s = 0; s < drivers_.size(); ++s) {
    SwitchDriver& driver = drivers_[s];
    totals.reductions += driver.ReadReductionsDone();
    totals.copies += driver.ReadMulticastCopies();
    totals.causes += std::popcount(causes_[s] | driver.TakeInterrupts());
    const topology::NodeId at = topology_.switch_node(static_cast<int>(s));
    for (const topology::LinkId id : topology_.LinksOf(at)) {
      const topology::Link& link = topology_.link(id);
      AddPort(driver, link.a.node == at ? link.a.port : link.b.port, variant_.virtual_channels,
              totals);
    }
  }
  // One plane that stands for all: sums are scaled, so that both ways report the same.
  Append(totals, topology_.switches() / static_cast<int64_t>(drivers_.size()), report);
  if (!totals.first_drop.empty())
    throw diagnostics::RunFailure("a lossless fabric lost packets: " + totals.first_drop);
}

}  // namespace linkwright::device
