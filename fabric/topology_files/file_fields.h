// SPDX-License-Identifier: Apache-2.0
// The fields of a topology file.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "fabric/topology/topology.h"
#include "foundation/config/describe.h"

namespace linkwright::topology_files {

struct FileNode {
  std::string name;
  topology::NodeKind role = topology::NodeKind::kAccelerator;
  std::optional<topology::Domain> domain;
  std::optional<int> tier, plane, ports;
  std::string owner, part;
};

struct FileLink {
  std::string from, to;
  topology::Domain domain = topology::Domain::kScaleUp;
  int plane = 0;
  std::string part;
};

struct TopologyFile {
  std::string name = "topology";
  std::vector<FileNode> nodes;
  std::vector<FileLink> links;
};

}  // namespace linkwright::topology_files

namespace linkwright::config {

template <>
struct EnumNames<topology::Domain> {
  static constexpr std::array<EnumName<topology::Domain>, 3> kValues = {{
      {topology::Domain::kScaleUp, "scale_up", "inside a scale-up domain"},
      {topology::Domain::kScaleOut, "scale_out", "between them"},
      {topology::Domain::kHost, "host", "inside a server: accelerator, host and NIC"},
  }};
};

template <>
struct EnumNames<topology::NodeKind> {
  static constexpr std::array<EnumName<topology::NodeKind>, 4> kValues = {{
      {topology::NodeKind::kAccelerator, "accelerator"},
      {topology::NodeKind::kNic, "nic"},
      {topology::NodeKind::kHost, "host"},
      {topology::NodeKind::kSwitch, "switch"},
  }};
};

template <>
struct Describe<topology_files::FileNode> {
  using Node = topology_files::FileNode;
  static constexpr std::string_view kName = "topology_node";
  static constexpr std::string_view kDoc = "a node of a topology file";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("name", &Node::name, "path, as links and messages name it").Required().NotEmpty();
    v.Field("role", &Node::role, "accelerator, nic, host or switch").Required();
    v.Field("domain", &Node::domain, "of a switch: scale_up or scale_out");
    v.Field("tier", &Node::tier, "of a switch: 1 is nearest to accelerators").Range(1, 255);
    v.Field("plane", &Node::plane, "of a switch, within its domain; 0 if left out").Range(0, 4095);
    v.Field("ports", &Node::ports, "ports; as many as its links need if left out").Range(0, 65536);
    v.Field("owner", &Node::owner, "of a NIC: the accelerator or host it serves");
    v.Field("part", &Node::part, "part it is made of");
  }
};

template <>
struct Describe<topology_files::FileLink> {
  using Link = topology_files::FileLink;
  static constexpr std::string_view kName = "topology_link";
  static constexpr std::string_view kDoc = "a link of a topology file";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("from", &Link::from, "the end nearer to accelerators: a node's name, or name:port")
        .Required()
        .NotEmpty();
    v.Field("to", &Link::to, "the other end").Required().NotEmpty();
    v.Field("domain", &Link::domain, "scale_up, scale_out or host");
    v.Field("plane", &Link::plane, "plane, as its switches'").Range(0, 4095);
    v.Field("part", &Link::part, "part it is made of");
  }
};

template <>
struct Describe<topology_files::TopologyFile> {
  using File = topology_files::TopologyFile;
  static constexpr std::string_view kName = "topology_file";
  static constexpr std::string_view kDoc = "a topology as a file of nodes and links";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("name", &File::name, "name of the whole").NotEmpty();
    v.Field("nodes", &File::nodes, "accelerators, NICs, hosts and switches").Required().NotEmpty();
    v.Field("links", &File::links, "links");
  }
};

}  // namespace linkwright::config
