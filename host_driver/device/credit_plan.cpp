// SPDX-License-Identifier: Apache-2.0
#include "host_driver/device/credit_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::device {

namespace es = spec::ethernet_switch;
using topology::NodeKind;

namespace {

constexpr int kResponseBytes = 66;
// From backpressure on the wires to the last tick in which a frame may begin, and from there to its
// first beat in front of the transmitter; a switch adds its EgressPad.
constexpr int kStartCycles = 4;
// Both ports, the switch's pipeline, and the spacing of two classes' credits.
constexpr int kPipelineCycles = 64;

int DivideUp(int64_t a, int64_t b) { return static_cast<int>((a + b - 1) / b); }
int CellBytes(const es::Variant& variant) { return variant.cell_beats * es::kBeatBytes; }
int FrameCycles(const es::Variant& variant, int frame_bytes) {
  return DivideUp(frame_bytes + es::kFrameOverheadBytes, variant.line_bytes);
}

// Cells that frames up to a size fill at most in so many bytes of line time.
int CellsIn(const es::Variant& variant, int64_t bytes, int frame_bytes) {
  const int cell = CellBytes(variant);
  int most = 0;
  for (int cells = 1; (cells - 1) * cell < frame_bytes; ++cells) {
    const int smallest = std::max(es::kMinFrameBytes, (cells - 1) * cell + 1);
    most = std::max(most, DivideUp(bytes * cells, smallest + es::kFrameOverheadBytes));
  }
  return most;
}

// What the plan knows of the sender into a buffer.
struct Sender {
  const es::Variant* variant;  // whose line and cells: of the switch at either end
  int latency;
  int start_cycles;
};

int LoopCredits(const Sender& sender, int frame_bytes) {
  const int frame = FrameCycles(*sender.variant, frame_bytes);
  const int64_t cycles = 2 * sender.latency + 3 * frame + DivideUp(frame_bytes, es::kBeatBytes) +
                         sender.start_cycles + kPipelineCycles;
  return CellsIn(*sender.variant, cycles * sender.variant->line_bytes, frame_bytes);
}

interfaces::LinkCredits::Buffer PlanBuffer(const Sender& sender,
                                           const EthernetFabricSettings& settings,
                                           const std::string& name) {
  interfaces::LinkCredits::Buffer buffer;
  const auto data = static_cast<size_t>(settings.data_class);
  const auto responses = static_cast<size_t>(settings.response_class);
  buffer.stop_below[data] =
      FewestCredits(*sender.variant, sender.start_cycles, settings.frame_bytes);
  buffer.stop_below[responses] =
      FewestCredits(*sender.variant, sender.start_cycles, kResponseBytes);
  buffer.limit[data] = settings.credit_cells > 0
                           ? settings.credit_cells
                           : buffer.stop_below[data] + LoopCredits(sender, settings.frame_bytes);
  // Responses are few: a quarter of the line.
  buffer.limit[responses] = buffer.stop_below[responses] + LoopCredits(sender, kResponseBytes) / 4;
  if (buffer.limit[data] < buffer.stop_below[data]) {
    const int frame = DivideUp(settings.frame_bytes, CellBytes(*sender.variant));
    throw diagnostics::RunFailure(fmt::format(
        "{}: {} credits are too few: a frame of {} bytes takes {}, and with what the sender may "
        "begin before it is held at least {} are needed",
        name, buffer.limit[data], settings.frame_bytes, frame, buffer.stop_below[data]));
  }
  return buffer;
}

}  // namespace

int FewestCredits(const es::Variant& variant, int start_cycles, int frame_bytes) {
  // One frame that has been chosen and cannot move, one that begins last, and between them those
  // that are over in the time; the line may be two cycles behind.
  const int frame = DivideUp(frame_bytes, CellBytes(variant));
  return 2 * frame + CellsIn(variant, int64_t{start_cycles + 2} * variant.line_bytes, frame_bytes);
}

std::vector<interfaces::LinkCredits> PlanLinkCredits(
    const topology::Topology& topology, const std::vector<const es::Variant*>& variants,
    const std::vector<int>& link_latency_cycles, const EthernetFabricSettings& settings) {
  LINKWRIGHT_CHECK(variants.size() == static_cast<size_t>(topology.switches()) &&
                   link_latency_cycles.size() == topology.links().size())
      << variants.size() << " variants, " << link_latency_cycles.size() << " latencies";
  std::vector<interfaces::LinkCredits> plan;
  std::vector<int64_t> promised(variants.size(), 0);
  for (size_t i = 0; i < topology.links().size(); ++i) {
    const topology::Link& link = topology.links()[i];
    const topology::Node& a = topology.node(link.a.node);
    const topology::Node& b = topology.node(link.b.node);
    const es::Variant& upper = *variants[static_cast<size_t>(b.index)];
    const es::Variant& lower =
        a.kind == NodeKind::kSwitch ? *variants[static_cast<size_t>(a.index)] : upper;
    if (CellBytes(lower) != CellBytes(upper)) {
      throw diagnostics::RunFailure(
          fmt::format("{} and {}: a link with credits needs cells of one size, theirs have {} and "
                      "{} bytes (of the "
                      "ready pods only eth8 can; others have flow_control: pfc)",
                      topology.PathOf(link.a.node), topology.PathOf(link.b.node), CellBytes(lower),
                      CellBytes(upper)));
    }
    interfaces::LinkCredits& credits = plan.emplace_back();
    credits.cell_bytes = CellBytes(upper);
    const int from_a = kStartCycles + (a.kind == NodeKind::kSwitch ? lower.egress_pad : 0);
    credits.at[1] =
        PlanBuffer({&upper, link_latency_cycles[i], from_a}, settings,
                   fmt::format("{} port {}", topology.PathOf(link.b.node), link.b.port));
    credits.at[0] =
        PlanBuffer({&lower, link_latency_cycles[i], kStartCycles + upper.egress_pad}, settings,
                   fmt::format("{} port {}", topology.PathOf(link.a.node), link.a.port));
    for (const int end : {0, 1}) {
      const topology::Node& node = end == 0 ? a : b;
      if (node.kind != NodeKind::kSwitch) continue;
      for (const int limit : credits.at[static_cast<size_t>(end)].limit)
        promised[static_cast<size_t>(node.index)] += limit;
    }
  }
  for (size_t s = 0; s < variants.size(); ++s) {
    const int64_t free =
        int64_t{variants[s]->ports} * DivideUp(es::kMaxFrameBytes, CellBytes(*variants[s]));
    if (promised[s] + free <= variants[s]->cells) continue;
    throw diagnostics::RunFailure(fmt::format(
        "{}: its ports would promise {} cells; of the {} of variant '{}' {} stay free for frames "
        "under way",
        topology.PathOf(topology.switch_node(static_cast<int>(s))), promised[s], variants[s]->cells,
        variants[s]->name, free));
  }
  return plan;
}

int RetryLoopCycles(const es::Variant& variant, int latency_cycles, int frame_bytes,
                    int peer_egress_pad) {
  const int frame = FrameCycles(variant, frame_bytes);
  const auto one_way = [&](int egress_pad) {
    const int queue = interfaces::kRetryQueueBeats + egress_pad + 8;
    const int stored =
        1 + DivideUp(int64_t{queue} * es::kBeatBytes, variant.line_bytes) + frame + 2;
    const int replay = 2 * latency_cycles + 2 * frame + 8;
    return stored + replay;
  };
  return one_way(variant.egress_pad) + one_way(peer_egress_pad);
}

}  // namespace linkwright::device
