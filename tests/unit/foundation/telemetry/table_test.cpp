// SPDX-License-Identifier: Apache-2.0
#include "foundation/telemetry/table.h"

#include <gtest/gtest.h>

namespace linkwright::telemetry {
namespace {

using Align = Table::Align;

Table Parts() {
  Table table({{.title = "part", .align = Align::kLeft},
               {.title = "price", .unit = "USD", .priority = 1},
               {.title = "maximum", .unit = "W", .priority = 2},
               {.title = "total", .unit = "USD"}});
  table.AddRow({"switch of 51.2 Tb/s", "12,000", "900", "216,000"});
  table.AddRow({"cable", "90", "0", "1,234,567"});
  return table;
}

int WidestLine(const std::string& text) {
  int widest = 0;
  for (const std::string& line : Wrapped(text, 100000))
    widest = std::max(widest, DisplayWidth(line));
  return widest;
}

TEST(Table, AlignsNumbersRightAndTextLeft) {
  Table table({{.title = "pod", .align = Align::kLeft}, {.title = "time", .unit = "us"}});
  table.AddRow({"a", "7"});
  table.AddRow({"longer", "1,234"});
  EXPECT_EQ(table.ToText({}),
            "pod      time\n"
            "           us\n"
            "------  -----\n"
            "a           7\n"
            "longer  1,234\n");
}

TEST(Table, CountsColumnsOfTheTerminalNotBytes) {
  Table table({{.title = "µs", .align = Align::kLeft}, {.title = "x", .align = Align::kLeft}});
  table.AddRow({"12", "y"});
  table.AddRow({"線", "z"});  // two columns wide
  EXPECT_EQ(table.ToText({}), "µs  x\n--  -\n12  y\n線  z\n");
}

TEST(Table, GivesUpTheLeastImportantColumnsAndSaysWhich) {
  EXPECT_EQ(Parts().ToText({.width = 48}).find("not shown"), std::string::npos);
  EXPECT_EQ(Parts().ToText({.width = 40}),
            "part                  price      total\n"
            "                        USD        USD\n"
            "-------------------  ------  ---------\n"
            "switch of 51.2 Tb/s  12,000    216,000\n"
            "cable                    90  1,234,567\n"
            "(not shown in 40 columns: maximum (W);\n"
            "--details: all)\n");
}

TEST(Table, ShowsEveryColumnWithDetailsInBandsThatBeginWithTheFirst) {
  EXPECT_EQ(Parts().ToText({.width = 40, .details = true}),
            "part                  price  maximum\n"
            "                        USD        W\n"
            "-------------------  ------  -------\n"
            "switch of 51.2 Tb/s  12,000      900\n"
            "cable                    90        0\n"
            "\n"
            "part                     total\n"
            "                           USD\n"
            "-------------------  ---------\n"
            "switch of 51.2 Tb/s    216,000\n"
            "cable                1,234,567\n");
}

TEST(Table, NeverGivesUpAColumnOfPriorityZero) {
  Table table({{.title = "metric", .align = Align::kLeft},
               {.title = "nvlink72"},
               {.title = "ualink64"},
               {.title = "eth16_leaf_spine"}});
  table.AddRow({"time", "13.28", "14.2", "99"});
  const std::string text = table.ToText({.width = 40});
  EXPECT_NE(text.find("eth16_leaf_spine"), std::string::npos) << text;
  EXPECT_LE(WidestLine(text), 40) << text;
}

TEST(Table, ContinuesSentencesInTheirColumnOrBelowTheRow) {
  Table table({{.title = "metric", .align = Align::kLeft},
               {.title = "value"},
               {.title = "definition", .align = Align::kLeft, .wraps = true}});
  table.AddRow({"collective.time", "13.28", "from the launch to the last rank's end, in full"});
  EXPECT_EQ(table.ToText({.width = 50}),
            "metric           value  definition\n"
            "---------------  -----  --------------------------\n"
            "collective.time  13.28  from the launch to the\n"
            "                        last rank's end, in full\n");
  EXPECT_EQ(table.ToText({.width = 42}),
            "metric           value\n"
            "---------------  -----\n"
            "collective.time  13.28\n"
            "    from the launch to the last rank's\n"
            "    end, in full\n");
}

TEST(Table, FitsWhateverTheNamesAndTheWidth) {
  Table table({{.title = "a name", .align = Align::kLeft},
               {.title = "number"},
               {.title = "another", .priority = 3},
               {.title = "words", .align = Align::kLeft, .wraps = true}});
  table.AddRow({"network.retry.pod0.plane17.switch0.accelerator71.to_switch.frames_delivered",
                "123,456,789,012,345,678", "99", std::string(300, 'x')});
  for (int width = 40; width < 130; ++width) {
    for (const bool details : {false, true}) {
      const std::string text = table.ToText({.width = width, .details = details});
      EXPECT_LE(WidestLine(text), width) << text;
    }
  }
}

TEST(Wrapped, BreaksAtBlanksAndLongWordsAfterASign) {
  EXPECT_EQ(Wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(Wrapped("pod0.switch3.port5", 14),
            (std::vector<std::string>{"pod0.switch3.", "port5"}));
  EXPECT_EQ(Wrapped("sends S (n-1)/n", 12), (std::vector<std::string>{"sends S", "(n-1)/n"}));
  EXPECT_EQ(Wrapped("", 5), (std::vector<std::string>{""}));
}

TEST(FittedLines, GoOnUnderTheirValue) {
  EXPECT_EQ(FittedLines("  price                  one two three four five six seven\nshort\n", 52),
            "  price                  one two three four five six\n"
            "                         seven\nshort\n");
}

}  // namespace
}  // namespace linkwright::telemetry
