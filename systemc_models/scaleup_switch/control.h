// SPDX-License-Identifier: Apache-2.0
// What registers and the sampled link state tell the datapath. Written only at the end of a tick,
// so that every stage reads the state before the clock edge.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/scaleup_switch/port_set.h"

namespace linkwright::scaleup_switch {

using spec::scaleup_switch::kMaxAccelerators;
using spec::scaleup_switch::kRoutingWays;
using spec::scaleup_switch::registers::kGroupMaskWords;

struct Route {
  std::uint32_t next_hops = 0;  // output ports, 8 bits each, the first lowest
  std::uint32_t count = 0;      // as written; more than 4 acts as 4
};

struct Control {
  Control(int port_count, int inputs, int groups)
      : ports(port_count),
        all_ports(PortSet::FirstMembers(ports)),
        all_inputs(PortSet::FirstMembers(inputs)),
        routes(kMaxAccelerators),
        group_words(groups),
        group(groups) {}

  int ports;
  PortSet all_ports;
  PortSet all_inputs;  // of the allocators

  std::uint32_t iterations = 1;
  std::uint32_t credit_refresh = 0;
  std::uint32_t reduction_timeout = 0;
  std::uint32_t hash_seed = 0;
  std::uint32_t interrupt_cause = 0;
  std::uint32_t interrupt_mask = 0;

  PortSet enabled;
  PortSet link;  // link_up as sampled
  PortSet live;  // enabled and up

  std::vector<Route> routes;
  std::vector<std::array<std::uint32_t, kGroupMaskWords>> group_words;  // as written
  std::vector<PortSet> group;                                           // members that exist

  PortSet drop_next_credit;  // error injection, until used
  PortSet poison_next_header;

  bool InterruptLevel() const { return (interrupt_cause & interrupt_mask) != 0; }
};

}  // namespace linkwright::scaleup_switch
