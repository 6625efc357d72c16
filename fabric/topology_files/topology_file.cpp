// SPDX-License-Identifier: Apache-2.0
#include "fabric/topology_files/topology_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <unordered_map>

#include "fabric/topology/assembly.h"
#include "fabric/topology_files/file_fields.h"
#include "fabric/topology_files/infragraph.h"
#include "foundation/config/config.h"
#include "foundation/diagnostics/suggest.h"

namespace linkwright::topology_files {

using topology::Attachment;
using topology::Domain;
using topology::NodeId;
using topology::NodeKind;

namespace {

size_t Index(int id) { return static_cast<size_t>(id); }

// Checks what an Assembly would take for a bug of ours, and reports it at the user's line.
class FileReader {
 public:
  FileReader(const TopologyFile& file, const config::Node& document)
      : file_(file), nodes_(*document.Find("nodes")), links_(document.Find("links")) {}

  topology::Topology Run() {
    for (size_t i = 0; i < file_.nodes.size(); ++i) CheckNode(i);
    problems_.ThrowIfAny();  // links name nodes
    ends_.resize(file_.links.size());
    for (size_t i = 0; i < file_.links.size(); ++i) FindEnds(i);
    problems_.ThrowIfAny();  // ports are counted over all links
    for (size_t i = 0; i < file_.links.size(); ++i) TakePorts(i);
    CheckPlanes();
    problems_.ThrowIfAny();
    FindTiers();
    return Assemble();
  }

 private:
  struct End {
    int node = 0;
    int port = -1;  // -1: none named
  };

  static bool IsSwitch(const FileNode& node) { return node.role == NodeKind::kSwitch; }

  void CheckNode(size_t i) {
    const FileNode& node = file_.nodes[i];
    const config::Node& at = nodes_.items()[i];
    const auto error = [&](const char* key, const std::string& message) {
      problems_.Error(at.LocationOf(key), message);
    };
    if (!by_name_.emplace(node.name, static_cast<int>(i)).second)
      error("name", fmt::format("two nodes called '{}'", node.name));
    if (IsSwitch(node)) {
      if (!node.domain || *node.domain == Domain::kHost)
        error("domain", fmt::format("switch '{}' needs domain: scale_up or scale_out", node.name));
    } else {
      if (node.domain)
        error("domain", "only switches have a domain; others have it in their links");
      if (node.tier) error("tier", "only switches have a tier");
      if (node.plane) error("plane", "only switches have a plane");
    }
    if (node.owner.empty()) return;
    const auto owner = by_name_.find(node.owner);
    if (node.role != NodeKind::kNic) {
      error("owner", "only NICs have an owner");
    } else if (owner == by_name_.end()) {
      problems_.Error(at.LocationOf("owner"),
                      fmt::format("no node '{}' stands above this one", node.owner),
                      Nearest(node.owner));
    } else if (const NodeKind role = file_.nodes[Index(owner->second)].role;
               role != NodeKind::kAccelerator && role != NodeKind::kHost) {
      error("owner", fmt::format("'{}' is a {}; a NIC belongs to an accelerator or a host",
                                 node.owner, topology::Name(role)));
    }
  }

  std::string Nearest(const std::string& name) const {
    std::vector<std::string> names;
    for (const FileNode& node : file_.nodes) names.push_back(node.name);
    return diagnostics::Suggest(name, names);
  }

  // A whole text may be a node's name, otherwise what follows its last colon is a port.
  void FindEnds(size_t i) {
    const config::Node& at = links_->items()[i];
    for (const int side : {0, 1}) {
      const std::string& text = side == 0 ? file_.links[i].from : file_.links[i].to;
      const diagnostics::SourceLocation where = at.LocationOf(side == 0 ? "from" : "to");
      End& end = ends_[i][Index(side)];
      auto found = by_name_.find(text);
      if (found == by_name_.end()) {
        const size_t colon = text.rfind(':');
        const std::string name = text.substr(0, colon);
        found = by_name_.find(name);
        if (found == by_name_.end()) {
          problems_.Error(where, fmt::format("no node '{}'", name), Nearest(name));
          continue;
        }
        const char* first = text.data() + colon + 1;
        const char* last = text.data() + text.size();
        const auto parsed = std::from_chars(first, last, end.port);
        if (parsed.ec != std::errc{} || parsed.ptr != last || end.port < 0 || end.port > 65535) {
          problems_.Error(where, fmt::format("expected a port of '{}' (0 to 65535), found '{}'",
                                             name, std::string(first, last)));
          end.port = -1;
        }
      }
      end.node = found->second;
    }
    if (!problems_.empty()) return;
    for (const End& end : ends_[i]) {
      if (end.port >= 0 && !taken_[end.node].insert(end.port).second) {
        problems_.Error(at.location(), fmt::format("port {} of '{}' carries another link", end.port,
                                                   file_.nodes[Index(end.node)].name));
      }
    }
  }

  void TakePorts(size_t i) {
    const FileLink& link = file_.links[i];
    const config::Node& at = links_->items()[i];
    if (ends_[i][0].node == ends_[i][1].node)
      problems_.Error(at.location(), fmt::format("'{}' is joined to itself", link.from));
    for (End& end : ends_[i]) {
      const FileNode& node = file_.nodes[Index(end.node)];
      auto& taken = taken_[end.node];
      int& next = next_port_[end.node];
      if (end.port < 0) {
        while (taken.contains(next)) ++next;
        end.port = next;
        taken.insert(end.port);
      }
      if (node.ports && end.port >= *node.ports) {
        problems_.Error(at.location(), fmt::format("'{}' has {} ports, this link is at port {}",
                                                   node.name, *node.ports, end.port));
      }
      if (IsSwitch(node) && node.domain != link.domain) {
        problems_.Error(at.LocationOf("domain"),
                        fmt::format("'{}' is a {} switch, this link belongs to {}", node.name,
                                    topology::Name(*node.domain), topology::Name(link.domain)));
      } else if (IsSwitch(node) && node.plane.value_or(0) != link.plane) {
        problems_.Error(at.LocationOf("plane"),
                        fmt::format("'{}' is in plane {}, this link in {}", node.name,
                                    node.plane.value_or(0), link.plane));
      }
    }
  }

  // Planes of a domain are numbered without gaps.
  void CheckPlanes() {
    for (const Domain domain : {Domain::kScaleUp, Domain::kScaleOut}) {
      std::set<int> planes;
      for (const FileNode& node : file_.nodes) {
        if (IsSwitch(node) && node.domain == domain) planes.insert(node.plane.value_or(0));
      }
      for (const FileLink& link : file_.links) {
        if (link.domain == domain) planes.insert(link.plane);
      }
      int expected = 0;
      for (const int plane : planes) {
        if (plane == expected++) continue;
        problems_.Error(nodes_.location(),
                        fmt::format("{} has a plane {} but no plane {}", topology::Name(domain),
                                    plane, expected - 1));
        break;
      }
    }
  }

  void FindTiers() {
    std::vector<std::vector<int>> peers(file_.nodes.size());
    for (size_t i = 0; i < ends_.size(); ++i) {
      if (file_.links[i].domain == Domain::kHost) continue;
      peers[Index(ends_[i][0].node)].push_back(ends_[i][1].node);
      peers[Index(ends_[i][1].node)].push_back(ends_[i][0].node);
    }
    tiers_.assign(file_.nodes.size(), -1);
    std::vector<int> queue;
    for (size_t i = 0; i < file_.nodes.size(); ++i) {
      if (IsSwitch(file_.nodes[i])) continue;
      tiers_[i] = 0;
      queue.push_back(static_cast<int>(i));
    }
    for (size_t next = 0; next < queue.size(); ++next) {
      for (const int peer : peers[Index(queue[next])]) {
        if (tiers_[Index(peer)] >= 0) continue;
        tiers_[Index(peer)] = std::min(tiers_[Index(queue[next])] + 1, 255);
        queue.push_back(peer);
      }
    }
  }

  topology::Topology Assemble() {
    topology::Assembly assembly(file_.name);
    for (size_t i = 0; i < file_.nodes.size(); ++i) {
      const FileNode& node = file_.nodes[i];
      const auto& taken = taken_[static_cast<int>(i)];
      const int needed = taken.empty() ? 0 : *taken.rbegin() + 1;
      assembly.Add({.kind = node.role,
                    .domain = node.domain.value_or(Domain::kHost),
                    .tier = IsSwitch(node) ? node.tier.value_or(std::max(tiers_[i], 1)) : 0,
                    .plane = IsSwitch(node) ? node.plane.value_or(0) : -1,
                    .ports = node.ports.value_or(needed),
                    .part = node.part,
                    .owner = node.owner.empty() ? -1 : by_name_.at(node.owner),
                    .scope = node.name});
    }
    for (size_t i = 0; i < file_.links.size(); ++i) {
      const FileLink& link = file_.links[i];
      assembly.Join({ends_[i][0].node, ends_[i][0].port}, {ends_[i][1].node, ends_[i][1].port},
                    {.domain = link.domain, .plane = link.plane, .part = link.part});
    }
    return assembly.Build();
  }

  const TopologyFile& file_;
  const config::Node& nodes_;
  const config::Node* links_;
  diagnostics::Diagnostics problems_;
  std::unordered_map<std::string, int> by_name_;
  std::vector<std::array<End, 2>> ends_;
  std::unordered_map<int, std::set<int>> taken_;
  std::unordered_map<int, int> next_port_;
  std::vector<int> tiers_;
};

}  // namespace

topology::Topology ReadTopology(const config::Node& document) {
  diagnostics::Diagnostics problems;
  const auto file = config::Read<TopologyFile>(document, problems);
  problems.ThrowIfAny();
  return FileReader(file, document).Run();
}

std::string WriteTopology(const topology::Topology& t) {
  TopologyFile file;
  file.name = t.name();
  for (size_t i = 0; i < t.nodes().size(); ++i) {
    const topology::Node& node = t.nodes()[i];
    const bool is_switch = node.kind == NodeKind::kSwitch;
    FileNode out;
    out.name = t.PathOf(static_cast<NodeId>(i));
    out.role = node.kind;
    if (is_switch) {
      out.domain = node.domain;
      out.tier = node.tier;
      out.plane = node.plane;
    }
    out.ports = node.ports;
    if (node.owner >= 0) out.owner = t.PathOf(node.owner);
    out.part = t.part(node.part);
    file.nodes.push_back(std::move(out));
  }
  for (const topology::Link& link : t.links()) {
    const auto end = [&](const Attachment& at) {
      return fmt::format("{}:{}", t.PathOf(at.node), at.port);
    };
    file.links.push_back({end(link.a), end(link.b), link.domain, link.plane, t.part(link.part)});
  }
  return config::WriteYaml(file);
}

topology::Topology LoadTopology(const std::string& path) {
  const config::Document document = config::Document::Load(path);
  return IsInfraGraph(document.root()) ? ReadInfraGraph(document.root())
                                       : ReadTopology(document.root());
}

}  // namespace linkwright::topology_files
