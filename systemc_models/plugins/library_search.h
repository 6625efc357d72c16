// SPDX-License-Identifier: Apache-2.0
// Where libraries of models lie: LINKWRIGHT_SWITCH_PATH (folders with ':' between them), the folder
// `plugins` beside the program (a build tree), the installed library folder; the first that has a
// file wins. The library of variant p8 of the scale-up switch is scaleup_switch_p8.so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::plugins {

/// In the order of search; folders that are not there are left out.
std::vector<std::filesystem::path> LibraryFolders();

/// `name` without ".so".
std::optional<std::filesystem::path> FindLibrary(std::string_view name);

/// Whether the RTL of a variant is there to be loaded.
bool HasRtl(std::string_view component, std::string_view variant);

/// "the RTL of ... is not built; ..." with the command that builds it.
std::string HowToBuild(std::string_view what, std::string_view library);

/// The library of a variant's RTL; null if there is none of that name. UserError as
/// SwitchLibrary::Open, or if it is of another variant than its name says.
std::shared_ptr<const SwitchLibrary> OpenRtl(std::string_view component, std::string_view variant);

/// A switch out of OpenRtl's library; nullptr if there is none. Seed: see SwitchLibrary::Make.
std::unique_ptr<interfaces::ClockedSwitch> MakeRtl(std::string_view component,
                                                   std::string_view variant,
                                                   std::uint64_t seed = 0);

}  // namespace linkwright::plugins
