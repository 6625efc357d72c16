// SPDX-License-Identifier: Apache-2.0
// 128-bit products, for the one rounding of each conversion. A compiler extension of GCC and Clang.
#pragma once

namespace linkwright::units {

__extension__ typedef unsigned __int128 Uint128;  // NOLINT(modernize-use-using)

}  // namespace linkwright::units
