// SPDX-License-Identifier: Apache-2.0
#include "host_driver/device/buffer_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/device/pfc_headroom.h"

namespace linkwright::device {

namespace es = spec::ethernet_switch;

namespace {

constexpr int kReservedFrames = 1;

int CellsOf(const es::Variant& variant, int bytes) {
  const int cell = variant.cell_beats * es::kBeatBytes;
  return (bytes + cell - 1) / cell;
}

int HeadroomOf(const es::Variant& variant, const PortContext& port, int frame_bytes) {
  const int latency = port.link_latency_cycles;
  PfcLink link = port.peer_is_switch
                     ? LinkToSwitch(variant, latency, frame_bytes, port.peer_egress_pad)
                     : LinkToNic(variant, latency, frame_bytes);
  link.to_peer += port.more_cycles;
  link.cuts_through = port.cuts_through;
  return HeadroomForAnyFrames(link).cells;
}

}  // namespace

BufferPlan PlanBuffers(const es::Variant& variant, const std::vector<PortContext>& ports,
                       int frame_bytes, int lossless_classes, int classes) {
  BufferPlan plan;
  plan.headroom_cells.assign(static_cast<size_t>(variant.ports), 0);
  int64_t headroom = 0, used = 0;
  for (size_t port = 0; port < ports.size(); ++port) {
    if (!ports[port].used) continue;
    ++used;
    if (lossless_classes == 0) continue;
    plan.headroom_cells[port] = HeadroomOf(variant, ports[port], frame_bytes);
    headroom += int64_t{plan.headroom_cells[port]} * lossless_classes;
  }
  const int64_t frame_cells = CellsOf(variant, frame_bytes);
  plan.reserved_cells = kReservedFrames * static_cast<int>(frame_cells);
  plan.xon_offset_cells = 2 * static_cast<int>(frame_cells);
  // Admission refuses everything while less than a largest frame per port is free.
  int64_t overshoot = int64_t{variant.ports} * CellsOf(variant, es::kMaxFrameBytes);
  // What has been admitted at the last free cell stays until it has left: the last frame of a
  // lossless class beyond its headroom, a frame per port beyond the pool. Beside the cells above,
  // or a port whose headroom is free would be refused for want of them.
  if (lossless_classes > 0)
    overshoot += used * (lossless_classes * (frame_cells - 1) + frame_cells);
  const int64_t left = variant.cells - overshoot - headroom - used * plan.reserved_cells * classes;
  if (left < 4 * plan.xon_offset_cells) {
    throw diagnostics::RunFailure(
        fmt::format("variant '{}': {} cells are too few for {} cells of headroom", variant.name,
                    variant.cells, headroom));
  }
  plan.shared_cells = static_cast<int>(left);
  plan.lossless_shared_cells = lossless_classes > 0 ? plan.shared_cells / 2 : 0;
  return plan;
}

}  // namespace linkwright::device
