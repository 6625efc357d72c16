// SPDX-License-Identifier: Apache-2.0
// How a struct tells the configuration reader about itself, once.
//
//   template <> struct linkwright::config::Describe<LinkConfig> {
//     static constexpr std::string_view kName = "link";
//     static constexpr std::string_view kDoc = "one direction of a cable";
//     template <class Visitor> static void Fields(Visitor& v) {
//       v.Field("rate", &LinkConfig::rate, "signalling rate").Required().Range(1_Gbps, 10_Tbps);
//       v.Field("lanes", &LinkConfig::lanes, "lanes per port").Range(1, 8);
//     }
//     static void Check(const LinkConfig& c, const Node& at, Diagnostics& d) { ... }  // optional
//   };
//
// A field that is not Required() keeps the value its member has in a default-constructed struct.
// Check() runs when every field of the struct was read without error; at.LocationOf("rate") tells
// where a field stands. From this list come Read, Write, JsonSchema and ReferenceMarkdown.
//
// Field types: bool, integers, double, std::string, enums with EnumNames, the quantities of
// foundation/units, described structs, Node (taken as it stands), and std::optional, std::vector,
// std::map<std::string, T> of these; and std::variant<A, B, ...> of described structs, written as a
// map whose `kind` is the kName of the alternative.
#pragma once

#include <concepts>
#include <string_view>

namespace linkwright::config {

template <class T>
struct Describe;

template <class T>
concept Described = requires {
  { Describe<T>::kName } -> std::convertible_to<std::string_view>;
  { Describe<T>::kDoc } -> std::convertible_to<std::string_view>;
};

template <class E>
struct EnumName {
  E value;
  std::string_view name;
  std::string_view doc = {};
};

/// Specialise with `static constexpr std::array<EnumName<E>, N> kValues`. Several names may share a
/// value; the first is the one written.
template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = requires {
  EnumNames<E>::kValues;
};

}  // namespace linkwright::config
