// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/foundation/config/link_config.h"

namespace linkwright::config_test {
namespace {

using config::Document;
using config::Json;

Link Full() {
  Link link;
  link.rate = 106'250'000'001_bps;
  link.latency = 1'234'567_ps;
  link.classes = 255;
  link.medium = Medium::kFibre;
  link.name = "true";
  link.replay = Replay{1_MiB, 0.1};
  link.buffers = {Replay{}, Replay{1_KiB, 1e-300}};
  link.delays = {1_ns, 999_ns};
  link.weights = {{"tenant: a", 0.3}, {"12", 1.0}};
  link.shape = FatTree{16, true};
  return link;
}

TEST(ConfigWrite, ReadsBackToAnEqualStructFromYamlAndJson) {
  const Link link = Full();
  EXPECT_EQ(config::ReadOrThrow<Link>(Document::Parse(config::WriteYaml(link), "y")), link)
      << config::WriteYaml(link);
  EXPECT_EQ(config::ReadOrThrow<Link>(Document::Parse(config::Write(link).dump(), "j")), link);
}

TEST(ConfigWrite, KeepsAwkwardTextsTexts) {
  for (const std::string text :
       {"true",     "null",        "~",    "12",    "1e5",    "0x1F",       "-",
        "- a",      "a: b",        "a #b", " lead", "trail ", "two\nlines", "quote\"back\\slash",
        "tab\t",    "caf\xC3\xA9", "[x]",  "*a",    "&a",     "!a",         "%a",
        "800 Gb/s", "@x",          "`x`",  "'x'",   ".5",     "...",        "---"}) {
    Link link;
    link.rate = 1_Gbps;
    link.name = text;
    EXPECT_EQ(config::ReadOrThrow<Link>(Document::Parse(config::WriteYaml(link), "y")).name, text);
  }
}

TEST(ConfigWrite, ListsEveryFieldInOrderWithDefaults) {
  Link link;
  link.rate = 800_Gbps;
  EXPECT_EQ(config::WriteYaml(link), R"(rate: 800 Gb/s
latency: 30 ns
lanes: 4
classes: 1
enabled: true
medium: copper
name: uplink
buffers: []
delays: []
weights: {}
shape:
  kind: ring
  nodes: 4
type: bf16
)");
}

TEST(JsonSchema, DescribesTypesLimitsAndDefaults) {
  const Json schema = config::JsonSchema<Link>();
  EXPECT_EQ(schema["title"], "link");
  EXPECT_EQ(schema["type"], "object");
  EXPECT_EQ(schema["additionalProperties"], false);
  const Json& properties = schema["properties"];
  EXPECT_EQ(properties["lanes"]["type"], "integer");
  EXPECT_EQ(properties["lanes"]["minimum"], 1);
  EXPECT_EQ(properties["lanes"]["maximum"], 8);
  EXPECT_EQ(properties["lanes"]["default"], 4);
  EXPECT_EQ(properties["medium"]["enum"], (Json{"copper", "fibre"}));
  EXPECT_EQ(properties["replay"]["$ref"], "#/$defs/replay");
  EXPECT_EQ(properties["buffers"]["items"]["$ref"], "#/$defs/replay");
  EXPECT_EQ(properties["shape"]["oneOf"].size(), 2U);
  EXPECT_EQ(properties["shape"]["oneOf"][0]["properties"]["kind"]["const"], "ring");
  EXPECT_TRUE(properties.contains("extends"));
  EXPECT_EQ(schema["$defs"]["replay"]["properties"]["error_rate"]["maximum"], 1.0);
  EXPECT_EQ(schema["$defs"]["link"]["required"], Json::array({"rate"}));
  EXPECT_NE(properties["rate"]["description"].get<std::string>().find("1 Gb/s to 10 Tb/s"),
            std::string::npos);
}

TEST(ReferenceMarkdown, HasATablePerStructAndARowPerField) {
  const std::string text = config::ReferenceMarkdown<Link>();
  EXPECT_TRUE(text.starts_with("## link\n\none cable\n\n| key | type | default |")) << text;
  EXPECT_NE(text.find("| `lanes` | integer | `4` | 1 to 8 | lanes per port |\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("| `rate` | number with b/s"), std::string::npos);
  EXPECT_NE(text.find("| required | 1 Gb/s to 10 Tb/s | signalling rate per direction |"),
            std::string::npos);
  EXPECT_NE(text.find("element type \\| default"), std::string::npos);
  std::size_t sections = 0;
  for (std::size_t at = text.find("## "); at != std::string::npos; at = text.find("## ", at + 1)) {
    ++sections;
  }
  EXPECT_EQ(sections, 4U);  // link, replay (once), ring, fat_tree
}

}  // namespace
}  // namespace linkwright::config_test
