// SPDX-License-Identifier: Apache-2.0
// Scenarios of one key.
#pragma once

#include <string>

#include "foundation/config/document.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/scenario/scenario.h"

namespace linkwright::scenario {

// `--set path=value` over an empty scenario.
inline config::Document With(const std::string& path, const std::string& value) {
  config::Document document = config::Document::Parse("{}", "s.yaml");
  config::ApplyOverrides(document, {path + "=" + value});
  return document;
}

}  // namespace linkwright::scenario
