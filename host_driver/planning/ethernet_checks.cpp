// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/ethernet_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "fabric/routing/routes.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/units/text.h"
#include "host_driver/executor/geometry.h"
#include "systemc_models/endpoints/roce_frame.h"
#include "systemc_models/endpoints/roce_sender.h"

namespace linkwright::planning {
namespace {

namespace es = spec::ethernet_switch;
using diagnostics::UserError;

// Where the user chose the links; the latency that is too long came from there.
std::string FieldOfLinks(const scenario::PodConfig& pod) {
  if (pod.link) return "pod.link";
  if (!pod.parts.empty()) return "pod.parts";
  return pod.variant ? "pod.variant" : "pod.ready";
}

// Where the buffers would do if all jobs had one class.
void RefusePriorities(const Plan& plan, const EthernetPod& pod, int index,
                      const config::Document& document) {
  if (pod.priorities == 1) return;
  device::EthernetFabricSettings settings = FabricSettings(pod, plan.scenario.seed);
  settings.shared_cells = 0;
  settings.priorities = 1;
  try {
    device::PlanSwitchBuffers(plan.topology, pod.variants, pod.link_latency_cycles, settings,
                              index);
  } catch (const diagnostics::RunFailure&) {
    return;  // it is not the priorities
  }
  const auto highest = std::find_if(plan.jobs.begin(), plan.jobs.end(), [&](const Job& job) {
    return job.config.priority + 1 == pod.priorities;
  });
  throw UserError(
      document.LocationOf(highest->path + ".priority"),
      fmt::format("{}: variant '{}' has no cells for the headroom of {} lossless classes, one for "
                  "each priority up to {}; use lower ones, or network.ethernet.pfc: false",
                  plan.topology.PathOf(plan.topology.switch_node(index)),
                  pod.variants[static_cast<size_t>(index)]->name, pod.priorities,
                  highest->config.priority));
}

void ExpectBuffers(const Plan& plan, const EthernetPod& pod, const config::Document& document) {
  device::EthernetFabricSettings settings = FabricSettings(pod, plan.scenario.seed);
  settings.shared_cells = 0;  // ExpectSharedCells
  for (int s = 0; s < plan.topology.switches(); ++s) {
    try {
      device::PlanSwitchBuffers(plan.topology, pod.variants, pod.link_latency_cycles, settings, s);
    } catch (const diagnostics::RunFailure& failure) {
      RefusePriorities(plan, pod, s, document);
      units::Duration longest;
      for (const topology::LinkId id : plan.topology.LinksOf(plan.topology.switch_node(s)))
        longest = std::max(longest, plan.hardware.links[static_cast<size_t>(id)].latency);
      throw UserError(
          document.LocationOf(FieldOfLinks(plan.scenario.pod)),
          fmt::format(
              "{}: {}; its links take up to {} one way, and whatever is under way when a port "
              "pauses needs room: "
              "use shorter links, a variant with more cells, or network.ethernet.pfc: false",
              plan.topology.PathOf(plan.topology.switch_node(s)), failure.what(),
              units::Format(longest)));
    }
  }
}

// Every switch knows the address of every accelerator.
void ExpectHostTables(const Plan& plan, const EthernetPod& pod, const config::Document& document) {
  for (const es::Variant* variant :
       std::set<const es::Variant*>(pod.variants.begin(), pod.variants.end())) {
    const int fit = device::HostsThatFit(*variant, plan.topology.accelerators());
    if (fit == plan.topology.accelerators()) continue;
    throw UserError(
        document.LocationOf(plan.scenario.pod.accelerators ? "pod.accelerators" : "pod.ready"),
        fmt::format(
            "{} accelerators do not fit the host tables of variant '{}': of {} rows with {} "
            "entries, one is full after {} of them",
            plan.topology.accelerators(), variant->name, variant->host_rows, es::kTableWays, fit));
  }
}

void ExpectSharedCells(const Plan& plan, const EthernetPod& pod, const config::Document& document) {
  if (!pod.config.shared_cells) return;
  const auto at = document.LocationOf("network.ethernet.shared_cells");
  if (pod.cbfc())
    throw UserError(
        at, "with flow_control: cbfc credits limit a class, not a pool; leave shared_cells out");
  device::EthernetFabricSettings all_that_is_left = FabricSettings(pod, plan.scenario.seed);
  all_that_is_left.shared_cells = 0;
  for (int s = 0; s < plan.topology.switches(); ++s) {
    const int left = device::PlanSwitchBuffers(plan.topology, pod.variants, pod.link_latency_cycles,
                                               all_that_is_left, s)
                         .shared_cells;
    if (*pod.config.shared_cells <= left) continue;
    throw UserError(at, fmt::format("headroom and reservations leave {} cells of {}, found {}",
                                    left, plan.topology.PathOf(plan.topology.switch_node(s)),
                                    *pod.config.shared_cells));
  }
}

int64_t DivideUp(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Frames of a rank's first transfer, at most: a message ends with a request for an acknowledgement.
int64_t FramesOfMessage(const Plan& plan, const EthernetPod& pod, const Job& job) {
  const executor::Geometry geometry = executor::MakeGeometry(job.program, job.config.size.count(),
                                                             job.config.type, plan.scenario.cost);
  const uint64_t part = std::min(geometry.message_bytes, geometry.chunk_bytes);
  const uint64_t slice =
      std::min(part, executor::SliceBytes(plan.scenario.cost.Of(job.program.protocol), part));
  return DivideUp(static_cast<int64_t>(std::max<uint64_t>(slice, 1)), pod.config.mtu);
}

// Links and switches between the first rank and the last.
struct Way {
  int64_t link_cycles = 0;
  int switches = 1;
};

Way FarthestWay(const Plan& plan, const EthernetPod& pod, const Job& job) {
  const topology::Topology& topology = plan.topology;
  const std::vector<int>& latencies = pod.link_latency_cycles;
  const auto latency_of = [&](int accelerator) {
    return latencies[static_cast<size_t>(
        topology.LinksOf(topology.accelerator(accelerator)).front())];
  };
  const int first = job.endpoints.front(), last = job.endpoints.back();
  Way way;
  way.link_cycles = int64_t{latency_of(first)} + latency_of(last);
  const std::vector<int> edges = routing::EdgeSwitches(topology);
  if (edges[static_cast<size_t>(first)] == edges[static_cast<size_t>(last)]) return way;
  int shortest = *std::max_element(latencies.begin(), latencies.end());
  for (size_t i = 0; i < topology.links().size(); ++i) {
    const topology::NodeKind near = topology.node(topology.links()[i].a.node).kind;
    if (near == topology::NodeKind::kSwitch) shortest = std::min(shortest, latencies[i]);
  }
  way.link_cycles += 2 * int64_t{shortest};
  way.switches = 3;
  return way;
}

void ExpectTimeout(const Plan& plan, const EthernetPod& pod, const Job& job,
                   const config::Document& document) {
  const units::Duration least =
      units::ToDuration(FirstAcknowledgement(plan, pod, job), plan.hardware.clock_period);
  if (pod.config.retransmit_timeout > least) return;
  throw UserError(document.LocationOf("network.ethernet.retransmit_timeout"),
                  fmt::format("retransmit_timeout of {} ends before an acknowledgement can be "
                              "there, after {} on an idle fabric "
                              "(an acknowledgement is asked for at the end of a message and every "
                              "{} frames, a quarter of window_frames)",
                              units::Format(pod.config.retransmit_timeout), units::Format(least),
                              endpoints::AckInterval(pod.config.window_frames)));
}

}  // namespace

units::Cycles FirstAcknowledgement(const Plan& plan, const EthernetPod& pod, const Job& job) {
  const int64_t line = pod.variants.front()->line_bytes;
  const auto ticks = [line](int64_t frame) {
    return DivideUp(frame + es::kFrameOverheadBytes, line);
  };
  const int64_t interval = endpoints::AckInterval(pod.config.window_frames);
  const int64_t message = FramesOfMessage(plan, pod, job);
  const int64_t full = ticks(pod.largest_frame()), smallest = ticks(es::kMinFrameBytes);
  const Way way = FarthestWay(plan, pod, job);
  // The frame that asks: the interval's last is a full one, a message's last may be as short as can
  // be.
  const int64_t asking = message >= interval ? full : smallest;
  const int64_t stored = pod.config.cut_through ? 0 : way.switches * asking;
  const int64_t sent = (std::min(interval, message) - 1) * full + asking + stored;
  const auto by_pad = [](const es::Variant* a, const es::Variant* b) {
    return a->egress_pad < b->egress_pad;
  };
  const int pad = (*std::min_element(pod.variants.begin(), pod.variants.end(), by_pad))->egress_pad;
  const int64_t switches = way.switches * (int64_t{es::kPipelineTicks} + pad);
  return units::Cycles(sent + smallest + 2 * (way.link_cycles + switches));
}

void ExpectWorkingFabric(const Plan& plan, const EthernetPod& pod,
                         const config::Document& document) {
  ExpectHostTables(plan, pod, document);
  ExpectBuffers(plan, pod, document);
  ExpectSharedCells(plan, pod, document);
  for (const Job& job : plan.jobs) ExpectTimeout(plan, pod, job, document);
}

}  // namespace linkwright::planning
