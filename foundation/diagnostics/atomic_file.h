// SPDX-License-Identifier: Apache-2.0
// A file that appears whole or not at all.
//
//   AtomicFile file(path);
//   file.Write(json);
//   file.Commit();
//
// Text goes to a temporary beside the target; Commit() flushes it to disk and renames it. Without a
// Commit() the destructor removes the temporary. Any failure (missing folder, no permission, disk
// full) throws a UserError that names the path and the system's reason; the target is untouched.
// A target that exists and is not a regular file (/dev/stdout, a pipe) is written to directly, and
// one that is a mount point is filled in place when the text is complete. Of a
// symbolic link, the file it names is meant, also when that does not exist yet.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace linkwright::diagnostics {

class AtomicFile {
 public:
  explicit AtomicFile(std::string path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void Write(std::string_view text);
  /// Everything to disk, so that Commit() can fail for want of space no more. For several files
  /// that are to appear together.
  void Prepare();
  /// At most once, after the last Write().
  void Commit();

 private:
  [[noreturn]] void Fail(const char* action, int error_number);
  void Discard() noexcept;

  std::string path_;
  std::string temporary_;  ///< empty when the target is written to directly
  std::FILE* stream_ = nullptr;
};

/// Throws the UserError that writing to `path` would end in, as far as that shows without writing:
/// a folder that is missing or may not be written to, a file that may not. Leaves nothing behind.
void ExpectWritable(const std::string& path);

/// Writes `text` to `path` as above.
void WriteFileAtomically(const std::string& path, std::string_view text);

}  // namespace linkwright::diagnostics
