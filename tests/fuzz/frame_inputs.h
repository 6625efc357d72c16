// SPDX-License-Identifier: Apache-2.0
// Inputs of the parser target: valid frames to known destinations, most of them broken in one or
// two ways.
#pragma once

#include "tests/fuzz/fuzz_target.h"

namespace linkwright::fuzz {

Input FrameInput(random::Stream& stream);

}  // namespace linkwright::fuzz
