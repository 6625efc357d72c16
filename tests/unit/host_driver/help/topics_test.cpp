// SPDX-License-Identifier: Apache-2.0
#include "host_driver/help/topics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "host_driver/help/manual.h"
#include "host_driver/help/markdown.h"

namespace linkwright::help {
namespace {

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::pair<LineKind, std::string>> LinesOf(std::string_view markdown) {
  std::vector<std::pair<LineKind, std::string>> lines;
  ForEachLine(markdown, [&](LineKind kind, std::string_view text) {
    lines.emplace_back(kind, std::string(text));
  });
  return lines;
}

TEST(Markdown, HasFiveKindsOfLines) {
  using Kind = LineKind;
  EXPECT_EQ(LinesOf("text\n\n## more\n- an item\n```\n- code\n\n## code\n```\nlast"),
            (std::vector<std::pair<Kind, std::string>>{{Kind::kParagraph, "text"},
                                                       {Kind::kBlank, ""},
                                                       {Kind::kHeading, "more"},
                                                       {Kind::kItem, "an item"},
                                                       {Kind::kCode, "- code"},
                                                       {Kind::kCode, ""},
                                                       {Kind::kCode, "## code"},
                                                       {Kind::kParagraph, "last"}}));
  EXPECT_TRUE(LinesOf("").empty());
  EXPECT_EQ(LinesOf("```bash\n```\n").size(), 0u) << "fences are no lines";
  EXPECT_EQ(LinesOf("### deep")[0].first, Kind::kParagraph) << "not used in help";
}

TEST(Topics, StandInOrderOfTheirNames) {
  const auto& topics = Topics();
  ASSERT_GE(topics.size(), 9u);
  for (size_t i = 0; i + 1 < topics.size(); ++i) EXPECT_LT(topics[i].name, topics[i + 1].name);
  for (const Topic& topic : topics) {
    EXPECT_FALSE(topic.title.empty()) << topic.name;
    EXPECT_FALSE(topic.title.starts_with("#")) << topic.title;
    EXPECT_FALSE(topic.text.starts_with("# ")) << topic.name << ": the heading is the title";
    EXPECT_FALSE(topic.text.starts_with("\n")) << topic.name;
    EXPECT_EQ(topic.name.find(".md"), std::string_view::npos) << topic.name;
    EXPECT_EQ(topic.name.find('/'), std::string_view::npos) << topic.name;
  }
}

TEST(Topics, AreFoundByNameAndNothingElse) {
  for (const char* name : {"exit-codes", "fidelity", "formats", "outputs", "parts", "plug-ins",
                           "scenarios", "sizes", "units"}) {
    const Topic* topic = FindTopic(name);
    ASSERT_NE(topic, nullptr) << name;
    EXPECT_EQ(topic->name, name);
  }
  for (const char* wrong : {"", "exit", "Exit-codes", "exit-codes.md", "units "})
    EXPECT_EQ(FindTopic(wrong), nullptr) << wrong;
  EXPECT_EQ(FindTopic("exit-codes")->title, "What the exit code says");
}

TEST(TopicText, NoLineIsWiderThanThePageButCode) {
  for (const int width : {40, 80, 120}) {
    for (const Topic& topic : Topics()) {
      std::vector<std::string> code;
      ForEachLine(topic.text, [&](LineKind kind, std::string_view line) {
        if (kind == LineKind::kCode) code.push_back("  " + std::string(line));
      });
      for (const std::string& line : telemetry::Wrapped(TopicText(topic, {.width = width}), 1000)) {
        const bool kept = std::find(code.begin(), code.end(), line) != code.end();
        EXPECT_TRUE(kept || telemetry::DisplayWidth(line) <= width) << topic.name << ": " << line;
      }
    }
  }
}

TEST(TopicText, ItemsHangAndCodeIsIndentedAsItIs) {
  const Topic topic{"t", "A title",
                    "one two three four five six seven eight nine ten\n\n"
                    "- one two three four five six seven eight nine ten\n"
                    "```\nlinkwright run a.yaml --set collective.size=64MiB\n```\n"};
  EXPECT_EQ(TopicText(topic, {.width = 40}),
            "A title\n\n"
            "one two three four five six seven eight\nnine ten\n\n"
            "- one two three four five six seven\n  eight nine ten\n"
            "  linkwright run a.yaml --set collective.size=64MiB\n");
}

CLI::App& Example(CLI::App& app) {
  CLI::App* run = app.add_subcommand("run", "run one - only one - file");
  static std::string file, seed = "7";
  static bool quiet = false;
  run->add_option("FILE", file, "'quoted' first")->type_name("FILE");
  run->add_option("--seed", seed, "path\\name of `it`")->type_name("N")->capture_default_str();
  run->add_flag("--quiet", quiet, ".dotted");
  return app;
}

TEST(ManualPage, IsMadeOfTheSameOptionsAndTopics) {
  CLI::App app{"an emulator", "linkwright"};
  const std::string page = ManualPage(Example(app), "1.2.3");
  EXPECT_TRUE(Has(page, ".TH LINKWRIGHT 1 \"\" \"linkwright 1.2.3\"\n"));
  EXPECT_TRUE(Has(page, "linkwright \\- an emulator\n"));
  EXPECT_TRUE(Has(page, ".SS linkwright run\nrun one \\- only one \\- file\n"));
  EXPECT_TRUE(Has(page, ".TP\n\\fB\\-\\-seed\\fR N\npath\\ename of it\n(default: 7)\n")) << page;
  EXPECT_TRUE(Has(page, ".TP\n\\fB\\-\\-quiet\\fR\n")) << "a flag has no type";
  for (const Topic& topic : Topics()) {
    std::string name(topic.name);
    for (size_t at = 0; (at = name.find('-', at)) != std::string::npos; at += 2)
      name.insert(at, "\\");
    EXPECT_TRUE(Has(page, ".SS " + name + ": ")) << topic.name;
  }
}

TEST(ManualPage, ADescriptionIsNeverARequest) {
  CLI::App app{"an emulator", "linkwright"};
  const std::string page = ManualPage(Example(app), "1");
  EXPECT_TRUE(Has(page, "\n\\&.dotted\n")) << "a dot at the start of a line is a request";
  EXPECT_TRUE(Has(page, "\n\\&'quoted' first\n")) << "and so is a quote";
}

TEST(ManualPage, EveryRequestIsOneOfTheMacrosUsedAndCodeIsClosed) {
  CLI::App app{"an emulator", "linkwright"};
  const std::string page = ManualPage(Example(app), "1");
  int open = 0;
  for (const std::string& line : telemetry::Wrapped(page, 100000)) {
    if (!line.starts_with('.')) continue;
    const std::string macro = line.substr(0, line.find(' '));
    EXPECT_TRUE(macro == ".TH" || macro == ".SH" || macro == ".SS" || macro == ".TP" ||
                macro == ".PP" || macro == ".IP" || macro == ".B" || macro == ".EX" ||
                macro == ".EE" || macro == ".\\\"")
        << line;
    open += macro == ".EX" ? 1 : macro == ".EE" ? -1 : 0;
    EXPECT_TRUE(open == 0 || open == 1) << "examples do not nest";
  }
  EXPECT_EQ(open, 0);
}

TEST(ManualPage, IsTheSameEveryTime) {
  CLI::App app{"an emulator", "linkwright"}, again{"an emulator", "linkwright"};
  EXPECT_EQ(ManualPage(Example(app), "1"), ManualPage(Example(again), "1"));
}

}  // namespace
}  // namespace linkwright::help
