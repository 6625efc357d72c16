// SPDX-License-Identifier: Apache-2.0
// Where a frame may go: host table, prefixes and MAC table of docs/models/ethernet_switch.md.
#pragma once

#include <cstdint>
#include <optional>

#include "systemc_models/ethernet_switch/control.h"
#include "systemc_models/ethernet_switch/parser.h"

namespace linkwright::ethernet_switch {

struct Target {
  int number = 0;  // of a port or group
  bool group = false;
};

/// None: no entry, or a group that does not exist.
std::optional<Target> LookUp(const Control& control, const Variant& variant,
                             const ParsedFrame& frame);

/// Live ports of a target.
inline PortSet LiveMembers(const Control& control, const Target& target) {
  if (target.group)
    return Intersection(control.members[target.number], control.live, control.words);
  PortSet one;
  if (target.number < control.ports && control.live.Has(target.number)) one.Set(target.number);
  return one;
}

}  // namespace linkwright::ethernet_switch
