// SPDX-License-Identifier: Apache-2.0
#include "rtl/spec/compiler/spec_model.h"

#include <algorithm>

namespace linkwright::spec_compiler {
namespace {

template <class T>
const T* FindByName(const std::vector<T>& items, const std::string& name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const T& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Field* Spec::FindField(const std::string& field) const { return FindByName(header, field); }

const Enumeration* Spec::FindEnum(const std::string& enumeration) const {
  return FindByName(enums, enumeration);
}

int Spec::FindParameter(const std::string& parameter) const {
  const Parameter* found = FindByName(parameters, parameter);
  return found == nullptr ? -1 : static_cast<int>(found - parameters.data());
}

int Spec::header_bits() const {
  return header.empty() ? 0 : header.back().low + header.back().bits;
}

}  // namespace linkwright::spec_compiler
