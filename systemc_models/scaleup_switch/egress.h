// SPDX-License-Identifier: Apache-2.0
// From the crossbar to the wires.
#pragma once

#include <cstdint>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/scaleup_switch/flit_pool.h"
#include "systemc_models/switch_parts/egress_line.h"

namespace linkwright::scaleup_switch {

struct EgressBeat {
  FlitIndex index;
  std::uint8_t port;
  bool head;
  bool tail;

  void DriveRest(interfaces::FlitBeat&) const {}  // whole flits only
};

using Egress = switch_parts::EgressLine<EgressBeat, FlitPool>;

}  // namespace linkwright::scaleup_switch
