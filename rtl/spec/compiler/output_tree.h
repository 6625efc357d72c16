// SPDX-License-Identifier: Apache-2.0
// Generated files against what is on disk.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rtl/spec/compiler/writers.h"

namespace linkwright::spec_compiler {

// Paths whose bytes differ, that are missing, or that carry the banner of `spec` but are no longer
// generated; sorted, each with the reason in brackets.
std::vector<std::string> StaleFiles(const Spec& spec, const std::vector<GeneratedFile>& files,
                                    const std::filesystem::path& root);

// Writes what differs (through a temporary file, so a full disk leaves the old one) and removes
// what is no longer generated. Returns an error sentence, empty if all went well.
std::string WriteFiles(const Spec& spec, const std::vector<GeneratedFile>& files,
                       const std::filesystem::path& root);

}  // namespace linkwright::spec_compiler
