// SPDX-License-Identifier: Apache-2.0
#include "fabric/topology_files/topology_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

#include "fabric/builders/builders.h"
#include "fabric/routing/paths.h"
#include "foundation/config/document.h"

namespace linkwright::topology_files {
namespace {

using testing::HasSubstr;
using topology::Domain;
using topology::NodeKind;
using topology::Topology;

Topology Parsed(const std::string& yaml) {
  return ReadTopology(config::Document::Parse(yaml, "t.yaml").root());
}

std::string Refusal(const std::string& yaml) {
  try {
    Parsed(yaml);
  } catch (const diagnostics::UserError& error) {
    return error.what();
  }
  return "read";
}

void ExpectEqual(const Topology& a, const Topology& b) {
  ASSERT_EQ(a.nodes().size(), b.nodes().size());
  ASSERT_EQ(a.links().size(), b.links().size());
  EXPECT_EQ(a.name(), b.name());
  for (size_t i = 0; i < a.nodes().size(); ++i) {
    const auto id = static_cast<topology::NodeId>(i);
    const topology::Node &x = a.node(id), &y = b.node(id);
    EXPECT_EQ(a.PathOf(id), b.PathOf(id));
    EXPECT_EQ(std::tie(x.kind, x.domain, x.tier, x.index, x.plane, x.ports, x.owner),
              std::tie(y.kind, y.domain, y.tier, y.index, y.plane, y.ports, y.owner));
    EXPECT_EQ(a.part(x.part), b.part(y.part));
  }
  for (size_t i = 0; i < a.links().size(); ++i) {
    const topology::Link &x = a.links()[i], &y = b.links()[i];
    EXPECT_EQ(x.a, y.a);
    EXPECT_EQ(x.b, y.b);
    EXPECT_EQ(x.plane, y.plane);
    EXPECT_EQ(x.domain, y.domain);
    EXPECT_EQ(a.part(x.part), b.part(y.part));
  }
}

const std::string kTwoBoxes = R"(
name: boxes
nodes:
  - {name: gpu0, role: accelerator, part: gpu}
  - {name: gpu1, role: accelerator, part: gpu}
  - {name: gpu0.nic, role: nic, owner: gpu0}
  - {name: gpu1.nic, role: nic, owner: gpu1}
  - {name: up, role: switch, domain: scale_up, ports: 4}
  - {name: leaf, role: switch, domain: scale_out}
  - {name: spine, role: switch, domain: scale_out}
links:
  - {from: "gpu0:1", to: "up:3", domain: scale_up, part: copper}
  - {from: gpu1, to: up, part: copper}
  - {from: gpu0, to: gpu0.nic, domain: host}
  - {from: gpu1, to: gpu1.nic, domain: host}
  - {from: gpu0.nic, to: leaf, domain: scale_out}
  - {from: gpu1.nic, to: leaf, domain: scale_out}
  - {from: leaf, to: spine, domain: scale_out}
)";

TEST(TopologyFile, GivesPortsAndTiersThatAreNotNamed) {
  const Topology t = Parsed(kTwoBoxes);
  EXPECT_EQ(t.accelerators(), 2);
  EXPECT_EQ(t.node(t.accelerator(0)).ports, 2);
  EXPECT_EQ(t.link(0).a, (topology::Attachment{0, 1}));
  EXPECT_EQ(t.link(2).a, (topology::Attachment{0, 0})) << "the lowest free port";
  EXPECT_EQ(t.node(t.Find("leaf")).tier, 1);
  EXPECT_EQ(t.node(t.Find("spine")).tier, 2);
  EXPECT_EQ(t.node(t.Find("leaf")).ports, 3);
  EXPECT_EQ(t.scaleup_domains(), 1);
  EXPECT_EQ(t.Uplinks(0, Domain::kScaleOut).size(), 1u);
}

TEST(TopologyFile, RoundTripsEveryBuilder) {
  ExpectEqual(Parsed(kTwoBoxes), Parsed(WriteTopology(Parsed(kTwoBoxes))));
  for (const std::string yaml :
       {"single_tier: {accelerators: 4, planes: 3, switch_ports: 8, switch: big, link: fast}",
        "fat_tree: {accelerators: 13, tiers: 3, switch_ports: 4}",
        "dragonfly: {accelerators: 12, endpoints_per_router: 2, routers_per_group: 2, "
        "global_links_per_router: 1, switch_ports: 4}",
        "torus: {x: 3, y: 2}",
        "pods: {pods: 2, accelerators: 4, nics: 2, nic: card, host_link: pcie, scale_up: "
        "{single_tier: {planes: 2, switch_ports: 4}}, scale_out: {rail_only: {switch_ports: "
        "4}}}"}) {
    SCOPED_TRACE(yaml);
    const Topology built = builders::Build(config::Document::Parse(yaml, "b.yaml").root());
    ExpectEqual(built, Parsed(WriteTopology(built)));
  }
}

// Without a shape a dragonfly of a file is routed by tables, and all pairs still meet.
TEST(TopologyFile, IsRoutedWithoutAShape) {
  const Topology built = builders::Build(
      config::Document::Parse("dragonfly: {accelerators: 12, endpoints_per_router: 2, "
                              "routers_per_group: 2, global_links_per_router: 1, switch_ports: 4}",
                              "b.yaml")
          .root());
  const Topology read = Parsed(WriteTopology(built));
  const routing::Routes routes(read);
  EXPECT_GT(routes.table_entries(), 0u);
  routing::Paths paths(routes);
  for (int a = 0; a < 12; ++a) {
    for (int b = 0; b < 12; ++b) {
      if (a == b) continue;
      EXPECT_TRUE(paths.Reaches(a, b, Domain::kScaleOut)) << a << " to " << b;
    }
  }
}

TEST(TopologyFile, TellsThePlaceOfEveryMistake) {
  const std::string nodes =
      "nodes:\n"
      "  - {name: a, role: accelerator, ports: 2}\n"
      "  - {name: s, role: switch, domain: scale_up, ports: 2}\n";
  EXPECT_EQ(Refusal(nodes), "read");
  EXPECT_THAT(Refusal(nodes + "  - {name: a, role: nic}\n"),
              HasSubstr("t.yaml:4:12: error: two nodes called 'a'"));
  EXPECT_THAT(Refusal(nodes + "  - {name: n, role: nic, owner: b}\n"),
              HasSubstr("no node 'b' stands above"));
  EXPECT_THAT(Refusal(nodes + "  - {name: n, role: nic, owner: s}\n"),
              HasSubstr("'s' is a switch; a NIC belongs to an accelerator or a host"));
  EXPECT_THAT(Refusal(nodes + "  - {name: t, role: switch}\n"), HasSubstr("needs domain"));
  EXPECT_THAT(Refusal(nodes + "  - {name: t, role: swich}\n"), HasSubstr("'switch'?"));
  EXPECT_THAT(Refusal(nodes + "  - {name: t, role: switch, domain: scale_up, plane: 2}\n"),
              HasSubstr("scale_up has a plane 2 but no plane 1"));
  const std::string links = nodes + "links:\n";
  EXPECT_THAT(Refusal(links + "  - {from: a, to: ss}\n"),
              HasSubstr("t.yaml:5:19: error: no node 'ss'; did you mean 's'?"));
  EXPECT_THAT(Refusal(links + "  - {from: a, to: \"s:x\"}\n"),
              HasSubstr("expected a port of 's' (0 to 65535), found 'x'"));
  EXPECT_THAT(Refusal(links + "  - {from: a, to: \"s:2\"}\n"),
              HasSubstr("'s' has 2 ports, this link is at port 2"));
  EXPECT_THAT(Refusal(links + "  - {from: \"a:0\", to: s}\n  - {from: \"a:0\", to: s}\n"),
              HasSubstr("t.yaml:6:5: error: port 0 of 'a' carries another link"));
  EXPECT_THAT(Refusal(links + "  - {from: a, to: \"a:1\"}\n"), HasSubstr("joined to itself"));
  EXPECT_THAT(Refusal(links + "  - {from: a, to: s, plane: 1}\n"),
              HasSubstr("'s' is in plane 0, this link in 1"));
  EXPECT_THAT(Refusal(links + "  - {from: a, to: s, domain: host}\n"),
              HasSubstr("'s' is a scale_up switch, this link belongs to host"));
  EXPECT_THAT(Refusal(links + "  - {from: a, to: s, length: 1}\n"), HasSubstr("length"));
}

}  // namespace
}  // namespace linkwright::topology_files
