// SPDX-License-Identifier: Apache-2.0
// How an Ethernet switch's cell memory is divided: what a link still delivers after XOFF becomes
// its port's headroom, and what is left becomes the shared pools. Equations: docs/models/mmu.md.
#pragma once

#include <cstdint>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"

namespace linkwright::device {

// The far end of a port, as far as PFC is concerned.
struct PortContext {
  bool used = false;
  int link_latency_cycles = 1;  // each way
  bool peer_is_switch = false;  // or a network interface
  int peer_egress_pad = 0;      // of that switch
  int more_cycles = 0;          // that frames there and a PFC frame back may take in all
  bool cuts_through = false;    // the switch itself
};

struct BufferPlan {
  int reserved_cells = 0;  // of each priority group and queue of the classes in use
  int shared_cells = 0;    // both pools
  int xon_offset_cells = 0;
  std::vector<int> headroom_cells;  // by port, of a lossless class
  int lossless_shared_cells = 0;  // of the ingress pool, that lossy classes leave to lossless ones
};

// `lossless_classes`, `classes`: how many classes have headroom, and how many are in use. Throws
// RunFailure when the memory is too small for the headroom.
BufferPlan PlanBuffers(const spec::ethernet_switch::Variant& variant,
                       const std::vector<PortContext>& ports, int frame_bytes, int lossless_classes,
                       int classes);

}  // namespace linkwright::device
