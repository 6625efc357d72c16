// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rtl/spec/compiler/errors.h"
#include "rtl/spec/compiler/spec_model.h"

namespace linkwright::spec_compiler {

// Reads the YAML text of a specification. `file` is its name in messages and banners. The result is
// meaningful only if `errors` stays empty.
Spec ReadSpec(const std::string& text, const std::string& file, Errors& errors);

// Rules that span several entries: unique names and codes, registers that do not overlap, a header
// that fits a flit, operation bits. ReadSpec calls it when every entry could be read.
void CheckSpec(const Spec& spec, Errors& errors);

}  // namespace linkwright::spec_compiler
