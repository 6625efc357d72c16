// SPDX-License-Identifier: Apache-2.0
#include "foundation/diagnostics/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::diagnostics {
namespace {

constexpr int kAttempts = 100;
constexpr int kMostLinks = 40;  // as the system: a circle of links is left for stat() to refuse

/// The file behind a symbolic link, so that the link survives the rename.
std::string Resolved(const std::string& path) {
  char resolved[PATH_MAX];
  if (realpath(path.c_str(), resolved) != nullptr) return resolved;
  struct stat status {};
  if (stat(path.c_str(), &status) == 0) return path;  // /dev/stdout when that is a pipe
  // realpath() does not follow a link to a file that does not exist yet.
  std::filesystem::path file = path;
  std::error_code none;
  for (int links = 0; links < kMostLinks && std::filesystem::is_symlink(file, none); ++links) {
    const std::filesystem::path target = std::filesystem::read_symlink(file, none);
    if (none) return path;
    file = file.parent_path() / target;  // an absolute target replaces the folder
  }
  return file.string();
}

/// All of `from` into the file `to`, which keeps its identity; 0 or the system's reason.
int CopyInto(const std::string& from, const std::string& to) {
  const int source = open(from.c_str(), O_RDONLY | O_CLOEXEC);
  if (source < 0) return errno;
  const int target = open(to.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
  int reason = target < 0 ? errno : 0;
  char buffer[1 << 16];
  for (ssize_t count = 0; reason == 0 && (count = read(source, buffer, sizeof buffer)) != 0;) {
    if (count < 0) reason = errno;
    for (ssize_t done = 0; reason == 0 && done < count;) {
      const ssize_t written = write(target, buffer + done, count - done);
      if (written < 0) reason = errno;
      done += std::max<ssize_t>(written, 0);
    }
  }
  if (reason == 0 && fsync(target) != 0) reason = errno;
  close(source);
  if (target >= 0) close(target);
  return reason;
}

}  // namespace

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)) {
  struct stat status {};
  const std::string target = Resolved(path_);
  const bool exists = stat(target.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) Fail("open", EISDIR);
  if (exists && access(target.c_str(), W_OK) != 0) Fail("open", errno);
  if (exists && !S_ISREG(status.st_mode)) {
    stream_ = std::fopen(target.c_str(), "w");
    if (stream_ == nullptr) Fail("open", errno);
    return;
  }
  const mode_t mode = exists ? (status.st_mode & 07777) : 0666;
  int descriptor = -1;
  for (int attempt = 0; attempt < kAttempts && descriptor < 0; ++attempt) {
    temporary_ = fmt::format("{}.{}-{}.tmp", target, getpid(), attempt);
    descriptor = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0 && errno != EEXIST) break;
  }
  if (descriptor < 0) {
    const int reason = errno;
    temporary_.clear();
    Fail("create", reason);
  }
  stream_ = fdopen(descriptor, "w");
  if (stream_ == nullptr) {
    const int reason = errno;
    close(descriptor);
    Fail("create", reason);
  }
}

AtomicFile::~AtomicFile() { Discard(); }

void AtomicFile::Write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stream_) != text.size()) Fail("write", errno);
}

void AtomicFile::Prepare() {
  if (std::fflush(stream_) != 0) Fail("write", errno);
  if (!temporary_.empty() && fsync(fileno(stream_)) != 0) Fail("write", errno);
}

void AtomicFile::Commit() {
  Prepare();
  std::FILE* const stream = stream_;
  stream_ = nullptr;
  if (std::fclose(stream) != 0) Fail("write", errno);
  if (temporary_.empty()) return;
  const std::string target = Resolved(path_);
  if (std::rename(temporary_.c_str(), target.c_str()) != 0) {
    // A file that is a mount point (of a container) cannot be replaced, but written to.
    if (errno != EBUSY) Fail("replace", errno);
    if (const int reason = CopyInto(temporary_, target); reason != 0) Fail("write", reason);
    unlink(temporary_.c_str());
  }
  temporary_.clear();
}

void AtomicFile::Discard() noexcept {
  if (stream_ != nullptr) std::fclose(stream_);
  stream_ = nullptr;
  if (!temporary_.empty()) unlink(temporary_.c_str());
  temporary_.clear();
}

void AtomicFile::Fail(const char* action, int error_number) {
  Discard();
  throw UserError({path_, 0, 0},
                  fmt::format("cannot {} the file: {}", action, std::strerror(error_number)));
}

void ExpectWritable(const std::string& path) {
  struct stat status {};
  const bool exists = stat(path.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
    // To open a pipe and close it again would end its reader.
    if (access(path.c_str(), W_OK) == 0) return;
    const int reason = errno;
    throw UserError({path, 0, 0}, fmt::format("cannot open the file: {}", std::strerror(reason)));
  }
  const AtomicFile never_committed(path);
}

void WriteFileAtomically(const std::string& path, std::string_view text) {
  AtomicFile file(path);
  file.Write(text);
  file.Commit();
}

}  // namespace linkwright::diagnostics
