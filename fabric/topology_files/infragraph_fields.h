// SPDX-License-Identifier: Apache-2.0
// The fields of InfraGraph's schema.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "foundation/config/describe.h"
#include "foundation/config/node.h"

namespace linkwright::topology_files {

enum class Choice { kCustom, kDevice, kCpu, kXpu, kNic, kMemory, kPort, kSwitch };
enum class Scheme { kOneToOne, kManyToMany, kRing };

struct Custom {
  std::string type;
};

struct Component {
  std::string name;
  std::optional<std::string> description;
  int count = 1;
  Choice choice = Choice::kXpu;
  std::optional<Custom> custom;
  // Empty sections that say the choice again.
  std::optional<config::Node> device, cpu, xpu, nic, memory, port, switch_section;
};

struct LinkKind {
  std::string name;
  std::optional<std::string> description;
  std::optional<config::Node> physical;
};

// In a device without `instance`, in the infrastructure with.
struct EdgeEnd {
  std::optional<std::string> device, instance;
  std::string component;
};

struct Edge {
  EdgeEnd ep1, ep2;
  Scheme scheme = Scheme::kOneToOne;
  std::string link;
};

struct Device {
  std::string name;
  std::optional<std::string> description;
  std::vector<Component> components;
  std::vector<LinkKind> links;
  std::vector<Edge> edges;
};

struct Instance {
  std::string name;
  std::optional<std::string> description;
  std::string device;
  int count = 1;
};

struct Infrastructure {
  std::string name = "infragraph";
  std::optional<std::string> description;
  std::vector<Device> devices;
  std::vector<LinkKind> links;
  std::vector<Instance> instances;
  std::vector<Edge> edges;
};

}  // namespace linkwright::topology_files

namespace linkwright::config {

template <>
struct EnumNames<topology_files::Choice> {
  using C = topology_files::Choice;
  static constexpr std::array<EnumName<C>, 8> kValues = {{{C::kCustom, "custom"},
                                                          {C::kDevice, "device"},
                                                          {C::kCpu, "cpu"},
                                                          {C::kXpu, "xpu"},
                                                          {C::kNic, "nic"},
                                                          {C::kMemory, "memory"},
                                                          {C::kPort, "port"},
                                                          {C::kSwitch, "switch"}}};
};

template <>
struct EnumNames<topology_files::Scheme> {
  using S = topology_files::Scheme;
  static constexpr std::array<EnumName<S>, 3> kValues = {
      {{S::kOneToOne, "one2one"}, {S::kManyToMany, "many2many"}, {S::kRing, "ring"}}};
};

template <>
struct Describe<topology_files::Custom> {
  static constexpr std::string_view kName = "custom";
  static constexpr std::string_view kDoc = "a component of another type";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("type", &topology_files::Custom::type, "its type").Required();
  }
};

template <>
struct Describe<topology_files::Component> {
  using C = topology_files::Component;
  static constexpr std::string_view kName = "component";
  static constexpr std::string_view kDoc = "a component of a device";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("name", &C::name, "name").Required().NotEmpty();
    v.Field("description", &C::description, "text");
    v.Field("count", &C::count, "how many").Required().Range(1, 65536);
    v.Field("choice", &C::choice, "type").Required();
    v.Field("custom", &C::custom, "type of a custom component");
    v.Field("device", &C::device, "empty");
    v.Field("cpu", &C::cpu, "empty");
    v.Field("xpu", &C::xpu, "empty");
    v.Field("nic", &C::nic, "empty");
    v.Field("memory", &C::memory, "empty");
    v.Field("port", &C::port, "empty");
    v.Field("switch", &C::switch_section, "empty");
  }
};

template <>
struct Describe<topology_files::LinkKind> {
  using L = topology_files::LinkKind;
  static constexpr std::string_view kName = "link";
  static constexpr std::string_view kDoc = "a kind of link";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("name", &L::name, "name").Required().NotEmpty();
    v.Field("description", &L::description, "text");
    v.Field("physical", &L::physical, "bandwidth and latency; the part's are used");
  }
};

template <>
struct Describe<topology_files::EdgeEnd> {
  using E = topology_files::EdgeEnd;
  static constexpr std::string_view kName = "endpoint";
  static constexpr std::string_view kDoc = "one end of an edge";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("device", &E::device, "of devices made of devices");
    v.Field("instance", &E::instance, "name of an instance and a slice: host[0:4]");
    v.Field("component", &E::component, "name of a component and a slice: nic[0]").Required();
  }
};

template <>
struct Describe<topology_files::Edge> {
  using E = topology_files::Edge;
  static constexpr std::string_view kName = "edge";
  static constexpr std::string_view kDoc = "edges between two lists of endpoints";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("ep1", &E::ep1, "one end").Required();
    v.Field("ep2", &E::ep2, "the other end").Required();
    v.Field("scheme", &E::scheme, "one2one, many2many or ring");
    v.Field("link", &E::link, "name of a kind of link").Required();
  }
};

template <>
struct Describe<topology_files::Device> {
  using D = topology_files::Device;
  static constexpr std::string_view kName = "device";
  static constexpr std::string_view kDoc = "components and the edges between them";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("name", &D::name, "name").Required().NotEmpty();
    v.Field("description", &D::description, "text");
    v.Field("components", &D::components, "components").Required();
    v.Field("links", &D::links, "kinds of link");
    v.Field("edges", &D::edges, "edges inside");
  }
};

template <>
struct Describe<topology_files::Instance> {
  using I = topology_files::Instance;
  static constexpr std::string_view kName = "instance";
  static constexpr std::string_view kDoc = "some of a device";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("name", &I::name, "name").Required().NotEmpty();
    v.Field("description", &I::description, "text");
    v.Field("device", &I::device, "name of a device").Required();
    v.Field("count", &I::count, "how many").Required().Range(1, 65536);
  }
};

template <>
struct Describe<topology_files::Infrastructure> {
  using I = topology_files::Infrastructure;
  static constexpr std::string_view kName = "infrastructure";
  static constexpr std::string_view kDoc = "InfraGraph";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("name", &I::name, "name").NotEmpty();
    v.Field("description", &I::description, "text");
    v.Field("devices", &I::devices, "devices").Required();
    v.Field("links", &I::links, "kinds of link between instances");
    v.Field("instances", &I::instances, "instances of devices").Required();
    v.Field("edges", &I::edges, "edges between instances");
  }
};

}  // namespace linkwright::config
