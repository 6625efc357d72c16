// SPDX-License-Identifier: Apache-2.0
// Checks for our own bugs and broken models (never for user input, which is a UserError).
//
//   LINKWRIGHT_CHECK(credits >= 0) << "port " << port << " at " << now;
//   LINKWRIGHT_CHECK_AT(credits >= 0, path_, now) << "port " << port;
//
// Cheap when true: one predictable branch; the message operands are not evaluated.
#pragma once

#include <exception>
#include <sstream>
#include <string>
#include <string_view>

#include "foundation/units/duration.h"

namespace linkwright::diagnostics {

/// A bug of ours: exit code 3.
class InternalError : public std::exception {
 public:
  explicit InternalError(std::string message) : message_(std::move(message)) {}

  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

namespace internal {

/// Collects the text after a failed check.
class CheckMessage {
 public:
  CheckMessage(const char* condition, const char* file, int line);
  CheckMessage(const char* condition, const char* file, int line, std::string_view component,
               units::SimTime now);

  template <class T>
  CheckMessage& operator<<(const T& value) {
    details_ << value;
    return *this;
  }

  std::string Text() const;

 private:
  std::string head_;
  std::ostringstream details_;
};

/// `&` binds weaker than `<<` and stronger than `?:`, which is all the macro needs.
struct Raise {
  [[noreturn]] void operator&(const CheckMessage& message) const;
};

}  // namespace internal
}  // namespace linkwright::diagnostics

/// Throws InternalError "file:line: check failed: condition: streamed text" unless `condition`.
#define LINKWRIGHT_CHECK(condition)                    \
  __builtin_expect(static_cast<bool>(condition), true) \
      ? static_cast<void>(0)                           \
      : ::linkwright::diagnostics::internal::Raise() & \
            ::linkwright::diagnostics::internal::CheckMessage(#condition, __FILE__, __LINE__)

/// The same, naming the component path and the simulated time.
#define LINKWRIGHT_CHECK_AT(condition, component, now)                                        \
  __builtin_expect(static_cast<bool>(condition), true)                                        \
      ? static_cast<void>(0)                                                                  \
      : ::linkwright::diagnostics::internal::Raise() &                                        \
            ::linkwright::diagnostics::internal::CheckMessage(#condition, __FILE__, __LINE__, \
                                                              (component), (now))
