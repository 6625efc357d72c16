// SPDX-License-Identifier: Apache-2.0
// The architecture under study as an immutable multigraph: nodes with ports, joined by links. The
// same object is simulated and priced. It knows no time and no money: switches and links name the
// parts they are made of (fabric/parts).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace linkwright::topology {

using NodeId = int32_t;
using LinkId = int32_t;

enum class NodeKind : uint8_t { kAccelerator, kSwitch };

struct Node {
  NodeKind kind = NodeKind::kAccelerator;
  std::string path;  // "pod0.accelerator5", "pod0.plane3.switch0"
  int index = 0;     // among nodes of its kind, 0-based; an accelerator's index is its
                     // rank-independent endpoint id
  int plane = -1;    // switches; -1 for accelerators
  int ports = 0;
  std::string part;  // key into fabric/parts
};

struct Attachment {
  NodeId node = 0;
  int port = 0;
};

// A full-duplex link between two ports; each port carries at most one link.
struct Link {
  Attachment a;  // the end nearer to accelerators, as all builders have it
  Attachment b;
  int plane = 0;
  std::string part;
};

class Topology {
 public:
  // Throws diagnostics::InternalError when the parts do not fit together: nodes of a kind not
  // numbered 0, 1, ... in order, a path twice, a port out of range or used twice, a link from a
  // node to itself, a link whose plane is not its switch's, a plane without switches.
  Topology(std::string name, std::vector<Node> nodes, std::vector<Link> links);

  const std::string& name() const { return name_; }
  std::span<const Node> nodes() const { return nodes_; }
  std::span<const Link> links() const { return links_; }
  int accelerators() const { return accelerators_; }
  int switches() const { return switches_; }
  int planes() const { return planes_; }
  NodeId accelerator(int index) const;
  NodeId switch_node(int index) const;
  const Node& node(NodeId id) const;
  const Link& link(LinkId id) const;
  // Links at a node, ascending by port.
  std::span<const LinkId> LinksOf(NodeId node) const;
  // The link at a port, -1 when the port is free.
  LinkId LinkAt(Attachment port) const;
  // The end of `link` that is not at `node`, which is one of its ends (no link joins a node to
  // itself).
  const Attachment& FarEnd(LinkId link, NodeId node) const;

 private:
  std::string name_;
  std::vector<Node> nodes_;
  std::vector<Link> links_;
  std::vector<NodeId> accelerator_nodes_, switch_nodes_;
  std::vector<std::vector<LinkId>> links_of_;
  int accelerators_ = 0, switches_ = 0, planes_ = 0;
};

// One tier: `planes` switches, every accelerator has one link to every plane (accelerator port p
// <-> switch of plane p, switch port = accelerator index).
struct SingleTierSpec {
  std::string name = "pod0";
  int accelerators = 0;
  int planes = 1;
  int switch_ports = 0;  // >= accelerators
  std::string accelerator_part = {};
  std::string switch_part = {};
  std::string link_part = {};
};
// Requires a valid spec (LINKWRIGHT_CHECK); users' mistakes are refused where scenarios are read.
Topology BuildSingleTier(const SingleTierSpec& spec);

// Two tiers in one plane: accelerator a hangs at leaf a / ceil(accelerators / leaves), and every
// leaf has `links_per_pair` links to every spine. Ports of a leaf: its accelerators first, then
// spine by spine; ports of a spine: leaf by leaf. Switches are numbered leaves first.
struct LeafSpineSpec {
  std::string name = "pod0";
  int accelerators = 0;  // one port each
  int leaves = 0;
  int spines = 0;
  int links_per_pair = 1;
  int leaf_ports = 0;   // >= LeafPortsNeeded
  int spine_ports = 0;  // >= SpinePortsNeeded
  std::string accelerator_part = {};
  std::string leaf_part = {};
  std::string spine_part = {};
  std::string link_part = {};    // accelerator to leaf
  std::string uplink_part = {};  // leaf to spine
};
int AcceleratorsPerLeaf(const LeafSpineSpec& spec);
int LeafPortsNeeded(const LeafSpineSpec& spec);
int SpinePortsNeeded(const LeafSpineSpec& spec);
// Requires a valid spec (LINKWRIGHT_CHECK), as BuildSingleTier.
Topology BuildLeafSpine(const LeafSpineSpec& spec);

// Links that must be cut to part the accelerators into halves (the lower indices and the rest; of
// an odd number the middle one counts below), every switch standing on the side where that takes
// fewest. Any topology. In a single tier every balanced parting cuts the same number; in others the
// halves by index are one choice among many.
int BisectionLinks(const Topology& topology);

}  // namespace linkwright::topology
