// SPDX-License-Identifier: Apache-2.0
// Data files that are compiled in, and how a user's files are laid over them.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "foundation/config/node.h"

namespace linkwright::parts {

struct EmbeddedText {
  std::string_view name;  // path from the root of the source tree, for messages
  std::string_view text;
};

// Lays `over` on `base`: maps merge key by key; anything else, and maps that hold one thing (an
// estimate, or an alternative with its `kind`), is replaced as a whole.
void Overlay(config::Node& base, const config::Node& over);

// The embedded files one over the other, then the overrides in order: YAML files, or folders whose
// *.yaml files are taken in order of name. Throws UserError when a file cannot be read or is not
// YAML.
config::Node LoadOverlaid(std::span<const EmbeddedText> embedded,
                          std::span<const std::string> overrides);

}  // namespace linkwright::parts
