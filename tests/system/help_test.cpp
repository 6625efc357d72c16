// SPDX-License-Identifier: Apache-2.0
// Help topics, man page, completion of values, and every command that documentation shows.
#include <regex>
#include <set>
#include <sstream>

#include "foundation/telemetry/text_layout.h"
#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

const fs::path kSource = LINKWRIGHT_SOURCE_DIR;

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::string line;
  for (std::istringstream in(text); std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Output as it stands in documentation, 80 columns wide.
class InEightyColumns {
 public:
  InEightyColumns() { setenv("COLUMNS", "80", 1); }
  ~InEightyColumns() { unsetenv("COLUMNS"); }
};

TEST(Help, EveryTopicIsThereAndFitsATerminal) {
  const InEightyColumns narrow;
  const std::string overview = Linkwright("help").out;
  int topics = 0;
  for (const auto& entry : fs::directory_iterator(kSource / "docs/reference/help")) {
    const std::string name = entry.path().stem().string();
    const CommandResult result = Linkwright("help " + name);
    EXPECT_EQ(result.exit_code, 0) << name << result.err;
    EXPECT_NE(overview.find("  " + name + " "), std::string::npos) << name;
    for (const std::string& line : LinesOf(result.out))
      EXPECT_LE(telemetry::DisplayWidth(line), 80) << name << ": " << line;
    ++topics;
  }
  EXPECT_GE(topics, 8);
  EXPECT_EQ(Linkwright("help bench").out, Linkwright("bench --help").out);
  const CommandResult unknown = Linkwright("help exitcodes");
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.err.find("did you mean 'exit-codes'?"), std::string::npos) << unknown.err;
}

TEST(Help, TheManPageIsFresh) {
  EXPECT_EQ(Linkwright("help --man").out, ReadAll(kSource / "docs/reference/linkwright.1"))
      << "stale; to mend: build/release/linkwright help --man > docs/reference/linkwright.1";
}

TEST(Help, ThePageOfRegressionFilesIsFresh) {
  const std::string page = ReadAll(kSource / "docs/reference/regression_files.md");
  const std::string fields = Linkwright("schema regression --markdown").out;
  EXPECT_FALSE(fields.empty());
  EXPECT_NE(page.find(fields), std::string::npos)
      << "stale; to mend: replace all below the mark in docs/reference/regression_files.md by the "
         "output of build/release/linkwright schema regression --markdown";
}

TEST(Help, ThePageOfPartsFilesIsFresh) {
  const std::string page = ReadAll(kSource / "docs/reference/parts_files.md");
  const std::string fields = Linkwright("schema parts --markdown").out;
  EXPECT_FALSE(fields.empty());
  EXPECT_NE(page.find(fields), std::string::npos)
      << "stale; to mend: replace all below the mark in docs/reference/parts_files.md by the "
         "output "
         "of build/release/linkwright schema parts --markdown";
}

std::string Completed(const std::string& words) {
  const int index = static_cast<int>(std::count(words.begin(), words.end(), ' '));
  const std::string command =
      "cd '" + Scratch().string() + "' && bash -c 'source completion.bash; COMP_WORDS=(" + words +
      "); COMP_CWORD=" + std::to_string(index) + "; _linkwright; echo \"${COMPREPLY[@]}\"'";
  std::string out;
  std::FILE* pipe = popen(command.c_str(), "r");
  char buffer[4096];
  for (size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
  EXPECT_EQ(pclose(pipe), 0) << words;
  return out;
}

TEST(Help, CompletionOffersValuesByTheTypeOfTheOption) {
  ASSERT_EQ(Linkwright("completion > completion.bash").exit_code, 0);
  Write("own.xml", "");
  Write("own.yaml", "");
  for (const auto& [words, expected] : std::vector<std::pair<std::string, std::string>>{
           {"linkwright bench --on nv", "nvlink72\n"},
           {"linkwright bench --algorithm all_gather_n", "all_gather_nvls\n"},
           {"linkwright bench --algorithm ow", "own.xml\n"},
           {"linkwright bench --type bf", "bf16\n"},
           {"linkwright bench --redop ma", "max\n"},
           {"linkwright bench --collective all_to", "all_to_all\n"},
           {"linkwright bench --protocol s", "simple\n"},
           {"linkwright bench --fidelity r", "rtl\n"},
           {"linkwright bench --symmetry e", "exploit\n"},
           {"linkwright bench --set collective.si", "collective.size=\n"},
           {"linkwright verify --family hot", "hotspot\n"},
           {"linkwright run own", "own.yaml\n"},
           {"linkwright regress own", "own.yaml\n"},
           {"linkwright regress --acc", "--accept\n"},
           {"linkwright compare sue", "sue64\n"},
           {"linkwright list pod", "pods\n"},
           {"linkwright conform cb", "cbfc\n"},
           {"linkwright conform all --switch tw", "twin\n"},
           {"linkwright explain nvlink7", "nvlink72\n"},
           {"linkwright help exit", "exit-codes\n"},
           {"linkwright run --quie", "--quiet\n"}}) {
    EXPECT_EQ(Completed(words), expected) << words;
  }
}

TEST(Help, AnOptionHasOneTypeAndOneMeaningInEveryCommand) {
  std::map<std::string, std::pair<std::string, std::string>> seen;  // option -> type, command
  for (const char* command : {"run", "bench", "compare", "verify", "regress", "list", "explain"}) {
    const std::string text = Linkwright("help " + std::string(command)).out;
    const std::regex option(R"(\n\s+(--[a-z-]+)(?: ([^ \n]+))?)");
    for (std::sregex_iterator at(text.begin(), text.end(), option), end; at != end; ++at) {
      const std::string name = (*at)[1];
      std::string type = (*at)[2];
      type = type.substr(0, type.find(':'));  // without the limits
      const auto [known, added] = seen.try_emplace(name, type, command);
      EXPECT_EQ(known->second.first, type)
          << name << " in " << command << " and in " << known->second.second;
    }
  }
  for (const char* name : {"--json", "--csv", "--seed", "--set", "--details", "--quiet"})
    EXPECT_TRUE(seen.contains(name)) << name;
}

// Runs what fenced blocks of a page show: in `sh`, every line that begins with linkwright ends with
// 0 (or with what "# exit N" says); in `console`, the lines after "$ linkwright ..." are its
// output (that to stderr behind that to stdout), in this order, perhaps with others between them;
// wall times in them are only shapes. A block of `yaml` that begins with "# NAME.yaml" becomes that
// file; of others, steps of a CI system, the lines that run linkwright are run.
class Documentation : public testing::TestWithParam<const char*> {};

CommandResult RunLine(const std::string& line) {
  // Without the comment behind it.
  CommandResult result =
      Linkwright(line.substr(line.find(' ') + 1, line.find(" #") - line.find(' ')));
  // Scripts build the models of every variant, a single configuration perhaps not.
  const bool not_built = result.exit_code != 0 && result.err.find("RTL") != std::string::npos &&
                         result.err.find("is not built") != std::string::npos;
  if (not_built) result.exit_code = 0;
  return result;
}

int ExitWantedBy(const std::string& line) {
  const size_t exit = line.find("# exit ");
  return exit == std::string::npos ? 0 : line[exit + 7] - '0';
}

// "(0.21 s, 151 kcycles/s)" without its numbers.
std::string WithoutWallTimes(const std::string& line) {
  static const std::regex wall(R"(\([0-9.]+ s(, [0-9.,]+ kcycles/s)?\))");
  return std::regex_replace(line, wall, "(...)");
}

// "      - run: linkwright regress a.yaml" -> "linkwright regress a.yaml"; empty for other lines.
std::string StepOf(const std::string& line) {
  static const std::regex step(R"(^ *(?:- )?(?:run: )?(linkwright .*)$)");
  std::smatch found;
  return std::regex_match(line, found, step) ? found[1].str() : "";
}

TEST_P(Documentation, ShowsCommandsThatRun) {
  const InEightyColumns narrow;
  for (const char* folder : {"workloads", "docs"}) {
    if (!fs::exists(Scratch() / folder))
      fs::create_directory_symlink(kSource / folder, Scratch() / folder);
  }
  std::string language, file;
  std::set<std::string> steps;
  std::vector<std::string> output;
  size_t at = 0;
  int commands = 0;
  static const std::regex file_name(R"(^# ([a-z_]+\.yaml)$)");
  for (const std::string& line : LinesOf(ReadAll(kSource / GetParam()))) {
    if (line.starts_with("```")) {
      language = language.empty() ? line.substr(3) + " " : "";
      file.clear();
    } else if (std::smatch name;
               language == "yaml " && file.empty() && std::regex_match(line, name, file_name)) {
      file = name[1];
      Write(file, "");
    } else if (!file.empty()) {
      std::ofstream(Scratch() / file, std::ios::app) << line << "\n";
    } else if (const std::string step = language == "yaml " ? StepOf(line) : "";
               !step.empty() || (language == "sh " && line.starts_with("linkwright "))) {
      if (!step.empty() && !steps.insert(step).second) continue;  // of another CI system
      const CommandResult result = RunLine(step.empty() ? line : step);
      EXPECT_EQ(result.exit_code, ExitWantedBy(line)) << line << "\n" << result.out << result.err;
      ++commands;
    } else if (language == "console " && line.starts_with("$ linkwright ")) {
      const CommandResult result = RunLine(line.substr(2));
      EXPECT_EQ(result.exit_code, ExitWantedBy(line)) << line << "\n" << result.err;
      output = LinesOf(result.out + result.err);
      at = 0;
      ++commands;
    } else if (language == "console ") {
      while (at < output.size() && WithoutWallTimes(output[at]) != WithoutWallTimes(line)) ++at;
      EXPECT_LT(at, output.size()) << "is not printed (in this place): " << line;
    }
  }
  EXPECT_GT(commands, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Pages, Documentation,
    testing::Values("README.md", "docs/tutorials/a_link_that_fails.md",
                    "docs/tutorials/add_a_collective.md", "docs/tutorials/regressions_in_ci.md",
                    "docs/tutorials/two_collectives_at_once.md", "workloads/examples/README.md"),
    [](const auto& parameter) {
      std::string name = parameter.param;
      std::replace_if(
          name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
      return name;
    });

}  // namespace
}  // namespace linkwright::system_test
