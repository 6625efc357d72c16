// SPDX-License-Identifier: Apache-2.0
// What a run failed of, as text.
#pragma once

#include <string>

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::device {

template <class Run>
std::string FailureOf(Run run) {
  try {
    run();
  } catch (const diagnostics::RunFailure& failure) {
    return failure.what();
  }
  return "no failure";
}

}  // namespace linkwright::device
