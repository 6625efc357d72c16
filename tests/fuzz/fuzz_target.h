// SPDX-License-Identifier: Apache-2.0
// What a fuzz target offers: the entry point of libFuzzer, which any coverage-guided fuzzer can
// drive, and what the driver of this folder wants besides. Every binary holds one target.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/random/stream.h"

/// Runs one input from reset; what ran before does not matter. Throws a std::exception that says
/// what was wrong: with libFuzzer that is a crash, which is what it looks for. Returns 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace linkwright::fuzz {

using Input = std::vector<std::uint8_t>;
using Tally = std::map<std::string, std::int64_t>;

/// A structured input: valid ones, broken here and there.
Input GenerateInput(random::Stream& stream);
/// What the inputs of this process met, by name. Names that were never met are there with 0.
const Tally& Verdicts();
/// Makes the target's reference wrong on purpose, to see that it bites; false if the name is
/// unknown.
bool PlantFault(std::string_view name);

}  // namespace linkwright::fuzz
