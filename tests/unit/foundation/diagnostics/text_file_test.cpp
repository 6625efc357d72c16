// SPDX-License-Identifier: Apache-2.0
#include "foundation/diagnostics/text_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "foundation/diagnostics/atomic_file.h"
#include "foundation/diagnostics/utf8.h"

namespace linkwright::diagnostics {
namespace {

std::string Refusal(const std::string& path, const SourceLocation& blame, std::uint64_t limit) {
  try {
    ReadTextFile(path, blame, limit);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(TextFile, ReadsEveryByte) {
  const std::string path = testing::TempDir() + "text_file_bytes";
  std::string bytes(200'000, 'x');
  bytes[65'536] = '\0';
  WriteFileAtomically(path, bytes);
  EXPECT_EQ(ReadTextFile(path), bytes);
  EXPECT_EQ(ReadTextFile(path, {}, bytes.size()), bytes);
}

TEST(TextFile, RefusesWhatNeverEnds) {
  EXPECT_EQ(Refusal("/dev/zero", {}, 100'000),
            "/dev/zero: error: cannot read the file: it is larger than 100000 bytes");
}

TEST(TextFile, BlamesThePlaceThatNamesIt) {
  EXPECT_EQ(Refusal("no_such_file", {"run.yaml", 2, 10}, 10),
            "run.yaml:2:10: error: cannot read 'no_such_file': No such file or directory");
  EXPECT_EQ(Refusal("/", {}, 10), "/: error: cannot read the file: Is a directory");
}

extern "C" void OnAlarm(int) {}

// A handler that does not restart calls, as the command has for Ctrl-C; and a timer that calls it
// again and again, so that one call falls into the waiting.
TEST(TextFile, WaitingForAPipeEndsWithASignal) {
  const std::string path = testing::TempDir() + "text_file_pipe_" + std::to_string(getpid());
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  struct sigaction action {};
  action.sa_handler = OnAlarm;
  ASSERT_EQ(sigaction(SIGALRM, &action, nullptr), 0);
  const itimerval often{{0, 10'000}, {0, 10'000}};
  ASSERT_EQ(setitimer(ITIMER_REAL, &often, nullptr), 0);
  EXPECT_THROW(ReadTextFile(path), RunFailure);
  const itimerval never{};
  setitimer(ITIMER_REAL, &never, nullptr);
  unlink(path.c_str());
}

TEST(Utf8, AcceptsEveryLengthAndNamesTheFirstBadByte) {
  EXPECT_EQ(FirstInvalidUtf8("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), std::nullopt);
  EXPECT_EQ(FirstInvalidUtf8("ab\xFFz"), 2U);
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndWhatIsCutShort) {
  EXPECT_EQ(FirstInvalidUtf8("\xC0\x80"), 0U);          // NUL in two bytes
  EXPECT_EQ(FirstInvalidUtf8("\xE0\x9F\xBF"), 0U);      // two bytes would do
  EXPECT_EQ(FirstInvalidUtf8("\xED\xA0\x80"), 0U);      // a surrogate
  EXPECT_EQ(FirstInvalidUtf8("\xF4\x90\x80\x80"), 0U);  // above U+10FFFF
  EXPECT_EQ(FirstInvalidUtf8("x\xE2\x82"), 1U);
}

TEST(Diagnostic, WarnsInTheFormOfAnError) {
  Diagnostic diagnostic;
  diagnostic.location.file = "a.xml";
  diagnostic.location.line = 3;
  diagnostic.message = "unknown attribute 'pota'";
  diagnostic.suggestion = "proto";
  EXPECT_EQ(ToWarning(diagnostic),
            "a.xml:3: warning: unknown attribute 'pota'; did you mean 'proto'?");
}

}  // namespace
}  // namespace linkwright::diagnostics
