// SPDX-License-Identifier: Apache-2.0
#include "rtl/spec/compiler/map_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace linkwright::spec_compiler {

Place PlaceOf(const YAML::Mark& mark) {
  return mark.is_null() ? Place{} : Place{mark.line + 1, mark.column + 1};
}

std::optional<int64_t> ParseNumber(const std::string& text) {
  const bool hexadecimal = text.starts_with("0x");
  const char* first = text.data() + (hexadecimal ? 2 : 0);
  const char* last = text.data() + text.size();
  int64_t value = 0;
  const auto result = std::from_chars(first, last, value, hexadecimal ? 16 : 10);
  if (result.ec != std::errc() || result.ptr != last) return std::nullopt;
  return value;
}

MapReader::MapReader(const YAML::Node& node, std::string what, Errors& errors)
    : what_(std::move(what)), errors_(errors), place_(PlaceOf(node.Mark())) {
  if (!node.IsMap()) {
    errors_.Add(place_, fmt::format("{} must be a mapping of keys to values", what_));
    broken_ = true;
    return;
  }
  for (const auto& pair : node) {
    const std::string key = pair.first.Scalar();
    const Place place = PlaceOf(pair.first.Mark());
    const bool again = std::any_of(entries_.begin(), entries_.end(),
                                   [&](const Entry& entry) { return entry.key == key; });
    if (again) errors_.Add(place, fmt::format("key '{}' appears twice in this {}", key, what_));
    entries_.push_back({key, place, pair.second});
  }
}

const YAML::Node* MapReader::Find(const std::string& key, bool required) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
  for (const Entry& entry : entries_) {
    if (entry.key == key) return &entry.value;
  }
  if (required && !broken_) errors_.Add(place_, fmt::format("{} lacks the key '{}'", what_, key));
  return nullptr;
}

bool MapReader::Has(const std::string& key) { return Find(key, false) != nullptr; }

Place MapReader::PlaceOfKey(const std::string& key) const {
  for (const Entry& entry : entries_) {
    if (entry.key == key) return PlaceOf(entry.value.Mark());
  }
  return place_;
}

std::optional<std::string> MapReader::Scalar(const std::string& key, bool required) {
  const YAML::Node* value = Find(key, required);
  if (value == nullptr) return std::nullopt;
  if (!value->IsScalar() || value->Scalar().empty()) {
    errors_.Add(PlaceOf(value->Mark()), fmt::format("'{}' must be a single value", key));
    return std::nullopt;
  }
  return value->Scalar();
}

std::string MapReader::Text(const std::string& key) { return Scalar(key, true).value_or(""); }

std::string MapReader::TextOr(const std::string& key, std::string absent) {
  return Scalar(key, false).value_or(std::move(absent));
}

std::string MapReader::Choice(const std::string& key, const std::vector<std::string>& choices) {
  const std::optional<std::string> text = Scalar(key, true);
  if (!text) return choices.front();
  if (std::find(choices.begin(), choices.end(), *text) == choices.end()) {
    errors_.Add(PlaceOfKey(key), fmt::format("'{}' is '{}', must be one of {}", key, *text,
                                             fmt::join(choices, ", ")));
    return choices.front();
  }
  return *text;
}

int64_t MapReader::Number(const std::string& key, int64_t min, int64_t max) {
  Find(key, true);
  return NumberOr(key, min, max, min);
}

int64_t MapReader::NumberOr(const std::string& key, int64_t min, int64_t max, int64_t absent) {
  const std::optional<std::string> text = Scalar(key, false);
  if (!text) return absent;
  const std::optional<int64_t> value = ParseNumber(*text);
  if (!value) {
    errors_.Add(PlaceOfKey(key), fmt::format("'{}' is '{}', must be a whole number", key, *text));
    return absent;
  }
  if (*value < min || *value > max) {
    errors_.Add(PlaceOfKey(key), fmt::format("'{}' is {}, must be {} to {}", key, *text, min, max));
    return absent;
  }
  return *value;
}

bool MapReader::FlagOr(const std::string& key, bool absent) {
  const std::optional<std::string> text = Scalar(key, false);
  if (!text) return absent;
  if (*text != "true" && *text != "false") {
    errors_.Add(PlaceOfKey(key), fmt::format("'{}' is '{}', must be true or false", key, *text));
  }
  return *text == "true";
}

std::vector<YAML::Node> MapReader::Sequence(const std::string& key) {
  const YAML::Node* value = Find(key, true);
  if (value == nullptr) return {};
  if (!value->IsSequence() || value->size() == 0) {
    errors_.Add(PlaceOf(value->Mark()), fmt::format("'{}' must be a list of at least one", key));
    return {};
  }
  return {value->begin(), value->end()};
}

void MapReader::Finish() {
  for (const Entry& entry : entries_) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    errors_.Add(entry.place, fmt::format("unknown key '{}' in this {}; it may have {}", entry.key,
                                         what_, fmt::join(known_, ", ")));
  }
}

}  // namespace linkwright::spec_compiler
