// SPDX-License-Identifier: Apache-2.0
// One function per generated file. All are pure: the same specification gives the same bytes.
#pragma once

#include <string>
#include <vector>

#include "rtl/spec/compiler/spec_model.h"

namespace linkwright::spec_compiler {

struct GeneratedFile {
  std::string path;  // relative to the repository root
  std::string text;
};

// Present in every generated file's first lines; tells it from a file written by hand.
std::string Banner(const Spec& spec, const std::string& comment);

// Where the register map goes, relative to the repository root.
std::string RegisterMapPath(const Spec& spec);

// The command that mends stale files.
extern const char kMendingCommand[];

std::string WritePackage(const Spec& spec);                      // SystemVerilog package
std::string WriteTop(const Spec& spec, const Variant& variant);  // SystemVerilog top of a variant
// A probe is for specifications with a header or records.
std::string WriteProbe(const Spec& spec);         // SystemVerilog, for the layout test
std::string WriteProbeBinding(const Spec& spec);  // C++ side of that test
std::string WriteHeader(const Spec& spec);        // C++ header
std::string WriteSource(const Spec& spec);        // C++ tables behind the header
std::string WriteRegisterMap(const Spec& spec);   // JSON
std::string WriteReference(const Spec& spec);     // Markdown

std::vector<GeneratedFile> WriteAll(const Spec& spec);

}  // namespace linkwright::spec_compiler
