// SPDX-License-Identifier: Apache-2.0
#include "foundation/diagnostics/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "foundation/diagnostics/printable.h"

namespace linkwright::diagnostics {

std::string ToString(const SourceLocation& location) {
  std::string text = location.file;
  if (location.line > 0) text += fmt::format(":{}", location.line);
  if (location.line > 0 && location.column > 0) text += fmt::format(":{}", location.column);
  return text;
}

namespace {

// A name that was refused may hold line breaks; a message is a line all the same.
std::string InOneLine(const std::string& text) {
  std::string line;
  for (const char c : text) {
    if (c == '\n') {
      line += "\\n";
    } else {
      line += c;
    }
  }
  return line;
}

std::string Sentence(const Diagnostic& diagnostic, const char* severity) {
  std::string text = ToString(diagnostic.location);
  if (!text.empty()) text += ": ";
  text += severity;
  text += ": " + diagnostic.message;
  if (!diagnostic.suggestion.empty()) {
    text += fmt::format("; did you mean '{}'?", diagnostic.suggestion);
  }
  return InOneLine(Printable(text));
}

}  // namespace

std::string ToString(const Diagnostic& diagnostic) { return Sentence(diagnostic, "error"); }

std::string ToWarning(const Diagnostic& diagnostic) { return Sentence(diagnostic, "warning"); }

UserError::UserError(std::vector<Diagnostic> diagnostics, std::size_t unlisted)
    : diagnostics_(std::move(diagnostics)) {
  const std::size_t told = std::min(diagnostics_.size(), kToldInFull);
  for (std::size_t i = 0; i < told; ++i) {
    if (i > 0) text_ += '\n';
    text_ += ToString(diagnostics_[i]);
  }
  if (const std::size_t more = diagnostics_.size() - told + unlisted; more > 0) {
    text_ += fmt::format("\n{} more {}", more, more == 1 ? "error" : "errors");
  }
}

UserError::UserError(SourceLocation location, std::string message, std::string suggestion)
    : UserError(std::vector<Diagnostic>{
          {std::move(location), std::move(message), std::move(suggestion)}}) {}

void Diagnostics::Error(SourceLocation location, std::string message, std::string suggestion) {
  if (collected_.size() < kKept) {
    collected_.push_back({std::move(location), std::move(message), std::move(suggestion)});
  } else {
    ++dropped_;
  }
}

void Diagnostics::ThrowIfAny() const {
  if (collected_.empty()) return;
  std::vector<Diagnostic> ordered = collected_;
  std::ranges::stable_sort(ordered, {}, [](const Diagnostic& diagnostic) {
    const SourceLocation& at = diagnostic.location;
    return std::tie(at.file, at.line, at.column);
  });
  throw UserError(std::move(ordered), dropped_);
}

}  // namespace linkwright::diagnostics
