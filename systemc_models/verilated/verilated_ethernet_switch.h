// SPDX-License-Identifier: Apache-2.0
// The Ethernet switch's RTL, translated to C++ by Verilator, behind the same socket as its twin.
// Target linkwright_verilated_ethernet.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/verilated/verilated_switch.h"

namespace linkwright::verilated {

/// nullptr if the variant has no RTL, or if it was not chosen when the build was configured
/// (LINKWRIGHT_ETHERNET_VARIANTS).
std::unique_ptr<VerilatedSwitch> MakeVerilatedEthernetSwitch(
    const spec::ethernet_switch::Variant& variant, const VerilatedOptions& options = {});

/// Names of the variants that can be made, in the order of the specification.
std::vector<std::string_view> VerilatedEthernetVariants();

}  // namespace linkwright::verilated
