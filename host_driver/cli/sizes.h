// SPDX-License-Identifier: Apache-2.0
// The sizes of a sweep as users of nccl-tests and as units write them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace linkwright::cli {

// "1KiB:64MiB:4" (first, last, factor; 2 if left out), "1KiB:8KiB:+2KiB" (a step), "1MiB", or
// "1KiB,3KiB". A size is a number with a unit, or as nccl-tests takes it: bytes without a unit, and
// K, M, G as multiples of 1024. Throws diagnostics::UserError naming --sizes and the column.
std::vector<uint64_t> ParseSizes(const std::string& text);

// One size as above; `option` and the column count in messages.
uint64_t ParseSize(const std::string& option, const std::string& all, size_t begin, size_t end);

}  // namespace linkwright::cli
