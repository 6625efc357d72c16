// SPDX-License-Identifier: Apache-2.0
// Files that a scenario names.
#pragma once

#include <string>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::scenario {

// Relative to the file that names it, as `extends` is; to the working folder when it was named on
// the command line.
std::string PathNamedAt(const diagnostics::SourceLocation& at, const std::string& name);

}  // namespace linkwright::scenario
