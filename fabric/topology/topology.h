// SPDX-License-Identifier: Apache-2.0
// The architecture under study as an immutable multigraph: nodes with ports, joined by links. The
// same object is simulated and priced. It knows no time and no money: nodes and links name the
// parts they are made of (fabric/parts). Made by an Assembly (assembly.h), mostly in
// fabric/builders.
//
// An accelerator may have scale-up ports of its own and NICs at the same time. A NIC is a node,
// joined to its accelerator by a host link; an accelerator whose own ports are scale-out ports has
// its NICs inside. 65,536 endpoints in three tiers take some 20 MB: names are composed when asked
// for, parts are numbers, links of a node stand in one array.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fabric/topology/shape.h"

namespace linkwright::topology {

using NodeId = int32_t;
using LinkId = int32_t;
using PartId = int32_t;  // Topology::part

enum class NodeKind : uint8_t { kAccelerator, kNic, kHost, kSwitch };
// What a link or a switch belongs to. kHost: links inside a server (PCIe, C2C), which end at
// accelerators, NICs and hosts only.
enum class Domain : uint8_t { kScaleUp, kScaleOut, kHost };
inline constexpr int kDomains = 3;
std::string_view Name(Domain domain);  // "scale_up", "scale_out", "host"
std::string_view Name(NodeKind kind);  // "accelerator", "nic", "host", "switch"

struct Node {
  NodeKind kind = NodeKind::kAccelerator;
  Domain domain = Domain::kHost;  // of a switch, and kScaleOut of a NIC; of others kHost
  uint8_t tier = 0;               // of a switch: 1 is nearest to accelerators
  int32_t index = 0;              // among nodes of its kind, 0-based; an accelerator's index is its
                                  // rank-independent endpoint id
  int32_t plane = -1;             // of a switch, within its domain; -1 for others
  int32_t ports = 0;
  PartId part = 0;
  NodeId owner = -1;  // of a NIC: the accelerator or host it serves; -1 for others
};

struct Attachment {
  NodeId node = 0;
  int32_t port = 0;

  friend bool operator==(const Attachment&, const Attachment&) = default;
};

// A full-duplex link between two ports; each port carries at most one link. Its part says how fast
// it is, so links of one node may differ.
struct Link {
  Attachment a;  // the end nearer to accelerators, as all builders have it
  Attachment b;
  int32_t plane = 0;
  PartId part = 0;
  Domain domain = Domain::kScaleUp;
};

// How an accelerator reaches one domain: its own port, or a NIC behind one host link, or behind two
// with a host between.
struct Uplink {
  std::array<LinkId, 2> host_links{-1, -1};  // accelerator first; -1: none
  LinkId link = -1;                          // of the domain
  NodeId from = -1;                          // the accelerator itself or its NIC
};

struct Parts;

class Topology {
 public:
  // Of an Assembly. Throws diagnostics::InternalError when the parts do not fit together: two nodes
  // of one name, a port out of range or used twice, a link from a node to itself, a link whose
  // plane or domain is not its switch's, a plane without switch and link.
  explicit Topology(Parts parts);

  const std::string& name() const { return name_; }
  std::span<const Node> nodes() const { return nodes_; }
  std::span<const Link> links() const { return links_; }
  int accelerators() const { return static_cast<int>(Of(NodeKind::kAccelerator).size()); }
  int switches() const { return static_cast<int>(Of(NodeKind::kSwitch).size()); }
  int nics() const { return static_cast<int>(Of(NodeKind::kNic).size()); }
  // Nodes of a kind, by index.
  std::span<const NodeId> Of(NodeKind kind) const { return of_kind_[static_cast<size_t>(kind)]; }
  bool Has(Domain domain) const { return planes(domain) > 0; }
  int planes(Domain domain) const { return planes_[static_cast<size_t>(domain)]; }
  // Of the only domain; of the scale-up domain where there are both.
  int planes() const {
    return planes(Has(Domain::kScaleUp) ? Domain::kScaleUp : Domain::kScaleOut);
  }
  const Shape& shape() const { return shape_; }

  NodeId accelerator(int index) const;
  NodeId switch_node(int index) const;
  const Node& node(NodeId id) const;
  const Link& link(LinkId id) const;
  // "pod0.accelerator5", "pod0.plane3.switch0", "pod0.accelerator5.nic1".
  std::string PathOf(NodeId id) const;
  // The node of that path, -1 when there is none. Looks at all.
  NodeId Find(std::string_view path) const;
  // Key into fabric/parts.
  const std::string& part(PartId id) const { return part_names_[static_cast<size_t>(id)]; }
  std::span<const std::string> part_names() const { return part_names_; }

  // Links at a node, ascending by port.
  std::span<const LinkId> LinksOf(NodeId node) const;
  // The link at a port, -1 when the port is free.
  LinkId LinkAt(Attachment port) const;
  // The end of `link` that is (not) at `node`, which is one of its ends (no link joins a node to
  // itself).
  const Attachment& NearEnd(LinkId link, NodeId node) const;
  const Attachment& FarEnd(LinkId link, NodeId node) const;

  // Links by which an accelerator (by index) reaches a domain, own ports first, ascending.
  std::span<const Uplink> Uplinks(int accelerator, Domain domain) const;
  // Accelerators joined by scale-up links, however many hops, are one scale-up domain. -1: the
  // accelerator has no scale-up link. Domains are numbered in order of their first accelerator.
  int scaleup_domain(int accelerator) const;
  int scaleup_domains() const { return scaleup_domains_; }
  // By index, ascending.
  std::span<const int> AcceleratorsOfDomain(int scaleup_domain) const;

 private:
  void CheckNodes();
  void CheckLinks();
  void IndexLinks();
  void FindUplinks();
  void FindScaleUpDomains();

  std::string name_;
  std::vector<Node> nodes_;
  std::vector<Link> links_;
  std::vector<std::string> part_names_, texts_;
  struct NodeName {
    int32_t scope = 0, stem = 0, number = -1;
  };
  friend struct Parts;
  std::vector<NodeName> names_;
  Shape shape_;
  std::array<std::vector<NodeId>, 4> of_kind_;
  std::array<int, kDomains> planes_{};
  std::vector<int32_t> first_link_;  // by node, one more at the end
  std::vector<LinkId> links_of_;
  std::array<std::vector<int32_t>, 2> first_uplink_;  // by domain, by accelerator
  std::array<std::vector<Uplink>, 2> uplinks_;
  int scaleup_domains_ = 0;
  std::vector<int32_t> scaleup_domain_;  // by accelerator
  std::vector<int32_t> first_of_domain_;
  std::vector<int> domain_members_;
};

// What an Assembly hands over.
struct Parts {
  // Path: scope, stem and number; scope kOfOwner: of the node's owner.
  static constexpr int32_t kOfOwner = -1;
  using NodeName = Topology::NodeName;

  std::string name;
  std::vector<Node> nodes;
  std::vector<NodeName> node_names;
  std::vector<Link> links;
  std::vector<std::string> part_names, texts;
  Shape shape;
};

// Links that must be cut to part the accelerators into halves (the lower indices and the rest; of
// an odd number the middle one counts below), every other node standing on the side where that
// takes fewest. In a single tier every balanced parting cuts the same number; in others the halves
// by index are one choice among many. With a domain, only its links (and the host links to its
// NICs, which count for nothing) are there.
int BisectionLinks(const Topology& topology);
int BisectionLinks(const Topology& topology, Domain domain);

}  // namespace linkwright::topology
