// SPDX-License-Identifier: Apache-2.0
// What is put to the test: an Ethernet switch and the ends of the links at its ports, as twins, in
// RTL, or one of the two from somebody's library with our twin as the other.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/link/link_device.h"

namespace linkwright::conformance {

using spec::ethernet_switch::Variant;

struct Models {
  std::string name;  // "twin", "rtl", or the file
  const Variant* variant = nullptr;
  std::function<std::unique_ptr<interfaces::ClockedSwitch>()> make_switch;
  link::LinkDeviceFactory make_link;  // asked for ends of LinkEndSizes
};

/// Of every end of a link: room for a loop of 500 m and back at 400 Gb/s with the smallest frames.
link::LinkSizes LinkEndSizes();

/// `what`: "twin", "rtl" or a library's file. UserError at `--switch <what>` if that cannot be had.
Models ModelsOf(const std::string& what);

}  // namespace linkwright::conformance
