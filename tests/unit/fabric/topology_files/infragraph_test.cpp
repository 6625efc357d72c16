// SPDX-License-Identifier: Apache-2.0
#include "fabric/topology_files/infragraph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fabric/routing/paths.h"
#include "foundation/config/document.h"

namespace linkwright::topology_files {
namespace {

using testing::HasSubstr;
using topology::Domain;
using topology::NodeKind;
using topology::Topology;

// The case study of InfraGraph's documentation, in our words: 4 servers of 4 accelerators and 4
// NICs, a scale-up switch inside, 4 leaves, 3 spines.
const std::string kClos = R"(
name: two tier clos
devices:
- name: server
  components:
  - {name: xpu, count: 4, choice: xpu}
  - {name: nic, count: 4, choice: nic}
  - {name: nvlsw, count: 1, choice: switch}
  - {name: memory, count: 1, choice: memory}
  links: [{name: pcie}, {name: nvlink}]
  edges:
  - ep1: {component: "xpu[0:4]"}
    ep2: {component: "nic[0:4]"}
    scheme: one2one
    link: pcie
  - ep1: {component: xpu}
    ep2: {component: "nvlsw[0]"}
    scheme: many2many
    link: nvlink
  - ep1: {component: xpu}
    ep2: {component: memory}
    scheme: many2many
    link: pcie
- name: switch
  components:
  - {name: asic, count: 1, choice: custom, custom: {type: asic}}
  - {name: port, count: 16, choice: port}
  links: [{name: ic}]
  edges:
  - ep1: {component: asic}
    ep2: {component: port}
    scheme: many2many
    link: ic
links:
- {name: leaf-link, physical: {bandwidth: {choice: gigabits_per_second, gigabits_per_second: 100}}}
- {name: spine-link}
instances:
- {name: server, device: server, count: 4}
- {name: leaf, device: switch, count: 4}
- {name: spine, device: switch, count: 3}
edges:
- {ep1: {instance: "server[0]", component: nic}, ep2: {instance: "leaf[0]", component: "port[0:4]"}, scheme: one2one, link: leaf-link}
- {ep1: {instance: "server[1]", component: nic}, ep2: {instance: "leaf[1]", component: "port[0:4]"}, scheme: one2one, link: leaf-link}
- {ep1: {instance: "server[2]", component: nic}, ep2: {instance: "leaf[2]", component: "port[0:4]"}, scheme: one2one, link: leaf-link}
- {ep1: {instance: "server[3]", component: nic}, ep2: {instance: "leaf[3]", component: "port[0:4]"}, scheme: one2one, link: leaf-link}
- {ep1: {instance: "leaf", component: "port[4]"}, ep2: {instance: "spine[0]", component: "port[0:4]"}, scheme: one2one, link: spine-link}
- {ep1: {instance: "leaf", component: "port[5]"}, ep2: {instance: "spine[1]", component: "port[0:4]"}, scheme: one2one, link: spine-link}
- {ep1: {instance: "leaf[0:4:1]", component: "port[6]"}, ep2: {instance: "spine[2]", component: "port[0:4]"}, scheme: one2one, link: spine-link}
)";

Topology Graph(const std::string& text) {
  return ReadInfraGraph(config::Document::Parse(text, "i.yaml").root());
}

std::string Changed(const std::string& from, const std::string& to) {
  std::string text = kClos;
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string GraphRefusal(const std::string& text) {
  try {
    Graph(text);
  } catch (const diagnostics::UserError& error) {
    return error.what();
  }
  return "read";
}

TEST(InfraGraph, BecomesNodesWithRolesDomainsAndTiers) {
  const Topology t = Graph(kClos);
  EXPECT_EQ(t.accelerators(), 16);
  EXPECT_EQ(t.nics(), 16);
  EXPECT_EQ(t.switches(), 4 + 4 + 3) << "ports belong to their asic, memory is left out";
  EXPECT_EQ(t.links().size(), 16u + 16u + 16u + 12u);
  EXPECT_EQ(t.scaleup_domains(), 4);
  const auto leaf = t.Find("leaf.1.asic.0");
  const auto spine = t.Find("spine.2.asic.0");
  const auto inner = t.Find("server.3.nvlsw.0");
  EXPECT_EQ(t.node(leaf).domain, Domain::kScaleOut);
  EXPECT_EQ(t.node(leaf).tier, 1);
  EXPECT_EQ(t.LinksOf(leaf).size(), 4u + 3u);
  EXPECT_EQ(t.node(spine).tier, 2);
  EXPECT_EQ(t.node(inner).domain, Domain::kScaleUp);
  EXPECT_EQ(t.part(t.link(t.LinksOf(spine).front()).part), "spine-link");
  EXPECT_EQ(t.Uplinks(5, Domain::kScaleOut).size(), 1u);
}

TEST(InfraGraph, IsRouted) {
  const Topology t = Graph(kClos);
  const routing::Routes routes(t);
  routing::Paths paths(routes);
  EXPECT_EQ(routing::ChooseDomain(t, 0, 3), Domain::kScaleUp);
  EXPECT_EQ(paths.Count(0, 3, Domain::kScaleUp), 1u);
  EXPECT_EQ(paths.Count(0, 4, Domain::kScaleOut), 3u) << "by three spines";
}

TEST(InfraGraph, IsReadAsJsonAndInsideItsOwnName) {
  EXPECT_EQ(Graph(R"({"infrastructure": {"name": "ring", "devices": [{"name": "chip",
      "components": [{"name": "xpu", "count": 4, "choice": "xpu"}], "links": [{"name": "ici"}],
      "edges": [{"ep1": {"component": "xpu[0:4]"}, "ep2": {"component": "xpu[0:4]"},
                 "scheme": "ring", "link": "ici"}]}],
      "instances": [{"name": "chip", "device": "chip", "count": 2}], "edges": []}})")
                .links()
                .size(),
            8u);
}

TEST(InfraGraph, TellsThePlaceOfMistakes) {
  EXPECT_THAT(GraphRefusal(Changed("device: server, count: 4", "device: servr, count: 4")),
              HasSubstr("no device 'servr'; did you mean 'server'?"));
  EXPECT_THAT(GraphRefusal(Changed("\"port[4]\"", "\"port[16]\"")),
              HasSubstr("expected a slice of 'port' within 0 to 15, found 'port[16]'"));
  EXPECT_THAT(
      GraphRefusal(Changed("\"leaf\", component: \"port[4]\"", "\"leef\", component: \"port[4]\"")),
      HasSubstr("no instance 'leef'"));
  EXPECT_THAT(
      GraphRefusal(Changed("component: \"nic[0:4]\"", "component: \"nic[0:3]\"")),
      HasSubstr("i.yaml:12:5: error: one2one joins equal numbers of endpoints, found 4 and 3"));
  EXPECT_THAT(GraphRefusal(Changed("link: spine-link", "link: spline-link")),
              HasSubstr("no link 'spline-link'"));
  EXPECT_THAT(GraphRefusal(Changed("choice: memory", "choice: device")),
              HasSubstr("devices made of devices are not read"));
  EXPECT_THAT(GraphRefusal(Changed("custom: {type: asic}", "custom: {type: fan}")),
              HasSubstr("found 'fan'"));
  EXPECT_THAT(GraphRefusal(Changed("choice: memory", "chioce: memory")), HasSubstr("'choice'?"));
}

}  // namespace
}  // namespace linkwright::topology_files
