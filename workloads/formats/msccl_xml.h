// SPDX-License-Identifier: Apache-2.0
// Reads collective algorithms in MSCCL's XML, both dialects: the executor of Azure and RCCL
// (minBytes, maxBytes, outofplace) and msccl-tools (without them).
//
// Strict at the door: the program returned has passed collectives::Validate. Every mistake is
// reported at once, each with file, line and column of the element (or of the syntax error).
// Attributes and elements the MSCCL executor ignores are warned about, not refused.
// Semantics: docs/models/collectives.md, "MSCCL XML".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "workloads/collectives/kernel_program.h"

namespace linkwright::formats {

struct LoadedProgram {
  collectives::KernelProgram program;
  std::vector<diagnostics::Diagnostic> warnings;
};

/// Throws UserError: the file cannot be read, is no MSCCL XML, or says something impossible.
LoadedProgram LoadMscclXml(const std::string& path);

/// The same from memory; `name` stands for the file in messages.
LoadedProgram ParseMscclXml(std::string_view text, const std::string& name);

}  // namespace linkwright::formats
