// SPDX-License-Identifier: Apache-2.0
// The only place that knows yaml-cpp.
#pragma once

#include <string>
#include <string_view>

#include "foundation/config/node.h"

namespace linkwright::config {

/// Parses exactly one YAML document; text without any value is a null node. Throws UserError for a
/// syntax error, an unknown directive, a duplicate key, a merge key, a second document, a key that
/// is no scalar, a control character (also one that an escape makes), more than 64 levels, or more
/// than a million values (aliases expanded). `line` and `column` are added to the position of the
/// first character (1, 1).
Node ReadYaml(std::string_view text, const std::string& file, int line = 1, int column = 1);

}  // namespace linkwright::config
