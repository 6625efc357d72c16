// SPDX-License-Identifier: Apache-2.0
// A value of a report: nothing, a truth, a number, a text, a list, or a map whose keys keep their
// order. Writers of host_driver/report turn it into JSON and CSV.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace linkwright::telemetry {

class Value {
 public:
  using List = std::vector<Value>;
  using Map = std::vector<std::pair<std::string, Value>>;
  using Alternatives = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double,
                                    std::string, List, Map>;

  Value() = default;
  Value(bool truth) : value_(truth) {}
  template <std::signed_integral T>
  Value(T number) : value_(std::int64_t{number}) {}
  template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>) Value(T number) : value_(std::uint64_t{number}) {}
  Value(double number) : value_(number) {}
  Value(std::string text) : value_(std::move(text)) {}
  Value(std::string_view text) : value_(std::string(text)) {}
  Value(const char* text) : value_(std::string(text)) {}
  Value(List list) : value_(std::move(list)) {}
  Value(Map map) : value_(std::move(map)) {}

  const Alternatives& alternatives() const { return value_; }
  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  /// nullptr when this is no map or has no such key.
  const Value* Find(std::string_view key) const {
    if (const Map* map = std::get_if<Map>(&value_)) {
      for (const auto& [name, value] : *map) {
        if (name == key) return &value;
      }
    }
    return nullptr;
  }

  friend bool operator==(const Value&, const Value&) = default;

 private:
  Alternatives value_;
};

}  // namespace linkwright::telemetry
