// SPDX-License-Identifier: Apache-2.0
// A configuration that uses every kind of field, for the tests of this room.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "foundation/config/config.h"
#include "foundation/config/numerics_names.h"
#include "foundation/units/literals.h"

namespace linkwright::config_test {

using namespace units::literals;

enum class Medium { kCopper, kFibre };

struct Replay {
  units::Bytes buffer = 64_KiB;
  double error_rate = 0.0;
  friend bool operator==(const Replay&, const Replay&) = default;
};

struct Ring {
  int nodes = 4;
  friend bool operator==(const Ring&, const Ring&) = default;
};

struct FatTree {
  int radix = 64;
  bool tapered = false;
  friend bool operator==(const FatTree&, const FatTree&) = default;
};

struct Link {
  units::BitRate rate{};
  units::Duration latency = 30_ns;
  int lanes = 4;
  std::uint8_t classes = 1;
  bool enabled = true;
  Medium medium = Medium::kCopper;
  std::string name = "uplink";
  std::optional<Replay> replay;
  std::optional<int> window;
  std::vector<Replay> buffers;
  std::vector<units::Duration> delays;
  std::map<std::string, double> weights;
  std::variant<Ring, FatTree> shape;
  numerics::DataType type = numerics::DataType::kBf16;
};

inline bool operator==(const Link& a, const Link& b) {
  return a.rate == b.rate && a.latency == b.latency && a.lanes == b.lanes &&
         a.classes == b.classes && a.enabled == b.enabled && a.medium == b.medium &&
         a.name == b.name && a.replay == b.replay && a.window == b.window &&
         a.buffers == b.buffers && a.delays == b.delays && a.weights == b.weights &&
         a.shape == b.shape && a.type == b.type;
}

}  // namespace linkwright::config_test

namespace linkwright::config {

template <>
struct EnumNames<config_test::Medium> {
  static constexpr std::array<EnumName<config_test::Medium>, 2> kValues = {{
      {config_test::Medium::kCopper, "copper", "passive cable"},
      {config_test::Medium::kFibre, "fibre", "optical cable"},
  }};
};

template <>
struct Describe<config_test::Replay> {
  static constexpr std::string_view kName = "replay";
  static constexpr std::string_view kDoc = "link-level replay";
  template <class Visitor>
  static void Fields(Visitor& v) {
    using config_test::Replay;
    v.Field("buffer", &Replay::buffer, "unacknowledged data kept").Above(units::Bytes::Zero());
    v.Field("error_rate", &Replay::error_rate, "chance that a flit is lost").Range(0.0, 1.0);
  }
};

template <>
struct Describe<config_test::Ring> {
  static constexpr std::string_view kName = "ring";
  static constexpr std::string_view kDoc = "every node has two neighbours";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("nodes", &config_test::Ring::nodes, "nodes on the ring").Required().AtLeast(2);
  }
};

template <>
struct Describe<config_test::FatTree> {
  static constexpr std::string_view kName = "fat_tree";
  static constexpr std::string_view kDoc = "folded Clos";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("radix", &config_test::FatTree::radix, "ports per switch")
        .Check("a power of two", [](int n) { return n > 0 && (n & (n - 1)) == 0; });
    v.Field("tapered", &config_test::FatTree::tapered, "half the uplinks");
  }
};

template <>
struct Describe<config_test::Link> {
  static constexpr std::string_view kName = "link";
  static constexpr std::string_view kDoc = "one cable";
  template <class Visitor>
  static void Fields(Visitor& v) {
    using config_test::Link;
    using namespace units::literals;
    v.Field("rate", &Link::rate, "signalling rate per direction")
        .Required()
        .Range(1_Gbps, 10'000_Gbps);
    v.Field("latency", &Link::latency, "time of flight");
    v.Field("lanes", &Link::lanes, "lanes per port").Range(1, 8);
    v.Field("classes", &Link::classes, "traffic classes");
    v.Field("enabled", &Link::enabled, "whether it is plugged in");
    v.Field("medium", &Link::medium, "what the cable is made of");
    v.Field("name", &Link::name, "name in reports").NotEmpty();
    v.Field("replay", &Link::replay, "absent: errors are not repaired");
    v.Field("window", &Link::window, "credit window").Range(1, 100);
    v.Field("buffers", &Link::buffers, "buffers per class").Size(0, 2);
    v.Field("delays", &Link::delays, "extra delays").Range(1_ns, 1_us);
    v.Field("weights", &Link::weights, "share per tenant").Range(0.0, 1.0);
    v.Field("shape", &Link::shape, "what it is part of");
    v.Field("type", &Link::type, "element type | default");
  }
  static void Check(const config_test::Link& link, const Node& at, Diagnostics& diagnostics) {
    if (link.lanes == 8 && link.medium == config_test::Medium::kCopper) {
      diagnostics.Error(at.LocationOf("lanes"), "8 lanes need fibre");
    }
  }
};

}  // namespace linkwright::config
