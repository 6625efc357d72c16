// SPDX-License-Identifier: Apache-2.0
#include "foundation/config/document.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "tests/unit/foundation/config/link_config.h"

namespace linkwright::config_test {
namespace {

namespace fs = std::filesystem;
using config::Document;

std::string ErrorOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const diagnostics::UserError& error) {
    return error.what();
  }
  return "no error";
}

std::string ParseError(std::string_view text) {
  return ErrorOf([&] { Document::Parse(text, "run.yaml"); });
}

class DocumentFiles : public ::testing::Test {
 protected:
  DocumentFiles() {
    folder_ = fs::temp_directory_path() /
              ("linkwright_document_" + std::to_string(getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_ / "base");
  }
  ~DocumentFiles() override { fs::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  fs::path folder_;
};

TEST(Document, RefusesDuplicateKeysAllAtOnce) {
  EXPECT_EQ(ParseError("a: 1\nb: {c: 1, c: 2}\na: 3\n"),
            "run.yaml:2:11: error: duplicate key 'c', first given at line 2\n"
            "run.yaml:3:1: error: duplicate key 'a', first given at line 1");
}

TEST(Document, ReportsSyntaxErrorsWithTheirPosition) {
  EXPECT_EQ(ParseError("a: 1\nb: [1, 2\nc: 3\n").substr(0, 31), "run.yaml:3:2: error: not valid ");
  EXPECT_TRUE(ParseError("a: 'open").starts_with("run.yaml:1:"));
  EXPECT_TRUE(ParseError("a:\n\t- b").starts_with("run.yaml:2:"));
  EXPECT_TRUE(ParseError("a: *nowhere").starts_with("run.yaml:1:4: error: not valid YAML: "));
}

TEST(Document, RefusesStrayPunctuation) {
  // yaml-cpp 0.7 loops for ever on these when asked for all documents.
  EXPECT_EQ(ParseError(",a: 1"),
            "run.yaml:1:1: error: not valid YAML: what stands here belongs to nothing");
  EXPECT_EQ(ParseError("a: 1\n]\n").substr(0, 13), "run.yaml:2:1:");
  EXPECT_EQ(ParseError("[1]]").substr(0, 13), "run.yaml:1:4:");
  EXPECT_EQ(ParseError("}").substr(0, 13), "run.yaml:1:1:");
}

TEST(Document, RefusesWhatIsNoSingleMap) {
  EXPECT_EQ(ParseError("- 1\n- 2\n"),
            "run.yaml:1:1: error: expected a map at the top, found a list");
  EXPECT_EQ(ParseError("hello"), "run.yaml:1:1: error: expected a map at the top, found 'hello'");
  EXPECT_EQ(ParseError("a: 1\n---\nb: 2\n"),
            "run.yaml:2:1: error: expected one YAML document, found a second one");
  EXPECT_EQ(ParseError("{[1, 2]: 3}"), "run.yaml:1:2: error: expected a name as key of a map");
}

TEST(Document, RefusesAliasesThatContainThemselvesOrExplode) {
  EXPECT_NE(ParseError("a: &x [*x]").find("more than 64 levels of nesting"), std::string::npos);
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int j = 0; j < 9; ++j) bomb += ", " + last;
    bomb += "]\n";
  }
  EXPECT_NE(ParseError(bomb).find("more than 1000000 values"), std::string::npos);
}

TEST(Document, NamesATabInTheIndentation) {
  EXPECT_EQ(ParseError("name: tab\nlink:\n\trate: 64 Gb/s\n\tlanes: 4\n"),
            "run.yaml:3:1: error: not valid YAML: a tab stands in the indentation, which must be "
            "spaces");
  EXPECT_EQ(ParseError("link:\n  rate: 64 Gb/s\n  \tlanes: 4\n").substr(0, 13), "run.yaml:3:3:");
  // JSON may be indented with tabs.
  EXPECT_EQ(ParseError("{\n\t\"a\": [\n\t\t1\n\t]\n}\n"), "no error");
}

TEST(Document, SaysExtendsToWhomeverMergesWithAKey) {
  EXPECT_EQ(ParseError("name: merge\nlink:\n  <<: {lanes: 2}\n  rate: 1 Gb/s\n"),
            "run.yaml:3:3: error: merge keys (<<) are not read; `extends: FILE` at the top of a "
            "file takes another file's values");
}

TEST(Document, RefusesAFileThatSaysNothing) {
  for (const char* text : {"", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "null\n"}) {
    EXPECT_EQ(ParseError(text),
              "run.yaml: error: the file says nothing; {} stands for all defaults")
        << text;
  }
  EXPECT_EQ(ParseError("{}"), "no error");
}

TEST(Document, RefusesWhatIsNoText) {
  EXPECT_EQ(ParseError(std::string_view("%PDF\n\0\0", 7)),
            "run.yaml:2:1: error: expected text, found the control character U+0000");
  EXPECT_EQ(ParseError("a: 1\nb: \x1b[31m\n"),
            "run.yaml:2:4: error: expected text, found the control character U+001B");
  EXPECT_EQ(ParseError("a: \xFF").substr(0, 13), "run.yaml:1:4:");
}

TEST(Document, TakesNoLineThatBeginsWithPercentForNothing) {
  EXPECT_EQ(ParseError("%PDF-1.4\n% a paper\n"),
            "run.yaml:1:1: error: not valid YAML: a line that begins with '%' must be a directive, "
            "%YAML or %TAG");
  EXPECT_EQ(ParseError("# a\n%YAML 1.2\na: 1\n"),
            "run.yaml:3:1: error: not valid YAML: expected --- after the directives above");
  EXPECT_EQ(ParseError("%YAML 1.2\n---\na: 1\n"), "no error");
  EXPECT_EQ(ParseError("a: |\n  text\n  %more\n"), "no error");
}

TEST(Document, RefusesControlCharactersThatEscapesMake) {
  EXPECT_EQ(ParseError("name: \"\\e[31mred\\a\"\n"),
            "run.yaml:1:7: error: '\\u{1B}[31mred\\u{7}' has the control character U+001B");
  EXPECT_EQ(ParseError("\"a\\u202e\": 1\n"),
            "run.yaml:1:1: error: 'a\\u{202E}' has the control character U+202E");
  EXPECT_EQ(ParseError("name: \"two\\nlines\\e\"\n"),
            "run.yaml:1:7: error: 'two\\nlines\\u{1B}' has the control character U+001B");
  EXPECT_EQ(ParseError("note: |\n  two\n  lines\n"), "no error");
}

TEST(Document, KnowsWhereEachValueStands) {
  const Document document =
      Document::Parse("topology:\n  ports: 64\nlinks:\n  - rate: 1\n  - rate: 2\n", "run.yaml");
  const auto position = [&](std::string_view path) {
    return diagnostics::ToString(document.LocationOf(path));
  };
  EXPECT_EQ(position("topology.ports"), "run.yaml:2:10");
  EXPECT_EQ(position("links.1.rate"), "run.yaml:5:11");
  EXPECT_EQ(position("topology.missing"), "run.yaml:2:3");
  EXPECT_EQ(position("links.7.rate"), "run.yaml:4:3");
  EXPECT_EQ(position(""), "run.yaml:1:1");
  EXPECT_EQ(document.root().At("links.1.rate")->text(), "2");
  EXPECT_EQ(document.root().At("links.2"), nullptr);
}

TEST_F(DocumentFiles, ExtendTakesTheBaseBelowTheFileAndKeepsPositions) {
  Write("base/default.yaml", "rate: 100 Gb/s\nlanes: 2\nreplay:\n  buffer: 1 KiB\n");
  const std::string run =
      Write("run.yaml", "extends: base/default.yaml\nlanes: 4\nreplay: {error_rate: 0.5}\n");
  const Document document = Document::Load(run);
  const Link link = config::ReadOrThrow<Link>(document);
  EXPECT_EQ(link.rate, 100_Gbps);
  EXPECT_EQ(link.lanes, 4);
  EXPECT_EQ(link.replay, (Replay{1_KiB, 0.5}));
  EXPECT_EQ(document.LocationOf("rate").file, (folder_ / "base/default.yaml").string());
  EXPECT_EQ(document.LocationOf("lanes").file, run);
  EXPECT_EQ(document.files().size(), 2U);
}

TEST_F(DocumentFiles, ExtendReplacesListsAsAWhole) {
  Write("base.yaml", "rate: 1 Gb/s\ndelays: [1 ns, 2 ns]\n");
  const std::string run = Write("run.yaml", "extends: base.yaml\ndelays: [3 ns]\n");
  EXPECT_EQ(config::ReadOrThrow<Link>(Document::Load(run)).delays.size(), 1U);
}

TEST_F(DocumentFiles, ExtendRefusesCirclesAndMissingFiles) {
  const std::string a = Write("a.yaml", "extends: b.yaml\n");
  const std::string b = Write("b.yaml", "x: 1\nextends: ./a.yaml\n");
  EXPECT_EQ(ErrorOf([&] { Document::Load(a); }),
            b + ":2:10: error: 'extends': './a.yaml' extends itself");
  const std::string c = Write("c.yaml", "extends: none.yaml\n");
  EXPECT_EQ(ErrorOf([&] { Document::Load(c); }), c + ":1:10: error: cannot read '" +
                                                     (folder_ / "none.yaml").string() +
                                                     "': No such file or directory");
  const std::string d = Write("d.yaml", "extends: [a, b]\n");
  EXPECT_EQ(ErrorOf([&] { Document::Load(d); }),
            d + ":1:10: error: 'extends': expected a file name, found a list");
}

TEST_F(DocumentFiles, LoadNamesAnUnreadableFile) {
  EXPECT_EQ(ErrorOf([] { Document::Load("/no/such/run.yaml"); }),
            "/no/such/run.yaml: error: cannot read the file: No such file or directory");
  EXPECT_EQ(ErrorOf([&] { Document::Load(folder_.string()); }),
            folder_.string() + ": error: cannot read the file: Is a directory");
}

Document Overridden(const std::vector<std::string>& overrides) {
  Document document =
      Document::Parse("rate: 1 Gb/s\nreplay: {buffer: 1 KiB}\nbuffers: [{}, {}]\n", "run.yaml");
  config::ApplyOverrides(document, overrides);
  return document;
}

TEST(Overrides, ReplaceAndCreateValues) {
  const Link link = config::ReadOrThrow<Link>(Overridden(
      {"rate=400 Gb/s", "replay.buffer=2 KiB", "replay.error_rate=0.5", "buffers.1.buffer=3 KiB",
       "delays=[1 ns, 2 ns]", "shape.kind=ring", "shape.nodes=8", "name=a=b"}));
  EXPECT_EQ(link.rate, 400_Gbps);
  EXPECT_EQ(link.replay, (Replay{2_KiB, 0.5}));
  EXPECT_EQ(link.buffers[1].buffer, 3_KiB);
  EXPECT_EQ(link.delays[1], 2_ns);
  EXPECT_EQ(std::get<Ring>(link.shape).nodes, 8);
  EXPECT_EQ(link.name, "a=b");
}

TEST(Overrides, TheLastOneWins) {
  EXPECT_EQ(config::ReadOrThrow<Link>(Overridden({"lanes=2", "lanes=3"})).lanes, 3);
}

TEST(Overrides, AreBlamedWithTheirTextAndColumn) {
  EXPECT_EQ(ErrorOf([] { config::ReadOrThrow<Link>(Overridden({"replay.buffer=2 ns"})); }),
            "--set replay.buffer=2 ns:1:15: error: 'buffer': expected a number with a unit among "
            "B, KB, MB, GB, TB, KiB, MiB, GiB, TiB, found '2 ns'");
  EXPECT_EQ(ErrorOf([] { config::ReadOrThrow<Link>(Overridden({"replay.bufer=2 KiB"})); }),
            "--set replay.bufer=2 KiB:1:8: error: unknown key 'bufer' in replay; did you mean "
            "'buffer'?");
}

TEST(Overrides, RefuseNothingAfterTheEqualsSign) {
  const std::string nothing =
      ":1:7: error: expected a value after '=', found nothing; null takes a value away";
  EXPECT_EQ(ErrorOf([] { Overridden({"lanes="}); }), "--set lanes=" + nothing);
  EXPECT_EQ(ErrorOf([] { Overridden({"lanes= "}); }), "--set lanes= " + nothing);
  EXPECT_EQ(ErrorOf([] { Overridden({"lanes=#3"}); }), "--set lanes=#3" + nothing);
  EXPECT_EQ(ErrorOf([] { Overridden({"shape=null", "delays=~"}); }), "no error");
}

TEST(Overrides, RefuseMalformedTextsAllAtOnce) {
  const std::string error = ErrorOf([] {
    Overridden({"lanes", "=3", "a..b=1", "rate.x=1", "buffers.2.buffer=1 B", "x=[1"});
  });
  EXPECT_TRUE(
      error.starts_with("--set =3: error: expected path=value\n"
                        "--set a..b=1:1:3: error: expected a name between the dots of the path\n"
                        "--set buffers.2.buffer=1 B:1:9: error: expected an index below 2, found "
                        "'2'\n"
                        "--set lanes: error: expected path=value\n"
                        "--set rate.x=1:1:6: error: 'x' is inside '1 Gb/s', which has no keys\n"
                        "--set x=[1:1:"))
      << error;
}

// Values of another file keep their place, which later mistakes name.
TEST(Override, OfAFileIsLaidWhereItsPathLeadsAndStaysWhereItStands) {
  config::Document document = config::Document::Parse("a: {b: 1}\nl: [1, 2]\n", "x.yaml");
  const config::Document other = config::Document::Parse("k: {c: 3}\n", "o.yaml");
  const config::Node& value = *other.root().Find("k");
  config::ApplyOverride(document, "a.b", {"o.yaml", 1, 1}, value);
  config::ApplyOverride(document, "l.1", {"o.yaml", 1, 1}, value);
  config::ApplyOverride(document, "new.one", {"o.yaml", 1, 1}, value);
  EXPECT_EQ(document.root().At("a.b.c")->text(), "3");
  EXPECT_EQ(document.root().At("l.1.c")->text(), "3");
  EXPECT_EQ(document.LocationOf("new.one.c"), other.LocationOf("k.c"));
  try {
    config::ApplyOverride(document, "l.one", {"o.yaml", 7, 3}, value);
    ADD_FAILURE() << "accepted";
  } catch (const diagnostics::UserError& error) {
    EXPECT_EQ(error.diagnostics().front().location, (config::SourceLocation{"o.yaml", 7, 5}));
  }
}

}  // namespace
}  // namespace linkwright::config_test
