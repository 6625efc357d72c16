// SPDX-License-Identifier: Apache-2.0
// The shapes that can be built, for `linkwright list` and for messages. One file per builder.
#pragma once

#include <span>
#include <string_view>

namespace linkwright::builders {

struct BuilderInfo {
  std::string_view name;  // as scenarios write it
  std::string_view doc;   // one line
};

std::span<const BuilderInfo> Builders();

}  // namespace linkwright::builders
