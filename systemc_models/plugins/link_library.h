// SPDX-License-Identifier: Apache-2.0
// The RTL of a link's end (rtl/link/link_port.sv) behind LinkDevice, from the library link_port.so,
// which covers what the links of both kinds of fabric ask for, or link_port_deep.so, for cables of
// 500 m. Settings bind the window, not sizes, so a port that is larger than asked for behaves as
// one that is not (docs/models/llr.md). Somebody's own link end comes from a library of its file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "systemc_models/link/link_device.h"

namespace linkwright::plugins {

/// Whether the largest is built: then what WhyNotLinkRtl refuses is too large for all, or no port
/// of ours.
bool HasLinkRtl();

/// Why the RTL cannot stand for a port of these sizes ("8192 beats of replay buffer are needed, the
/// RTL has 4096", or that it is not built); empty: it can. UserError if what is there is not our
/// library.
std::string WhyNotLinkRtl(const link::LinkSizes& needed);

/// InternalError if it cannot. Registers without reset begin with bits of `seed`. A port that fails
/// ends the run with a RunFailure.
std::unique_ptr<link::LinkDevice> MakeLinkRtl(const link::LinkSizes& needed,
                                              std::uint64_t seed = 1);

/// Does the file export linkwright_link_plugin? UserError if it cannot be loaded at all.
bool IsLinkLibrary(const std::filesystem::path& file);

/// A link's end out of such a library, of the sizes that it has. UserError if it was built with
/// other headers.
std::unique_ptr<link::LinkDevice> MakeLinkOf(const std::filesystem::path& file,
                                             std::uint64_t seed = 1);

}  // namespace linkwright::plugins
