// SPDX-License-Identifier: Apache-2.0
// The man page, from the same options and topics as the rest of the help.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace linkwright::help {

// linkwright.1 in the man macros of troff. The same text for the same options and topics: no date.
std::string ManualPage(const CLI::App& app, const std::string& version);

}  // namespace linkwright::help
