// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/ethernet_checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "fabric/routing/routes.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/units/text.h"
#include "host_driver/executor/geometry.h"
#include "host_driver/experiment/ethernet_run.h"
#include "systemc_models/endpoints/roce_frame.h"
#include "systemc_models/endpoints/roce_sender.h"

namespace linkwright::experiment {
namespace {

namespace es = spec::ethernet_switch;
using diagnostics::UserError;

// Where the user chose the links; the latency that is too long came from there.
std::string FieldOfLinks(const PodConfig& pod) {
  if (pod.link) return "pod.link";
  if (!pod.parts.empty()) return "pod.parts";
  return pod.variant ? "pod.variant" : "pod.ready";
}

void ExpectBuffers(const RunPlan& plan, const config::Document& document) {
  const EthernetPlan& fabric = *plan.ethernet;
  const device::EthernetFabricSettings settings = FabricSettings(plan);
  for (int s = 0; s < plan.topology.switches(); ++s) {
    try {
      device::PlanSwitchBuffers(plan.topology, fabric.variants, fabric.link_latency_cycles,
                                settings, s);
    } catch (const diagnostics::RunFailure& failure) {
      int longest = 0;
      for (const topology::LinkId id : plan.topology.LinksOf(plan.topology.switch_node(s)))
        longest = std::max(longest, fabric.link_latency_cycles[static_cast<size_t>(id)]);
      throw UserError(
          document.LocationOf(FieldOfLinks(plan.scenario.pod)),
          fmt::format(
              "{}: {}; its links take up to {} one way, and whatever is under way when a port "
              "pauses needs room: "
              "use shorter links, a variant with more cells, or network.ethernet.pfc: false",
              plan.topology.PathOf(plan.topology.switch_node(s)), failure.what(),
              units::Format(fabric.clock_period * longest)));
    }
  }
}

int64_t DivideUp(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Frames of a rank's first transfer, at most: a message ends with a request for an acknowledgement.
int64_t FramesOfMessage(const RunPlan& plan) {
  const CollectiveConfig& c = plan.scenario.collective;
  const executor::Geometry geometry =
      executor::MakeGeometry(plan.program, c.size.count(), c.type, plan.scenario.cost);
  const uint64_t part = std::min(geometry.message_bytes, geometry.chunk_bytes);
  const uint64_t slice =
      std::min(part, executor::SliceBytes(plan.scenario.cost.Of(plan.program.protocol), part));
  return DivideUp(static_cast<int64_t>(std::max<uint64_t>(slice, 1)), plan.ethernet->config.mtu);
}

// Links and switches between the first rank and the last.
struct Way {
  int64_t link_cycles = 0;
  int switches = 1;
};

Way FarthestWay(const RunPlan& plan) {
  const topology::Topology& topology = plan.topology;
  const std::vector<int>& latencies = plan.ethernet->link_latency_cycles;
  const auto latency_of = [&](int accelerator) {
    return latencies[static_cast<size_t>(
        topology.LinksOf(topology.accelerator(accelerator)).front())];
  };
  const int last = plan.ranks() - 1;
  Way way;
  way.link_cycles = int64_t{latency_of(0)} + latency_of(last);
  const std::vector<int> edges = routing::EdgeSwitches(topology);
  if (edges[0] == edges[static_cast<size_t>(last)]) return way;
  int shortest = *std::max_element(latencies.begin(), latencies.end());
  for (size_t i = 0; i < topology.links().size(); ++i) {
    const topology::NodeKind near = topology.node(topology.links()[i].a.node).kind;
    if (near == topology::NodeKind::kSwitch) shortest = std::min(shortest, latencies[i]);
  }
  way.link_cycles += 2 * int64_t{shortest};
  way.switches = 3;
  return way;
}

void ExpectTimeout(const RunPlan& plan, const config::Document& document) {
  const EthernetPlan& fabric = *plan.ethernet;
  const units::Duration least = units::ToDuration(FirstAcknowledgement(plan), fabric.clock_period);
  if (fabric.config.retransmit_timeout > least) return;
  throw UserError(document.LocationOf("network.ethernet.retransmit_timeout"),
                  fmt::format("retransmit_timeout of {} ends before an acknowledgement can be "
                              "there, after {} on an idle fabric "
                              "(an acknowledgement is asked for at the end of a message and every "
                              "{} frames, a quarter of window_frames)",
                              units::Format(fabric.config.retransmit_timeout), units::Format(least),
                              endpoints::AckInterval(fabric.config.window_frames)));
}

}  // namespace

units::Cycles FirstAcknowledgement(const RunPlan& plan) {
  const EthernetPlan& fabric = *plan.ethernet;
  const int64_t line = fabric.variants.front()->line_bytes;
  const auto ticks = [line](int64_t frame) {
    return DivideUp(frame + es::kFrameOverheadBytes, line);
  };
  const int64_t interval = endpoints::AckInterval(fabric.config.window_frames);
  const int64_t message = FramesOfMessage(plan);
  const int64_t full = ticks(fabric.largest_frame()), smallest = ticks(es::kMinFrameBytes);
  const Way way = FarthestWay(plan);
  // The frame that asks: the interval's last is a full one, a message's last may be as short as can
  // be.
  const int64_t asking = message >= interval ? full : smallest;
  const int64_t stored = fabric.config.cut_through ? 0 : way.switches * asking;
  const int64_t sent = (std::min(interval, message) - 1) * full + asking + stored;
  const auto by_pad = [](const es::Variant* a, const es::Variant* b) {
    return a->egress_pad < b->egress_pad;
  };
  const int pad =
      (*std::min_element(fabric.variants.begin(), fabric.variants.end(), by_pad))->egress_pad;
  const int64_t switches = way.switches * (int64_t{es::kPipelineTicks} + pad);
  return units::Cycles(sent + smallest + 2 * (way.link_cycles + switches));
}

void ExpectWorkingFabric(const RunPlan& plan, const config::Document& document) {
  ExpectBuffers(plan, document);
  ExpectTimeout(plan, document);
}

}  // namespace linkwright::experiment
