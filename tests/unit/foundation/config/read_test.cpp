// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/foundation/config/link_config.h"

namespace linkwright::config_test {
namespace {

using config::Document;

Link Good(std::string_view text) {
  return config::ReadOrThrow<Link>(Document::Parse(text, "run.yaml"));
}

/// what() of the UserError, without the "run.yaml:" and "error: " that every line has.
std::string Errors(std::string_view text) {
  try {
    Good(text);
  } catch (const diagnostics::UserError& error) {
    std::string all = error.what();
    for (const std::string_view part : {"run.yaml:", "error: "}) {
      while (all.find(part) != std::string::npos) all.erase(all.find(part), part.size());
    }
    return all;
  }
  return "no error";
}

TEST(ConfigRead, FillsEveryKindOfField) {
  const Link link = Good(R"(
rate: 800 Gb/s
latency: 12.5ns
lanes: 2
classes: 0x10
enabled: false
medium: fibre
name: 007
replay: {buffer: 1 MiB, error_rate: 1e-6}
window: 7
buffers:
  - buffer: 1 KiB
  - error_rate: 0.5
delays: [1 ns, 0.5 us]
weights: {a: 0.25, b: 1}
shape: {kind: fat_tree, radix: 32, tapered: true}
type: fp16
)");
  Link expected;
  expected.rate = 800_Gbps;
  expected.latency = 12'500_ps;
  expected.lanes = 2;
  expected.classes = 16;
  expected.enabled = false;
  expected.medium = Medium::kFibre;
  expected.name = "007";
  expected.replay = Replay{1_MiB, 1e-6};
  expected.window = 7;
  expected.buffers = {Replay{1_KiB, 0.0}, Replay{64_KiB, 0.5}};
  expected.delays = {1_ns, 500_ns};
  expected.weights = {{"a", 0.25}, {"b", 1.0}};
  expected.shape = FatTree{32, true};
  expected.type = numerics::DataType::kFp16;
  EXPECT_EQ(link, expected);
}

TEST(ConfigRead, KeepsTheDefaultsOfWhatIsNotGiven) {
  Link expected;
  expected.rate = 100_Gbps;
  EXPECT_EQ(Good("rate: 100 Gb/s"), expected);
}

TEST(ConfigRead, AcceptsJson) {
  EXPECT_EQ(Good(R"({"rate": "100 Gb/s", "lanes": 2, "enabled": true, "name": "x"})").lanes, 2);
}

TEST(ConfigRead, RefusesAnUnknownKeyWithASuggestion) {
  EXPECT_EQ(Errors("rate: 1 Gb/s\n  \nlnaes: 2\n"),
            "3:1: unknown key 'lnaes' in link; did you mean 'lanes'?");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nreplay: {bufer: 1 KiB}\n"),
            "2:10: unknown key 'bufer' in replay; did you mean 'buffer'?");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nreplay: {zzzzzz: 1 KiB}\n"),
            "2:10: unknown key 'zzzzzz' in replay; known are buffer, error_rate");
}

TEST(ConfigRead, NamesAMissingRequiredKey) {
  EXPECT_EQ(Errors("lanes: 2"), "1:1: link needs 'rate' (signalling rate per direction)");
  EXPECT_EQ(Errors("{}"), "1:1: link needs 'rate' (signalling rate per direction)");
}

TEST(ConfigRead, ReportsUnitTypeAndRangeAtTheValue) {
  EXPECT_EQ(Errors("rate: 30 ns"),
            "1:7: 'rate': expected a number with a unit among b/s, Kb/s, Mb/s, Gb/s, Tb/s, B/s, "
            "KB/s, MB/s, GB/s, TB/s, KiB/s, MiB/s, GiB/s, found '30 ns'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nlatency: 30"),
            "2:10: 'latency': expected a number with a unit among ps, ns, us, ms, s, found '30'");
  EXPECT_EQ(Errors("rate: 1 Mb/s"), "1:7: 'rate': expected 1 Gb/s to 10 Tb/s, found '1 Mb/s'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nlanes: 12"), "2:8: 'lanes': expected 1 to 8, found '12'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nlanes: two"), "2:8: 'lanes': expected an integer, found 'two'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nlanes: 2.5"), "2:8: 'lanes': expected an integer, found '2.5'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nlanes: '2'"),
            "2:8: 'lanes': expected an integer without quotes, found '2'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nlanes: [2]"), "2:8: 'lanes': expected an integer, found a list");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nlanes:"), "2:1: 'lanes': expected an integer, found nothing");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nclasses: 256"),
            "2:10: 'classes': expected 0 to 255, found '256'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nclasses: -1"), "2:10: 'classes': expected 0 to 255, found '-1'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nlanes: 99999999999999999999"),
            "2:8: 'lanes': expected 1 to 8, found '99999999999999999999'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nlanes: -2147483649"),
            "2:8: 'lanes': expected 1 to 8, found '-2147483649'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nreplay: {buffer: 0 B}"),
            "2:18: 'buffer': expected more than 0 B, found '0 B'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nreplay: {error_rate: .nan}"),
            "2:22: 'error_rate': expected a number, found '.nan'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nreplay: 5"),
            "2:9: 'replay': expected a map describing a replay, found '5'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nbuffers: {a: 1}"),
            "2:10: 'buffers': expected a list, found a map");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nname: ''"),
            "2:7: 'name': expected it at least 1 long, found a length of 0");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nbuffers: [{}, {}, {}]"),
            "2:10: 'buffers': expected it 0 to 2 long, found a length of 3");
}

TEST(ConfigRead, SuggestsForEnumsAndBooleans) {
  EXPECT_EQ(Errors("rate: 1 Gb/s\nmedium: fiber"),
            "2:9: 'medium': expected one of copper, fibre, found 'fiber'; did you mean 'fibre'?");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nenabled: yes"),
            "2:10: 'enabled': expected true or false, found 'yes'; did you mean 'true'?");
}

TEST(ConfigRead, LooksIntoListsMapsAndOptionalsForRanges) {
  EXPECT_EQ(Errors("rate: 1 Gb/s\ndelays:\n  - 5 ns\n  - 2 us\n"),
            "4:5: 'delays[1]': expected 1 ns to 1 us, found '2 us'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nweights: {a: 0.5, b: 1.5}"),
            "2:22: 'weights.b': expected 0.0 to 1.0, found '1.5'");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nwindow: 0"), "2:9: 'window': expected 1 to 100, found '0'");
  EXPECT_EQ(Good("rate: 1 Gb/s\nwindow: null").window, std::nullopt);
}

TEST(ConfigRead, ChoosesAlternativesByKind) {
  EXPECT_EQ(Errors("rate: 1 Gb/s\nshape: {nodes: 3}"),
            "2:8: 'shape': needs 'kind': ring, fat_tree");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nshape: {kind: rng}"),
            "2:15: 'kind': expected one of ring, fat_tree, found 'rng'; did you mean 'ring'?");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nshape: {kind: ring, radix: 3}"),
            "2:8: ring needs 'nodes' (nodes on the ring)\n"
            "2:21: unknown key 'radix' in ring; known are nodes");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nshape: {kind: fat_tree, radix: 48}"),
            "2:32: 'radix': expected a power of two, found '48'");
}

TEST(ConfigRead, CollectsEveryErrorInTheOrderOfTheFile) {
  EXPECT_EQ(Errors("lanes: 0\nmedium: air\nspeed: 1\nbuffers:\n  - {buffer: 1}\n  - 3\n"),
            "1:1: link needs 'rate' (signalling rate per direction)\n"
            "1:8: 'lanes': expected 1 to 8, found '0'\n"
            "2:9: 'medium': expected one of copper, fibre, found 'air'\n"
            "3:1: unknown key 'speed' in link; known are rate, latency, lanes, classes, enabled, "
            "medium, name, replay, window, buffers, delays, weights, shape, type\n"
            "5:14: 'buffer': expected a number with a unit among B, KB, MB, GB, TB, KiB, MiB, GiB, "
            "TiB, found '1'\n"
            "6:5: 'buffers[1]': expected a map describing a replay, found '3'");
}

TEST(ConfigRead, RunsCrossFieldChecksOnlyOnReadableStructs) {
  EXPECT_EQ(Errors("rate: 1 Gb/s\nlanes: 8"), "2:8: 8 lanes need fibre");
  EXPECT_EQ(Errors("rate: 1 Gb/s\nlanes: 8\nmedium: air"),
            "3:9: 'medium': expected one of copper, fibre, found 'air'");
}

}  // namespace
}  // namespace linkwright::config_test
