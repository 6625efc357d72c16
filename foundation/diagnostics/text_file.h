// SPDX-License-Identifier: Apache-2.0
// Reading what a user names.
#pragma once

#include <cstdint>
#include <string>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::diagnostics {

/// Inputs are written by people or by generators of algorithms; more than this is a device or a
/// mistake.
inline constexpr std::uint64_t kMaxTextFileBytes = std::uint64_t{256} << 20;

/// All of the file. Throws UserError with the system's reason when it cannot be read, or when it is
/// larger than `limit`. `blame` is where the file was asked for; empty for a file named on the
/// command line, which is then blamed itself. Throws RunFailure when a signal whose handler does
/// not restart calls arrives while it waits for a pipe or a terminal.
std::string ReadTextFile(const std::string& path, const SourceLocation& blame = {},
                         std::uint64_t limit = kMaxTextFileBytes);

}  // namespace linkwright::diagnostics
