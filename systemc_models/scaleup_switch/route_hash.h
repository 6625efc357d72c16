// SPDX-License-Identifier: Apache-2.0
// The hash that chooses among the next hops of a routing entry.
#pragma once

#include <cstdint>

namespace linkwright::scaleup_switch {

/// CRC-16 with polynomial 0x1021, not reflected, over the 77 bits {src[9:0], dst[9:0],
/// address[56:8], 8'b0}, most significant bit first. Constant within a 256-byte region.
std::uint16_t RouteHash(std::uint16_t seed, unsigned src, unsigned dst, std::uint64_t address);

}  // namespace linkwright::scaleup_switch
