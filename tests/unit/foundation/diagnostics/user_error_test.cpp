// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "foundation/diagnostics/exit_code.h"
#include "foundation/diagnostics/printable.h"
#include "foundation/diagnostics/suggest.h"

namespace linkwright::diagnostics {
namespace {

TEST(UserError, SaysFileLineColumnMessageAndSuggestion) {
  const UserError error({"run.yaml", 7, 3}, "unknown key 'lnaes' in link", "lanes");
  EXPECT_STREQ(error.what(),
               "run.yaml:7:3: error: unknown key 'lnaes' in link; did you mean 'lanes'?");
}

TEST(UserError, LeavesOutWhatIsUnknown) {
  EXPECT_STREQ(UserError({"run.yaml", 0, 0}, "cannot read").what(), "run.yaml: error: cannot read");
  EXPECT_STREQ(UserError({"run.yaml", 4, 0}, "bad").what(), "run.yaml:4: error: bad");
  EXPECT_STREQ(UserError({}, "bad").what(), "error: bad");
}

TEST(Diagnostics, ThrowsAllErrorsInFileOrder) {
  Diagnostics diagnostics;
  diagnostics.ThrowIfAny();
  diagnostics.Error({"b.yaml", 1, 1}, "third");
  diagnostics.Error({"a.yaml", 10, 1}, "second");
  diagnostics.Error({"a.yaml", 9, 5}, "first");
  EXPECT_EQ(diagnostics.size(), 3U);
  try {
    diagnostics.ThrowIfAny();
    FAIL() << "nothing was thrown";
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(),
                 "a.yaml:9:5: error: first\na.yaml:10:1: error: second\nb.yaml:1:1: error: third");
    EXPECT_EQ(error.diagnostics().size(), 3U);
  }
}

TEST(Diagnostics, TellTwentyErrorsInFullAndCountTheRest) {
  Diagnostics diagnostics;
  for (int line = 1; line <= 21; ++line) diagnostics.Error({"a.yaml", line, 1}, "wrong");
  try {
    diagnostics.ThrowIfAny();
    FAIL() << "nothing was thrown";
  } catch (const UserError& error) {
    EXPECT_TRUE(std::string(error.what()).ends_with("a.yaml:20:1: error: wrong\n1 more error"));
    EXPECT_EQ(error.diagnostics().size(), 21U);
  }
}

TEST(Diagnostics, KeepAThousandAndCountTheRest) {
  Diagnostics diagnostics;
  for (int line = 1; line <= 1'000'000; ++line) diagnostics.Error({"a.yaml", line, 1}, "wrong");
  EXPECT_EQ(diagnostics.size(), 1'000'000U);
  EXPECT_EQ(diagnostics.all().size(), 1000U);
  try {
    diagnostics.ThrowIfAny();
    FAIL() << "nothing was thrown";
  } catch (const UserError& error) {
    EXPECT_TRUE(std::string(error.what()).ends_with("\n999980 more errors"));
  }
}

TEST(UserError, WritesControlCharactersOut) {
  EXPECT_STREQ(UserError({"a\r.yaml", 0, 0}, "unknown key '\x1b[31mred\x07'").what(),
               "a\\u{D}.yaml: error: unknown key '\\u{1B}[31mred\\u{7}'");
}

TEST(UserError, IsOneLineWhateverTheRefusedNameHolds) {
  EXPECT_STREQ(UserError({"a\nb", 1, 1}, "unknown key 'c\nd'").what(),
               "a\\nb:1:1: error: unknown key 'c\\nd'");
}

TEST(Printable, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(Printable("plain \xC3\xA9 \xE2\x82\xAC\n\tmore"),
            "plain \xC3\xA9 \xE2\x82\xAC\n\tmore");
  EXPECT_EQ(Printable(std::string("\0\x7F", 2)), "\\u{0}\\u{7F}");
  EXPECT_EQ(Printable("\xC2\x9B"), "\\u{9B}");                // CSI in one character
  EXPECT_EQ(Printable("a\xE2\x80\xAE z"), "a\\u{202E} z");    // right to left from here
  EXPECT_EQ(Printable("a\xFF\xE2\x82"), "a\\xFF\\xE2\\x82");  // no UTF-8
  EXPECT_EQ(Printable(Printable("\x1b\xFF")), Printable("\x1b\xFF"));
}

TEST(FirstControlCharacter, SaysWhichAndWhere) {
  EXPECT_EQ(FirstControlCharacter("line\n\tline"), std::nullopt);
  const auto found = FirstControlCharacter("\xC3\xA9\x1b");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->offset, 2U);
  EXPECT_EQ(found->name, "U+001B");
}

TEST(ExitCode, TellsFailureFromMisuseFromBug) {
  EXPECT_EQ(static_cast<int>(ExitCode::kSuccess), 0);
  EXPECT_EQ(static_cast<int>(ExitCode::kRunFailure), 1);
  EXPECT_EQ(static_cast<int>(ExitCode::kUserError), 2);
  EXPECT_EQ(static_cast<int>(ExitCode::kInternalError), 3);
}

TEST(Suggest, FindsTheWordThatWasMeant) {
  const std::vector<std::string> keys = {"rate", "latency", "lanes", "buffer_size"};
  EXPECT_EQ(Suggest("lnaes", keys), "lanes");
  EXPECT_EQ(Suggest("Lanes", keys), "lanes");
  EXPECT_EQ(Suggest("buffer-size", keys), "buffer_size");
  EXPECT_EQ(Suggest("latancy", keys), "latency");
  EXPECT_EQ(Suggest("rat", keys), "rate");
}

TEST(Suggest, KeepsSilentWhenNothingIsNear) {
  const std::vector<std::string> keys = {"rate", "latency", "x"};
  EXPECT_EQ(Suggest("topology", keys), "");
  EXPECT_EQ(Suggest("y", keys), "");
  EXPECT_EQ(Suggest("", keys), "");
  EXPECT_EQ(Suggest("rate", {}), "");
}

TEST(Suggest, PrefersTheEarlierOfEquallyNear) {
  const std::vector<std::string> keys = {"port_b", "port_a"};
  EXPECT_EQ(Suggest("port_c", keys), "port_b");
}

}  // namespace
}  // namespace linkwright::diagnostics
