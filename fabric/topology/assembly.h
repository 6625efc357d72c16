// SPDX-License-Identifier: Apache-2.0
// A topology while it is being made: nodes and links are added one after the other, then Build().
//
//   Assembly fabric("pod0");
//   const NodeId gpu = fabric.Add({.kind = NodeKind::kAccelerator, .ports = 1, .stem =
//   "accelerator"}); const NodeId leaf = fabric.Add({.kind = NodeKind::kSwitch, .domain =
//   Domain::kScaleOut,
//                                   .tier = 1, .plane = 0, .ports = 64, .stem = "leaf"});
//   fabric.Join(gpu, leaf, {.domain = Domain::kScaleOut, .part = "osfp"});
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fabric/topology/topology.h"

namespace linkwright::topology {

struct NewNode {
  NodeKind kind = NodeKind::kAccelerator;
  Domain domain = Domain::kHost;  // of a switch
  int tier = 0;
  int plane = -1;
  int ports = 0;
  std::string_view part = {};
  NodeId owner = -1;  // of a NIC
  // The path: scope.stemN. Without a scope that of a NIC's owner, or the name of the assembly;
  // number -1: counted by scope and stem. An empty stem: the scope is the whole path.
  std::string_view scope = {};
  std::string_view stem = {};
  int number = -1;
};

struct NewLink {
  Domain domain = Domain::kScaleUp;
  int plane = 0;
  std::string_view part = {};
};

class Assembly {
 public:
  explicit Assembly(std::string name);

  NodeId Add(const NewNode& node);
  LinkId Join(Attachment a, Attachment b, const NewLink& link);
  // Each at its lowest port above all that were joined before.
  LinkId Join(NodeId a, NodeId b, const NewLink& link);
  Shape& shape() { return parts_.shape; }
  const Node& node(NodeId id) const { return parts_.nodes[static_cast<size_t>(id)]; }
  int count(NodeKind kind) const { return counts_[static_cast<size_t>(kind)]; }
  // The port that Join(NodeId, ...) would take.
  int next_port(NodeId id) const { return next_port_[static_cast<size_t>(id)]; }
  const std::string& name() const { return parts_.name; }
  // The assembly is empty afterwards.
  Topology Build();

 private:
  int32_t Text(std::string_view text);
  PartId Part(std::string_view part);

  Parts parts_;
  std::array<int, 4> counts_{};
  std::vector<int32_t> next_port_;
  std::unordered_map<std::string, int32_t> text_ids_, part_ids_;
  std::unordered_map<int64_t, int32_t> numbers_;  // by scope (or owner) and stem
};

}  // namespace linkwright::topology
