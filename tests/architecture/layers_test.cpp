// SPDX-License-Identifier: Apache-2.0
// One direction of includes: foundation -> fabric -> {systemc_models, workloads, tco} ->
// host_driver; RTL meets C++ in rtl/spec only.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/architecture/source_tree.h"

namespace linkwright::architecture {
namespace {

std::string Room(const fs::path& path) { return path.begin()->string(); }

const std::map<std::string, std::set<std::string>>& MayInclude() {
  static const std::map<std::string, std::set<std::string>> rules = {
      {"foundation", {"foundation"}},
      {"rtl", {"rtl", "foundation"}},
      {"fabric", {"fabric", "foundation"}},
      {"systemc_models", {"systemc_models", "fabric", "foundation", "rtl"}},
      {"workloads", {"workloads", "fabric", "foundation"}},
      {"tco", {"tco", "fabric", "foundation"}},
      {"host_driver",
       {"host_driver", "systemc_models", "workloads", "tco", "fabric", "foundation", "rtl"}},
  };
  return rules;
}

std::vector<Include> HouseIncludes() {
  std::vector<Include> all;
  for (const fs::path& file : FilesWith({".h", ".cpp"})) {
    if (MayInclude().contains(Room(file))) {
      for (Include& include : IncludesOf(file)) all.push_back(std::move(include));
    }
  }
  return all;
}

std::string Where(const Include& i) {
  return i.file.string() + ":" + std::to_string(i.line) + " includes " + i.target;
}

bool Under(const fs::path& file, const std::string& folder) {
  return file.string().starts_with(folder + "/");
}

TEST(Layers, TheTreeIsNotEmpty) { EXPECT_GT(HouseIncludes().size(), 100u); }

TEST(Layers, IncludesPointDownwardsOnly) {
  for (const Include& i : HouseIncludes()) {
    const std::string target_room = Room(fs::path(i.target));
    if (!MayInclude().contains(target_room)) continue;
    EXPECT_TRUE(MayInclude().at(Room(i.file)).contains(target_room)) << Where(i);
  }
}

TEST(Layers, QuotedIncludesNameTheirRoomFromTheRoot) {
  for (const Include& i : HouseIncludes()) {
    // V*.h and *.inc are made in the build tree.
    if (!i.quoted || i.target.starts_with("V") || i.target.ends_with(".inc")) continue;
    EXPECT_TRUE(fs::exists(Root() / i.target)) << Where(i);
  }
}

TEST(Layers, OnlyClockedNetworksNameSystemC) {
  for (const Include& i : HouseIncludes()) {
    if (i.target != "systemc" && i.target != "systemc.h") continue;
    EXPECT_TRUE(Under(i.file, "systemc_models")) << Where(i);
  }
}

TEST(Layers, OnlyTheVerilatedRoomNamesVerilatedModels) {
  static const std::regex model(R"(^V[A-Za-z0-9_]+\.h$)");
  static const std::regex runtime(R"(^verilated.*\.h$)");
  for (const Include& i : HouseIncludes()) {
    const bool here = Under(i.file, "systemc_models/verilated");
    EXPECT_TRUE(!std::regex_match(i.target, model) || (here && i.file.extension() == ".cpp"))
        << Where(i);
    EXPECT_TRUE(!std::regex_match(i.target, runtime) || here) << Where(i);
  }
}

TEST(Layers, HardwareComponentsDoNotKnowTheTopology) {
  for (const Include& i : HouseIncludes()) {
    const bool hardware =
        Under(i.file, "systemc_models") && !Under(i.file, "systemc_models/networks");
    EXPECT_FALSE(hardware && i.target.starts_with("fabric/topology")) << Where(i);
  }
}

TEST(Layers, HostSoftwareOfSwitchesKnowsRegistersAndNoNetwork) {
  for (const Include& i : HouseIncludes()) {
    if (!Under(i.file, "host_driver/device") || !i.target.starts_with("systemc_models/")) continue;
    EXPECT_TRUE(i.target.starts_with("systemc_models/interfaces/")) << Where(i);
  }
}

TEST(Layers, OnlyPlanningAndExperimentsNameANetworkOrASwitchModel) {
  static const std::set<std::string> models = {
      "systemc_models/networks", "systemc_models/scaleup_switch", "systemc_models/ethernet_switch",
      "systemc_models/verilated"};
  for (const Include& i : HouseIncludes()) {
    if (!Under(i.file, "host_driver") || Under(i.file, "host_driver/planning") ||
        Under(i.file, "host_driver/experiment"))
      continue;
    for (const std::string& model : models)
      EXPECT_FALSE(Under(fs::path(i.target), model)) << Where(i);
  }
}

TEST(Layers, HostSoftwareAsksNoNetworkForItsType) {
  for (const fs::path& file : FilesWith({".h", ".cpp"})) {
    if (!Under(file, "host_driver")) continue;
    EXPECT_EQ(ReadText(Root() / file).find("dynamic_cast"), std::string::npos) << file;
  }
}

TEST(Layers, TheTwinAndTheRtlAdapterDoNotKnowEachOther) {
  for (const Include& i : HouseIncludes()) {
    if (Under(i.file, "systemc_models/scaleup_switch")) {
      EXPECT_FALSE(i.target.starts_with("systemc_models/verilated")) << Where(i);
    }
    if (Under(i.file, "systemc_models/verilated")) {
      EXPECT_FALSE(i.target.starts_with("systemc_models/scaleup_switch")) << Where(i);
    }
  }
}

// What both kinds of stimulus use knows neither, and they do not know each other.
TEST(Layers, LockStepsHarnessKnowsNoKindOfSwitch) {
  const std::string rooms = "systemc_models/lockstep/";
  for (const Include& i : HouseIncludes()) {
    if (Under(i.file, rooms + "harness")) {
      EXPECT_FALSE(i.target.starts_with(rooms + "scaleup/") ||
                   i.target.starts_with(rooms + "ethernet/") ||
                   i.target.starts_with("systemc_models/scaleup_switch/") ||
                   i.target.starts_with("systemc_models/ethernet_switch/") ||
                   i.target.starts_with("rtl/spec/generated/"))
          << Where(i);
    }
    EXPECT_FALSE(Under(i.file, rooms + "scaleup") && i.target.starts_with(rooms + "ethernet/"))
        << Where(i);
    EXPECT_FALSE(Under(i.file, rooms + "ethernet") && i.target.starts_with(rooms + "scaleup/"))
        << Where(i);
  }
}

// A stimulus or an oracle that looked at the twin would share its mistakes.
TEST(Layers, WhatDrivesOrJudgesASwitchDoesNotKnowTheTwin) {
  for (const Include& i : HouseIncludes()) {
    if (!Under(i.file, "systemc_models/oracle") &&
        (!Under(i.file, "systemc_models/lockstep") ||
         i.file.filename().string().ends_with("_kind.cpp")))
      continue;
    EXPECT_FALSE(i.target.starts_with("systemc_models/scaleup_switch/") ||
                 i.target.starts_with("systemc_models/ethernet_switch/"))
        << Where(i);
  }
}

// Folders as nodes, includes as edges: a circle would make two folders one.
TEST(Layers, FoldersHaveNoIncludeCircle) {
  std::map<std::string, std::set<std::string>> edges;
  for (const Include& i : HouseIncludes()) {
    if (!i.quoted || !fs::exists(Root() / i.target)) continue;
    const std::string from = i.file.parent_path().string();
    const std::string to = fs::path(i.target).parent_path().string();
    if (from != to) edges[from].insert(to);
  }
  std::map<std::string, int> state;  // 1: on the path, 2: done
  std::string circle;
  auto visit = [&](auto&& self, const std::string& node) -> bool {
    state[node] = 1;
    for (const std::string& next : edges[node]) {
      if (state[next] == 1 || (state[next] == 0 && self(self, next))) {
        circle += " <- " + node;
        return true;
      }
    }
    state[node] = 2;
    return false;
  };
  std::vector<std::string> nodes;
  for (const auto& [node, targets] : edges) nodes.push_back(node);
  for (const std::string& node : nodes) {
    EXPECT_FALSE(state[node] == 0 && visit(visit, node)) << circle;
  }
}

}  // namespace
}  // namespace linkwright::architecture
