// SPDX-License-Identifier: Apache-2.0
// What the process says to the shell and to CI.
#pragma once

namespace linkwright::diagnostics {

enum class ExitCode : int {
  kSuccess = 0,
  kRunFailure = 1,     ///< the run worked and found a failure: deadlock, mismatch, wrong data
  kUserError = 2,      ///< the input was refused; every reason was printed
  kInternalError = 3,  ///< a bug of ours or a broken model
};

}  // namespace linkwright::diagnostics
