// SPDX-License-Identifier: Apache-2.0
// Reads one YAML mapping strictly: every key must be asked for, be there once and have the right
// kind. Mistakes go to Errors and reading goes on with a default, so all of them are found in one
// run.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rtl/spec/compiler/errors.h"

namespace linkwright::spec_compiler {

Place PlaceOf(const YAML::Mark& mark);

// A whole number in decimal or, with 0x, hexadecimal; nothing else.
std::optional<int64_t> ParseNumber(const std::string& text);

class MapReader {
 public:
  // `what` names the mapping in messages, such as "register".
  MapReader(const YAML::Node& node, std::string what, Errors& errors);

  bool Has(const std::string& key);
  Place place() const { return place_; }
  Place PlaceOfKey(const std::string& key) const;

  std::string Text(const std::string& key);  // required, not empty
  std::string TextOr(const std::string& key, std::string absent);
  // One of `choices`.
  std::string Choice(const std::string& key, const std::vector<std::string>& choices);
  int64_t Number(const std::string& key, int64_t min, int64_t max);  // required
  int64_t NumberOr(const std::string& key, int64_t min, int64_t max, int64_t absent);
  bool FlagOr(const std::string& key, bool absent);
  std::vector<YAML::Node> Sequence(const std::string& key);  // required, not empty

  // Reports keys nobody asked for. Call it last.
  void Finish();

 private:
  const YAML::Node* Find(const std::string& key, bool required);
  std::optional<std::string> Scalar(const std::string& key, bool required);

  struct Entry {
    std::string key;
    Place place;
    YAML::Node value;
  };
  std::string what_;
  Errors& errors_;
  Place place_;
  std::vector<Entry> entries_;
  std::vector<std::string> known_;
  bool broken_ = false;  // not a mapping: say so once
};

}  // namespace linkwright::spec_compiler
