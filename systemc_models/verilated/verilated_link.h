// SPDX-License-Identifier: Apache-2.0
// The RTL of a link's end (rtl/link/link_port.sv) behind LinkDevice. Built at one size, which
// covers what the links of both kinds of fabric ask for: settings bind the window, not sizes, so a
// port that is larger than asked for behaves as one that is not (docs/models/llr.md).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "systemc_models/link/link_device.h"

namespace linkwright::verilated {

link::LinkSizes VerilatedLinkSizes();

/// Why the RTL cannot stand for a port of these sizes ("8192 beats of replay buffer are needed, the
/// RTL has 4096"); empty: it can.
std::string WhyNotVerilatedLink(const link::LinkSizes& needed);

/// InternalError if it cannot. Registers without reset begin with bits of `seed`.
std::unique_ptr<link::LinkDevice> MakeVerilatedLink(const link::LinkSizes& needed,
                                                    std::uint64_t seed = 1);

}  // namespace linkwright::verilated
