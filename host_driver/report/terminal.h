// SPDX-License-Identifier: Apache-2.0
// The one way to the terminal: as wide as it is, and without control characters of strangers.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string_view>
#include <utility>

#include "foundation/telemetry/text_layout.h"

namespace linkwright::report {

// Width of the terminal on stdout; where that is none, the environment's COLUMNS; else 80.
telemetry::Page TerminalPage(bool details);

// To stdout or stderr; names from files are text, never commands to a terminal
// (diagnostics::Printable). Throws std::system_error when stdout cannot be written.
void PrintText(std::FILE* stream, std::string_view text);

template <class... Arguments>
void Print(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  PrintText(stdout, fmt::format(format, std::forward<Arguments>(arguments)...));
}

template <class... Arguments>
void PrintError(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  PrintText(stderr, fmt::format(format, std::forward<Arguments>(arguments)...));
}

// The same, and lines that are wider than the terminal go on below (telemetry::FittedLines).
template <class... Arguments>
void PrintFitted(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  PrintText(stdout,
            telemetry::FittedLines(fmt::format(format, std::forward<Arguments>(arguments)...),
                                   TerminalPage(false).columns()));
}

}  // namespace linkwright::report
