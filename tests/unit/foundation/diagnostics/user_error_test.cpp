// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "foundation/diagnostics/exit_code.h"
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
