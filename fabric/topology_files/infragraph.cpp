// SPDX-License-Identifier: Apache-2.0
#include "fabric/topology_files/infragraph.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "fabric/topology/assembly.h"
#include "fabric/topology_files/infragraph_parts.h"
#include "foundation/config/config.h"

namespace linkwright::topology_files {

using diagnostics::UserError;
using topology::Domain;
using topology::NodeId;
using topology::NodeKind;

namespace {

class InfraGraphReader {
 public:
  InfraGraphReader(const Infrastructure& infra, const config::Node& document)
      : infra_(infra), document_(document) {
    InfraGraphParts parts = WriteOut(infra, document);
    vertices_ = std::move(parts.vertices);
    edges_ = std::move(parts.edges);
  }

  topology::Topology Run() {
    MergePorts();
    ChooseDomains();
    return Assemble();
  }

 private:
  // A port belongs to what it is joined to in its device, or to the only other component there.
  void MergePorts() {
    std::map<int, std::vector<int>> others;  // by device: components that are no ports
    for (size_t v = 0; v < vertices_.size(); ++v) {
      if (vertices_[v].choice != Choice::kPort && vertices_[v].choice != Choice::kMemory)
        others[vertices_[v].device].push_back(static_cast<int>(v));
    }
    for (Vertex& vertex : vertices_) {
      if (vertex.choice != Choice::kPort) continue;
      const auto& rest = others[vertex.device];
      if (!vertex.peers_inside.empty()) {
        vertex.merged = vertex.peers_inside.front();
      } else if (rest.size() == 1) {
        vertex.merged = rest.front();
      } else {
        throw UserError(document_.location(),
                        fmt::format("port '{}' is joined to nothing in its device", vertex.name));
      }
    }
  }

  int Target(int vertex) const {
    const int merged = vertices_[static_cast<size_t>(vertex)].merged;
    return merged >= 0 ? merged : vertex;
  }
  Choice ChoiceOf(int vertex) const { return vertices_[static_cast<size_t>(vertex)].choice; }

  void ChooseDomains() {
    for (Vertex& vertex : vertices_) {
      const auto has = [&](Choice choice) {
        return std::any_of(vertex.peers_inside.begin(), vertex.peers_inside.end(),
                           [&](int peer) { return ChoiceOf(peer) == choice; });
      };
      vertex.host = vertex.choice == Choice::kSwitch && (has(Choice::kCpu) || has(Choice::kNic));
    }
    // Switches that are joined are of one domain.
    group_.resize(vertices_.size());
    std::iota(group_.begin(), group_.end(), 0);
    for (const Joined& edge : edges_) {
      if (IsSwitch(Target(edge.a)) && IsSwitch(Target(edge.b)))
        group_[static_cast<size_t>(Group(Target(edge.a)))] = Group(Target(edge.b));
    }
    out_.assign(vertices_.size(), 0);
    for (const Joined& edge : edges_) {
      for (const auto& [end, peer] : {std::pair(edge.a, edge.b), std::pair(edge.b, edge.a)}) {
        if (IsSwitch(Target(end)) && ChoiceOf(Target(peer)) == Choice::kNic)
          out_[static_cast<size_t>(Group(Target(end)))] = 1;
      }
    }
  }

  bool IsSwitch(int vertex) const {
    const Vertex& v = vertices_[static_cast<size_t>(vertex)];
    return v.choice == Choice::kSwitch && !v.host;
  }
  int Group(int vertex) {
    while (group_[static_cast<size_t>(vertex)] != vertex) {
      int& up = group_[static_cast<size_t>(vertex)];
      up = group_[static_cast<size_t>(up)];
      vertex = up;
    }
    return vertex;
  }
  Domain DomainOf(int vertex) {
    return out_[static_cast<size_t>(Group(vertex))] != 0 ? Domain::kScaleOut : Domain::kScaleUp;
  }

  Domain DomainOf(const Joined& edge) {
    const int a = Target(edge.a), b = Target(edge.b);
    if (IsSwitch(a)) return DomainOf(a);
    if (IsSwitch(b)) return DomainOf(b);
    if (ChoiceOf(a) == Choice::kXpu && ChoiceOf(b) == Choice::kXpu) return Domain::kScaleUp;
    return ChoiceOf(a) == Choice::kNic && ChoiceOf(b) == Choice::kNic ? Domain::kScaleOut
                                                                      : Domain::kHost;
  }

  // Links away from the nearest node that is no switch.
  std::vector<int> Tiers(const std::vector<Joined>& links) const {
    std::vector<std::vector<int>> peers(vertices_.size());
    for (const Joined& edge : links) {
      peers[static_cast<size_t>(edge.a)].push_back(edge.b);
      peers[static_cast<size_t>(edge.b)].push_back(edge.a);
    }
    std::vector<int> tiers(vertices_.size(), 0), queue;
    for (size_t v = 0; v < vertices_.size(); ++v) {
      if (!IsSwitch(static_cast<int>(v))) queue.push_back(static_cast<int>(v));
    }
    for (size_t next = 0; next < queue.size(); ++next) {
      const auto at = static_cast<size_t>(queue[next]);
      for (const int peer : peers[at]) {
        if (!IsSwitch(peer) || tiers[static_cast<size_t>(peer)] > 0) continue;
        tiers[static_cast<size_t>(peer)] = std::min(tiers[at] + 1, 255);
        queue.push_back(peer);
      }
    }
    return tiers;
  }

  topology::Topology Assemble() {
    std::vector<Joined> links;
    std::vector<int> ports(vertices_.size(), 0);
    for (const Joined& edge : edges_) {
      const int a = Target(edge.a), b = Target(edge.b);
      if (a == b || ChoiceOf(a) == Choice::kMemory || ChoiceOf(b) == Choice::kMemory) continue;
      links.push_back({a, b, edge.link, edge.at});
      ++ports[static_cast<size_t>(a)];
      ++ports[static_cast<size_t>(b)];
    }
    const std::vector<int> tiers = Tiers(links);
    topology::Assembly assembly(infra_.name);
    std::vector<NodeId> node(vertices_.size(), -1);
    for (size_t v = 0; v < vertices_.size(); ++v) {
      const Vertex& vertex = vertices_[v];
      if (vertex.choice == Choice::kPort || vertex.choice == Choice::kMemory) continue;
      const bool is_switch = IsSwitch(static_cast<int>(v));
      const NodeKind kind = is_switch                       ? NodeKind::kSwitch
                            : vertex.choice == Choice::kXpu ? NodeKind::kAccelerator
                            : vertex.choice == Choice::kNic ? NodeKind::kNic
                                                            : NodeKind::kHost;
      node[v] = assembly.Add({.kind = kind,
                              .domain = is_switch ? DomainOf(static_cast<int>(v)) : Domain::kHost,
                              .tier = is_switch ? std::max(tiers[v], 1) : 0,
                              .plane = is_switch ? 0 : -1,
                              .ports = ports[v],
                              .scope = vertex.name});
    }
    for (const Joined& edge : links) {
      // The end nearer to accelerators comes first.
      const bool turn = tiers[static_cast<size_t>(edge.a)] > tiers[static_cast<size_t>(edge.b)];
      const NodeId a = node[static_cast<size_t>(turn ? edge.b : edge.a)];
      const NodeId b = node[static_cast<size_t>(turn ? edge.a : edge.b)];
      assembly.Join(a, b, {.domain = DomainOf(edge), .part = edge.link});
    }
    return assembly.Build();
  }

  const Infrastructure& infra_;
  const config::Node& document_;
  std::vector<Vertex> vertices_;
  std::vector<Joined> edges_;
  std::vector<int> group_;
  std::vector<uint8_t> out_;
};

}  // namespace

bool IsInfraGraph(const config::Node& document) {
  if (document.Find("infrastructure") != nullptr) return true;
  return document.Find("devices") != nullptr && document.Find("instances") != nullptr;
}

topology::Topology ReadInfraGraph(const config::Node& document) {
  const config::Node* inner = document.Find("infrastructure");
  const config::Node& root = inner != nullptr ? *inner : document;
  diagnostics::Diagnostics problems;
  const auto infra = config::Read<Infrastructure>(root, problems);
  problems.ThrowIfAny();
  return InfraGraphReader(infra, root).Run();
}

}  // namespace linkwright::topology_files
