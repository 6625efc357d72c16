// SPDX-License-Identifier: Apache-2.0
#include "rtl/spec/compiler/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace linkwright::spec_compiler {

std::string Errors::Text() const {
  std::vector<Message> sorted = messages_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Message& a, const Message& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
  std::string text;
  for (const Message& message : sorted) {
    text += fmt::format("{}:{}:{}: error: {}\n", file_, message.place.line, message.place.column,
                        message.text);
  }
  return text;
}

}  // namespace linkwright::spec_compiler
