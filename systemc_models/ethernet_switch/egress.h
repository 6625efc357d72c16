// SPDX-License-Identifier: Apache-2.0
// From the move stage to the wires.
#pragma once

#include <cstdint>

#include "systemc_models/ethernet_switch/frame_store.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/switch_parts/egress_line.h"

namespace linkwright::ethernet_switch {

struct EgressBeat {
  BeatIndex index;
  std::uint16_t port;
  std::uint8_t bytes;
  bool head;
  bool tail;
  bool error;

  void DriveRest(interfaces::FlitBeat& wires) const {
    wires.bytes = bytes;
    wires.error = error;
  }
};

using Egress = switch_parts::EgressLine<EgressBeat, BeatPool>;

}  // namespace linkwright::ethernet_switch
