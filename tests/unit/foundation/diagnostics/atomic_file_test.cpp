// SPDX-License-Identifier: Apache-2.0
#include "foundation/diagnostics/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::diagnostics {
namespace {

namespace fs = std::filesystem;

class AtomicFileTest : public ::testing::Test {
 protected:
  AtomicFileTest() {
    folder_ = fs::temp_directory_path() /
              ("linkwright_atomic_" + std::to_string(getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  ~AtomicFileTest() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  static std::string Contents(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  long FileCount() const {
    return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
  }
  static std::string ErrorOf(const std::function<void()>& action) {
    try {
      action();
    } catch (const UserError& error) {
      return error.what();
    }
    return "nothing was thrown";
  }

  fs::path folder_;
};

TEST_F(AtomicFileTest, AppearsOnlyOnCommit) {
  AtomicFile file(Path("report.json"));
  file.Write("{}");
  EXPECT_FALSE(fs::exists(Path("report.json")));
  file.Commit();
  EXPECT_EQ(Contents(Path("report.json")), "{}");
  EXPECT_EQ(FileCount(), 1);
}

TEST_F(AtomicFileTest, LeavesTheOldFileWhenAbandoned) {
  WriteFileAtomically(Path("report.json"), "old");
  {
    AtomicFile file(Path("report.json"));
    file.Write("new");
  }
  EXPECT_EQ(Contents(Path("report.json")), "old");
  EXPECT_EQ(FileCount(), 1);
}

TEST_F(AtomicFileTest, NamesThePathAndTheReason) {
  const std::string missing = Path("no/such/folder/report.json");
  EXPECT_EQ(ErrorOf([&] { WriteFileAtomically(missing, "x"); }),
            missing + ": error: cannot create the file: No such file or directory");
  EXPECT_EQ(ErrorOf([&] { WriteFileAtomically(folder_.string(), "x"); }),
            folder_.string() + ": error: cannot open the file: Is a directory");
}

TEST_F(AtomicFileTest, ReportsAFullDisk) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  EXPECT_EQ(ErrorOf([] { WriteFileAtomically("/dev/full", "x"); }),
            "/dev/full: error: cannot write the file: No space left on device");
}

TEST_F(AtomicFileTest, RemovesTheTemporaryWhenWritingFails) {
  WriteFileAtomically(Path("report.json"), "old");
  // A limit on file size stands in for a disk that fills up half-way.
  struct rlimit before {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit limit = {4096, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  const std::string error =
      ErrorOf([&] { WriteFileAtomically(Path("report.json"), std::string(100'000, 'x')); });
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(error, Path("report.json") + ": error: cannot write the file: File too large");
  EXPECT_EQ(Contents(Path("report.json")), "old");
  EXPECT_EQ(FileCount(), 1);
}

TEST_F(AtomicFileTest, KeepsPermissionsAndSymbolicLinks) {
  WriteFileAtomically(Path("target.json"), "old");
  ASSERT_EQ(chmod(Path("target.json").c_str(), 0640), 0);
  fs::create_symlink("target.json", Path("link.json"));
  WriteFileAtomically(Path("link.json"), "new");
  EXPECT_TRUE(fs::is_symlink(Path("link.json")));
  EXPECT_EQ(Contents(Path("target.json")), "new");
  EXPECT_EQ(fs::status(Path("target.json")).permissions(), fs::perms(0640));
}

TEST_F(AtomicFileTest, ALinkToAFileThatIsNotThereYetStaysALink) {
  fs::create_directory(Path("there"));
  fs::create_symlink("there/target.json", Path("link.json"));
  fs::create_symlink("link.json", Path("second.json"));
  WriteFileAtomically(Path("second.json"), "new");
  EXPECT_TRUE(fs::is_symlink(Path("second.json")));
  EXPECT_TRUE(fs::is_symlink(Path("link.json")));
  EXPECT_EQ(Contents(Path("there/target.json")), "new");
  fs::create_symlink("nowhere/target.json", Path("lost.json"));
  EXPECT_NE(ErrorOf([&] { WriteFileAtomically(Path("lost.json"), "new"); }).find("No such file"),
            std::string::npos);
  EXPECT_TRUE(fs::is_symlink(Path("lost.json")));
}

TEST_F(AtomicFileTest, WhetherAFileCanBeWrittenIsKnownBeforeAndLeavesNothing) {
  WriteFileAtomically(Path("old.json"), "old");
  ExpectWritable(Path("old.json"));
  ExpectWritable(Path("new.json"));
  EXPECT_EQ(Contents(Path("old.json")), "old");
  EXPECT_EQ(FileCount(), 1);
  EXPECT_EQ(ErrorOf([&] { ExpectWritable(Path("no/new.json")); }),
            Path("no/new.json") + ": error: cannot create the file: No such file or directory");
}

}  // namespace
}  // namespace linkwright::diagnostics
