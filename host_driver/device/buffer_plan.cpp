// SPDX-License-Identifier: Apache-2.0
#include "host_driver/device/buffer_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::device {

namespace es = spec::ethernet_switch;

namespace {

// Capture, forward and write at this end; capture, choice and move at the other; and the tick in
// which a frame may just have been chosen there and here.
constexpr int kPipelineTicks = 2 * es::kPipelineTicks + 4;
constexpr int kReservedFrames = 1;

int CellsOf(const es::Variant& variant, int bytes) {
  const int cell = variant.cell_beats * es::kBeatBytes;
  return (bytes + cell - 1) / cell;
}

}  // namespace

int64_t HeadroomBytes(const es::Variant& variant, const PortSurroundings& port, int frame_bytes) {
  const int64_t ticks =
      2 * port.link_latency_cycles + variant.egress_pad + port.peer_egress_pad + kPipelineTicks;
  const int64_t frames = 2 * (frame_bytes + es::kFrameOverheadBytes);
  const int64_t pause = es::kMinFrameBytes + es::kFrameOverheadBytes;
  return ticks * variant.line_bytes + frames + pause;
}

int64_t WorstCells(int cell_bytes, int64_t bytes) {
  // A frame of one byte more than k cells fills k + 1; the smallest legal k is the worst.
  const int64_t smallest = es::kMinFrameBytes;
  const auto fills = [&](int64_t frame) {
    const int64_t cells = (frame + cell_bytes - 1) / cell_bytes;
    const int64_t on_line = frame + es::kFrameOverheadBytes;
    return (bytes * cells + on_line - 1) / on_line;
  };
  int64_t worst = fills(smallest);
  for (int64_t frame = cell_bytes + 1; frame <= es::kMaxFrameBytes; frame += cell_bytes) {
    if (frame >= smallest) worst = std::max(worst, fills(frame));
  }
  return worst;
}

BufferPlan PlanBuffers(const es::Variant& variant, const std::vector<PortSurroundings>& ports,
                       int frame_bytes, int lossless_classes, int classes) {
  BufferPlan plan;
  plan.headroom_cells.assign(static_cast<size_t>(variant.ports), 0);
  int64_t headroom = 0, used = 0;
  for (size_t port = 0; port < ports.size(); ++port) {
    if (!ports[port].used) continue;
    ++used;
    if (lossless_classes == 0) continue;
    const int64_t cells = WorstCells(variant.cell_beats * es::kBeatBytes,
                                     HeadroomBytes(variant, ports[port], frame_bytes));
    plan.headroom_cells[port] = static_cast<int>(cells);
    headroom += cells * lossless_classes;
  }
  plan.reserved_cells = kReservedFrames * CellsOf(variant, frame_bytes);
  plan.xon_offset_cells = 2 * CellsOf(variant, frame_bytes);
  // Frames that have been admitted may overshoot; the switch keeps this much free itself.
  const int64_t overshoot = int64_t{variant.ports} * CellsOf(variant, es::kMaxFrameBytes);
  const int64_t left = variant.cells - overshoot - headroom - used * plan.reserved_cells * classes;
  if (left < 4 * plan.xon_offset_cells) {
    throw diagnostics::RunFailure(
        fmt::format("variant '{}': {} cells are too few for {} cells of headroom", variant.name,
                    variant.cells, headroom));
  }
  plan.shared_cells = static_cast<int>(left);
  return plan;
}

}  // namespace linkwright::device
