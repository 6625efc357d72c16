// SPDX-License-Identifier: Apache-2.0
// Every key of a scenario by itself: that it is read, with its unit.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tests/unit/host_driver/scenario/scenario_under_test.h"

namespace linkwright::scenario {
namespace {

using config::Document;
using config::Json;
using diagnostics::UserError;

// What stands at "a.b" of the scenario as it was understood.
std::string Understood(const Scenario& scenario, const std::string& path) {
  Json at = config::Write(scenario);
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find('.', begin), path.size());
    const std::string key = path.substr(begin, end - begin);
    at = at.is_array() ? Json(at.at(std::stoul(key))) : Json(at.at(key));
    begin = end + 1;
  }
  return at.is_string() ? at.get<std::string>() : at.dump();
}

struct Key {
  const char* path;
  const char* written;
  const char* understood;
};

void ExpectRead(const std::vector<Key>& keys) {
  for (const Key& key : keys) {
    try {
      const Scenario scenario = ReadScenario(With(key.path, key.written));
      EXPECT_EQ(Understood(scenario, key.path), key.understood) << key.path << "=" << key.written;
    } catch (const UserError& error) {
      ADD_FAILURE() << key.path << "=" << key.written << ": " << error.what();
    }
  }
}

TEST(ScenarioFields, OfTheTopAndThePodAreRead) {
  ExpectRead({{"name", "mine", "mine"},
              {"seed", "0", "0"},
              {"seed", "18446744073709551615", "18446744073709551615"},
              {"pod.ready", "nvlink72", "nvlink72"},
              {"pod.accelerators", "144", "144"},
              {"pod.planes", "64", "64"},
              {"pod.accelerator", "bench_accelerator", "bench_accelerator"},
              {"pod.switch", "bench_switch_8", "bench_switch_8"},
              {"pod.link", "bench_800g", "bench_800g"},
              {"pod.variant", "p8", "p8"},
              {"pod.parts", "[a.yaml, b]", R"(["a.yaml","b"])"}});
}

TEST(ScenarioFields, OfTheNetworkAreReadWithTheirUnits) {
  ExpectRead({{"network.fidelity", "flow", "flow"},
              {"network.symmetry", "exploit", "exploit"},
              {"network.switches", "{pod0.leaf0: rtl}", R"({"pod0.leaf0":"rtl"})"},
              {"network.switch_library", "own.so", "own.so"},
              {"network.iterations", "4", "4"},
              {"network.memory_latency", "400ns", "400 ns"},
              {"network.memory_latency", "0.4us", "400 ns"},
              {"network.memory_latency", "1 ps", "1 ps"},
              {"network.memory_latency", "100us", "100 us"},
              {"network.endpoint_slots_per_vc", "4096", "4096"},
              {"network.clock_gating", "false", "false"}});
}

TEST(ScenarioFields, OfAnEthernetFabricAreReadWithTheirUnits) {
  ExpectRead({{"network.ethernet.balance", "spray", "spray"},
              {"network.ethernet.balance", "adaptive", "adaptive"},
              {"network.ethernet.mtu", "1024", "1024"},
              {"network.ethernet.pfc", "false", "false"},
              {"network.ethernet.flow_control", "cbfc", "cbfc"},
              {"network.ethernet.ecn", "false", "false"},
              {"network.ethernet.cut_through", "true", "true"},
              {"network.ethernet.hash_queue_pair", "true", "true"},
              {"network.ethernet.window_frames", "65536", "65536"},
              {"network.ethernet.retransmit_timeout", "1ms", "1 ms"},
              {"network.ethernet.retransmit_timeout", "1s", "1 s"},
              {"network.ethernet.retry_limit", "0", "0"},
              {"network.ethernet.shared_cells", "100", "100"}});
}

TEST(ScenarioFields, OfLinksWithRetryAreReadWithTheirUnits) {
  ExpectRead({{"network.retry.bit_error_rate", "0.5", "0.5"},
              {"network.retry.bit_error_rate", "1e-12", "1e-12"},
              {"network.retry.frame_error_rate", "1", "1.0"},
              {"network.retry.control_loss_rate", "0.25", "0.25"},
              {"network.retry.window_frames", "512", "512"},
              {"network.retry.replay_timer", "1.5us", "1.5 us"},
              {"network.retry.ack_spacing", "0ns", "0 ps"},
              {"network.retry.rtl_links", "[all]", R"(["all"])"}});
}

TEST(ScenarioFields, OfACollectiveAreReadWithTheirUnits) {
  ExpectRead({{"collective.algorithm", "all_gather_ring", "all_gather_ring"},
              {"collective.ranks", "2", "2"},
              {"collective.size", "1B", "1 B"},
              {"collective.size", "64KiB", "64 KiB"},
              {"collective.size", "1 TiB", "1 TiB"},
              {"collective.size", "100 KB", "100 KB"},
              {"collective.type", "int32", "int32"},
              {"collective.redop", "min", "min"},
              {"collective.channels", "64", "64"},
              {"collective.protocol", "ll128", "ll128"},
              {"collective.ranks_per_domain", "8", "8"},
              {"collective.data", "random", "random"},
              {"collective.check", "off", "off"}});
}

TEST(ScenarioFields, OfTheCostModelAreReadWithTheirUnits) {
  ExpectRead({{"cost.launch_latency", "1us", "1 us"},
              {"cost.step_overhead", "0ns", "0 ps"},
              {"cost.memory_rate", "8 Tb/s", "8 Tb/s"},
              {"cost.memory_rate", "1 TB/s", "8 Tb/s"},
              {"cost.copy.floor", "2ns", "2 ns"},
              {"cost.multimem_slice", "16B", "16 B"},
              {"cost.multimem_outstanding", "1", "1"},
              {"cost.simple.message", "1MiB", "1 MiB"},
              {"cost.ll.fifo_slices", "9", "9"},
              {"cost.ll128.send.rate", "100 Gb/s", "100 Gb/s"}});
}

TEST(ScenarioFields, JobsHaveTheKeysOfACollectiveAndAPlaceAndATime) {
  const Scenario scenario = ReadScenario(Document::Parse(
      "jobs:\n  - {name: a, algorithm: all_gather_ring, ranks: 0-3, size: 1KiB, type: fp16, redop: "
      "max,\n     channels: 2, protocol: ll, data: random, check: off, start: 1.5us}\n",
      "s.yaml"));
  for (const auto& [path, understood] :
       std::vector<std::pair<const char*, const char*>>{{"jobs.0.name", "a"},
                                                        {"jobs.0.algorithm", "all_gather_ring"},
                                                        {"jobs.0.ranks", "4"},
                                                        {"jobs.0.size", "1 KiB"},
                                                        {"jobs.0.type", "fp16"},
                                                        {"jobs.0.redop", "max"},
                                                        {"jobs.0.channels", "2"},
                                                        {"jobs.0.protocol", "ll"},
                                                        {"jobs.0.data", "random"},
                                                        {"jobs.0.check", "off"},
                                                        {"jobs.0.start", "1.5 us"}})
    EXPECT_EQ(Understood(scenario, path), understood) << path;
}

TEST(ScenarioFields, FaultsHaveTheirTimesAndPlaces) {
  const Scenario scenario = ReadScenario(Document::Parse(
      "faults:\n"
      "  - {kind: link_down, link: 'pod0.leaf0:4', at: 0ns, lasts: 1ps}\n"
      "  - {kind: link_errors, at: 1s, links: [a, b], frame_error_rate: 1, control_loss_rate: "
      "0.5}\n"
      "  - {kind: link_errors, at: 1s, accelerator: 3, plane: 0, bit_error_rate: 0}\n",
      "s.yaml"));
  ASSERT_EQ(scenario.faults.size(), 3u);
  const auto& down = std::get<LinkDown>(scenario.faults[0]);
  EXPECT_EQ(down.at, units::Duration::Zero());
  EXPECT_EQ(down.lasts, units::Duration::Picoseconds(1));
  const auto& named = std::get<LinkErrors>(scenario.faults[1]);
  EXPECT_EQ(named.at, units::Duration::Seconds(1));
  EXPECT_EQ(named.links, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(named.frame_error_rate, 1);
  EXPECT_EQ(named.control_loss_rate, 0.5);
  EXPECT_FALSE(named.bit_error_rate.has_value()) << "left out, not 0";
  EXPECT_FALSE(named.accelerator || named.plane);
  const auto& placed = std::get<LinkErrors>(scenario.faults[2]);
  EXPECT_EQ(placed.accelerator, 3);
  EXPECT_EQ(placed.plane, 0);
  EXPECT_EQ(placed.bit_error_rate, 0);
  EXPECT_TRUE(placed.links.empty());
}

TEST(ScenarioFields, WhatIsWrittenIsReadBackTheSame) {
  const std::string yaml =
      "name: all\nseed: 7\npod: {ready: eth8, parts: [a.yaml]}\n"
      "network: {ethernet: {mtu: 1024, retransmit_timeout: 3us}, retry: {frame_error_rate: 1e-3}}\n"
      "collective: {ranks: 3, size: 3KiB, type: fp16, protocol: ll128, check: off}\n"
      "faults: [{kind: link_down, link: x, at: 1us}, {kind: link_errors, at: 2us, plane: 1}]\n"
      "cost: {ll: {send: {floor: 7ns}}}\n";
  const Scenario first = ReadScenario(Document::Parse(yaml, "s.yaml"));
  const std::string written = config::WriteYaml(first);
  const Scenario again = ReadScenario(Document::Parse(written, "again.yaml"));
  EXPECT_EQ(config::Write(again).dump(), config::Write(first).dump());
  EXPECT_EQ(again.collective.size.count(), 3072u);
}

TEST(ScenarioFields, TheSchemaKnowsEveryKeyThatIsRead) {
  const std::string schema = config::JsonSchema<Scenario>().dump();
  const Json written = config::Write(Scenario{});
  for (const auto& [key, value] : written.items())
    EXPECT_NE(schema.find("\"" + key + "\":"), std::string::npos) << key;
  for (const char* key : {"retransmit_timeout", "replay_timer", "ranks_per_domain", "link_down",
                          "control_loss_rate", "stride", "recv_reduce_copy_send"})
    EXPECT_NE(schema.find(key), std::string::npos) << key;
}

TEST(ScenarioFields, AnAlgorithmWithADotOrASlashIsAFile) {
  for (const char* file : {"a.xml", "./a", "folder/a", "a.txt", "../x"})
    EXPECT_TRUE(IsAlgorithmFile(file)) << file;
  for (const char* name : {"all_reduce_ring", "a", "xml"})
    EXPECT_FALSE(IsAlgorithmFile(name)) << name;
}

TEST(ScenarioFields, EveryCollectiveIsNamedInThreeWays) {
  for (const collectives::Collective kind : kCollectives) {
    const std::string name(collectives::ToString(kind));
    std::string joined, dashed;
    for (const char c : name) {
      if (c != '_') joined += c;
      dashed += c == '_' ? '-' : c;
    }
    for (const std::string& spelled : {name, joined, dashed})
      EXPECT_EQ(CollectiveNamed(spelled), kind) << spelled;
    EXPECT_EQ(FullAlgorithmName(kind, "ring"), name + "_ring");
    EXPECT_EQ(FullAlgorithmName(kind, name + "_ring"), name + "_ring");
  }
  EXPECT_FALSE(CollectiveNamed("").has_value());
}

}  // namespace
}  // namespace linkwright::scenario
