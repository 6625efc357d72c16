// SPDX-License-Identifier: Apache-2.0
// How an Ethernet switch's cell memory is divided: what a link still delivers after XOFF becomes
// its port's headroom, and what is left becomes the shared pools. Formulas: docs/models/roce.md.
#pragma once

#include <cstdint>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"

namespace linkwright::device {

// The far end of a port, as far as PFC is concerned.
struct PortSurroundings {
  bool used = false;
  int link_latency_cycles = 1;  // each way
  int peer_egress_pad = 0;      // beats the far end has decided to send but not sent yet
};

struct BufferPlan {
  int reserved_cells = 0;  // of each priority group and queue of the classes in use
  int shared_cells = 0;    // both pools
  int xon_offset_cells = 0;
  std::vector<int> headroom_cells;  // by port, of the lossless class
};

// Bytes that may arrive at a port after it has decided to send XOFF: one frame that the far end has
// begun, the time of one frame that is going out here and blocks the PFC frame, the PFC frame
// itself, and the pipeline and wire both ways.
int64_t HeadroomBytes(const spec::ethernet_switch::Variant& variant, const PortSurroundings& port,
                      int frame_bytes);
// Cells that `bytes` of line time fill at most, whatever the frames' sizes.
int64_t WorstCells(int cell_bytes, int64_t bytes);

// `lossless_classes`, `classes`: how many classes have headroom, and how many are in use. Throws
// RunFailure when the memory is too small for the headroom.
BufferPlan PlanBuffers(const spec::ethernet_switch::Variant& variant,
                       const std::vector<PortSurroundings>& ports, int frame_bytes,
                       int lossless_classes, int classes);

}  // namespace linkwright::device
