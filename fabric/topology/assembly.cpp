// SPDX-License-Identifier: Apache-2.0
#include "fabric/topology/assembly.h"

#include <algorithm>
#include <utility>

namespace linkwright::topology {

Assembly::Assembly(std::string name) { parts_.name = std::move(name); }

NodeId Assembly::Add(const NewNode& node) {
  const auto id = static_cast<NodeId>(parts_.nodes.size());
  const bool of_owner = node.scope.empty() && node.owner >= 0;
  Parts::NodeName name;
  name.scope = of_owner ? Parts::kOfOwner : Text(node.scope.empty() ? parts_.name : node.scope);
  name.stem = Text(node.stem);
  if (!node.stem.empty()) {
    // Owners and scopes are told apart by sign.
    const int64_t family = of_owner ? -1 - int64_t{node.owner} : int64_t{name.scope};
    int32_t& next = numbers_[family * (int64_t{1} << 24) + name.stem];
    name.number = node.number >= 0 ? node.number : next;
    next = std::max(next, name.number + 1);
  }
  parts_.nodes.push_back({.kind = node.kind,
                          .domain = node.kind == NodeKind::kNic ? Domain::kScaleOut : node.domain,
                          .tier = static_cast<uint8_t>(node.tier),
                          .index = counts_[static_cast<size_t>(node.kind)]++,
                          .plane = node.plane,
                          .ports = node.ports,
                          .part = Part(node.part),
                          .owner = node.owner});
  parts_.node_names.push_back(name);
  next_port_.push_back(0);
  return id;
}

LinkId Assembly::Join(Attachment a, Attachment b, const NewLink& link) {
  const auto id = static_cast<LinkId>(parts_.links.size());
  parts_.links.push_back(
      {.a = a, .b = b, .plane = link.plane, .part = Part(link.part), .domain = link.domain});
  for (const Attachment& end : {a, b}) {
    if (end.node < 0 || end.node >= static_cast<NodeId>(next_port_.size())) continue;
    int32_t& next = next_port_[static_cast<size_t>(end.node)];
    next = std::max(next, end.port + 1);
  }
  return id;
}

LinkId Assembly::Join(NodeId a, NodeId b, const NewLink& link) {
  return Join({a, next_port(a)}, {b, next_port(b)}, link);
}

Topology Assembly::Build() {
  Topology topology(std::exchange(parts_, {}));
  *this = Assembly("");
  return topology;
}

int32_t Assembly::Text(std::string_view text) {
  const auto [at, fresh] =
      text_ids_.try_emplace(std::string(text), static_cast<int32_t>(parts_.texts.size()));
  if (fresh) parts_.texts.emplace_back(text);
  return at->second;
}

PartId Assembly::Part(std::string_view part) {
  const auto [at, fresh] =
      part_ids_.try_emplace(std::string(part), static_cast<PartId>(parts_.part_names.size()));
  if (fresh) parts_.part_names.emplace_back(part);
  return at->second;
}

}  // namespace linkwright::topology
