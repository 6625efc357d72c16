// SPDX-License-Identifier: Apache-2.0
// What the counters of all switches of an Ethernet fabric say, as metrics.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/device/ethernet_fabric.h"

namespace linkwright::device {

namespace es = spec::ethernet_switch;

namespace {

struct Totals {
  int64_t drops = 0, by_reason[es::kDropReasons] = {}, pauses = 0, marked = 0, poisoned = 0;
  int64_t headroom_watermark = 0, queue_watermark_bytes = 0;
  std::string first_loss;  // of a class that must not lose
};

void AddPort(EthernetSwitchDriver& driver, int port, const EthernetFabricSettings& settings,
             Totals& totals) {
  std::string reasons;
  const EthernetPortCounters c = driver.ReadPortCounters(port);
  for (int reason = 0; reason < es::kDropReasons; ++reason) {
    const auto named = static_cast<es::DropReason>(reason);
    totals.drops += c.drops[reason];
    totals.by_reason[reason] += c.drops[reason];
    if (c.drops[reason] > 0)
      reasons +=
          fmt::format("{}{} {}", reasons.empty() ? "" : ", ", c.drops[reason], es::Name(named));
  }
  // Besides what names a data class: a buffer without cells or a storm has room for no class.
  uint32_t refused = c.drops[static_cast<int>(es::DropReason::kNoCells)] +
                     c.drops[static_cast<int>(es::DropReason::kStorm)];
  for (int priority = 0; priority < settings.priorities; ++priority) {
    const auto data_class = static_cast<size_t>(settings.data_class + priority);
    refused += c.pg_drops[data_class] + c.queue_drops[data_class];
  }
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

void EthernetFabric::Collect(telemetry::RunReport& report) {
  Totals totals;
  for (int s = 0; s < topology_.switches(); ++s) {
    const topology::NodeId at = topology_.switch_node(s);
    for (const topology::LinkId id : topology_.LinksOf(at)) {
      AddPort(drivers_[static_cast<size_t>(s)], PortOf(id, at), settings_, totals);
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
  report.Add("switches.headroom", int64_t{largest_headroom_}, "cells",
             "largest headroom that the driver gave to a port");
  report.Add("switches.queue_watermark", totals.queue_watermark_bytes, "bytes",
             "deepest queue of any output, in whole cells");
  report.Add("switches.interrupts", static_cast<int64_t>(events_.interrupts), "interrupts",
             "interrupts that the driver served during the run");
  report.Add("switches.reroutes", static_cast<int64_t>(events_.reroutes), "reroutes",
             "times the driver changed groups because links had died or come back");
  report.Add("switches.pause_storms", static_cast<int64_t>(events_.pause_storms), "interrupts",
             "interrupts that told of pause storms");
  if ((settings_.pfc || settings_.cbfc) && !totals.first_loss.empty())
    throw diagnostics::RunFailure("a lossless class lost frames: " + totals.first_loss);
}

}  // namespace linkwright::device
