// SPDX-License-Identifier: Apache-2.0
// Collects what is wrong with a specification, so that one run names every mistake.
#pragma once

#include <string>
#include <vector>

#include "rtl/spec/compiler/spec_model.h"

namespace linkwright::spec_compiler {

class Errors {
 public:
  explicit Errors(std::string file) : file_(std::move(file)) {}

  void Add(Place place, std::string message) { messages_.push_back({place, std::move(message)}); }
  bool empty() const { return messages_.empty(); }
  // "file:line:col: error: ..." lines in file order.
  std::string Text() const;

 private:
  struct Message {
    Place place;
    std::string text;
  };
  std::string file_;
  std::vector<Message> messages_;
};

}  // namespace linkwright::spec_compiler
