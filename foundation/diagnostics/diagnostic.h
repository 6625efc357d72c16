// SPDX-License-Identifier: Apache-2.0
// User errors: what was wrong, where, and what was probably meant.
//
// Messages are one lower-case sentence without a full stop that names expected and actual. A reader
// collects all its errors in a Diagnostics and throws once, so the user sees every mistake at once.
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace linkwright::diagnostics {

/// 1-based; line or column 0 means "unknown" and is not printed.
struct SourceLocation {
  std::string file;
  int line = 0;
  int column = 0;

  friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
};

/// "file:line:col", leaving out what is unknown; empty for an empty location.
std::string ToString(const SourceLocation& location);

struct Diagnostic {
  SourceLocation location;
  std::string message;
  std::string suggestion;  ///< the word probably meant; may be empty
};

/// "file:line:col: error: message; did you mean 'suggestion'?", control characters and line
/// breaks written out.
std::string ToString(const Diagnostic& diagnostic);
/// The same with "warning": the input was accepted.
std::string ToWarning(const Diagnostic& diagnostic);

/// The input was refused: exit code 2. what() has one line per diagnostic, the first kToldInFull of
/// them, then how many more there are.
class UserError : public std::exception {
 public:
  static constexpr std::size_t kToldInFull = 20;

  /// `diagnostics` is not empty; `unlisted` more were found and not kept.
  explicit UserError(std::vector<Diagnostic> diagnostics, std::size_t unlisted = 0);
  UserError(SourceLocation location, std::string message, std::string suggestion = "");

  const char* what() const noexcept override { return text_.c_str(); }
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
  std::string text_;
};

/// The run worked and found a failure (deadlock, wrong data, mismatch): exit code 1.
class RunFailure : public std::exception {
 public:
  explicit RunFailure(std::string message) : message_(std::move(message)) {}

  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

/// Keeps the first kKept errors and counts the rest, so that a file of nothing but mistakes costs
/// no more memory than one with some.
class Diagnostics {
 public:
  static constexpr std::size_t kKept = 1000;

  void Error(SourceLocation location, std::string message, std::string suggestion = "");

  bool empty() const { return collected_.empty(); }
  /// Of all errors reported, kept or not.
  std::size_t size() const { return collected_.size() + dropped_; }
  const std::vector<Diagnostic>& all() const { return collected_; }

  /// Throws one UserError with everything collected, ordered by file, line and column (stable, so
  /// errors at one place keep their order); returns when nothing was.
  void ThrowIfAny() const;

 private:
  std::vector<Diagnostic> collected_;
  std::size_t dropped_ = 0;
};

}  // namespace linkwright::diagnostics
