// SPDX-License-Identifier: Apache-2.0
// How fields become a C++ struct and bits, for the header flit and for records alike.
#pragma once

#include <string>
#include <vector>

#include "rtl/spec/compiler/page.h"
#include "rtl/spec/compiler/spec_model.h"

namespace linkwright::spec_compiler {

struct Layout {
  std::string type;      // of the C++ struct
  std::string variable;  // what its functions call one
  std::string doc;
  std::string pack_doc;
  std::string unpack;  // name of the function that makes one of words
  const std::vector<Field>& fields;
  int words;  // of 64 bits
};

Layout HeaderLayout(const Spec& spec);
Layout RecordLayout(const Record& record);

// Struct, Pack and the function that undoes it.
void WriteLayout(const Layout& layout, Page& page);

}  // namespace linkwright::spec_compiler
